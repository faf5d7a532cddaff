public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Records an incident and returns its number.
  public func recordIncident(
    title: String, message: String, signature: Signature, knownError: KnownErrorID?, text: String
  ) throws -> Int {
    try database.transaction {
      try database.run(
        """
        INSERT INTO incident (title, message, signature_id)
        VALUES (\(redacted(title)), \(redacted(message)), \(try signatureID(signature)))
        """)
      let number = Int(database.lastInsertedID)
      try insertEntry(number, .recorded, text, knownError)
      try indexIncident(number)
      return number
    }
  }

  /// Adds an entry to an incident's timeline; `false` if the incident does not exist.
  public func addEntry(
    to number: Int, _ kind: Incident.TimelineEntry.EntryKind, text: String, knownError: KnownErrorID? = nil
  ) throws -> Bool {
    try database.transaction {
      guard try incident(number) != nil else { return false }
      try unindexIncident(number)
      try insertEntry(number, kind, text, knownError)
      try indexIncident(number)
      return true
    }
  }

  /// One incident with its timeline.
  public func incident(_ number: Int) throws -> Incident? {
    let head: (String, String)? = try database.row("SELECT title, message FROM incident WHERE id = \(number)")
    {
      try ($0[0], $0[1])
    }
    guard let head else { return nil }
    let timeline = try database.rows(
      """
      SELECT time, kind, text, family.slug, known_error.slug, "row" FROM incident_entry
      LEFT JOIN known_error ON known_error.id = known_error_id LEFT JOIN family ON family.id = family_id
      WHERE incident_id = \(number) ORDER BY incident_entry.id
      """
    ) { row in
      Incident.TimelineEntry(
        time: try row[0], kind: try row.word(1, Incident.TimelineEntry.EntryKind.init(rawValue:)),
        text: try row[2],
        knownError: row.isNull(3) ? nil : try row.knownError(at: 3))
    }
    return Incident(number: number, title: head.0, message: head.1, timeline: timeline)
  }

  /// The numbers of all incidents, latest first.
  public func incidentNumbers() throws -> [Int] {
    try database.rows("SELECT id FROM incident ORDER BY id DESC") { try $0[0] }
  }

  /// The numbers of the incidents that contain any of the terms, best first, with their bm25.
  public func incidents(withAnyOf terms: [String], limit: Int) throws -> [(number: Int, bm25: Double)] {
    let hasAny: Int? = try database.value("SELECT 1 FROM incident LIMIT 1")
    guard hasAny != nil, let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      """
      SELECT rowid, -bm25(incident_index, 4.0, 2.0, 1.0) AS score FROM incident_index
      WHERE incident_index MATCH \(query.expression) ORDER BY score DESC, rowid DESC LIMIT \(limit)
      """
    ) { try ($0[0], $0[1]) }
  }

  /// How often a known error occurred, and how well its resolution worked.
  public func history(of id: KnownErrorID) throws -> KnownErrorHistory {
    let knownError = try knownErrorNumber(of: id)
    let incidents: [Int] = try database.rows(
      "SELECT DISTINCT incident_id FROM incident_entry WHERE known_error_id = \(knownError)"
    ) { try $0[0] }
    var history = KnownErrorHistory()
    for number in incidents {
      guard let incident = try incident(number) else { continue }
      history.count(incident, as: id)
    }
    // Count events whose message an article has for this known error, or that people taught.
    let events: (Int, Timestamp?)? = try database.row(
      """
      SELECT CAST(total(events) AS INTEGER), max(last) FROM tally WHERE signature_id IN (
        SELECT message.signature_id FROM message JOIN section ON section.id = section_id
        WHERE section.known_error_id = \(knownError)
        UNION
        SELECT signature_id FROM lesson_subject JOIN lesson ON lesson.id = lesson_id
        WHERE known_error_id = \(knownError) AND signature_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM lesson AS undo WHERE undo.undone_id = lesson.id))
      """
    ) { try ($0[0], $0[1]) }
    if let (count, last) = events, count > 0 {
      history.seen += count
      if let last {
        history.lastSeen = max(history.lastSeen ?? last, last)
      }
    }
    return history
  }

  private func insertEntry(
    _ incident: Int, _ kind: Incident.TimelineEntry.EntryKind, _ text: String, _ knownError: KnownErrorID?
  ) throws {
    let knownErrorID = try knownError.flatMap { try knownErrorNumber(of: $0) }
    try database.run(
      """
      INSERT INTO incident_entry (incident_id, time, kind, text, known_error_id)
      VALUES (\(incident), \(now().milliseconds), \(kind.rawValue), \(redacted(text)), \(knownErrorID))
      """)
  }

  func indexIncident(_ number: Int) throws {
    guard let columns = try incidentColumns(number) else { return }
    try database.run(
      """
      INSERT INTO incident_index (rowid, title, message, notes)
      VALUES (\(number), \(columns.title), \(columns.message), \(columns.notes))
      """)
  }

  private func unindexIncident(_ number: Int) throws {
    guard let columns = try incidentColumns(number) else { return }
    try database.run(
      """
      INSERT INTO incident_index (incident_index, rowid, title, message, notes)
      VALUES ('delete', \(number), \(columns.title), \(columns.message), \(columns.notes))
      """)
  }

  private func incidentColumns(_ number: Int) throws -> (title: String, message: String, notes: String)? {
    try incident(number).map { incident in
      (
        indexing.terms(ofMessage: incident.title), indexing.terms(ofMessage: incident.message),
        indexing.terms(ofMessage: incident.timeline.map(\.text).joined(separator: "\n"))
      )
    }
  }
}

extension KnownErrorHistory {
  /// Adds an incident that names `id` anywhere in its timeline. It counts once in each column, whatever the
  /// length of its timeline: as resolved by `id` in the end, and as a failure that did not help or did not
  /// last.
  fileprivate mutating func count(_ incident: Incident, as id: KnownErrorID) {
    if incident.knownError == id {
      seen += 1
      lastSeen = ([lastSeen].compactMap(\.self) + incident.occurrences).max()
    }
    let own = incident.outcomes.filter { $0.knownError == id }
    if own.contains(where: \.worked) { worked += 1 }
    if own.contains(where: { !$0.worked }) { failed += 1 }
    outcomes = Array((own.reversed() + outcomes).prefix(Self.mostOutcomes))
  }

  /// How many outcomes are listed.
  private static let mostOutcomes = 20
}
