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
        let inside = (value.lowerBound + 1)..<(value.upperBound - 1)
        add(role == .nested ? .message : role, line, name: name, Value(range: inside, isQuoted: true))
      } else if role == .error, first == ascii("{"), addError(line, start) {
        return true
      } else if role != .nested, role != .level || name.count > 1 {
        // MongoDB's `s` is a letter. A number of that name can mean anything but a level.
        add(role, line, name: name, Value(range: value, isQuoted: false))
      }
      return true
    }
  }

  /// An error that is an object: its text, its class and its stack. False if it has no text.
  private mutating func addError(_ line: Bytes, _ start: Int) -> Bool {
    guard error == nil else { return true }
    var inner = LogFields()
    var scanner = JSONScanner(line, at: start)
    _ = scanner.object { scanner, name in
      let isQuoted = line.peek(scanner.position) == ascii("\"")
      guard let value = scanner.value() else { return false }
      guard isQuoted else { return true }
      let text = Value(range: (value.lowerBound + 1)..<(value.upperBound - 1), isQuoted: true)
      switch FieldRole.named(line.at(name)) {
      case .message, .telling: if inner.message == nil { inner.message = text }
      case .kind, .logger: if inner.errorKind == nil { inner.errorKind = text }
      case .stack: inner.stack = text
      default: break
      }
      return true
    }
    guard let text = inner.message else { return false }
    (error, errorKind, stack) = (text, inner.errorKind, stack ?? inner.stack)
    return true
  }

  /// The line of a program that is the message of this one, which names no level: of an export of a log service.
  func wrappedLine(_ line: Bytes) -> [UInt8]? {
    guard level == nil, !namesError, let message, message.isQuoted, time != nil else { return nil }
    let text = Escape.unescaped(line.at(message.range))
    let isLine = text.withUnsafeBufferPointer { text in
      if text.first == ascii("{") { return LogFields.json(text)?.level != nil }
      return LinePrefix.read(text) != nil || LogfmtLine.read(text) != nil
    }
    return isLine ? text : nil
  }
}
