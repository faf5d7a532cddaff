import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// How resolutions fared, as diagnoses report it.
struct HistoryTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws {
    store = try Store(now: ticking())
    try store.ingest(scratch.write(Depot.english, to: "depot.md"))
  }

  private func history(_ id: KnownErrorID) throws -> String {
    let history = try store.history(of: id)
    return "seen \(history.seen) last \(history.lastSeen.map { "\($0)".dropFirst(14).prefix(2) } ?? "-") "
      + "worked \(history.worked) failed \(history.failed)"
  }

  @Test func `history counts what worked and what failed`() throws {
    #expect(try history(refused) == "seen 0 last - worked 0 failed 0")
    let number = try record("ParcelRefused", as: refused)
    #expect(try history(refused) == "seen 1 last 13 worked 0 failed 0")
    _ = try store.addEntry(to: number, .resolved, text: "swept", knownError: refused)
    #expect(try history(refused) == "seen 1 last 13 worked 1 failed 0")
    _ = try store.addEntry(to: number, .reopened, text: "again")
    #expect(try history(refused) == "seen 1 last 15 worked 0 failed 1")
    _ = try store.addEntry(to: number, .resolved, text: "swept harder", knownError: refused)
    #expect(try history(refused) == "seen 1 last 15 worked 1 failed 1")
  }

  @Test func `an incident that something else resolved counts for that`() throws {
    let number = try record("ParcelRefused", as: refused)
    _ = try store.addEntry(to: number, .tried, text: "swept", knownError: refused)
    _ = try store.addEntry(to: number, .tried, text: "swept again", knownError: refused)
    _ = try store.addEntry(to: number, .resolved, text: "cleared", knownError: full)
    #expect(try history(refused) == "seen 0 last - worked 0 failed 1")
    #expect(try history(full) == "seen 1 last 13 worked 1 failed 0")
  }

  @Test func `a resolution that was put right counts once`() throws {
    let number = try record("ParcelRefused")
    _ = try store.addEntry(to: number, .resolved, text: "swept", knownError: refused)
    _ = try store.addEntry(to: number, .resolved, text: "no, it was the shelf", knownError: full)
    _ = try store.addEntry(to: number, .resolved, text: "sure", knownError: full)
    #expect(try history(refused) == "seen 0 last - worked 0 failed 0")
    #expect(try history(full) == "seen 1 last 13 worked 1 failed 0")
  }
}
