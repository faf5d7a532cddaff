import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct PruningTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `pruning keeps what was counted`() throws {
    let old = scratch.write(KeepingTests.log, to: "monday.log")
    let new = scratch.write(KeepingTests.log.replacing("2024-03-01", with: "2024-04-01"), to: "april.log")
    _ = try store.recordIncident(
      title: "x", message: "x", signature: signer.signature(of: "x"), knownError: nil, text: "")
    try store.ingest(old, new)
    let tallies = try table(store.database, "SELECT * FROM tally")
    let time = try #require(Timestamp("2024-03-15"))
    let report = try store.prune(before: time)
    #expect(report.events == 2)
    #expect(try table(store.database, "SELECT * FROM tally") == tallies)
    #expect(try store.database.value("SELECT count(DISTINCT run_id) FROM event") == 1)
    #expect(try store.database.value("SELECT count(*) FROM run") == 2)
    #expect(try store.incidentNumbers() == [1])
    #expect(try store.events(withWords: [["31"]], limit: 9).map(\.source.count) == [new.count])
    try store.expectSound()
    #expect(try store.prune(before: time).events == 0)
    let later = try #require(Timestamp("2024-05-01"))
    #expect(try store.prune(before: later).events == 2)
    for name in ["event", "wording"] {
      #expect(try store.database.value(SQL(stringLiteral: "SELECT count(*) FROM \(name)")) == 0)
    }
    #expect(try terms(store, "event") == [])
    #expect(try terms(store, "wording") == [])
    try store.expectSound()
  }
}
