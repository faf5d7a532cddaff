public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Removes the events before a time and frees their space. Keeps their counts, signatures, runs, incidents
  /// and known errors. An event without a time has the time when its run was ingested.
  ///
  /// Returns how many events were removed, without context lines, and how many bytes smaller the file is.
  public func prune(before time: Timestamp) throws -> (events: Int, freed: Int) {
    let size = try fileSize()
    let removed = try withLogCache {
      let removed = try database.transaction {
        try database.run("DELETE FROM event WHERE id IN (SELECT event.id \(Self.events(before: time)))")
        let removed = database.changes
        if removed == 0 { return 0 }
        try removeLoneContext()
        try database.run("DELETE FROM wording WHERE id NOT IN (SELECT wording_id FROM event)")
        // Removing single events would enlarge the index first, because FTS5 records each removal.
        try indexEventsAnew()
        return removed
      }
      // The file shrinks only when its gaps are closed.
      if removed > 0 { try database.runScript("VACUUM; PRAGMA wal_checkpoint (TRUNCATE)") }
      return removed
    }
    return (removed, max(0, size - (try fileSize())))
  }

  /// How many events there are before a time, without context lines.
  public func events(before time: Timestamp) throws -> Int {
    try database.value("SELECT count(*) \(Self.events(before: time))") ?? 0
  }

  private static func events(before time: Timestamp) -> SQL {
    """
    FROM event JOIN run ON run.id = run_id JOIN wording ON wording.id = wording_id
    WHERE signature_id IS NOT NULL AND coalesce(event.time, ingested) < \(time.milliseconds)
    """
  }

  /// Removes context lines without an event near them.
  private func removeLoneContext() throws {
    let most = RunOptions.mostContext
    try database.run(
      """
      DELETE FROM event WHERE id IN (
        SELECT line.id FROM event AS line JOIN wording ON wording.id = line.wording_id
        WHERE signature_id IS NULL AND NOT EXISTS (
          SELECT 1 FROM event AS near JOIN wording AS w ON w.id = near.wording_id
          WHERE near.id BETWEEN line.id - \(2 * most) AND line.id + \(2 * most) AND near.run_id = line.run_id
            AND w.signature_id IS NOT NULL
            AND near.line <= line.line + \(most) AND near.line + near.more >= line.line - \(most)))
      """)
  }

  private func fileSize() throws -> Int {
    let pages: Int = try database.value("PRAGMA page_count") ?? 0
    return pages * (try database.value("PRAGMA page_size") ?? 0)
  }
}
