import CasebookArticles
import CasebookKnowledge
import CasebookSQLite
import CasebookText

extension Store {
  /// The anchor of the first section of an article.
  public func topAnchor(ofSource source: String) throws -> String? {
    try database.value(
      """
      SELECT slug FROM section WHERE position = 0 AND article_id = (
        SELECT id FROM article WHERE source = \(source) LIMIT 1)
      """)
  }

  /// Sections with all the data that a diagnosis weighs, by their numbers, in a handful of statements however many they are.
  func candidates(_ numbers: [Int64]) throws -> [Int64: Candidate] {
    if numbers.isEmpty { return [:] }
    let asked = Self.json(numbers)
    let rows: [(hit: SectionHit, article: Int64, title: String)] = try database.rows(
      """
      SELECT \(Self.hitColumns), article_id, article.title FROM \(Self.hitTables)
      WHERE section.id IN (SELECT value FROM json_each(\(asked)))
      """
    ) { (try SectionHit($0), try $0[13], try $0[14]) }
    let ranges = try sectionRanges(ofArticles: Set(rows.map(\.article)))
    let parts = try parts(ofSections: asked)
    let messages = try messages(of: numbers + parts.values.flatMap { $0.map(\.number) })
    var identifiers: [Int64: [Identifier: Bool]] = [:]
    try database.forEachRow(
      """
      SELECT section_id, kind, value, origin = 'title' FROM identifier
      WHERE section_id IN (SELECT value FROM json_each(\(asked)))
      """
    ) { row in
      let identifier = Identifier(Identifier.IdentifierKind(rawValue: try row[1]), try row[2])
      identifiers[try row[0], default: [:]][identifier] = try row[3]
    }
    var candidates: [Int64: Candidate] = [:]
    for (hit, article, title) in rows {
      guard let range = ranges[article] else { continue }
      let own = parts[hit.number] ?? []
      candidates[hit.number] = Candidate(
        hit: hit, messages: ([hit.number] + own.map(\.number)).flatMap { messages[$0] ?? [] },
        identifiers: identifiers[hit.number] ?? [:], articleSections: range, articleTitle: title,
        parts: own.map(\.part))
    }
    return candidates
  }

  /// The lowest and the highest number of a section of each article that has any. An article's sections are added together,
  /// in the order of the text, so that their numbers rise with their positions.
  func sectionRanges(ofArticles articles: Set<Int64>) throws -> [Int64: ClosedRange<Int64>] {
    var ranges: [Int64: ClosedRange<Int64>] = [:]
    try database.forEachRow(
      """
      SELECT value, (SELECT id FROM section WHERE article_id = value ORDER BY position LIMIT 1),
        (SELECT id FROM section WHERE article_id = value ORDER BY position DESC LIMIT 1)
      FROM json_each(\(Self.json(articles.sorted())))
      """
    ) { row in
      if row.isNull(1) { return }
      let (first, last): (Int64, Int64) = try (row[1], row[2])
      ranges[try row[0]] = min(first, last)...max(first, last)
    }
    return ranges
  }

  /// The sections below known errors that are not known errors, nor below one, in document order. `sections` is a JSON array.
  private func parts(ofSections sections: String) throws -> [Int64: [(
    number: Int64, part: Candidate.SectionPart
  )]] {
    typealias Below = (id: Int64, position: Int, last: Int, part: Candidate.SectionPart?)
    var below: [Int64: [Below]] = [:]
    try database.forEachRow(
      """
      SELECT own.id, part.id, part.position, part.last, part.known_error_id IS NOT NULL, part.title,
        iif(part.known_error_id IS NULL, part.markdown, '')
      FROM json_each(\(sections)) CROSS JOIN section AS own ON own.id = json_each.value
      CROSS JOIN section AS part ON part.article_id = own.article_id AND part.position > own.position
        AND part.position <= min(own.last, own.position + \(Self.mostParts))
      WHERE own.known_error_id IS NOT NULL
      """
    ) { row in
      let part = try row[4] ? nil : Candidate.SectionPart(title: row[5], markdown: row[6])
      below[try row[0], default: []].append((try row[1], try row[2], try row[3], part))
    }
    return below.mapValues { sections in
      var parts: [(number: Int64, part: Candidate.SectionPart)] = []
      var next = 0
      for (id, position, last, part) in sections.sorted(by: { $0.position < $1.position })
      where position >= next {
        if let part {
          parts.append((id, part))
        } else {
          next = max(position, last) + 1
        }
      }
      return parts
    }
  }

  /// How many sections below a known error to read.
  private static let mostParts = 100

  /// The messages of sections, in document order.
  private func messages(of sections: [Int64]) throws -> [Int64: [Candidate.CandidateMessage]] {
    var messages: [Int64: [Candidate.CandidateMessage]] = [:]
    try database.forEachRow(
      """
      SELECT section_id, text, template, fingerprint FROM message JOIN signature ON signature.id = signature_id
      WHERE section_id IN (SELECT value FROM json_each(\(Self.json(sections)))) ORDER BY section_id, position
      """
    ) { row in
      let message = try Candidate.CandidateMessage(text: row[1], template: row[2], fingerprint: row[3])
      messages[try row[0], default: []].append(message)
    }
    return messages
  }

  /// The sections that contain any of the terms, sorted by number; the first ones, if there are more than `limit`.
  public func sections(holdingAnyOf terms: [String], limit: Int) throws -> [Int64] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rowIDs(
      """
      SELECT rowid FROM section_index WHERE section_index MATCH \(query.expression) ORDER BY rowid LIMIT \(limit)
      """)
  }

  /// Hashes of the index terms of these sections, made from their text again: one visit of a small article takes less than
  /// a look at the index for each word. `nil` if they are more, or have more text, than is worth it.
  public func terms(ofSections sections: ClosedRange<Int64>) throws -> Set<UInt64>? {
    guard sections.upperBound - sections.lowerBound < Self.mostRead.sections else { return nil }
    let hits: [(hit: SectionHit, literals: String)] = try database.rows(
      """
      SELECT \(Self.hitColumns), section.literals FROM \(Self.hitTables)
      WHERE section.id BETWEEN \(sections.lowerBound) AND \(sections.upperBound)
      """
    ) { (try SectionHit($0), try $0[13]) }
    guard hits.reduce(0, { $0 + $1.hit.markdown.utf8.count }) <= Self.mostRead.bytes else { return nil }
    var messages: [Int64: [String]] = [:]
    try database.forEachRow(
      """
      SELECT section_id, text FROM message
      WHERE section_id BETWEEN \(sections.lowerBound) AND \(sections.upperBound) ORDER BY section_id, position
      """
    ) { messages[try $0[0], default: []].append(try $0[1]) }
    var terms: Set<UInt64> = []
    for (hit, literals) in hits {
      indexing.forEachTerm(
        title: hit.title, slug: hit.name.slug, row: hit.name.row, messages: messages[hit.number] ?? [],
        literals: literals, markdown: hit.markdown, locale: hit.locale
      ) { terms.insert(stableHash($0)) }
    }
    return terms
  }

  private static let mostRead = (sections: 128, bytes: 64 << 10)

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
