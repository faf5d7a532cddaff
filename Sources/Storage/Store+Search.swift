public import CasebookAnalysis
import CasebookArticles
public import CasebookKnowledge
import CasebookSQLite

/// A section that matches a query, with the data to rank it.
public struct RankedSection: Sendable {
  /// The number of the section.
  public let number: Int64
  /// bm25 with weighted columns; greater is better.
  public let bm25: Double
  /// For each term of the query, the columns that contain it.
  public let columns: [ColumnSet]
  /// Whether it is a known error's resolution.
  public let isResolution: Bool
}

/// A section with the data to show it.
public struct SectionHit: Sendable {
  /// The number of the section.
  public let number: Int64
  /// The known error that the section describes, or else the section's place in the same notation.
  public let id: KnownErrorID
  /// Whether the section is a known error's resolution.
  public let isResolution: Bool
  /// The language of the section.
  public let locale: LocaleTag
  /// The heading as plain text.
  public let title: String
  /// The text as Markdown.
  public let markdown: String
  /// The day of the article's revision, `yyyy-mm-dd`.
  public let updated: String?
  /// The file that contains it.
  public let source: String
  /// The line of the heading in that file.
  public let line: Int
  /// Its name in its own article.
  let name: SectionName
}

/// Columns of the index of sections.
public struct ColumnSet: OptionSet, Hashable, Sendable {
  /// The bits, as `matches` returns them.
  public let rawValue: UInt8

  /// The bits, as `matches` returns them.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The heading and the anchor.
  public static let title = ColumnSet(rawValue: 1)
  /// The error messages in the section.
  public static let signature = ColumnSet(rawValue: 2)
  /// Its code.
  public static let literals = ColumnSet(rawValue: 4)
  /// All of its text.
  public static let body = ColumnSet(rawValue: 8)
}

extension Store {
  /// The weights of a term in the heading, in the messages, in the literals, and in the body.
  static let columnWeights: SQL = "10.0, 6.0, 4.0, 1.0"

  /// The sections that contain any of the terms, best first by bm25.
  public func sections(withAnyOf terms: [String], limit: Int) throws -> [RankedSection] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    try database.addMatchesFunction()
    return try database.rows(
      """
      SELECT found, score, columns, known_error_id IS NOT NULL FROM (
        SELECT rowid AS found, -bm25(section_index, \(Self.columnWeights)) AS score, matches(section_index) AS columns
        FROM section_index WHERE section_index MATCH \(query.expression) ORDER BY score DESC LIMIT \(limit)
      ) JOIN section ON section.id = found ORDER BY score DESC
      """
    ) { row in
      RankedSection(
        number: try row[0], bm25: try row[1],
        columns: (try row[2] as [UInt8]).map(ColumnSet.init(rawValue:)), isResolution: try row[3])
    }
  }

  /// A section by its number.
  public func sectionHit(_ id: Int64) throws -> SectionHit? {
    try database.row("SELECT \(Self.hitColumns) FROM \(Self.hitTables) WHERE section.id = \(id)") {
      try SectionHit($0)
    }
  }

  /// The columns that `SectionHit` reads, from these tables.
  static let hitColumns: SQL = """
    section.id, family.slug, coalesce(known_error.slug, section.slug), coalesce(known_error."row", section."row"),
    section.known_error_id IS NOT NULL, article.locale, section.title, section.markdown, article.updated,
    article.source, section.line, section.slug, section."row"
    """
  static let hitTables: SQL = """
    section JOIN article ON article.id = article_id JOIN family ON family.id = article.family_id
    LEFT JOIN known_error ON known_error.id = known_error_id
    """

  /// The known error of which a section is a part, in an article that is about one known error as it says; `nil` for the known
  /// error itself, and in any other article.
  public func statedError(aroundSection id: Int64) throws -> SectionHit? {
    let stated: Int64? = try database.value(
      """
      SELECT stated.id FROM section AS part JOIN export ON export.article_id = part.article_id
      JOIN section AS stated ON stated.article_id = part.article_id AND stated.known_error_id IS NOT NULL
      WHERE part.id = \(id) AND part.known_error_id IS NULL
      """)
    return try stated.flatMap(sectionHit)
  }

  /// The index columns of a section, from its stored data.
  func indexColumns(of hit: SectionHit) throws -> IndexColumns {
    let messages: [String] = try database.rows(
      "SELECT text FROM message WHERE section_id = \(hit.number) ORDER BY position"
    ) { try $0[0] }
    let literals: String = try database.value("SELECT literals FROM section WHERE id = \(hit.number)") ?? ""
    return indexing.columns(
      title: hit.title, slug: hit.name.slug, row: hit.name.row, messages: messages, literals: literals,
      markdown: hit.markdown, locale: hit.locale)
  }

  /// How many sections contain any of these terms or sequences of terms, and which, in order, if they are fewer than a
  /// thousand. Above that, the number is an estimate: rarity only needs the order of magnitude, and counting a word that half
  /// of all sections contain takes longer than finding the matches.
  public func holders(ofAny terms: [String]) throws -> (count: Int, sections: [Int64]?) {
    guard let query = FTSQuery(anyOf: terms) else { return (0, []) }
    let first = try database.rowIDs(
      """
      SELECT rowid FROM section_index WHERE section_index MATCH \(query.expression)
      ORDER BY rowid LIMIT \(Self.countedSections)
      """)
    guard first.count == Self.countedSections, let end = first.last else { return (first.count, first) }
    // Sample the density at both ends of the knowledge base, because the sections of one language are
    // adjacent. Skipping rows takes half as long as counting them.
    let start: Int64? = try database.value(
      """
      SELECT rowid FROM section_index WHERE section_index MATCH \(query.expression)
      ORDER BY rowid DESC LIMIT 1 OFFSET \(Self.countedSections - 1)
      """)
    let all: Int64? = try database.value("SELECT max(id) FROM section")
    guard let start, let all, end < start else { return (first.count, nil) }
    let density = (1 / Double(end) + 1 / Double(all - start + 1)) / 2
    return (max(first.count, Int(Double(first.count) * density * Double(all))), nil)
  }

  private static let countedSections = 1000

  /// The names in known errors that start with this prefix, in any case.
  public func names(startingWith prefix: String) throws -> [String] {
    let start = prefix.lowercased()
    guard let first = start.first else { return [] }
    // The index has names by kind and in their own case: each kind is looked up with both cases of the first letter.
    let letters = JSON.array(Set([String(first), first.uppercased()]).sorted().map { .string($0) })
    return try database.rows(
      """
      WITH RECURSIVE found (kind) AS (
        SELECT min(kind) FROM identifier
        UNION ALL
        SELECT (SELECT min(kind) FROM identifier WHERE identifier.kind > found.kind) FROM found
        WHERE found.kind IS NOT NULL
      )
      SELECT DISTINCT identifier.value FROM json_each(\(letters.description)) AS letter CROSS JOIN found
      CROSS JOIN identifier ON identifier.kind = found.kind AND identifier.value >= letter.value
        AND identifier.value < letter.value || char(1114111)
      WHERE substr(lower(identifier.value), 1, \(start.unicodeScalars.count)) = \(start)
      """
    ) { try $0[0] }
  }

  /// How many sections there are, including rows of error tables (an upper bound after removals), and in how
  /// many locales an article exists, on average.
  public func extent() throws -> (sections: Int, localesPerFamily: Double) {
    let counts: (Int, Int, Int)? = try database.row(
      "SELECT (SELECT coalesce(max(id), 0) FROM section), (SELECT count(*) FROM article), (SELECT count(*) FROM family)"
    ) { try ($0[0], $0[1], $0[2]) }
    guard let (sections, articles, families) = counts, families > 0 else { return (0, 1) }
    return (sections, Double(articles) / Double(families))
  }

  /// An analyzer for queries to this knowledge base.
  public func queryAnalyzer() throws -> QueryAnalyzer { QueryAnalyzer(locales: try queryLocales()) }
}

extension SectionHit {
  /// Reads `Store.hitColumns`.
  init(_ row: Row) throws {
    self.init(
      number: try row[0], id: try row.knownError(at: 1), isResolution: try row[4], locale: try row[5],
      title: try row[6], markdown: try row[7], updated: try row[8], source: try row[9], line: try row[10],
      name: SectionName(slug: try row[11], row: try row[12]))
  }
}
