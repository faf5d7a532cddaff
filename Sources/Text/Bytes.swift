public import Glibc

/// The bytes of one line, valid only while it is being read.
@usableFromInline package typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// The bytes from `start` to the end.
  @inlinable @inline(__always)
  package func from(_ start: Int) -> Bytes { Bytes(rebasing: self[Swift.min(start, count)...]) }

  /// The bytes of `range`, which must be within bounds.
  @inlinable @inline(__always)
  package func at(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// The byte at `index`; 0 past the end, so looking ahead needs no bounds check.
  @inlinable @inline(__always)
  package func peek(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }

  /// Whether `text` is at `offset`.
  @inlinable @inline(__always)
  package func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard let base = baseAddress, offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
    return memcmp(base + offset, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether these bytes end with `text`.
  @inlinable package func ends(with text: StaticString) -> Bool {
    has(text, at: count - text.utf8CodeUnitCount)
  }

  /// The first `byte` at or after `start`.
  @inlinable @inline(__always)
  package func index(of byte: UInt8, from start: Int = 0) -> Int? {
    guard let base = baseAddress, start < count,
      let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The first `text` at or after `start`. `text` is short and not empty.
  @inlinable package func index(of text: StaticString, from start: Int = 0) -> Int? {
    let first = text.utf8Start.pointee
    var from = start
    while let candidate = index(of: first, from: from) {
      if has(text, at: candidate) { return candidate }
      from = candidate + 1
    }
    return nil
  }

  /// The first byte at or after `start` that is neither space nor tab.
  @inlinable @inline(__always)
  package func skipSpace(_ start: Int) -> Int {
    var index = start
    while index < count, self[index] == 0x20 || self[index] == 0x09 { index += 1 }
    return index
  }

  /// The first space or tab at or after `start`, or the end.
  @inlinable @inline(__always)
  package func wordEnd(_ start: Int) -> Int {
    var index = start
    while index < count, self[index] != 0x20, self[index] != 0x09 { index += 1 }
    return index
  }

  /// The value of `digits` decimal digits at `index`, or a negative number.
  @inlinable @inline(__always)
  package func digits(_ digits: Int, _ index: Int) -> Int {
    guard index + digits <= count else { return -1 }
    var value = 0
    for offset in 0..<digits {
      guard self[index + offset].isDigit else { return -1 }
      value = value * 10 + Int(self[index + offset] & 15)
    }
    return value
  }

  /// The number of decimal digits at `index`, `limit` at most.
  @inlinable @inline(__always)
  package func digitCount(_ index: Int, limit: Int = 20) -> Int {
    var end = index
    while end < count, end - index < limit, self[end].isDigit { end += 1 }
    return end - index
  }

  /// The text, with invalid UTF-8 replaced.
  package var text: String { String(decoding: self, as: UTF8.self) }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes are exactly `text`.
  @inlinable @inline(__always)
  package func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text) }
}

extension BidirectionalCollection<UInt8> {
  package func hasSuffix(_ text: String) -> Bool { reversed().starts(with: text.utf8.reversed()) }
}

extension BidirectionalCollection<UInt8> {
  /// The bytes without white space and control characters at both ends.
  @inlinable package var trimmed: SubSequence {
    guard let start = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else {
      return self[endIndex...]
    }
    return self[start...last]
  }
}

extension ArraySlice<UInt8> {
  /// The first occurrence of `needle`. The standard library's `firstRange(of:)` searches any collection, at a
  /// hundredth of the speed.
  package func range(ofBytes needle: [UInt8]) -> Range<Int>? {
    guard let first = needle.first else { return nil }
    let offset: Int? = withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return nil }
      var from = 0
      while from + needle.count <= text.count {
        guard let found = memchr(base + from, Int32(first), text.count - needle.count + 1 - from) else {
          return nil
        }
        let start = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        var matched = 1
        while matched < needle.count, text[start + matched] == needle[matched] { matched += 1 }
        if matched == needle.count { return start }
        from = start + 1
      }
      return nil
    }
    return offset.map { startIndex + $0..<startIndex + $0 + needle.count }
  }

  /// Whether `needle` occurs anywhere.
  package func contains(bytes needle: [UInt8]) -> Bool { range(ofBytes: needle) != nil }
}

extension Array<UInt8> {
  package func range(ofBytes needle: [UInt8]) -> Range<Int>? { self[...].range(ofBytes: needle) }
}
