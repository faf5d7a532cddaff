extension String {
  /// The text with every occurrence of one ASCII character replaced by another. The standard library's
  /// `replacing` searches any collection for any other, at a hundredth of the speed.
  public func replacing(ascii old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
    let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
    return String(decoding: utf8.map { $0 == old ? new : $0 }, as: UTF8.self)
  }
}

// These take the place of functions of the standard library's module for regular expressions, which search any collection
// for any other. One use of them adds that module to the program: 2 MB.
extension StringProtocol {
  /// The first occurrence of a text, byte by byte.
  package func range(ofText text: String) -> Range<Index>? {
    guard let found = Array(utf8).range(ofBytes: Array(text.utf8)) else { return nil }
    let start = utf8.index(startIndex, offsetBy: found.lowerBound)
    return start..<utf8.index(start, offsetBy: found.count)
  }

  /// Whether a text occurs anywhere, byte by byte.
  package func contains(text: String) -> Bool { Array(utf8)[...].contains(bytes: Array(text.utf8)) }
}
