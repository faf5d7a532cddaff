import CasebookText

/// Finds the fields of a line that is one JSON object, without building the object.
///
/// It walks the members of the object, and of the objects `log`, `fields` and `error` in it. Anything nested
/// deeper is skipped by counting brackets, so its time is linear and its depth two, whatever the line holds.
struct JSONLine {
  private let line: Bytes
  private var p: Int
  private var fields = LogFields()

  /// The fields of the object that makes up the whole of `line`; `nil` if the line is not an object or the
  /// object does not end.
  static func read(_ line: Bytes) -> LogFields? {
    guard line.first == ascii("{") else { return nil }
    var scanner = JSONLine(line: line, p: 0)
    guard scanner.object(depth: 0), line.skipSpace(scanner.p) == line.count else { return nil }
    return scanner.fields
  }

  private mutating func object(depth: Int) -> Bool {
    p = line.skipSpace(p + 1)
    if line.peek(p) == ascii("}") {
      p += 1
      return true
    }
    while p < line.count {
      guard line[p] == ascii("\""), let nameEnd = stringEnd(p) else { return false }
      let name = (p + 1)..<(nameEnd - 1)
      p = line.skipSpace(nameEnd)
      guard line.peek(p) == ascii(":") else { return false }
      p = line.skipSpace(p + 1)
      guard member(name, depth) else { return false }
      p = line.skipSpace(p)
      switch line.peek(p) {
      case ascii(","): p = line.skipSpace(p + 1)
      case ascii("}"):
        p += 1
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func member(_ name: Range<Int>, _ depth: Int) -> Bool {
    let role = FieldRole.named(line.at(name))
    let start = p
    switch line.peek(p) {
    case ascii("\""):
      guard let end = stringEnd(p) else { return false }
      p = end
      let value = LogFields.Value(range: (start + 1)..<(end - 1), isQuoted: true)
      if let role { fields.add(role == .nested ? .message : role, line, name: name, value) }
      return true
    case ascii("{") where role == .nested && depth == 0:
      return object(depth: 1)
    case ascii("{"), ascii("["):
      guard skipNested() else { return false }
    case 0: return false
    default:
      while p < line.count, line[p] != ascii(","), line[p] != ascii("}"), line[p] != ascii("]"),
        !line[p].isSpace
      {
        p += 1
      }
      if p == start { return false }
    }
    // MongoDB's `s` is a letter. A number of that name can mean anything but a level.
    if role == .level, name.count == 1 { return true }
    if let role, role != .nested {
      fields.add(role, line, name: name, .init(range: start..<p, isQuoted: false))
    }
    return true
  }

  /// Skips an object or array.
  private mutating func skipNested() -> Bool {
    var depth = 0
    while p < line.count {
      switch line[p] {
      case ascii("\""):
        guard let end = stringEnd(p) else { return false }
        p = end
        continue
      case ascii("{"), ascii("["): depth += 1
      case ascii("}"), ascii("]"):
        depth -= 1
        if depth == 0 {
          p += 1
          return true
        }
      default: break
      }
      p += 1
    }
    return false
  }

  /// The end of the string that starts at `start`, past its closing quote.
  private func stringEnd(_ start: Int) -> Int? {
    var q = start + 1
    while let quote = line.index(of: ascii("\""), from: q) {
      var backslashes = 0
      while quote - backslashes > q, line[quote - backslashes - 1] == ascii("\\") { backslashes += 1 }
      if backslashes % 2 == 0 { return quote + 1 }
      q = quote + 1
    }
    return nil
  }
}
