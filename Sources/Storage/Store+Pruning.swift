public import CasebookKnowledge
import CasebookSQLite

/// What pruning took away.
public struct PruneReport: Hashable, Sendable {
  /// How many events were removed, lines of context not counted.
  public let events: Int
  /// How much smaller the file is, in bytes.
  public let freed: Int
}

extension Store {
  /// Removes the events before a time and gives their space back. What was counted of them stays, and so do signatures,
  /// runs, incidents and known errors. An event that tells no time is as old as the ingest of its run.
  public func prune(before time: Timestamp) throws -> PruneReport {
    let size = try fileSize()
    let removed = try withLogCache {
      let removed = try database.transaction {
        try database.run(
          """
          DELETE FROM event WHERE id IN (
            SELECT event.id FROM event JOIN run ON run.id = run_id JOIN wording ON wording.id = wording_id
            WHERE signature_id IS NOT NULL AND coalesce(event.time, ingested) < \(time.milliseconds))
          """)
        let removed = database.changes
        if removed == 0 { return 0 }
        try removeLoneContext()
        try database.run("DELETE FROM wording WHERE id NOT IN (SELECT wording_id FROM event)")
        // To take each event out of the index would make it larger first: FTS5 notes what is gone.
        try indexEventsAnew()
        return removed
      }
      // Only a file without gaps is a smaller one.
      if removed > 0 { try database.runScript("VACUUM; PRAGMA wal_checkpoint (TRUNCATE)") }
      return removed
    }
    return PruneReport(events: removed, freed: max(0, size - (try fileSize())))
  }

  /// Removes lines of context with no event near.
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
