import CasebookKnowledge
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookService
@testable import CasebookStorage

/// The events of other machines in history, triage and diagnose.
struct SharedTallyTests {
  private let scratch = Scratch()

  private func base() throws -> KnowledgeBase {
    let base = try KnowledgeBase(path: scratch["casebook.db"])
    let log = """
      2026-01-04T10:00:00Z ERROR gate: lantern 7 is out
      2026-01-04T10:00:01Z ERROR gate: lantern 8 is out
      2026-01-04T10:00:02Z ERROR gate: the rope is frayed

      """
    _ = try base.ingest(
      [scratch.write(log, to: "a.log")], runs: RunOptions(labels: [RunLabel(name: "env", value: "prod")]))
    return base
  }

  private func take(
    _ base: KnowledgeBase, _ rows: [(origin: String, sample: String, events: Int, labels: String)]
  )
    throws
  {
    var taking = SharedTaking(base.store, base.signer, from: "a hub")
    try taking.take(
      rows.compactMap { row in
        let fingerprint = base.signer.signature(of: row.sample).fingerprint.description
        return SharedDay(
          origin: row.origin, fingerprint: fingerprint, day: "20458", labels: row.labels,
          events: String(row.events), first: "1767600000000", last: "1767603600000", sample: row.sample)
      })
    try taking.finish([:])
  }

  private let ann = "00000000000000aa"
  private let bob = "00000000000000bb"

  private func filled() throws -> KnowledgeBase {
    let base = try base()
    try take(
      base,
      [
        (ann, "lantern 3 is out", 5, #"{"env":"test"}"#), (bob, "lantern 4 is out", 2, #"{"env":"prod"}"#),
        (bob, "the sail is wet", 9, "{}"),
      ])
    return base
  }

  @Test func `the history counts what others counted, and says who did`() throws {
    let base = try filled()
    let errors = try base.history()
    #expect(
      errors.map { "\($0.count) \($0.runs.count) \($0.template)" } == [
        "9 1 lantern <num> is out", "9 0 the sail is wet", "1 1 the rope is frayed",
      ])
    let lantern = try #require(errors.first { $0.template.hasPrefix("lantern") })
    #expect(lantern.machines == [OriginCount(origin: ann, events: 5), OriginCount(origin: bob, events: 2)])
    #expect(lantern.days == [20_457: 2, 20_458: 7])
    var filter = HistoryFilter()
    filter.labels = [RunLabel(name: "env", value: "prod")]
    #expect(try base.history(filter).map(\.count) == [4, 1])
    filter.labels = []
    filter.until = Timestamp(milliseconds: 20_457 * 86_400_000)
    #expect(try base.history(filter).map(\.count) == [2, 1])
    #expect(try base.history(filter).allSatisfy { $0.machines.isEmpty })
  }

  @Test func `triage lists what only others had, with their message`() throws {
    let base = try filled()
    let (errors, total) = try base.triage(limit: 10)
    #expect(total == 3)
    #expect(errors.contains { $0.message == "the sail is wet" && $0.event == nil })
  }

  @Test func `the errors are added up by label and by machine`() throws {
    let base = try filled()
    func groups(_ grouping: HistoryGrouping, _ filter: HistoryFilter = HistoryFilter()) throws -> [String] {
      try base.historyGroups(by: grouping, filter).map { "\($0.count) \($0.messages) \($0.name)" }
    }
    #expect(try groups(.label) == ["9 1 ", "5 2 env=prod", "5 1 env=test"])
    #expect(try groups(.origin) == ["11 2 \(bob)", "5 1 \(ann)", "3 2 "])
    let lantern = try #require(try base.history().first { $0.template.hasPrefix("lantern") })
    #expect(
      try base.historyGroups(by: .label, HistoryFilter(), of: lantern).map { "\($0.count) \($0.name)" }
        == ["5 env=test", "4 env=prod"])
  }

  @Test func `a diagnosis says how often others saw the error`() throws {
    let base = try filled()
    let incident = try #require(try base.record("lantern 1 is out"))
    _ = try base.resolve(incident.number, "refilled the oil")
    let outcome = try base.diagnose(Array("lantern 2 is out".utf8))
    let history = try #require(outcome.candidates.first?.history)
    #expect(history.seen == 10)
    #expect(history.shared?.summary == "7 on 2 other machines (00000000, 00000000)")
  }

  @Test func `of two lessons about a message the last one rules`() throws {
    scratch.write(
      """
      # Trouble in the harbour

      ## Lantern cannot be lit

      Refill the oil.

      ## Wick cannot be cut

      Cut the wick.
      """, to: "articles/harbour.md")
    let (ann, bob) = (
      try KnowledgeBase(path: scratch["ann.db"]), try KnowledgeBase(path: scratch["bob.db"])
    )
    for base in [ann, bob] { _ = try base.ingest([scratch["articles"]]) }
    let known = try ann.store.knownErrors()
    let oil = try #require(known.first { $0.slug == "lantern-cannot-be-lit" })
    let wick = try #require(known.first { $0.slug == "wick-cannot-be-cut" })
    _ = try ann.learn("no light at the pier", as: oil, author: "ann")
    _ = try bob.learn("no light at the pier", as: wick, author: "bob")
    var options = SyncOptions(author: "someone")
    options.makesFolder = true
    let place = try SyncPlace(scratch["team"])
    #expect(try ann.sync(place, options).contradictions == [])
    let report = try bob.sync(place, options)
    #expect(report.contradictions.map(\.lesson.author) == ["ann"])
    #expect(report.contradictions.map(\.later.author) == ["bob"])
    #expect(try ann.sync(place, options).contradictions.count == 1)
    #expect(try ann.sync(place, options).contradictions == [])
    for base in [ann, bob] {
      #expect(try base.lessons().map { $0.overruledBy != nil } == [true, false])
      let outcome = try base.diagnose(Array("no light at the pier".utf8))
      #expect(outcome.candidates.first { $0.verdict == .exact }?.id == wick)
      #expect(!outcome.candidates.contains { $0.verdict == .exact && $0.id == oil })
    }
    // Without the last one, the one before rules again.
    let last = try #require(try ann.lessons().last)
    _ = try ann.undo(last.number, author: "ann")
    #expect(try ann.lessons().map { $0.overruledBy != nil } == [false, false, false])
  }
}
