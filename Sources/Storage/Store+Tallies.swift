public import CasebookKnowledge
import CasebookSQLite

/// How often a signature occurred in one hour of a run.
public struct Tally: Sendable {
  /// The number of the signature.
  public let signature: Int64
  /// Hours since 1970, UTC.
  public let hour: Int64
  /// The number of the run.
  public let run: Int64
  /// The number of events.
  public let events: Int
  /// The time of the first event.
  public let first: Timestamp
  /// The time of the last event.
  public let last: Timestamp
  /// The number of the last event; it may have been pruned.
  public let sample: Int64

  /// Days since 1970, UTC.
  public var day: Int64 { first.day }
}

extension Store {
  /// Calls `body` for each signature, hour and run with counted events, sorted by signature and hour. With
  /// labels, only for runs that have all of them.
  public func forEachTally(labels: [RunLabel] = [], _ body: (Tally) throws -> Void) throws {
    let runs = Self.runs(with: labels)
    try database.forEachRow(
      """
      SELECT signature_id, hour, run_id, events, first, last, sample FROM tally
      WHERE \(runs) ORDER BY signature_id, hour, run_id
      """
    ) { row in
      try body(
        try Tally(
          signature: row[0], hour: row.integer(1, in: Timestamp.storedHours), run: row[2],
          events: row.tally(3),
          first: row[4], last: row[5], sample: row[6]))
    }
  }

  /// A condition on `run_id`: runs with all of these labels.
  static func runs(with labels: [RunLabel]) -> SQL {
    labels.reduce("1") { runs, label in
      "\(runs) AND run_id IN (SELECT run_id FROM run_label WHERE name = \(label.name) AND value = \(label.value))"
    }
  }

  /// The fingerprint and the template of a signature.
  public func signature(_ number: Int64) throws -> (fingerprint: Fingerprint, template: Template)? {
    try database.row("SELECT fingerprint, template FROM signature WHERE id = \(number)") {
      (try $0[0], try $0[1])
    }
  }

  /// The number of a signature; `nil` if it is not here.
  public func signatureNumber(of fingerprint: Fingerprint) throws -> Int64? {
    try database.value("SELECT id FROM signature WHERE fingerprint = \(fingerprint)")
  }

  /// The known errors of each signature with counted events, by the number of the signature: an article
  /// contains it, or people taught it.
  public func claims() throws -> [Int64: [KnownErrorID]] {
    var claims: [Int64: [KnownErrorID]] = [:]
    // Starts from the few signatures with events, so the number of articles does not matter.
    let rows = try database.rows(
      """
      SELECT signature_id, family.slug, known_error.slug, "row" FROM (
        SELECT message.signature_id, known_error_id FROM (
          SELECT DISTINCT signature_id FROM tally UNION SELECT signature_id FROM shared_error) AS seen
        CROSS JOIN message ON message.signature_id = seen.signature_id JOIN section ON section.id = section_id
        WHERE known_error_id IS NOT NULL
        UNION
        SELECT signature.id, known_error_id FROM lesson JOIN lesson_subject ON lesson = lesson.key
        JOIN signature ON signature.fingerprint = lesson_subject.fingerprint
        JOIN known_error_name ON name = lesson.known_error
        WHERE NOT EXISTS (SELECT 1 FROM lesson AS undo WHERE undo.undone = lesson.key) AND NOT EXISTS (
          SELECT 1 FROM lesson AS later JOIN lesson_subject AS same ON same.lesson = later.key
          WHERE same.fingerprint = lesson_subject.fingerprint AND later.kind = 'match'
            AND (later.time, later.key) > (lesson.time, lesson.key)
            AND NOT EXISTS (SELECT 1 FROM lesson AS undo WHERE undo.undone = later.key)))
      JOIN known_error ON known_error.id = known_error_id JOIN family ON family.id = known_error.family_id
      ORDER BY 2, 3, 4
      """
    ) { try ($0[0] as Int64, $0.knownError(at: 1)) }
    for (signature, id) in rows { claims[signature, default: []].append(id) }
    return claims
  }

  /// The first time in the log of a run, or the time of its ingest if it has none.
  ///
  /// `name` is the number of the run, or the path of its log; the latest run of a log counts. `path` is the canonical
  /// path.
  public func start(ofRun name: String, path: String) throws -> Timestamp? {
    try database.value(
      """
      SELECT coalesce(started, ingested) FROM run
      WHERE id = \(Int64(name) ?? 0) OR source = \(name) OR source = \(path) ORDER BY id DESC LIMIT 1
      """)
  }
}
