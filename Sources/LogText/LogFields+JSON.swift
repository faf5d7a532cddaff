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
    guard fields.addMembers(&scanner, of: line, isNested: false),
      line.skipSpace(scanner.position) == line.count
    else { return nil }
    return fields
  }

  private mutating func addMembers(_ scanner: inout JSONScanner, of line: Bytes, isNested: Bool) -> Bool {
    scanner.object { scanner, name in
      let role = FieldRole.named(line.at(name))
      let first = line.peek(scanner.position)
      if role == .nested, !isNested, first == ascii("{") {
        return addMembers(&scanner, of: line, isNested: true)
      }
      guard let value = scanner.value() else { return false }
      guard let role else { return true }
      if first == ascii("\"") {
        let inside = (value.lowerBound + 1)..<(value.upperBound - 1)
        add(role == .nested ? .message : role, line, name: name, Value(range: inside, isQuoted: true))
      } else if role != .nested, role != .level || name.count > 1 {
        // MongoDB's `s` is a letter. A number of that name can mean anything but a level.
        add(role, line, name: name, Value(range: value, isQuoted: false))
      }
      return true
    }
  }
}
