import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Findings of a check of the knowledge base.
struct CheckingTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws {
    store = try Store(now: ticking())
    scratch.write(Depot.english, to: "docs/depot.md")
    scratch.write(RunTests.log, to: "docs/run.log")
    try store.ingest(scratch["docs"])
  }

  @Test func `a sound one has no problems, and its rows are counted`() throws {
    let check = try store.check()
    #expect(check.problems == [])
    let counts = Dictionary(uniqueKeysWithValues: check.counts.map { ($0.name, $0.rows) })
    #expect(counts["article"] == 1)
    #expect(counts["run"] == 1)
    #expect(counts["event"] == 4)
  }

  @Test(
    arguments: [
      ("DELETE FROM section_index_docsize WHERE id = 1", "section_index: "),
      ("UPDATE section_index_data SET block = x'00' WHERE id > 10", "section_index: the index is damaged"),
      ("PRAGMA foreign_keys = OFF; DELETE FROM run", "row 1 refers to a row of run that is not there"),
    ])
  func `what is damaged is said`(damage: String, problem: String) throws {
    try store.database.runScript(damage)
    let problems = try store.check().problems
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test(
    arguments: [
      ("UPDATE event SET line = -5", "values: event.line is -5, which is out of range"),
      ("UPDATE wording SET variables = 9", "wording.text"),
      ("UPDATE tally SET hour = 9223372036854775807", "values: tally.hour is 9223372036854775807"),
      ("UPDATE run SET bytes = -1", "values: run.bytes is -1"),
      ("CREATE TABLE foreign_table (x)", nil),
      ("DROP INDEX run_by_source", "run_by_source: missing"),
      (
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, '_.-/:@=#', '_.-/:@=') WHERE name = 'section_index'
        """, "section_index: not defined as it should be"
      ),
    ] as [(String, String?)])
  func `values and a schema that cannot be are said`(damage: String, problem: String?) throws {
    try store.database.runScript(damage)
    let problems = try store.check().problems
    if let problem {
      #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    } else {
      #expect(problems == [])
    }
  }
}

/// A file that cannot be checked in full is not called damaged.
struct PartialCheckTests {
  private let scratch = Scratch()
  private let path: String

  init() throws {
    path = scratch["casebook.db"]
    scratch.write(Depot.english, to: "docs/depot.md")
    scratch.write(RunTests.log, to: "docs/run.log")
    try Store(path: path, access: .create).ingest(scratch["docs"])
  }

  @Test func `while another process writes, it is busy`() throws {
    let writer = try Database(path: path, access: .write)
    let store = try Store(path: path, access: .write, busyTimeout: 20)
    try writer.transaction {
      try writer.run("UPDATE run SET lines = lines")
      let error = #expect(throws: SQLiteError.self) { try store.check() }
      #expect(error?.kind == .busy)
    }
    #expect(try store.check().problems == [])
  }

  @Test func `what cannot be written is read, and what that leaves out is said`() throws {
    let check = try Store(path: path, access: .read).check()
    #expect(check.problems == [])
    #expect(
      check.unchecked.map { $0.prefix { $0 != ":" } } == [
        "section_index", "wording_index", "event_index", "incident_index",
      ])
  }

  @Test func `damage shows without a write as well`() throws {
    try Database(path: path, access: .write).run("UPDATE section_index_data SET block = x'00' WHERE id > 10")
    #expect(try !Store(path: path, access: .read).check().problems.isEmpty)
  }
}
