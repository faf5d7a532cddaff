import Glibc

/// The bytes of one line, valid only while it is being read.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// The bytes from `start` to the end.
  @inline(__always)
  func from(_ start: Int) -> Bytes { Bytes(rebasing: self[Swift.min(start, count)...]) }

  /// The bytes of `range`, which lies inside.
  @inline(__always)
  func at(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// The byte at `index`; 0 past the end, so that a look ahead needs no test of its own.
  @inline(__always)
  func peek(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }

  /// Whether `text` stands at `offset`.
  @inline(__always)
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard let base = baseAddress, offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
    return memcmp(base + offset, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether `text` ends these bytes.
  func ends(with text: StaticString) -> Bool { has(text, at: count - text.utf8CodeUnitCount) }

  /// The first `byte` at or after `start`.
  @inline(__always)
  func index(of byte: UInt8, from start: Int = 0) -> Int? {
    guard let base = baseAddress, start < count,
      let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The first `text` at or after `start`; `text` is short and not empty.
  func index(of text: StaticString, from start: Int = 0) -> Int? {
    let first = text.utf8Start.pointee
    var from = start
    while let candidate = index(of: first, from: from) {
      if has(text, at: candidate) { return candidate }
      from = candidate + 1
    }
    return nil
  }

  /// The first byte at or after `start` that is neither space nor tab.
  @inline(__always)
  func skipSpace(_ start: Int) -> Int {
    var index = start
    while index < count, self[index] == 0x20 || self[index] == 0x09 { index += 1 }
    return index
  }

  /// The first space or tab at or after `start`, or the end.
  @inline(__always)
  func wordEnd(_ start: Int) -> Int {
    var index = start
    while index < count, self[index] != 0x20, self[index] != 0x09 { index += 1 }
    return index
  }

  /// Two decimal digits at `index`, or a negative number.
  @inline(__always)
  func twoDigits(_ index: Int) -> Int {
    guard index + 1 < count, self[index].isDigit, self[index + 1].isDigit else { return -1 }
    return Int(self[index] & 15) * 10 + Int(self[index + 1] & 15)
  }

  /// The number that `digits` decimal digits at `index` make, or a negative one.
  @inline(__always)
  func digits(_ digits: Int, _ index: Int) -> Int {
    guard index + digits <= count else { return -1 }
    var value = 0
    for offset in 0..<digits {
      guard self[index + offset].isDigit else { return -1 }
      value = value * 10 + Int(self[index + offset] & 15)
    }
    return value
  }

  /// How many decimal digits stand at `index`, counting no further than `limit`.
  @inline(__always)
  func digitCount(_ index: Int, limit: Int = 20) -> Int {
    var end = index
    while end < count, end - index < limit, self[end].isDigit { end += 1 }
    return end - index
  }

  /// The text, with what is no UTF-8 replaced.
  var text: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
  @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
  @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
  @inline(__always) var isSpace: Bool { self == 0x20 || self == 0x09 }
  /// Part of a word: a letter, a digit, `_`, or any byte of a character beyond ASCII.
  @inline(__always) var isWord: Bool { isLetter || isDigit || self == 0x5F || self >= 0x80 }
}

/// An ASCII character as a byte, short enough to stand in a pattern of a parser.
@inline(__always)
func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(ascii: scalar) }

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes are `text` and nothing else.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text) }
}
