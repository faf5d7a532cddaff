public import CasebookKnowledge
import CasebookSQLite

/// A known error's section as a candidate for a diagnosis.
public struct Candidate: Sendable {
  /// One message in the section.
  public struct CandidateMessage: Hashable, Sendable {
    /// The message as written in the article.
    public let text: String
    /// Its template.
    public let template: Template
    /// The template's fingerprint.
    public let fingerprint: Fingerprint
  }

  /// The section.
  public let hit: SectionHit
  /// Its messages.
  public let messages: [CandidateMessage]
  /// The identifiers that it names, and whether its title does.
  public let identifiers: [Identifier: Bool]
  /// The range of section numbers of its article.
  public let articleSections: ClosedRange<Int64>
}

extension Store {
  /// The sections of known errors that contain a message with this fingerprint.
  public func candidates(withFingerprint fingerprint: Fingerprint, limit: Int) throws -> [Int64] {
    try database.rows(
      """
      SELECT section_id FROM signature JOIN message ON signature_id = signature.id
      JOIN section ON section.id = section_id
      WHERE fingerprint = \(fingerprint.description) AND known_error_id IS NOT NULL LIMIT \(limit)
      """
    ) { try $0[0] }
  }

  /// The sections of known errors with this anchor.
  public func candidates(withSlug slug: String, limit: Int) throws -> [Int64] {
    try database.rows(
      """
      SELECT section.id FROM known_error JOIN section ON known_error_id = known_error.id
      WHERE known_error.slug = \(slug) AND known_error."row" = '' LIMIT \(limit)
      """
    ) { try $0[0] }
  }

  /// The sections of known errors that name this identifier, titles first. With `articles`, only their
  /// sections.
  public func candidates(
    naming identifier: Identifier, in articles: Set<Int64>? = nil, limit: Int
  ) throws -> [Int64] {
    let condition: SQL = articles.map { "article_id IN (\(list: $0.sorted()))" } ?? "1"
    return try database.rows(
      """
      SELECT section_id FROM identifier JOIN section ON section.id = section_id
      WHERE kind = \(identifier.kind.rawValue) AND value = \(identifier.value) AND known_error_id IS NOT NULL
        AND \(condition)
      ORDER BY origin <> 'title', origin <> 'message', section_id LIMIT \(limit)
      """
    ) { try $0[0] }
  }

  /// The sections that contain any of the terms, best first, with their articles.
  public func places(ofAny terms: [String], limit: Int) throws -> [(
    section: Int64, article: Int64, isKnownError: Bool
  )] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      """
      SELECT found, article_id, known_error_id IS NOT NULL FROM (
        SELECT rowid AS found, bm25(section_index, \(Self.columnWeights)) AS score FROM section_index
        WHERE section_index MATCH \(query.expression) ORDER BY score LIMIT \(limit)
      ) JOIN section ON section.id = found ORDER BY score
      """
    ) { try ($0[0], $0[1], $0[2]) }
  }

  /// How many sections name this identifier.
  public func sectionCount(naming identifier: Identifier) throws -> Int {
    try database.value(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM identifier WHERE kind = \(identifier.kind.rawValue) AND value = \(identifier.value) LIMIT 10000)
      """) ?? 0
  }

  /// A section with all the data that a diagnosis weighs.
  public func candidate(_ section: Int64) throws -> Candidate? {
    guard let hit = try sectionHit(section) else { return nil }
    let messages = try database.rows(
      """
      SELECT text, template, fingerprint FROM message JOIN signature ON signature.id = signature_id
      WHERE section_id = \(section) ORDER BY position
      """
    ) { try Candidate.CandidateMessage(text: $0[0], template: $0[1], fingerprint: $0[2]) }
    let identifiers: [(Identifier, Bool)] = try database.rows(
      "SELECT kind, value, origin = 'title' FROM identifier WHERE section_id = \(section)"
    ) { (Identifier(Identifier.IdentifierKind(rawValue: try $0[0]), try $0[1]), try $0[2]) }
    let bounds: (Int64, Int64)? = try database.row(
      """
      SELECT min(id), max(id) FROM section WHERE article_id = (SELECT article_id FROM section WHERE id = \(section))
      """
    ) { try ($0[0], $0[1]) }
    let (first, last) = bounds ?? (section, section)
    return Candidate(
      hit: hit, messages: messages, identifiers: Dictionary(identifiers) { $0 || $1 },
      articleSections: first...last)
  }

  /// The sections that contain any of the terms, sorted by number.
  public func sections(holdingAnyOf terms: [String]) throws -> [Int64] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      "SELECT rowid FROM section_index WHERE section_index MATCH \(query.expression) ORDER BY rowid"
    ) { try $0[0] }
  }

  /// How many of these sections contain any of the terms.
  public func sectionCount(ofAny terms: [String], in sections: ClosedRange<Int64>) throws -> Int {
    guard let query = FTSQuery(anyOf: terms) else { return 0 }
    return try database.value(
      """
      SELECT count(*) FROM section_index WHERE section_index MATCH \(query.expression)
      AND rowid BETWEEN \(sections.lowerBound) AND \(sections.upperBound)
      """) ?? 0
  }
}
