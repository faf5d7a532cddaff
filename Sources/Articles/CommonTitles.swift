import CasebookText

/// Titles and headings that articles on any subject have.
package enum CommonTitles {
  /// Whether a slug is one of them: `troubleshooting`, `known-issues`.
  package static func contains(_ slug: String) -> Bool { words.contains(slug) }

  /// The same for the words of a title between hyphens.
  static func contains(hyphenated words: [UInt8]) -> Bool {
    Self.words.contains(words.dropFirst().dropLast())
  }

  private static let words = WordList("headings", "common-title")
}
