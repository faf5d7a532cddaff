import CasebookKnowledge
import CasebookText

/// Words that errors of all kinds share. Alone they never distinguish one known error from another, however
/// rare they are in a small knowledge base.
enum GenericWords {
  /// Whether a word says little: it is a function word, or common in error messages.
  static func contains(_ word: some StringProtocol) -> Bool {
    word.utf8.count < 3 || words.contains(word)
  }

  private static let words = WordList(
    Vocabulary.words("common", "generic") + Vocabulary.words("failure", "word", kind: "generic"))
}
