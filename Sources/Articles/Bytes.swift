import Glibc

extension UInt8 {
  var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isASCIIUppercase: Bool { self &- 0x41 < 26 }
  var isASCIILowercase: Bool { self &- 0x61 < 26 }
  var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
  var lowercasedASCII: UInt8 { isASCIIUppercase ? self | 0x20 : self }
}

extension Sequence<UInt8> {
  /// The same bytes with ASCII letters in lower case.
  var lowercasedASCII: [UInt8] { map(\.lowercasedASCII) }
}

extension BidirectionalCollection<UInt8> {
  func hasSuffix(_ text: String) -> Bool { reversed().starts(with: text.utf8.reversed()) }
}

extension ArraySlice<UInt8> {
  /// Where `needle` first stands. (`firstRange(of:)` of the standard library searches any collection, at a hundredth of
  /// the speed.)
  func range(ofBytes needle: [UInt8]) -> Range<Int>? {
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

  /// Whether `needle` stands anywhere.
  func contains(bytes needle: [UInt8]) -> Bool { range(ofBytes: needle) != nil }
}

extension Array<UInt8> {
  func range(ofBytes needle: [UInt8]) -> Range<Int>? { self[...].range(ofBytes: needle) }
}
