extension String {
  /// The text with every occurrence of one ASCII character replaced by another. The standard library's
  /// `replacing` searches any collection for any other, at a hundredth of the speed.
  public func replacing(ascii old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
    let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
    return String(decoding: utf8.map { $0 == old ? new : $0 }, as: UTF8.self)
  }
}
