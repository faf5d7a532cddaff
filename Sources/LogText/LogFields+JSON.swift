import CasebookKnowledge
import CasebookText

extension LogFields {
  /// The fields of the object that makes up the whole of `line`; `nil` if the line is not an object or the
  /// object does not end.
  ///
  /// It finds the members of the object, and of the objects `log`, `fields` and `error` in it. It builds no
  /// values, because a log can have millions of such lines.
  static func json(_ line: Bytes) -> LogFields? {
    guard line.first == ascii("{") else { return nil }
    var fields = LogFields()
    var scanner = JSONScanner(line)
    guard fields.addMembers(&scanner, of: line, depth: 0),
      line.skipSpace(scanner.position) == line.count
    else { return nil }
    fields.end()
    return fields
  }

  private mutating func addMembers(_ scanner: inout JSONScanner, of line: Bytes, depth: Int) -> Bool {
    scanner.object { scanner, name in
      let role = FieldRole.named(line.at(name))
      let first = line.peek(scanner.position)
      if role == .nested, depth < 2, first == ascii("{") {
        return addMembers(&scanner, of: line, depth: depth + 1)
      }
      let start = scanner.position
      guard let value = scanner.value() else { return false }
      guard let role else { return true }
      if first == ascii("\"") {
        let inside = Value(range: (value.lowerBound + 1)..<(value.upperBound - 1), isQuoted: true)
        if role == .message, depth > 0, message != nil {
          // The text of what failed; without a level, it may be anything.
          if (level ?? .info) >= .warning { takeError(inside, kind: errorKind, line, isMessage: true) }
        } else {
          add(role == .nested ? .message : role, line, name: name, inside)
        }
      } else if role == .error || role == .message && message != nil && (level ?? .info) >= .warning,
        addError(line, start)
      {
        return true
      } else if role == .time, first == ascii("{"), addEpoch(line, start) {
        return true
      } else if role != .nested, role != .level || name.count > 1 {
        // MongoDB's `s` is a letter. A number of that name can mean anything but a level.
        add(role, line, name: name, Value(range: value, isQuoted: false))
      }
      return true
    }
  }

  /// The time in an object with the seconds since 1970, as Log4j writes it: `{"epochSecond":1634803200,…}`. False if it has
  /// none.
  private mutating func addEpoch(_ line: Bytes, _ start: Int) -> Bool {
    var scanner = JSONScanner(line, at: start)
    var seconds: Range<Int>?
    _ = scanner.object { scanner, name in
      guard let value = scanner.value() else { return false }
      if line.at(name).equals("epochSecond") { seconds = value }
      return true
    }
    guard let seconds else { return false }
    add(.time, line, name: start..<start, Value(range: seconds, isQuoted: false))
    return true
  }

  /// An error that is an object, or a list of which the first is one: its text, its class and its stack. False if it has no
  /// text.
  private mutating func addError(_ line: Bytes, _ start: Int) -> Bool {
    var start = start
    if line.peek(start) == ascii("[") { start = line.skipSpace(start + 1) }
    guard line.peek(start) == ascii("{") else { return false }
    var inner = LogFields()
    var scanner = JSONScanner(line, at: start)
    _ = scanner.object { scanner, name in
      let isQuoted = line.peek(scanner.position) == ascii("\"")
      guard let value = scanner.value() else { return false }
      guard isQuoted else { return true }
      let text = Value(range: (value.lowerBound + 1)..<(value.upperBound - 1), isQuoted: true)
      switch FieldRole.named(line.at(name)) {
      case .error: inner.error = text
      case .message, .telling: if inner.message == nil { inner.message = text }
      case .kind: if inner.errorKind == nil { inner.errorKind = text }
      case .logger where line.at(name).equals("name"): if inner.errorKind == nil { inner.errorKind = text }
      case .stack: inner.stack = text
      default: break
      }
      return true
    }
    let said = inner.error ?? inner.message
    guard let text = said ?? inner.errorKind else { return false }
    takeError(text, kind: said == nil ? nil : inner.errorKind, line)
    stack = stack ?? inner.stack
    return true
  }

  /// The line of a program that is the message of this one, of an export of a log service, which names no level or one that
  /// only tells the stream.
  func wrappedLine(_ line: Bytes) -> [UInt8]? {
    guard level == nil || isTextPayload, !namesError, let message, message.isQuoted, time != nil else {
      return nil
    }
    let text = Escape.unescaped(line.at(message.range))
    let isLine = text.withUnsafeBufferPointer { text in
      if text.first == ascii("{") { return LogFields.json(text)?.level != nil }
      if level != nil { return LinePrefix.read(text)?.level != nil || LogfmtLine.read(text)?.level != nil }
      return LinePrefix.read(text) != nil || LogfmtLine.read(text) != nil
    }
    return isLine ? text : nil
  }
}
