import CasebookAnalysis
import CasebookArticles
import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Rebuilds the indexes if another version of the analyzer made them. This version could neither find nor
  /// remove their entries.
  func reindexIfOutdated() throws {
    guard try isIndexOutdated() else { return }
    try database.transaction {
      // Another process may have rebuilt them while this one waited for the lock.
      guard try isIndexOutdated() else { return }
      for index in ["section_index", "incident_index"] {
        try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('delete-all')")
      }
      for section in try sectionNumbers() {
        guard let hit = try sectionHit(section) else { continue }
        try index(indexColumns(of: hit), as: section)
      }
      try indexEventsAnew()
      let incidents: [EntryKey] = try database.rows("SELECT key FROM incident") { try $0[0] }
      for incident in incidents { try indexIncident(incident) }
      try database.run("INSERT OR REPLACE INTO meta VALUES ('analyzer', \(String(Analyzer.version)))")
    }
  }

  /// Marks articles that another version of the reader read, so that the next ingest reads them again.
  func rereadIfOutdated() throws {
    let version = String(Article.readerVersion)
    guard try database.value("SELECT value FROM meta WHERE name = 'reader'") != version else { return }
    try database.transaction {
      try database.run(
        "UPDATE article SET content_hash = '?' || content_hash WHERE content_hash NOT LIKE '?%'")
      try database.run("INSERT OR REPLACE INTO meta VALUES ('reader', \(version))")
      if try database.value("SELECT 1 FROM local_resolution LIMIT 1") == 1 { try noteLocalArticlesOutdated() }
    }
  }

  /// Whether another version of the analyzer made the indexes.
  func isIndexOutdated() throws -> Bool {
    try database.value("SELECT value FROM meta WHERE name = 'analyzer'") != String(Analyzer.version)
  }

  private func sectionNumbers() throws -> [Int64] {
    try database.rows("SELECT id FROM section") { try $0[0] }
  }

  /// Rebuilds the indexes of wordings and events from the stored data.
  func indexEventsAnew() throws {
    for index in ["wording_index", "event_index"] {
      try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('delete-all')")
    }
    let wordings = try database.rows("SELECT id, text, variables FROM wording WHERE signature_id IS NOT NULL")
    {
      try ($0[0] as Int64, $0.template(text: 1, variables: 2))
    }
    for (id, template) in wordings {
      let terms = indexing.terms(ofWording: template)
      try database.run("INSERT INTO wording_index (rowid, terms) VALUES (\(id), \(terms))")
    }
    guard let last: Int64 = try database.value("SELECT max(id) FROM event") else { return }
    var insert = try database.prepare("INSERT INTO event_index (rowid, terms) VALUES (?, ?)")
    var terms: [UInt8] = []
    try forEachEvent(1...last) { event in
      guard event.signature != nil else { return }
      setTerms(of: event, in: &terms)
      try insert.bind(1, event.id)
      try terms.withUnsafeBufferPointer { try insert.bind(2, text: $0) }
      try insert.runBound()
    }
  }
}
