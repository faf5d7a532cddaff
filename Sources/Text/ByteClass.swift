/// The kinds of text that a byte can be part of.
///
/// Public, like `WordHash` and `HashTable`, because only then are its parts inlined in the loops of other modules.
public struct ByteClass: OptionSet, Sendable {
  /// A bit for each kind.
  public let rawValue: UInt8

  /// The kinds whose bits are set.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `A` to `Z`.
  @inlinable public static var upper: ByteClass { ByteClass(rawValue: 1) }
  /// `a` to `z`.
  @inlinable public static var lower: ByteClass { ByteClass(rawValue: 2) }
  /// `0` to `9`.
  @inlinable public static var digit: ByteClass { ByteClass(rawValue: 4) }
  /// Part of a word although not an ASCII letter: `_` and all bytes of other scripts.
  @inlinable public static var joiner: ByteClass { ByteClass(rawValue: 8) }
  /// White space and control characters, which separate and are not kept.
  @inlinable public static var space: ByteClass { ByteClass(rawValue: 16) }
  /// A hexadecimal digit.
  @inlinable public static var hex: ByteClass { ByteClass(rawValue: 32) }
  /// Allowed in a path or a URL in addition to word bytes.
  @inlinable public static var path: ByteClass { ByteClass(rawValue: 64) }
  /// With `joiner`: a byte beyond ASCII.
  @inlinable public static var wide: ByteClass { ByteClass(rawValue: 128) }

  // Sums, because a literal of a set is built element by element where another module asks for it.
  /// `A` to `Z`, in any case.
  @inlinable public static var letter: ByteClass { ByteClass(rawValue: 1 | 2) }
  /// Part of a word.
  @inlinable public static var word: ByteClass { ByteClass(rawValue: 1 | 2 | 4 | 8) }
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
  case _ where UInt8(byte).isPathMark: .path
  default: []
  }
}
