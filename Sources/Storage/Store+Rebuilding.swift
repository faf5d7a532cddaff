import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// The tables that can be made from the journal, those that refer to others first.
  static let folds = [
    "lesson_subject", "lesson", "local_resolution", "outcome", "incident_label", "incident", "incident_root",
    "incident_entry",
    "forgotten",
  ]

  /// Makes all folds from the journal again. Returns how many rows differ from what was there.
  public func rebuildFolds() throws -> Int {
    try saying {
      let knowledge = try knowledgeCount()
      for fold in Self.folds {
        try database.runScript("CREATE TEMP TABLE \"old_\(fold)\" AS SELECT * FROM main.\"\(fold)\"")
      }
      try foldAll()
      var differences = 0
      for fold in Self.folds {
        for (one, other) in [
          ("temp.\"old_\(fold)\"", "main.\"\(fold)\""), ("main.\"\(fold)\"", "temp.\"old_\(fold)\""),
        ] {
          let sql = "SELECT count(*) FROM (SELECT * FROM \(one) EXCEPT SELECT * FROM \(other))"
          differences += try database.value(SQL(stringLiteral: sql)) ?? 0
        }
        try database.runScript("DROP TABLE temp.\"old_\(fold)\"")
      }
      // Lessons that differ may mean other known errors.
      if differences > 0 { try database.run("DELETE FROM assignment") }
      try database.run("UPDATE meta SET value = \(knowledge) WHERE name = 'knowledge'")
      return differences
    }
  }

  /// Empties the folds and reads the whole journal.
  func foldAll() throws {
    for fold in Self.folds { try database.runScript("DELETE FROM \"\(fold)\"") }
    try database.runScript("INSERT INTO incident_index (incident_index) VALUES ('delete-all')")
    try foldJournal()
  }

  /// Reads the whole journal into empty folds.
  func foldJournal() throws {
    var folding = JournalFolding(self, isRebuilding: true)
    try database.forEachRow("\(Self.entryColumns) ORDER BY rowid") { try folding.add(Self.entry($0)) }
    try folding.finish()
  }

  /// The rows of all folds, sorted: two journals are equal when these are.
  package func foldedRows() throws -> [String] {
    try Self.folds.flatMap { fold in
      try database.rows(SQL(stringLiteral: "SELECT * FROM \"\(fold)\"")) { row in
        "\(fold): " + (0..<row.count).map { row.shown($0) ?? "∅" }.joined(separator: "|")
      }.sorted()
    }
  }
}
