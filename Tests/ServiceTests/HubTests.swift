import CasebookKnowledge
import CasebookPostgres
import Glibc
import ScratchKit
import Testing

@testable import CasebookService
@testable import CasebookStorage

private let hub = getenv("CASEBOOK_HUB").map { String(cString: $0) }

/// Machines and a hub. The database, which must be an empty hub, is in `CASEBOOK_HUB`; `script/check-hub` makes one.
@Suite(.enabled(if: hub != nil, "no CASEBOOK_HUB; run script/check-hub"), .serialized)
struct HubTests {
  private let scratch = Scratch()

  private func machine(_ name: String, skew: Int64 = 0) throws -> KnowledgeBase {
    let start = Timestamp.now().milliseconds + skew
    let calls = Calls()
    return try KnowledgeBase(
      path: scratch[name + ".db"], now: { Timestamp(milliseconds: start + calls.next()) })
  }

  private final class Calls {
    private var count: Int64 = 0
    func next() -> Int64 {
      count += 1
      return count
    }
  }

  @discardableResult
  private func sync(_ base: KnowledgeBase, acceptingForgets: Bool = false) throws -> SyncReport {
    var options = SyncOptions(author: "someone")
    options.acceptsForgets = acceptingForgets
    let report = try base.sync(SyncPlace(try #require(hub)), options)
    if let unsent = report.unsent { throw unsent }
    return report
  }

  /// All that the hub has, as one text.
  private func everything() throws -> String {
    let connection = try PostgresConnection(
      PostgresPlace(try #require(hub)), Patience(limit: 30_000) { false })
    var text = ""
    try connection.run("SELECT * FROM casebook.entry") { row in
      text += row.map { $0 ?? "∅" }.joined(separator: "|") + "\n"
      return true
    }
    return text
  }

  @Test func `clocks that are a day apart end in the same incidents`() throws {
    let machines = [
      try machine("ann", skew: -86_000_000), try machine("bob"), try machine("cem", skew: 86_000_000),
    ]
    let number = try #require(try machines[0].record("the mill is stuck", by: Attribution(author: "ann")))
    for base in machines { try sync(base) }
    for (turn, base) in machines.enumerated() {
      let known = try #require(try base.incidents().first { $0.title == "the mill is stuck" }?.number)
      _ = try base.note(known, "turn \(turn)")
      if turn == 1 { _ = try base.resolve(known, "cleared the race", by: Attribution(author: "bob")) }
      try sync(base)
    }
    for base in machines + machines { try sync(base) }
    let rows = try machines.map { try $0.store.foldedRows() }
    #expect(rows[0] == rows[1])
    #expect(rows[1] == rows[2])
    #expect(try machines[0].incident(number.number)?.resolution?.text == "cleared the race")
    for base in machines { #expect(try sync(base).isNothing) }
  }

  @Test func `random histories through a hub end equal, and nothing is lost`() throws {
    var random = SystemRandomNumberGenerator()
    let machines = try (0..<4).map { try machine("m\($0)", skew: .random(in: -86_400_000...86_400_000)) }
    for turn in 0..<60 {
      let base = try #require(machines.randomElement(using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        _ = try base.record("random \(turn)")
      case 2:
        if let incident = try base.incidents().randomElement(using: &random) {
          _ = try base.note(incident.number, "note \(turn)")
        }
      case 3:
        if let incident = try base.incidents().randomElement(using: &random) {
          _ = try base.forgetIncident(incident.number, reason: "", by: Attribution())
        }
      default: try sync(base, acceptingForgets: true)
      }
    }
    for base in machines + machines + machines { try sync(base, acceptingForgets: true) }
    let rows = try machines.map { try $0.store.foldedRows() }
    for other in rows.dropFirst() { #expect(other == rows[0]) }
    for base in machines {
      #expect(try sync(base).isNothing)
      #expect(try base.store.rebuildFolds() == 0)
    }
  }

  @Test func `an article that a person wrote answers on the other machine, in its newest version`() throws {
    let ann = try machine("ann")
    let bob = try machine("bob")
    let id = try #require(KnownErrorID("local#stuck-winch"))
    for text in ["oil it", "grease it"] {
      _ = try ann.store.writeResolution(
        slug: "stuck-winch", locale: .english, markdown: "# The winch is stuck\n\nTurn it off, \(text).\n")
      try sync(ann)
      try sync(bob)
      #expect(try bob.resolution(of: id)?.resolution.markdown.contains(text) == true)
    }
    try expectSame(ann, bob)
  }

  private func expectSame(_ a: KnowledgeBase, _ b: KnowledgeBase) throws {
    #expect(try a.store.foldedRows() == b.store.foldedRows())
  }

  /// Older rules may have missed a secret that today's rules find.
  @Test func `a secret that older rules stored does not leave the machine`() throws {
    let ann = try machine("ann")
    let bob = try machine("bob")
    _ = try ann.record("the gate asks for a word")
    let last = try #require(try ann.store.journalState().values.first)
    let key = EntryKey(origin: last.origin, index: last.last + 1)
    var body = EntryBody(Attribution(author: "ann"), now: .now())
    body.title = "planted"
    body.message = "curl -H 'Authorization: Bearer ghp_0123456789abcdefghijABCDEFGHIJ012345' failed"
    try ann.store.insert(JournalEntry(key: key, time: .now(), kind: .recorded, body: body.json.description))
    try sync(ann)
    try sync(bob)
    #expect(try !everything().contains("ghp_0123456789"))
    #expect(try everything().contains(key.origin))
    let arrived = try #require(try bob.store.entry(key))
    #expect(arrived.isRedacted)
    #expect(arrived.body?.title == "planted")
    #expect(try sync(ann).isNothing)
  }

  @Test func `two files that went on from one keep both histories`() throws {
    let ann = try machine("ann")
    for text in ["one", "two", "three"] { _ = try ann.record("fork \(text)") }
    let kept = try Array(ann.store.journalState().values)
    let origin = try #require(kept.first?.origin)
    // A restored backup does this: it gives another entry a name that the hub knows.
    try sync(ann)
    let other = try machine("other")
    try sync(other)
    var body = EntryBody(Attribution(author: "eve"), now: .now())
    (body.title, body.message) = ("fork of others", "fork of others")
    let key = EntryKey(origin: origin, index: 4)
    _ = try other.store.take([
      JournalEntry(key: key, time: .now(), kind: .recorded, body: body.json.description)
    ])
    try sync(other)
    _ = try ann.record("fork of ann")
    let report = try sync(ann)
    #expect(report.renamed == 1)
    #expect(report.problems == [])
    try sync(other)
    let titles = Set(try other.incidents().map(\.title).filter { $0.hasPrefix("fork") })
    #expect(titles == ["fork one", "fork two", "fork three", "fork of others", "fork of ann"])
    #expect(try ann.store.foldedRows() == other.store.foldedRows())
  }
}

extension SyncReport {
  fileprivate var isNothing: Bool { taken + written + renamed + forgotten + blanked == 0 && problems.isEmpty }
}
