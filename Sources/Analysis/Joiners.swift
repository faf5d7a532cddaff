import CasebookText

extension UInt8 {
  /// Whether this character joins parts of an identifier.
  var isJoiner: Bool {
    switch self {
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// Whether this character may be doubled: `pynacl==1.2.1`, `std::string`, `__init__`.
  var isDoubleJoiner: Bool {
    self == UInt8(ascii: "=") || self == UInt8(ascii: ":") || self == UInt8(ascii: "_")
  }
}

/// The scalar at `position` and its length in bytes. Invalid UTF-8 reads as U+FFFD, one byte long.
func decodeScalar(_ utf8: UnsafeBufferPointer<UInt8>, at position: Int) -> (scalar: UInt32, length: Int) {
  let first = utf8[position]
  let (length, initial): (Int, UInt32) =
    switch first {
    case 0x00...0x7F: (1, UInt32(first))
    case 0xC2...0xDF: (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (4, UInt32(first & 0x07))
    default: (0, 0)
    }
  guard length > 0, position + length <= utf8.count else { return (0xFFFD, 1) }
  var scalar = initial
  for index in position + 1..<position + length {
    guard utf8[index] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
    scalar = scalar << 6 | UInt32(utf8[index] & 0x3F)
  }
  return (scalar, length)
}
