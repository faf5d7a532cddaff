import CasebookArticles
public import CasebookKnowledge
import CasebookSQLite

/// An article as its translations are compared with it.
public struct TranslatedArticle: Sendable {
  /// A section, or a row of an error table.
  public struct Part: Sendable {
    /// The anchor and the row, as the newest article of the family names them.
    public let slug: String
    /// The row; empty for a section.
    public let row: String
    /// The level of the heading; rows stand below all.
    public let level: Int
    /// The heading, or the first cell, as plain text.
    public let title: String
    /// The text without its heading.
    public let markdown: String
    /// The line of the heading in the file.
    public let line: Int
    /// The same part of the newest article, by position; `nil` where that has none.
    public let match: Int?
  }

  /// The language.
  public let locale: LocaleTag
  /// The day of the revision, `yyyy-mm-dd`.
  public let updated: String?
  /// The file that it was read from.
  public let source: String
  /// Sections and rows, in the order of the document.
  public let parts: [Part]
}

extension Store {
  /// The newest article of a family in each locale: first the newest of all, with which the others are matched.
  public func translations(ofFamily slug: String) throws -> [TranslatedArticle] {
    guard let family = try familyNumber(named: slug) else { return [] }
    let newest = try newestArticles(ofFamily: family)
    guard newest.count > 1, let first = newest.first else { return [] }
    let reference = try outline(ofArticle: first.number, first.locale)
    return try newest.map { article in
      let outline = article == first ? reference : try outline(ofArticle: article.number, article.locale)
      let matches =
        article == first
        ? outline.entries.indices.map(Optional.some)
        : try outline.matches(in: reference) { try text(ofSection: $0) }
      var parts: [TranslatedArticle.Part] = []
      let texts: [(String, Int)] = try database.rows(
        "SELECT markdown, line FROM section WHERE article_id = \(article.number) ORDER BY position"
      ) { ($0[0], $0[1]) }
      for ((entry, match), (markdown, line)) in zip(zip(outline.entries, matches), texts) {
        let name = match.map { reference.entries[$0].name } ?? entry.name
        parts.append(
          TranslatedArticle.Part(
            slug: name.slug, row: name.row, level: entry.level, title: entry.title, markdown: markdown,
            line: line,
            match: match))
      }
      let source: String = try database.value("SELECT source FROM article WHERE id = \(article.number)") ?? ""
      return TranslatedArticle(
        locale: article.locale, updated: article.updated.isEmpty ? nil : article.updated, source: source,
        parts: parts)
    }
  }
}
