import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// The sections and incidents that share a word, a message, an anchor or an identifier with a report. Reads the sections
  /// that the caller does not have.
  public func candidates(
    for search: CandidateSearch, isKnown: (Int64) -> Bool = { _ in false }
  ) throws -> FoundCandidates {
    var found = DistinctSections()
    let articles = try addSections(withAnyOf: search.terms, to: &found)
    let others =
      try sections(withMessages: search.fingerprints) + sections(withAnchors: search.anchors)
      + sections(naming: search.identifiers, articles)
    try forEachAnswer(to: others) { try found.add($0) }
    var incidents: Set<Int> = []
    for message in search.messages.prefix(CandidateSearch.searchedMessages) {
      try incidents.formUnion(self.incidents(like: message, limit: CandidateSearch.incidentLimit))
    }
    return FoundCandidates(
      sections: found.numbers.sorted(),
      candidates: try candidates(found.numbers.filter { !isKnown($0) }), incidents: incidents.sorted())
  }

  /// Adds the sections that answer for those with any of the terms, the best first, as long as there is room. Returns the
  /// articles of all that have a term.
  private func addSections(
    withAnyOf terms: [String], to found: inout DistinctSections
  ) throws -> Set<Int64> {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    let places: [(section: Int64, article: Int64)] = try database.rows(
      """
      SELECT found, article_id FROM (
        SELECT rowid AS found, bm25(section_index, \(Self.columnWeights)) AS score FROM section_index
        WHERE section_index MATCH \(query.expression) ORDER BY score LIMIT \(CandidateSearch.wordLimit)
      ) JOIN section ON section.id = found ORDER BY score
      """
    ) { try ($0[0], $0[1]) }
    var rest = places.map(\.section)[...]
    while !rest.isEmpty, !found.isFull(ofKnownErrors: true) || !found.isFull(ofKnownErrors: false) {
      try forEachAnswer(to: rest.prefix(CandidateSearch.wordStep)) { row in
        if !found.isFull(ofKnownErrors: try row[2]) { try found.add(row) }
      }
      rest = rest.dropFirst(CandidateSearch.wordStep)
    }
    return Set(places.map(\.article))
  }

  /// Calls `body` with the section that answers for each of these, in this order, in columns that `DistinctSections` reads.
  private func forEachAnswer(to sections: some Collection<Int64>, _ body: (Row) throws -> Void) throws {
    if sections.isEmpty { return }
    try database.forEachRow(
      """
      SELECT answer.id, article.family_id || '#' || answer.slug || '/' || answer."row",
        answer.known_error_id IS NOT NULL, article.locale
      FROM json_each(\(Self.json(sections))) CROSS JOIN section AS own ON own.id = json_each.value
      CROSS JOIN section AS answer ON answer.id = iif(own.known_error_id IS NOT NULL, own.id, coalesce((
        SELECT above.id FROM section AS above WHERE above.article_id = own.article_id
          AND above.position < own.position AND above.last >= own.position AND above.known_error_id IS NOT NULL
        ORDER BY above.position DESC LIMIT 1), own.id))
      CROSS JOIN article ON article.id = answer.article_id ORDER BY json_each.key
      """, body)
  }

  /// The sections that contain a message with one of the fingerprints.
  private func sections(withMessages fingerprints: [Fingerprint]) throws -> [Int64] {
    try database.rows(
      """
      SELECT section.id FROM json_each(\(Self.json(fingerprints.map { .string($0.description) })))
      CROSS JOIN signature ON fingerprint = json_each.value
      CROSS JOIN section ON section.id IN (
        SELECT section_id FROM message WHERE signature_id = signature.id
        ORDER BY section_id, position LIMIT \(CandidateSearch.messageLimit))
      ORDER BY json_each.key, section.id
      """
    ) { try $0[0] }
  }

  /// The sections of known errors with one of the anchors.
  private func sections(withAnchors anchors: [String]) throws -> [Int64] {
    if anchors.isEmpty { return [] }
    return try database.rows(
      """
      SELECT section.id FROM json_each(\(Self.json(anchors.map(JSON.string))))
      CROSS JOIN section ON section.id IN (
        SELECT own.id FROM known_error JOIN section AS own ON own.known_error_id = known_error.id
        WHERE known_error.slug = json_each.value AND known_error."row" = ''
        ORDER BY known_error.id, own.id LIMIT \(CandidateSearch.anchorLimit))
      ORDER BY json_each.key, section.known_error_id, section.id
      """
    ) { try $0[0] }
  }

  /// Sections that name an identifier but may share few words with the report: the rare identifiers' first. If many sections
  /// name an identifier, those count whose articles share words with the report.
  private func sections(naming identifiers: [Identifier], _ articles: Set<Int64>) throws -> [Int64] {
    let limit = CandidateSearch.namingLimit
    var near: String?
    var naming: [[Int64]] = []
    for identifier in identifiers {
      let all: [Int64] = try database.rowIDs(
        """
        SELECT section_id FROM identifier
        WHERE kind = \(identifier.kind.rawValue) AND value = \(identifier.value) LIMIT \(limit)
        """)
      let isCommon = all.count == limit
      if isCommon, near == nil {
        let ranges = try sectionRanges(ofArticles: articles).values
        near = "[\(ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ","))]"
      }
      naming.append(try sections(naming: identifier, in: isCommon ? near : nil))
    }
    var named: Set<Int64> = []
    for sections in naming.sorted(by: { $0.count < $1.count }) where named.count < limit {
      named.formUnion(sections.prefix(limit - named.count))
    }
    return named.sorted()
  }

  /// The first sections that name an identifier, those with it in the title or a message before others. `ranges` is a JSON
  /// array of the lowest and highest numbers of sections, or `nil` for all.
  private func sections(naming identifier: Identifier, in ranges: String?) throws -> [Int64] {
    try database.rowIDs(
      """
      SELECT section_id FROM json_each(\(ranges ?? "[[0,\(Int64.max)]]")) AS near
      CROSS JOIN identifier ON kind = \(identifier.kind.rawValue) AND identifier.value = \(identifier.value)
        AND section_id BETWEEN near.value ->> 0 AND near.value ->> 1
      ORDER BY origin <> 'title', origin <> 'message', section_id LIMIT \(CandidateSearch.namingLimit)
      """)
  }

  /// Values as one binding, so that the statement is the same for any number of them.
  private static func json(_ values: [JSON]) -> String { JSON.array(values).description }

  /// Numbers as one binding.
  static func json(_ numbers: some Collection<Int64>) -> String {
    "[\(numbers.map(String.init).joined(separator: ","))]"
  }
}

extension DistinctSections {
  fileprivate mutating func add(_ row: Row) throws {
    let locale: LocaleTag = try row[3]
    try add(row[0], copyKey: row[1], isKnownError: row[2], isEnglish: locale == .english)
  }
}
