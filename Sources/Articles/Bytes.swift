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

extension Collection<UInt8> where Index == Int {
  /// Where `needle` first stands.
  func firstRange(of needle: some Collection<UInt8>) -> Range<Int>? {
    guard let first = needle.first else { return startIndex..<startIndex }
    let count = needle.count
    var index = startIndex
    while index + count <= endIndex {
      guard let found = self[index...].firstIndex(of: first), found + count <= endIndex else { return nil }
      if self[found..<(found + count)].elementsEqual(needle) { return found..<(found + count) }
      index = found + 1
    }
    return nil
  }
}
