import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// The rows of a query as a table: the column names, then one line per row. `NULL` is `∅`.
func table(_ database: Database, _ sql: SQL) throws -> String {
  var names: [String] = []
  let rows = try database.rows(sql) { row in
    names = (0..<row.count).map(row.name)
    return (0..<row.count).map { row.shown($0)?.replacing("\n", with: "⏎") ?? "∅" }
  }
  if rows.isEmpty { return "(none)" }
  let widths = names.indices.map { column in ([names] + rows).map { $0[column].count }.max() ?? 0 }
  func line(_ cells: [String]) -> String {
    var text = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
      separator: " | ")
    while text.last == " " { text.removeLast() }
    return text
  }
  return
    ([line(names), widths.map { String(repeating: "-", count: $0) }.joined(separator: "-+-")]
    + rows.map(line)).joined(separator: "\n")
}

/// Compares the rows of a query with the expected table.
func expectTable(
  _ store: Store, _ sql: SQL, is expected: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let printed = try table(store.database, sql)
  if let difference = difference(printed, expected) {
    Issue.record(Comment(rawValue: difference), sourceLocation: sourceLocation)
  }
}

/// The text of the schema, in a stable order.
func schema(of database: Database) throws -> String {
  try database.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name") {
    try $0[0] as String
  }
  .map { $0 + ";\n" }.joined(separator: "\n")
}

/// All rows of all tables, including the index's own. Knowledge bases with the same dump have the same
/// content.
func dump(_ database: Database) throws -> String {
  let tables: [String] = try database.rows(
    // An index without positions can only be queried term by term.
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%columnsize = 0%' ORDER BY name"
  ) { try $0[0] }
  var text = ""
  for name in tables where !name.hasSuffix("_term") {
    let rows = try database.rows(SQL(stringLiteral: "SELECT * FROM \"\(name)\"")) {
      row in
      (0..<row.count).map { row.shown($0) ?? "∅" }.joined(separator: "|")
    }
    text += "== \(name)\n" + rows.sorted().joined(separator: "\n") + "\n"
  }
  return text
}

/// The dump without the index segments, which depend on the order of arrival.
func contentDump(_ database: Database) throws -> String { contentDumpOf(try dump(database)) }

/// The same for a dump that was made already.
func contentDumpOf(_ dump: String) -> String {
  dump.split(separator: "== ").filter {
    !$0.contains("_index_data\n") && !$0.contains("_index_idx\n")
  }
  .joined(separator: "== ")
}

/// The number of rows for each term: the content of the full-text index, whatever the shape of its segments.
/// Terms that are numbers of wordings are left out, because they depend on the order of arrival.
func terms(_ store: Store, _ index: String) throws -> [String] {
  try store.database.rows(
    SQL(stringLiteral: "SELECT term, doc, cnt FROM \(index)_term WHERE term NOT LIKE '=%' ORDER BY term")
  ) { row in
    // An index without positions does not count its terms.
    "\(try row[0] as String) \(try row[1] as Int) \(try row[2] as Int? ?? 0)"
  }
}

/// A clock that starts at noon and advances by a minute per call.
func ticking() -> () -> Timestamp {
  var minutes: Int64 = 0
  return {
    defer { minutes += 1 }
    return Timestamp(milliseconds: 1_700_000_000_000 + minutes * 60_000)
  }
}

let signer = Signer()

extension Store {
  /// Ingests paths like the program.
  @discardableResult
  func ingest(_ paths: String...) throws -> IngestReport {
    var ingest = Ingest(into: self, signer: signer)
    return try ingest.run(paths)
  }

  /// The sections found by a word, as `family#slug/row locale`; `?` for an index entry without a section.
  func find(_ word: String) throws -> [String] {
    guard let query = FTSQuery(anyOf: indexing.terms(ofMessage: word).split(separator: " ").map(String.init))
    else { return [] }
    return try database.rows(
      """
      SELECT coalesce(family.slug || '#' || section.slug || iif("row" = '', '', '/' || "row") || ' ' || locale, '?')
      FROM section_index LEFT JOIN section ON section.id = section_index.rowid
      LEFT JOIN article ON article.id = article_id LEFT JOIN family ON family.id = family_id
      WHERE section_index MATCH \(query.expression) ORDER BY 1
      """
    ) { try $0[0] }
  }

  /// Expects that SQLite finds no damage in pages, constraints, references, and the checksums of each index.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let problems: [String] = try database.rows("PRAGMA integrity_check") { try $0[0] }
    #expect(problems == ["ok"], sourceLocation: sourceLocation)
    let orphans: [String] = try database.rows("PRAGMA foreign_key_check") { try $0[0] }
    #expect(orphans == [], sourceLocation: sourceLocation)
    for index in ["section_index", "wording_index", "event_index", "incident_index"] {
      try database.run(SQL(stringLiteral: "INSERT INTO \(index) (\(index)) VALUES ('integrity-check')"))
    }
  }
}

extension IngestReport.Counts {
  /// `added 1 unchanged 2`
  var text: String {
    [("added", added), ("changed", changed), ("unchanged", unchanged), ("removed", removed)]
      .filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
