public import CasebookKnowledge

/// One troubleshooting document in one locale, taken apart.
public struct Article: Hashable, Sendable {
  /// The title of the front matter, else the first heading of level 1, else empty.
  public var title: String
  /// The language that the article says it is in; `nil` when it does not say.
  public var locale: LocaleTag?
  /// The day of the last revision, `yyyy-MM-dd`.
  public var updated: String?
  /// The source revision that a translation was made from (`ms.openlocfilehash`). It is no key of a document.
  public var sourceRevision: String?
  /// The slug of the first heading of level 1: the usual key of the family.
  public var slug: String?
  /// The scalars of the front matter, nested keys joined by `.`, list elements joined by `, `.
  public var frontMatter: [String: String]
  /// The sections, in the order of the document. Text before the first heading is a section of level 0.
  public var sections: [Section]
  /// Everything that could not be represented, in the order of the document.
  public var warnings: [Warning]

  /// A remark about a line of the file.
  public struct Warning: Hashable, Sendable {
    /// The line of the file, from 1.
    public var line: Int
    /// What could not be represented, and what was done instead.
    public var message: String

    /// A remark about a line.
    public init(line: Int, message: String) {
      self.line = line
      self.message = message
    }
  }
}

extension Article {
  /// The known error that the front matter names; the article is one text of it.
  public var knownError: KnownErrorID? { frontMatter["known_error"].flatMap { KnownErrorID($0) } }
}
