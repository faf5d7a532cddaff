public import CasebookKnowledge
import CasebookSQLite

/// A section as a candidate for a diagnosis: a known error, or one that belongs to none.
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
  /// The title of its article.
  public let articleTitle: String
  /// The sections below it that are not known errors of their own: *Symptoms*, *Resolution*.
  public let parts: [SectionPart]

  /// A section below a known error.
  public struct SectionPart: Sendable {
    /// The heading as plain text.
    public let title: String
    /// The text as Markdown.
    public let markdown: String

    /// A part, or a section without its heading.
    public init(title: String, markdown: String) {
      self.title = title
      self.markdown = markdown
    }
  }
}

/// A section that may answer a report.
public struct AnsweringSection: Sendable {
  /// Its number.
  public let number: Int64
  /// The same for its copies in other locales and revisions.
  public let copyKey: String
  /// Whether it is a known error.
  public let isKnownError: Bool
  /// Whether it is in English, the language of most messages.
  public let isEnglish: Bool
}

extension Store {
  /// The section that answers for this one: the nearest known error around it, or else the section itself.
  public func answering(_ section: Int64) throws -> AnsweringSection? {
    try database.row(
      """
      SELECT answer.id, article.family_id || '#' || answer.slug || '/' || answer."row",
        answer.known_error_id IS NOT NULL, article.locale
      FROM section AS answer JOIN article ON article.id = answer.article_id
      WHERE answer.id = (
        SELECT CASE WHEN own.known_error_id IS NOT NULL THEN own.id ELSE coalesce((
          SELECT above.id FROM section AS above WHERE above.article_id = own.article_id
            AND above.position < own.position AND above.last >= own.position AND above.known_error_id IS NOT NULL
          ORDER BY above.position DESC LIMIT 1), own.id) END
        FROM section AS own WHERE own.id = \(section))
      """
    ) { row in
      let locale: LocaleTag = try row[3]
      return try AnsweringSection(
        number: row[0], copyKey: row[1], isKnownError: row[2], isEnglish: locale == .english)
    }
  }

  /// The anchor of the first section of an article.
  public func topAnchor(ofSource source: String) throws -> String? {
    try database.value(
      """
      SELECT slug FROM section WHERE position = 0 AND article_id = (
        SELECT id FROM article WHERE source = \(source) LIMIT 1)
      """)
  }

  /// The sections that contain a message with this fingerprint.
  public func candidates(withFingerprint fingerprint: Fingerprint, limit: Int) throws -> [Int64] {
    try database.rows(
      """
      SELECT section_id FROM signature JOIN message ON signature_id = signature.id
      WHERE fingerprint = \(fingerprint.description) LIMIT \(limit)
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

  /// The sections that name this identifier, titles first. With `articles`, only their
  /// sections.
  public func candidates(
    naming identifier: Identifier, in articles: Set<Int64>? = nil, limit: Int
  ) throws -> [Int64] {
    let condition: SQL = articles.map { "article_id IN (\(list: $0.sorted()))" } ?? "1"
    return try database.rows(
      """
      SELECT section_id FROM identifier JOIN section ON section.id = section_id
      WHERE kind = \(identifier.kind.rawValue) AND value = \(identifier.value) AND \(condition)
      ORDER BY origin <> 'title', origin <> 'message', section_id LIMIT \(limit)
      """
    ) { try $0[0] }
  }

  /// The sections that contain any of the terms, best first, with their articles.
  public func places(ofAny terms: [String], limit: Int) throws -> [(
    section: Int64, article: Int64
  )] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      """
      SELECT found, article_id FROM (
        SELECT rowid AS found, bm25(section_index, \(Self.columnWeights)) AS score FROM section_index
        WHERE section_index MATCH \(query.expression) ORDER BY score LIMIT \(limit)
      ) JOIN section ON section.id = found ORDER BY score
      """
    ) { try ($0[0], $0[1]) }
  }

  /// A section with all the data that a diagnosis weighs.
  public func candidate(_ section: Int64) throws -> Candidate? {
    guard let hit = try sectionHit(section) else { return nil }
    let messages = try messages(of: section)
    let identifiers: [(Identifier, Bool)] = try database.rows(
      "SELECT kind, value, origin = 'title' FROM identifier WHERE section_id = \(section)"
    ) { (Identifier(Identifier.IdentifierKind(rawValue: try $0[0]), try $0[1]), try $0[2]) }
    let article: (Int64, Int, Int, Int64, Int64, String)? = try database.row(
      """
      SELECT article_id, position, last, (SELECT min(id) FROM section AS own WHERE own.article_id = section.article_id),
        (SELECT max(id) FROM section AS own WHERE own.article_id = section.article_id), article.title
      FROM section JOIN article ON article.id = article_id WHERE section.id = \(section)
      """
    ) { try ($0[0], $0[1], $0[2], $0[3], $0[4], $0[5]) }
    guard let (number, position, last, lowest, highest, title) = article, lowest <= highest else {
      return nil
    }
    let parts = hit.isResolution ? try parts(ofArticle: number, from: position, through: last) : []
    return Candidate(
      hit: hit, messages: messages + parts.flatMap(\.messages),
      identifiers: Dictionary(identifiers) { $0 || $1 },
      articleSections: lowest...highest, articleTitle: title, parts: parts.map(\.part))
  }

  /// The sections after a position that are not known errors, nor below one.
  private func parts(ofArticle article: Int64, from position: Int, through last: Int) throws -> [(
    part: Candidate.SectionPart, messages: [Candidate.CandidateMessage]
  )] {
    if position == last { return [] }
    let below: [(Int64, Int, Int, Bool, String, String)] = try database.rows(
      """
      SELECT id, position, last, known_error_id IS NOT NULL, title, markdown FROM section
      WHERE article_id = \(article) AND position > \(position) AND position <= \(last) ORDER BY position LIMIT 100
      """
    ) { try ($0[0], $0[1], $0[2], $0[3], $0[4], $0[5]) }
    var parts: [(part: Candidate.SectionPart, messages: [Candidate.CandidateMessage])] = []
    var next = position + 1
    for (id, position, last, isKnown, title, markdown) in below where position >= next {
      if isKnown {
        next = max(position, last) + 1
      } else {
        parts.append((Candidate.SectionPart(title: title, markdown: markdown), try messages(of: id)))
      }
    }
    return parts
  }

  private func messages(of section: Int64) throws -> [Candidate.CandidateMessage] {
    try database.rows(
      """
      SELECT text, template, fingerprint FROM message JOIN signature ON signature.id = signature_id
      WHERE section_id = \(section) ORDER BY position
      """
    ) { try Candidate.CandidateMessage(text: $0[0], template: $0[1], fingerprint: $0[2]) }
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
