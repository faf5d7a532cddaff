public import CasebookAnalysis
public import CasebookKnowledge
import CasebookSQLite

/// A section that a query found, with what is needed to rank and to show it.
public struct SectionHit: Sendable {
  /// The known error that the section describes, or the place of the section under the same scheme.
  public let id: KnownErrorID
  /// Whether the section is a known error's resolution.
  public let isResolution: Bool
  /// The language of the section.
  public let locale: LocaleTag
  /// The heading as plain text.
  public let title: String
  /// The text as Markdown.
  public let markdown: String
  /// The error messages that the section shows.
  public let messages: [String]
  /// The code that must survive translation.
  public let literals: [String]
  /// The day of the article's revision, `yyyy-mm-dd`.
  public let updated: String?
  /// The file that it was read from.
  public let source: String
  /// The line of the heading in that file.
  public let line: Int
  /// bm25 with weighted columns; greater is better.
  public let bm25: Double
}

extension Store {
  /// How much a term counts in the heading, in the messages, in the literals, and in the body.
  static let columnWeights: SQL = "10.0, 6.0, 4.0, 1.0"

  /// The sections in which any of the terms occur, best first by bm25.
  public func sections(withAnyOf terms: [String], limit: Int) throws -> [SectionHit] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    let ranked: [(Int64, Double)] = try database.rows(
      """
      SELECT rowid, -bm25(section_index, \(Self.columnWeights)) AS score FROM section_index
      WHERE section_index MATCH \(query.expression) ORDER BY score DESC LIMIT \(limit)
      """
    ) { ($0[0], $0[1]) }
    return try ranked.compactMap { id, score in try sectionHit(id, bm25: score) }
  }

  func sectionHit(_ id: Int64, bm25: Double) throws -> SectionHit? {
    let messages: [String] = try database.rows(
      "SELECT text FROM message WHERE section_id = \(id) ORDER BY position"
    ) { $0[0] }
    let literals: [String] = try database.rows(
      "SELECT text FROM literal WHERE section_id = \(id) ORDER BY position"
    ) { $0[0] }
    return try database.row(
      """
      SELECT family.slug, section.slug, section."row", section.known_error_id IS NOT NULL, article.locale,
        section.title, section.markdown, article.updated, article.source, section.line
      FROM section JOIN article ON article.id = article_id JOIN family ON family.id = family_id
      WHERE section.id = \(id)
      """
    ) { row in
      SectionHit(
        id: KnownErrorID(family: row[0], slug: row[1], row: Self.row(row[2])), isResolution: row[3],
        locale: LocaleTag(row[4] as String) ?? .english, title: row[5], markdown: row[6], messages: messages,
        literals: literals, updated: row[7], source: row[8], line: row[9], bm25: bm25)
    }
  }

  /// The index terms of a hit, column by column.
  public func columns(of hit: SectionHit) -> [Set<Substring>] {
    let columns = indexing.columns(
      title: hit.title, slug: hit.id.slug, row: hit.id.row ?? "", messages: hit.messages,
      literals: hit.literals,
      markdown: hit.markdown, locale: hit.locale)
    return [columns.title, columns.signature, columns.literals, columns.body].map {
      Set($0.split(separator: " "))
    }
  }

  /// In how many sections a term occurs.
  public func sectionCount(of term: String) throws -> Int {
    try database.value("SELECT doc FROM section_term WHERE term = \(term)") ?? 0
  }

  /// How many sections there are, rows of error tables included; an upper bound after removals.
  public func sectionCount() throws -> Int {
    try database.value("SELECT max(id) FROM section") ?? 0
  }

  /// An analyzer for questions to this knowledge base.
  public func queryAnalyzer() throws -> QueryAnalyzer { QueryAnalyzer(locales: try queryLocales()) }
}
