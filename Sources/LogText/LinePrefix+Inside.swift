import CasebookText

extension LinePrefix {
  /// Where the line of another program starts behind this prefix of a system's log or of a collector: a line with a
  /// prefix of its own; `nil` if the text is a message.
  func inside(_ line: Bytes) -> Int? {
    guard shape == .syslog || shape == .syslog5424 || shape == .time else { return nil }
    let text = body(of: line)
    guard let first = text.first else { return nil }
    // Few messages begin like a prefix.
    let isOther: Bool =
      switch first {
      case ascii("{"): LogFields.json(text).map { $0.level != nil || $0.time != nil } ?? false
      case ascii("#"): Envelope.read(text) != nil
      case ascii("("), ascii("["): Envelope.read(text) != nil || LinePrefix.read(text) != nil
      case let byte where byte.isDigit || byte.isUpper && text.peek(1).isDigit:
        LinePrefix.read(text)?.clock != nil
      default: LogfmtLine.read(text) != nil
      }
    return isOther ? body : nil
  }
}
