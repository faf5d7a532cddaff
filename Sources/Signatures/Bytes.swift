/// What a byte can be part of.
struct ByteClass: OptionSet {
  let rawValue: UInt8

  static let upper = ByteClass(rawValue: 1)
  static let lower = ByteClass(rawValue: 2)
  static let digit = ByteClass(rawValue: 4)
  /// Part of a word though no ASCII letter: `_` and all bytes of other scripts.
  static let joiner = ByteClass(rawValue: 8)
  /// White space and control characters: they separate, and are not kept.
  static let space = ByteClass(rawValue: 16)
  static let hex = ByteClass(rawValue: 32)
  /// May stand in a path or a URL beside the bytes of words.
  static let path = ByteClass(rawValue: 64)
  /// With `joiner`: a byte past ASCII.
  static let wide = ByteClass(rawValue: 128)

  static let letter: ByteClass = [.upper, .lower]
  static let word: ByteClass = [.upper, .lower, .digit, .joiner]
}

/// The class of each byte.
let byteClasses: [ByteClass] = (0...255).map { byte in
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

extension UInt8 {
  @inline(__always) var isDigit: Bool { self &- 48 < 10 }
  @inline(__always) var isLower: Bool { self &- 97 < 26 }
  @inline(__always) var isUpper: Bool { self &- 65 < 26 }
  @inline(__always) var isLetter: Bool { (self | 32) &- 97 < 26 }
  @inline(__always) var isHex: Bool { isDigit || (self | 32) &- 97 < 6 }
  /// ASCII letters, digits, `_`, and every byte of another script.
  @inline(__always) var isWord: Bool { isLetter || isDigit || self == 95 || self >= 128 }
  /// `'`, `"` and the grave accent.
  @inline(__always) var isQuote: Bool { self == 0x27 || self == 0x22 || self == 0x60 }
  /// The lower-case letter of an upper-case one; any other byte as it is.
  @inline(__always) var folded: UInt8 { isUpper ? self | 32 : self }
}

/// A hash of case-folded bytes (FNV-1a), built byte by byte while a word is read.
enum WordHash {
  static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always) static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte.folded)) &* 0x100_0000_01B3
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = add(byte, to: hash) }
    return hash
  }
}
