/// The kinds of text that a byte can be part of.
package struct ByteClass: OptionSet, Sendable {
  package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package static var upper: ByteClass { ByteClass(rawValue: 1) }
  @inlinable package static var lower: ByteClass { ByteClass(rawValue: 2) }
  @inlinable package static var digit: ByteClass { ByteClass(rawValue: 4) }
  /// Part of a word although not an ASCII letter: `_` and all bytes of other scripts.
  @inlinable package static var joiner: ByteClass { ByteClass(rawValue: 8) }
  /// White space and control characters, which separate and are not kept.
  @inlinable package static var space: ByteClass { ByteClass(rawValue: 16) }
  @inlinable package static var hex: ByteClass { ByteClass(rawValue: 32) }
  /// Allowed in a path or a URL in addition to word bytes.
  @inlinable package static var path: ByteClass { ByteClass(rawValue: 64) }
  /// With `joiner`: a byte beyond ASCII.
  @inlinable package static var wide: ByteClass { ByteClass(rawValue: 128) }

  // Sums, because a literal of a set is built element by element where another module asks for it.
  @inlinable package static var letter: ByteClass { ByteClass(rawValue: 1 | 2) }
  @inlinable package static var word: ByteClass { ByteClass(rawValue: 1 | 2 | 4 | 8) }
}

/// The class of each byte.
package let byteClasses: [ByteClass] = (0...255).map { byte in
  switch UInt8(byte) {
  case UInt8(ascii: "A")...UInt8(ascii: "F"): [.upper, .hex]
  case UInt8(ascii: "G")...UInt8(ascii: "Z"): .upper
  case UInt8(ascii: "a")...UInt8(ascii: "f"): [.lower, .hex]
  case UInt8(ascii: "g")...UInt8(ascii: "z"): .lower
  case UInt8(ascii: "0")...UInt8(ascii: "9"): [.digit, .hex]
  case UInt8(ascii: "_"): .joiner
  case 0x80...0xFF: [.joiner, .wide]
  case 0...0x20, 0x7F: .space
  case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "~"),
    UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "&"),
    UInt8(ascii: "?"):
    .path
  default: []
  }
}
