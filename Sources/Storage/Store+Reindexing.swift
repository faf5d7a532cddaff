import CasebookAnalysis
import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Makes the indexes anew if another version of the analyzer made them: what it indexed could neither be found nor be
  /// taken out by this one.
  func reindexIfOutdated() throws {
    guard try isIndexOutdated() else { return }
    try database.transaction {
      // Another process may have done it while this one waited for the lock.
      guard try isIndexOutdated() else { return }
      for index in ["section_index", "event_index", "incident_index"] {
        try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('delete-all')")
      }
      for section in try sectionNumbers() {
        guard let hit = try sectionHit(section) else { continue }
        try index(indexColumns(of: hit), as: section)
      }
      for (id, message) in try eventMessages() {
        try database.run(
          "INSERT INTO event_index (rowid, message) VALUES (\(id), \(indexing.terms(ofMessage: message)))")
      }
      for number in try incidentNumbers() { try indexIncident(number) }
      try database.run("INSERT OR REPLACE INTO meta VALUES ('analyzer', \(String(Analyzer.version)))")
    }
  }

  /// Whether another version of the analyzer made the indexes.
  func isIndexOutdated() throws -> Bool {
    try database.value("SELECT value FROM meta WHERE name = 'analyzer'") != String(Analyzer.version)
  }

  private func sectionNumbers() throws -> [Int64] { try database.rows("SELECT id FROM section") { $0[0] } }

  private func eventMessages() throws -> [(Int64, String)] {
    try database.rows("SELECT id, message FROM event") { ($0[0], $0[1]) }
  }
}
