extension UInt8 {
  @inlinable @inline(__always) package var isDigit: Bool { self &- 0x30 < 10 }
  @inlinable @inline(__always) package var isLower: Bool { self &- 0x61 < 26 }
  /// `A` to `Z`.
  @inlinable @inline(__always) public var isUpper: Bool { self &- 0x41 < 26 }
  @inlinable @inline(__always) package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inlinable @inline(__always) package var isLetterOrDigit: Bool { isLetter || isDigit }
  @inlinable @inline(__always) package var isHex: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
  /// A space or a tab.
  @inlinable @inline(__always) package var isSpace: Bool { self == 0x20 || self == 0x09 }
  /// Part of a word: an ASCII letter, a digit, `_`, or any byte of a character beyond ASCII.
  @inlinable @inline(__always) package var isWord: Bool {
    isLetter || isDigit || self == 0x5F || self >= 0x80
  }
  /// A mark that may be part of a path or a URL.
  @inlinable @inline(__always) package var isPathMark: Bool {
    switch self {
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "~"),
      UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "&"),
      UInt8(ascii: "?"):
      true
    default: false
    }
  }
  /// `'`, `"` and the grave accent.
  @inlinable @inline(__always) package var isQuote: Bool { self == 0x27 || self == 0x22 || self == 0x60 }
  /// An upper-case ASCII letter in lower case; any other byte unchanged.
  @inlinable @inline(__always) public var folded: UInt8 { isUpper ? self | 0x20 : self }
}

extension Sequence<UInt8> {
  /// The same bytes with ASCII letters in lower case.
  @inlinable package var folded: [UInt8] { map { $0.folded } }
}

/// An ASCII character as a byte, short enough for a parser's patterns.
@inlinable @inline(__always)
package func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(ascii: scalar) }
