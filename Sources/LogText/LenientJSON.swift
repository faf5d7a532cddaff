import CasebookKnowledge
import CasebookText

/// Reads JSON as it appears in logs: with single quotes, `True` and `None`, bytes literals, bare words, raw
/// line ends inside strings, surplus commas, or a missing end. It never fails; it reads what it can. Where an
/// error must be reported, as in configuration, `JSON(parsing:)` reads.
struct LenientJSON {
  private let bytes: Bytes
  private var position: Int
  /// Past the last quote of either kind. A string that starts later has no end, so the reader need not
  /// search for one.
  private let lastDouble: Int
  private let lastSingle: Int

  /// The deepest nesting that is read. Deeper values are skipped.
  static let maxDepth = 64

  init(_ bytes: Bytes) {
    self.bytes = bytes
    position = 0
    lastDouble = bytes.lastIndex(of: ascii("\"")) ?? -1
    lastSingle = bytes.lastIndex(of: ascii("'")) ?? -1
  }

  /// True if an object, or a list of objects or strings, seems to start at `index`.
  func begins(at index: Int) -> Bool {
    let open = bytes[index]
    guard open == ascii("{") || open == ascii("[") else { return false }
    var next = index + 1
    let limit = min(bytes.count, index + 256)
    while next < limit, bytes[next] <= 0x20 { next += 1 }
    guard next < limit else { return false }
    switch bytes[next] {
    case ascii("\""), ascii("'"): return true
    case ascii("{"): return true
    case ascii("["): return open == ascii("[")
    case ascii("\\"): return next + 1 < limit && bytes[next + 1] == ascii("\"")
    case ascii("u"), ascii("b"): return next + 1 < limit && bytes[next + 1] == ascii("'")
    default: return false
    }
  }

  private enum Container {
    case object([JSON.Member], name: String?)
    case array([JSON])
  }

  /// Reads the value that starts at `start`. Returns it and the offset past it.
  mutating func read(from start: Int) -> (value: JSON, end: Int) {
    position = start
    var stack: [Container] = []
    var skipped = 0
    // Two values without a comma between them mean that the JSON was cut off and other text begins.
    var needsSeparator = false
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case ascii("{"), ascii("["), ascii("("):
        if needsSeparator { return (closeAll(&stack), position) }
        position += 1
        if stack.count >= Self.maxDepth {
          skipped += 1
        } else {
          stack.append(byte == ascii("{") ? .object([], name: nil) : .array([]))
        }
      case ascii("}"), ascii("]"), ascii(")"):
        position += 1
        if skipped > 0 {
          skipped -= 1
        } else if let value = close(&stack) {
          return (value, position)
        }
        needsSeparator = true
      case ascii(","), ascii(":"):
        position += 1
        needsSeparator = false
      case 0...0x20: position += 1
      default:
        if needsSeparator { return (closeAll(&stack), position) }
        let value = scalar()
        if skipped == 0 { put(value, &stack) }
        needsSeparator = true
      }
    }
    return (closeAll(&stack), position)
  }

  private func closeAll(_ stack: inout [Container]) -> JSON {
    while true { if let value = close(&stack) { return value } }
  }

  /// Closes the innermost container. Returns it if it was the outermost.
  private func close(_ stack: inout [Container]) -> JSON? {
    guard let last = stack.popLast() else { return .null }
    let value: JSON
    switch last {
    case .object(let members, let name):
      value = .object(name.map { members + [JSON.Member($0, .null)] } ?? members)
    case .array(let elements): value = .array(elements)
    }
    if stack.isEmpty { return value }
    put(value, &stack)
    return nil
  }

  private func put(_ value: JSON, _ stack: inout [Container]) {
    guard let last = stack.popLast() else { return }
    switch last {
    case .object(var members, let name?):
      members.append(JSON.Member(name, value))
      stack.append(.object(members, name: nil))
    case .object(let members, nil):
      // Only a string is a name. Writing out any other value could grow without bound.
      let name = value.string ?? ""
      stack.append(.object(members, name: name))
    case .array(var elements):
      elements.append(value)
      stack.append(.array(elements))
    }
  }

  // MARK: Scalars

  private mutating func scalar() -> JSON {
    let byte = bytes[position]
    if byte == ascii("\"") || byte == ascii("'") { return .string(quoted()) }
    if byte == ascii("b") || byte == ascii("u") || byte == ascii("r"),
      position + 1 < bytes.count,
      bytes[position + 1] == ascii("'") || bytes[position + 1] == ascii("\"")
    {
      position += 1
      return .string(quoted())
    }
    let start = position
    while position < bytes.count, bytes[position] > 0x20, !",:}])".utf8.contains(bytes[position]) {
      position += 1
    }
    let text = bytes.at(start..<position).text
    switch text {
    case "true", "True": return .bool(true)
    case "false", "False": return .bool(false)
    case "null", "None", "nil": return .null
    default: return Int(text).map(JSON.int) ?? .string(text)
    }
  }

  /// A string in either kind of quotes. A string without an end stops at the end of its line.
  private mutating func quoted() -> String {
    let quote = bytes[position]
    let hasEnd = position < (quote == ascii("\"") ? lastDouble : lastSingle)
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote { break }
      if byte == ascii("\\"), position < bytes.count {
        Escape.read(bytes, &position, into: &text)
      } else if !hasEnd, byte == 0x0A {
        break
      } else {
        text.append(byte)
      }
    }
    return text.text
  }
}
