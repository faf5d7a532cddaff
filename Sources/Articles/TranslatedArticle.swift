package import CasebookKnowledge

/// An article in the form used to compare it with its translations.
package struct TranslatedArticle: Sendable {
  /// A section, or a row of an error table.
  package struct Part: Sendable {
    /// The anchor and the row, as the newest article of the family names them.
    package let slug: String
    /// The name of the row; empty for a section.
    package let row: String
    /// The level of the heading; a row is below every heading.
    package let level: Int
    /// The heading, or the first cell, as plain text.
    package let title: String
    /// The text without its heading.
    package let markdown: String
    /// The line of the heading in the file.
    package let line: Int
    /// The index of the same part in the newest article; `nil` if it has none.
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
  /// The date of the revision, `yyyy-mm-dd`.
  package let updated: String?
  /// The file of the article.
  package let source: String
  /// Sections and rows, in document order.
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
