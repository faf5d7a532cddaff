/// The small words of languages, by which a text tells its language.
package struct SmallWords: Sendable {
  /// The languages that have words.
  package private(set) var languages: [String] = []
  private var languagesOfWord: [UInt64: UInt32] = [:]

  /// The words of lists of `data/words/common.jsonl`.
  package init(_ lists: String...) {
    for row in lists.flatMap({ Vocabulary.rows("common", $0) }) {
      guard let language = row.language else { continue }
      if !languages.contains(language) { languages.append(language) }
      let bit = UInt32(1) << UInt32(languages.firstIndex(of: language) ?? 0)
      for word in row.words { languagesOfWord[stableHash(Array(word.utf8)), default: 0] |= bit }
    }
  }

  /// The languages that have the word with this `stableHash`: a bit for each place in `languages`. None is 0.
  package func languages(ofWord hash: UInt64) -> UInt32 { languagesOfWord[hash] ?? 0 }
}
