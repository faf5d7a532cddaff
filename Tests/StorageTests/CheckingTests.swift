import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// What looking through a knowledge base finds.
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
}
