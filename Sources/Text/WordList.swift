/// A fixed list of words, read on first use, so it costs nothing to a program that never uses it.
public struct WordList: Sendable {
  private let hashes: Set<UInt64>

  /// Creates a list of lower-case words separated by white space.
  public init(_ text: StaticString) {
    hashes = text.withUTF8Buffer { text in
      var hashes: Set<UInt64> = []
      hashes.reserveCapacity(text.count / 6)
      var start = 0
      for end in 0...text.count where end == text.count || text[end] <= 0x20 {
        if end > start { hashes.insert(stableHash(UnsafeBufferPointer(rebasing: text[start..<end]))) }
        start = end + 1
      }
      return hashes
    }
  }

  /// Whether a word, in any case, is in the list.
  public func contains(_ word: some StringProtocol) -> Bool {
    var word = word.lowercased()
    return word.withUTF8 { hashes.contains(stableHash($0)) }
  }
}
