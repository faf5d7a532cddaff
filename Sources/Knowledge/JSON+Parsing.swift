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
    var parser = Parser(bytes: Array(bytes), maxDepth: maxDepth)
    self = try parser.document()
  }

  private struct Parser {
    let bytes: [UInt8]
    let maxDepth: Int
    var position = 0
    var depth = 0

    mutating func document() throws(JSONError) -> JSON {
      let value = try value()
      skipSpace()
      if position < bytes.count { throw error("text after the value") }
      return value
    }

    private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: position) }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
      while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard peek == byte else { return false }
      position += 1
      return true
    }

    private mutating func value() throws(JSONError) -> JSON {
      skipSpace()
      guard let byte = peek else { throw error("it ends where a value is expected") }
      switch byte {
      case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
      case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
      case UInt8(ascii: "\""): return .string(try quoted())
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
      default: throw error("no value starts here")
      }
    }

    private mutating func nested(
      _ body: (inout Parser) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
      depth += 1
      if depth > maxDepth { throw error("nested deeper than \(maxDepth) levels") }
      position += 1
      let value = try body(&self)
      depth -= 1
      return value
    }

    private mutating func object() throws(JSONError) -> JSON {
      var members: [Member] = []
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      while true {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else {
          throw error("a member name in double quotes is expected here")
        }
        let name = try quoted()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw error("a colon is expected here") }
        members.append(Member(name, try value()))
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        guard take(UInt8(ascii: ",")) else { throw error("a comma or } is expected here") }
      }
    }

    private mutating func array() throws(JSONError) -> JSON {
      var elements: [JSON] = []
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      while true {
        elements.append(try value())
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        guard take(UInt8(ascii: ",")) else { throw error("a comma or ] is expected here") }
      }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
      let count = word.utf8CodeUnitCount
      let matches = word.withUTF8Buffer { bytes[position...].prefix(count).elementsEqual($0) }
      guard matches else { throw error("no value starts here") }
      position += count
      return value
    }

    private mutating func number() throws(JSONError) -> JSON {
      let start = position
      _ = take(UInt8(ascii: "-"))
      while let byte = peek, Self.isNumberByte(byte) { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      if let int = Int(text) { return .int(int) }
      guard let double = Double(text) else {
        position = start
        throw error("a number that cannot be read")
      }
      return .double(double)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
        UInt8(ascii: "+"), UInt8(ascii: "-"):
        true
      default: false
      }
    }

    private mutating func quoted() throws(JSONError) -> String {
      position += 1
      var text: [UInt8] = []
      while let byte = peek {
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
        case UInt8(ascii: "\\"): text.append(contentsOf: Array(String(try escape()).utf8))
        case 0..<0x20:
          position -= 1
          throw error("a control character inside a string")
        default: text.append(byte)
        }
      }
      throw error("a string that does not end")
    }

    private mutating func escape() throws(JSONError) -> Character {
      guard let byte = peek else { throw error("a string that does not end") }
      position += 1
      switch byte {
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
      case UInt8(ascii: "u"):
        var code = try hexadecimalUnit()
        let behind = position
        if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
          let low = try hexadecimalUnit()
          if (0xDC00..<0xE000).contains(low) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            return Character(Unicode.Scalar(code) ?? "\u{FFFD}")
          }
        }
        // Keep the escape after an unpaired surrogate as a character of its own.
        position = behind
        return Character(Unicode.Scalar(code) ?? "\u{FFFD}")
      default:
        position -= 1
        throw error("an unknown escape")
      }
    }

    private mutating func hexadecimalUnit() throws(JSONError) -> UInt32 {
      let digits = bytes[position...].prefix(4)
      guard digits.count == 4, digits.allSatisfy(\.isHex),
        let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
      else {
        throw error("four hexadecimal digits are expected here")
      }
      position += 4
      return code
    }
  }
}
