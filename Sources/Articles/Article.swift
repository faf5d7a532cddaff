public import CasebookKnowledge

/// One troubleshooting document in one locale, parsed.
public struct Article: Hashable, Sendable {
  /// The title of the front matter, else the first heading of level 1, else the first sentence of a text without
  /// headings, else empty.
  public var title: String
  /// The language that the article states; `nil` when it states none.
  public var locale: LocaleTag?
  /// The language of its text; `nil` if it is too short to tell, or in one that is not known.
  public var writtenIn: LocaleTag?
  /// The date of the last revision, `yyyy-MM-dd`.
  public var updated: String?
  /// The source revision that a translation was made from (`ms.openlocfilehash`). It does not identify a
  /// document.
  public var sourceRevision: String?
  /// The slug of the first heading of level 1, which usually identifies the family.
  public var slug: String?
  /// The scalars of the front matter, nested keys joined by `.`, list elements joined by `, `.
  public var frontMatter: [String: String]
  /// The sections, in document order. Text before the first heading is a section of level 0.
  public var sections: [Section]
  /// Everything that could not be represented, in document order.
  public var warnings: [Warning]

  /// A warning about a line of the file.
  public struct Warning: Hashable, Sendable {
    /// The line of the file, from 1.
    public var line: Int
    /// What could not be represented, and what was done instead.
    public var message: String

    /// Creates a warning about a line.
    public init(line: Int, message: String) {
      self.line = line
      self.message = message
    }
  }
}

extension Article {
  /// Counts up when the same file gives other sections, known errors or messages than before.
  package static let readerVersion = 9

  /// The known error that the front matter names; the article is one version of its text.
  public var knownError: KnownErrorID? { frontMatter["known_error"].flatMap { KnownErrorID($0) } }
}
