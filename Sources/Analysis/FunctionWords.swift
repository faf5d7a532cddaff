import CasebookKnowledge
import CasebookText

/// Words that hold sentences together and carry little meaning, in the languages that people ask in.
///
/// They are indexed like all others, but count for little when a question is weighed. In a small knowledge
/// base, rarity alone cannot distinguish them from words that matter.
public enum FunctionWords {
  /// Whether a word, in any case, is a function word in any of the languages.
  public static func contains(_ word: some StringProtocol) -> Bool { words.contains(word) }

  /// Whether a pair of characters in a script without spaces contains hiragana, mostly an ending or a
  /// particle.
  public static func isInflection(_ pair: some StringProtocol) -> Bool {
    pair.unicodeScalars.contains { (0x3041...0x309F).contains($0.value) }
  }

  private static let words = WordList("common", "function")
}
