package import CasebookKnowledge

/// An article as its translations are compared with it.
package struct TranslatedArticle: Sendable {
  /// A section, or a row of an error table.
  package struct Part: Sendable {
    /// The anchor and the row, as the newest article of the family names them.
    package let slug: String
    /// The row; empty for a section.
    package let row: String
    /// The level of the heading; rows stand below all.
    package let level: Int
    /// The heading, or the first cell, as plain text.
    package let title: String
    /// The text without its heading.
    package let markdown: String
    /// The line of the heading in the file.
    package let line: Int
    /// The same part of the newest article, by position; `nil` where that has none.
    package let match: Int?

    package init(
      slug: String, row: String, level: Int, title: String, markdown: String, line: Int, match: Int?
    ) {
      self.slug = slug
      self.row = row
      self.level = level
      self.title = title
      self.markdown = markdown
      self.line = line
      self.match = match
    }
  }

  /// The language.
  package let locale: LocaleTag
  /// The day of the revision, `yyyy-mm-dd`.
  package let updated: String?
  /// The file that it was read from.
  package let source: String
  /// Sections and rows, in the order of the document.
  package let parts: [Part]

  package init(
    locale: LocaleTag, updated: String?, source: String, parts: [Part]
  ) {
    self.locale = locale
    self.updated = updated
    self.source = source
    self.parts = parts
  }
}
