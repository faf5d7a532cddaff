import CasebookKnowledge
import CasebookLogText
import CasebookSQLite
import CasebookText

/// The counts that this file gives to others: those of its runs, added up by hour and labels.
extension Store {
  /// Adds up the counts of the runs, and numbers those that changed. Returns the origins that have any.
  ///
  /// - Parameter machine: The origin of runs in memory, whose logs are counted one by one; `nil` for those of a file, which
  ///   remembers what it counted.
  public func gatherTallies(as machine: String? = nil) throws -> [String] {
    try transaction {
      if try database.value("SELECT 1 FROM run WHERE origin IS NULL LIMIT 1") == 1 {
        let origin = try machine ?? writableOrigin()
        try database.run("UPDATE run SET origin = \(origin) WHERE origin IS NULL")
      }
      try database.run("CREATE TEMP TABLE own_tally AS \(Self.gathered(byLog: machine != nil))")
      let next: SQL = """
        1 + max((SELECT coalesce(max(push), 0) FROM sent_tally), (
          SELECT coalesce(max(push), 0) FROM tally_place WHERE origin IN (SELECT origin FROM run)))
        """
      try database.run(
        """
        INSERT INTO sent_tally SELECT *, (SELECT \(next)) FROM temp.own_tally WHERE true
        ON CONFLICT DO UPDATE SET events = excluded.events, first = excluded.first, last = excluded.last,
          sample = excluded.sample, push = excluded.push
        WHERE (events, first, last) IS NOT (excluded.events, excluded.first, excluded.last)
        """)
      // Of a run that was forgotten or got other labels, nothing is left under the old key.
      try database.run(
        """
        UPDATE sent_tally SET events = 0, push = (SELECT \(next))
        WHERE events > 0 AND (fingerprint, origin, hour, labels, piece) NOT IN (
          SELECT fingerprint, origin, hour, labels, piece FROM temp.own_tally)
        """)
      try database.run("DROP TABLE temp.own_tally")
      return try database.rows("SELECT DISTINCT origin FROM sent_tally ORDER BY 1") { row in
        try row.word(0) { EntryKey.isOrigin($0) ? $0 : nil }
      }
    }
  }

  /// The counts of the runs. Labels are part of a key, so long ones are left out.
  private static func gathered(byLog: Bool) -> SQL {
    """
    WITH source (run_id, origin, labels, piece) AS MATERIALIZED (
      SELECT id, origin, iif(length(CAST(labels AS BLOB)) > 1000, '{}', labels), piece FROM (
        SELECT id, origin, \(byLog ? "source" : "''" as SQL) AS piece, (
          SELECT json_group_object(name, value)
          FROM (SELECT name, value FROM run_label WHERE run_id = run.id ORDER BY name)) AS labels
        FROM run))
    SELECT fingerprint, origin, hour, labels, piece, sum(events) AS events, min(first) AS first, max(last) AS last,
      max(sample) AS sample
    FROM tally JOIN signature ON signature.id = signature_id JOIN source ON source.run_id = tally.run_id
    GROUP BY 1, 2, 3, 4, 5
    """
  }

  /// The counts of an origin that changed after an exchange, in the order of their keys.
  public func forEachSentTally(of origin: String, after push: Int, _ body: (SharedTally) throws -> Void)
    throws
  {
    try database.forEachRow(
      """
      SELECT fingerprint, hour, labels, piece, events, first, last, sample FROM sent_tally
      WHERE origin = \(origin) AND push > \(push) ORDER BY fingerprint, hour, labels, piece
      """
    ) { row in
      let (fingerprint, events): (String, Int) = (try row[0], try row.tally(4))
      try body(
        SharedTally(
          fingerprint: fingerprint, hour: try row.integer(1, in: Timestamp.storedHours), labels: try row[2],
          piece: try row[3], events: events, first: try row[5], last: try row[6],
          sample: events == 0 ? "" : try sample(event: try row[7], fingerprint)))
    }
  }

  /// The leading message of an event; the template if the event was pruned. Without the secrets that the rules of today
  /// find.
  private func sample(event number: Int64, _ fingerprint: String) throws -> String {
    let text =
      try event(number).map { LogRecord($0.message).lead }
      ?? template(of: Fingerprint(stored: fingerprint))?.text ?? ""
    // PostgreSQL cannot store a NUL.
    return redacted(text).replacing(ascii: "\0", with: " ").cut(toBytes: SharedTally.longestSample)
  }

  /// The number of the last change of an origin's counts.
  public func lastTallyChange(of origin: String) throws -> Int {
    try database.value("SELECT max(push) FROM sent_tally WHERE origin = \(origin)") ?? 0
  }

  /// The number of the last exchange of an origin's counts with a hub; 0 before the first.
  public func tallyPush(at place: String, of origin: String) throws -> Int {
    try database.value("SELECT push FROM tally_place WHERE place = \(place) AND origin = \(origin)") ?? 0
  }

  /// Notes that the counts of an origin were exchanged with a hub.
  public func keepTallyPush(_ push: Int, at place: String, of origin: String) throws {
    try database.run("INSERT OR REPLACE INTO tally_place VALUES (\(place), \(origin), \(push))")
  }

  /// The origins of the runs here.
  public func tallyOrigins() throws -> Set<String> {
    Set(try database.rows("SELECT DISTINCT origin FROM run WHERE origin IS NOT NULL") { try $0[0] })
  }
}
