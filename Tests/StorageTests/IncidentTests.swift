import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct IncidentTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws {
    store = try Store(now: ticking())
    try store.ingest(scratch.write(Depot.english, to: "depot.md"))
  }

  @Test func `a timeline is kept in order, with times and known errors`() throws {
    let number = try record("ParcelRefused: weight 31 kg is over the limit", as: refused)
    #expect(try store.addEntry(to: number, .tried, text: "swept", knownError: refused))
    #expect(try store.addEntry(to: number, .note, text: "the shelf looks full"))
    #expect(try store.addEntry(to: number, .resolved, text: "cleared it", knownError: full))
    try expectTable(
      store,
      """
      SELECT kind, text, known_error FROM incident_entry ORDER BY time
      """,
      is: """
        kind     | text                 | known_error
        ---------+----------------------+-----------------------------------------
        recorded | seen at the gate     | troubleshoot-the-depot#parcel-is-refused
        tried    | swept                | troubleshoot-the-depot#parcel-is-refused
        note     | the shelf looks full | ∅
        resolved | cleared it           | troubleshoot-the-depot#shelf-errors/507
        """)
    let incident = try #require(try store.incident(number))
    #expect(incident.state == .resolved)
    #expect(incident.knownError == full)
  }

  @Test func `the last entry that opens or closes decides the state`() throws {
    let number = try record("ParcelRefused", as: refused)
    func state(after kind: Incident.TimelineEntry.EntryKind) throws -> Incident.IncidentState? {
      #expect(try store.addEntry(to: number, kind, text: ""))
      return try store.incident(number)?.state
    }
    #expect(try store.incident(number)?.state == .open)
    #expect(try state(after: .note) == .open)
    #expect(try state(after: .resolved) == .resolved)
    #expect(try state(after: .note) == .resolved)
    #expect(try state(after: .tried) == .resolved)
    #expect(try state(after: .reopened) == .open)
    #expect(try state(after: .resolved) == .resolved)
  }

  @Test func `events count where their message is one that the article shows`() throws {
    try store.ingest(scratch.write(RunTests.log, to: "monday.log"))
    let history = try store.history(of: refused)
    #expect(history.seen == 2)
    #expect(history.lastSeen?.description == "2024-03-01T10:00:04Z")
  }

  @Test func `search finds an incident by what each entry said`() throws {
    let number = try record("ParcelRefused: weight 31 kg")
    let other = try record("sweep failed")
    func find(_ word: String) throws -> [Int] {
      let terms = store.indexing.terms(ofMessage: word).split(separator: " ").map(String.init)
      return try store.incidents(withAnyOf: terms, limit: 9).map(\.number)
    }
    #expect(try find("gate") == [other, number])
    for (kind, word) in [
      (Incident.TimelineEntry.EntryKind.note, "forklift"), (.tried, "broom"), (.resolved, "shovel"),
      (.reopened, "avalanche"),
    ] {
      #expect(try find(word) == [])
      #expect(try store.addEntry(to: number, kind, text: "the \(word)"))
      #expect(try find(word) == [number])
      #expect(try find("gate").sorted() == [number, other])
    }
    try store.expectSound()
    #expect(
      try store.database.value("SELECT cnt FROM incident_term WHERE term = 'gate'") == 2, "each is in it once"
    )
  }

  @Test func `an entry for an incident that there is not stores nothing`() throws {
    let before = try dump(store.database)
    #expect(try !store.addEntry(to: 7, .note, text: "x"))
    #expect(try store.incident(7) == nil)
    #expect(try dump(store.database) == before)
  }

  @Test func `incidents with a signature are found, the latest first`() throws {
    let first = try record("ParcelRefused: weight 31 kg is over the limit")
    let second = try record("ParcelRefused: weight 99 kg is over the limit")
    _ = try record("ParcelRefused: no such street")
    let fingerprint = signer.signature(of: "ParcelRefused: weight 5 kg is over the limit").fingerprint
    #expect(try store.incidents(withSignature: fingerprint, limit: 9).map(\.number) == [second, first])
    #expect(try store.incidents(withSignature: fingerprint, limit: 1).map(\.number) == [second])
    #expect(try store.fingerprint(ofIncident: first) == fingerprint)
  }

  @Test func `incidents that share rare words of a message are found`() throws {
    let number = try record("ParcelRefused: weight 31 kg is over the limit")
    #expect(try store.incidents(like: "a parcel was refused: ParcelRefused", limit: 9) == [number])
    #expect(try store.incidents(like: "nothing in common", limit: 9).isEmpty)
    #expect(try store.incidents(like: "", limit: 9).isEmpty)
  }
}
