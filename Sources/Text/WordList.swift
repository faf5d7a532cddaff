/// A set of words that is asked whether a word is in it.
public struct WordList: Sendable {
  private let hashes: Set<UInt64>

  /// The words of a list of `data/words` in all languages.
  public init(_ file: String, _ list: String, kind: String? = nil) {
    self.init(Vocabulary.words(file, list, kind: kind))
  }

  /// A list of words, in lower case where they are looked up as a `String`.
  public init(_ words: [String]) { hashes = Set(words.map { stableHash(Array($0.utf8)) }) }

  /// Whether a word, in any case, is in the list.
  public func contains(_ word: some StringProtocol) -> Bool {
    var word = word.lowercased()
    return word.withUTF8 { hashes.contains(stableHash($0)) }
  }

  /// Whether exactly these bytes are a word of the list.
  package func contains(_ word: [UInt8]) -> Bool { hashes.contains(stableHash(word)) }

  package func contains(_ word: ArraySlice<UInt8>) -> Bool { hashes.contains(stableHash(word)) }

  package func contains(_ word: some Collection<UInt8>) -> Bool { hashes.contains(stableHash(word)) }
}
