import CasebookText

/// An error in JSON text.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem, in words.
  public let reason: String
  /// The offset of the problem, in bytes.
  public let offset: Int

  /// A problem and its offset.
  public init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// `not JSON at byte 12: …`
  public var description: String { "not JSON at byte \(offset): \(reason)" }
}

extension JSON {
  /// Parses one JSON value that fills `bytes` (RFC 8259). Nesting past `maxDepth` is an error, never a crash.
  public init(parsing bytes: some Sequence<UInt8>, maxDepth: Int = 256) throws(JSONError) {
    self = try Array(bytes).withUnsafeBufferPointer { bytes throws(JSONError) in
      var parser = JSONParser(bytes: bytes, maxDepth: maxDepth)
      return try parser.document()
    }
  }
}

/// Reads what people and programs write as JSON, such as configuration, and says where it is wrong. What logs
/// contain needs another reader, `LenientJSON`: it is cut off, or Python's notation, and never an error.
struct JSONParser {
  let bytes: Bytes
  var maxDepth = 256
  /// The offsets of values by their pointers; `nil` if nobody asks.
  var offsets: [String: Int]?
  private var position = 0

  /// No error message needs a longer pointer, and keeping one for each value would fill the memory.
  private static let longestPointer = 512

  init(bytes: Bytes, maxDepth: Int = 256, offsets: [String: Int]? = nil) {
    self.bytes = bytes
    self.maxDepth = maxDepth
    self.offsets = offsets
  }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value(offsets == nil ? nil : "", depth: 0)
    skipSpace()
    if position < bytes.count { throw error("text after the value") }
    return value
  }

  private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: position) }

  private mutating func skipSpace() {
    while position < bytes.count,
      bytes[position].isSpace || bytes[position] == 0x0A || bytes[position] == 0x0D
    {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(_ pointer: String?, depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    if let pointer { offsets?[pointer] = position }
    guard position < bytes.count else { throw error("it ends where a value is expected") }
    switch bytes[position] {
    case ascii("{"), ascii("["): return try container(pointer, depth: depth + 1)
    case ascii("\""): return .string(try quoted())
    case ascii("-"), ascii("0")...ascii("9"): return try number()
    default:
      if takeWord("true") { return .bool(true) }
      if takeWord("false") { return .bool(false) }
      if takeWord("null") { return .null }
      throw error("no value starts here")
    }
  }

  private mutating func container(_ pointer: String?, depth: Int) throws(JSONError) -> JSON {
    if depth > maxDepth { throw error("nested deeper than \(maxDepth) levels") }
    let isObject = bytes[position] == ascii("{")
    let end = isObject ? ascii("}") : ascii("]")
    var members: [JSON.Member] = []
    var elements: [JSON] = []
    position += 1
    skipSpace()
    if take(end) { return isObject ? .object([]) : .array([]) }
    repeat {
      if isObject {
        skipSpace()
        let start = position
        guard bytes.peek(start) == ascii("\"") else {
          throw error("a member name in double quotes is expected here")
        }
        let name = try quoted()
        let inner = pointer.flatMap { Self.pointer($0, bytes.at((start + 1)..<(position - 1)).text) }
        skipSpace()
        guard take(ascii(":")) else { throw error("a colon is expected here") }
        members.append(JSON.Member(name, try value(inner, depth: depth)))
      } else {
        let inner = pointer.flatMap { Self.pointer($0, String(elements.count)) }
        elements.append(try value(inner, depth: depth))
      }
      skipSpace()
    } while take(ascii(","))
    guard take(end) else {
      throw error(isObject ? "a comma or } is expected here" : "a comma or ] is expected here")
    }
    return isObject ? .object(members) : .array(elements)
  }

  private static func pointer(_ outer: String, _ name: String) -> String? {
    outer.utf8.count + name.utf8.count < longestPointer ? "\(outer)/\(name)" : nil
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    guard bytes.has(word, at: position) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    while position < bytes.count, bytes[position].isDigit || "+-.eE".utf8.contains(bytes[position]) {
      position += 1
    }
    let text = bytes.at(start..<position).text
    if let int = Int(text) { return .int(int) }
    if let double = Double(text) { return .double(double) }
    position = start
    throw error("a number that cannot be read")
  }

  private mutating func quoted() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count, Self.isPlain(bytes[position]) { position += 1 }
    if bytes.peek(position) == ascii("\"") {
      position += 1
      return bytes.at(start..<(position - 1)).text
    }
    var text = Array(bytes.at(start..<position))
    while position < bytes.count {
      switch bytes[position] {
      case ascii("\""):
        position += 1
        return text.text
      case ascii("\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw error("a control character inside a string")
      case let byte:
        text.append(byte)
        position += 1
      }
    }
    throw error("a string that does not end")
  }

  /// Whether a byte stands for itself in a string.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != ascii("\"") && byte != ascii("\\")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw error("a string that does not end") }
    switch bytes[position] {
    case ascii("b"), ascii("f"):
      text.append(bytes[position] == ascii("b") ? 0x08 : 0x0C)
      position += 1
    case ascii("u"):
      position += 1
      guard let scalar = Escape.scalar(bytes, &position, keepsNext: true) else {
        throw error("four hexadecimal digits are expected here")
      }
      text.append(contentsOf: String(scalar).utf8)
    case ascii("n"), ascii("t"), ascii("r"), ascii("\""), ascii("\\"), ascii("/"):
      Escape.read(bytes, &position, into: &text)
    default: throw error("an unknown escape")
    }
  }
}
