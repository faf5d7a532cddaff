public import CasebookKnowledge
import CasebookSQLite
import CasebookText

extension StoreCheck {
  /// Runs one part of the check. Damage that stops it is recorded as a problem. A lock or a failing disk says
  /// nothing about the file, and ends the check.
  fileprivate mutating func part(_ name: String, _ body: (inout StoreCheck) throws -> Void) throws {
    do {
      try body(&self)
    } catch let error as SQLiteError where error.isDamage || error.kind == .other {
      problems.append("\(name): \(error.message)")
    }
  }
}

extension Store {
  /// Checks the whole file: whether SQLite can read all of it, whether all references resolve, whether the
  /// indexes are complete, and whether each value is possible.
  ///
  /// - Throws: `SQLiteError` if another process holds the lock, or reading fails.
  public func check() throws -> StoreCheck {
    var check = StoreCheck()
    // Start with the part that needs the lock, to report a busy file at once.
    for index in ["section_index", "wording_index", "event_index", "incident_index"] {
      try check.part(index) { try checkIndex(index, &$0) }
    }
    // Use one snapshot, so that writes by another process do not look like differences.
    try snapshot {
      try check.part("schema") { $0.problems += try Self.schemaProblems(of: database) }
      try check.part("file") { $0.problems += try Self.fileProblems(of: database, mostlyFast: false) }
      try check.part("references") { $0.problems += try Self.brokenReferences(in: database) }
      for (index, table) in [("section_index", "section"), ("incident_index", "incident")] {
        try check.part(index) { check in
          let (rows, indexed) = (try count(table), try count(index + "_docsize"))
          if rows != indexed {
            check.problems.append("\(index): \(indexed) rows for the \(rows) of \(table)")
          }
        }
      }
      try check.part("event") { try checkEvents(&$0) }
      try check.part("journal") { try checkJournal(&$0) }
      try check.part("values") { _ in try readEverything() }
      for name in ["article", "section", "known_error", "run", "event", "incident"] {
        try check.part(name) { check in
          check.counts.append((name, name == "event" ? try eventCount() : try count(name)))
        }
      }
    }
    return check
  }

  /// Runs FTS5's integrity check on an index. That statement writes; in a read-only file, reads the index
  /// from its first term to its last instead.
  private func checkIndex(_ index: String, _ check: inout StoreCheck) throws {
    do {
      // FTS5 would wait for the lock several times; a transaction waits once, and holds it for this index
      // only.
      try database.transaction {
        try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('integrity-check')")
      }
    } catch let error as SQLiteError {
      if error.isDamage {
        check.problems.append("\(index): the index is damaged; ingest into a new knowledge base")
        return
      }
      guard error.kind == .readOnly else { throw error }
      let terms = index.dropLast("_index".count) + "_term"
      try database.run(SQL(stringLiteral: "SELECT total(cnt) FROM \(terms)"))
      check.unchecked.append(
        "\(index): readable, but its consistency is only checked if the file can be written"
      )
    }
  }

  /// Checks the references of events, which have no foreign keys, and the size of their index.
  private func checkEvents(_ check: inout StoreCheck) throws {
    for (column, table) in [("run_id", "run"), ("wording_id", "wording")] {
      check.problems += try database.rows(
        SQL(
          stringLiteral:
            "SELECT min(id) FROM event WHERE \(column) NOT IN (SELECT id FROM \(table)) HAVING count(*) > 0")
      ) { row in "event: row \(row.shown(0) ?? "") refers to a row of \(table) that is not there" }
    }
    let indexed: Int =
      try database.value("SELECT CAST(total(doc) AS INTEGER) FROM event_term WHERE term LIKE '=%'") ?? 0
    let events = try eventCount()
    if indexed != events { check.problems.append("event_index: \(indexed) rows for the \(events) of event") }
  }

  /// Checks that no entry of the journal was changed, and that none is missing.
  private func checkJournal(_ check: inout StoreCheck) throws {
    try database.forEachRow(Self.entryColumns) { row in
      let entry = try Self.entry(row)
      if !entry.isGenuine { check.problems.append("journal: entry \(entry.key) does not have its hash") }
    }
    check.problems += try database.rows(
      "SELECT origin, max(idx) - count(*) FROM journal GROUP BY origin HAVING max(idx) <> count(*)"
    ) { "journal: \(try $0[1] as Int) of the entries of \(try $0[0] as String) are not there" }
  }

  /// Reads each value as the other verbs do, to find values that would make them fail.
  private func readEverything() throws {
    try forEachText { _, _ in }
    try forEachTally { _ in }
    try forEachSharedDay(labels: []) { _ in }
    try forEachGroupedTally(byLabel: false, labels: []) { _ in }
    for origin in try tallyOrigins() { try forEachSentTally(of: origin, after: 0) { _ in } }
    try database.forEachRow("SELECT labels FROM shared_source") { row in
      _ = try row.word(0) { (try? JSON(parsing: $0.utf8))?.members }
    }
    _ = try incidentFacts()
    _ = try lessons()
    for number in try incidentNumbers() { _ = try incident(number) }
    try database.forEachRow(Self.entryColumns) { _ = try Self.entry($0) }
    for id in try knownErrors() { _ = try resolutions(of: id) }
    try database.forEachRow("SELECT id FROM section") { _ = try candidates([try $0[0]]) }
    try database.forEachRow("SELECT id, run_id, wording_id, line, more, time FROM event") { row in
      let _: [Int64] = [try row[0], try row[1], try row[2]]
      let _: (Int, Int, Timestamp?) = (try row[3], try row[4], try row[5])
    }
    try database.forEachRow(
      "SELECT source, lines, bytes, kept, since, started, ended, ingested, first_event, last_event FROM run"
    ) { row in
      let _: (String, Int, Int) = (try row[0], try row[1], try row[2])
      _ = try row.word(3, KeptEvents.init(rawValue:))
      let _: [Timestamp?] = [try row[4], try row[5], try row[6], try row[7] as Timestamp]
      let _: [Int64?] = [try row[8], try row[9]]
    }
  }

  /// Context lines do not count as events.
  private func eventCount() throws -> Int {
    try database.value(
      "SELECT count(*) FROM event WHERE wording_id NOT IN (SELECT id FROM wording WHERE signature_id IS NULL)"
    ) ?? 0
  }

  /// `table` is one of the names above, never input.
  private func count(_ table: String) throws -> Int {
    try database.value(SQL(stringLiteral: "SELECT count(*) FROM \"\(table)\"")) ?? 0
  }
}
