import CasebookSQLite
import CasebookText

/// What looking through a whole knowledge base found.
public struct StoreCheck: Sendable {
  /// How many rows there are of what, in the order of the schema: articles, runs and so on.
  public internal(set) var counts: [(name: String, rows: Int)] = []
  /// What is wrong; empty where all is well.
  public internal(set) var problems: [String] = []
}

extension Store {
  /// Looks through the whole file: whether SQLite can read all of it, whether what refers to something finds it, and
  /// whether the indexes hold what they should.
  public func check() throws -> StoreCheck {
    var check = StoreCheck()
    check.problems = try database.rows("PRAGMA integrity_check") { $0[0] as String }.filter { $0 != "ok" }
    check.problems += try database.rows("PRAGMA foreign_key_check") { row in
      "\(row[0] as String): row \((row[1] as Int?) ?? 0) refers to a row of \(row[2] as String) that is not there"
    }
    let tables: Set<String> = Set(
      try database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0[0] })
    for index in tables.sorted() where index.hasSuffix("_index") && tables.contains(index + "_data") {
      do {
        try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('integrity-check')")
      } catch {
        check.problems.append("\(index): the index is damaged; ingest into a new knowledge base")
      }
      let table = String(index.dropLast("_index".count))
      guard tables.contains(table), tables.contains(index + "_docsize") else { continue }
      let (rows, indexed) = (try count(table), try count(index + "_docsize"))
      if rows != indexed { check.problems.append("\(index): \(indexed) rows for the \(rows) of \(table)") }
    }
    let (problems, events) = try eventProblems()
    check.problems += problems
    for name in ["article", "section", "known_error", "run"] { check.counts.append((name, try count(name))) }
    check.counts.append(("event", events))
    check.counts.append(("incident", try count("incident")))
    return check
  }

  /// What the table of events refers to without a foreign key, and what its index has; and how many events there are.
  private func eventProblems() throws -> (problems: [String], events: Int) {
    var problems: [String] = []
    for (column, table) in [("run_id", "run"), ("wording_id", "wording")] {
      problems += try database.rows(
        SQL(
          stringLiteral:
            "SELECT min(id) FROM event WHERE \(column) NOT IN (SELECT id FROM \(table)) HAVING count(*) > 0")
      ) { row in "event: row \(row[0] as Int) refers to a row of \(table) that is not there" }
    }
    // That it cannot be read was said already.
    let indexed: Int?? = try? database.value(
      "SELECT coalesce(sum(doc), 0) FROM event_term WHERE term LIKE '=%'")
    let events = try eventCount()
    if case .some(.some(let indexed)) = indexed, indexed != events {
      problems.append("event_index: \(indexed) rows for the \(events) of event")
    }
    return (problems, events)
  }

  /// Lines of context are no events.
  private func eventCount() throws -> Int {
    try database.value(
      "SELECT count(*) FROM event WHERE wording_id NOT IN (SELECT id FROM wording WHERE signature_id IS NULL)"
    )
      ?? 0
  }

  /// `table` comes from the schema, and is no input.
  private func count(_ table: String) throws -> Int {
    try database.value(SQL(stringLiteral: "SELECT count(*) FROM \"\(table)\"")) ?? 0
  }
}
