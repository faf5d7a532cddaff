import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Which incidents a filter finds.
struct IncidentFilterTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws {
    store = try Store(now: ticking())
    try store.ingest(scratch.write(Depot.english, to: "depot.md"))
    for (message, day, author, severity, label) in [
      ("the lantern is out", 1, "ann", Incident.IncidentSeverity.low, "env=prod"),
      ("the rope is torn", 2, "bob", .high, "env=test"),
      ("the lantern is broken", 3, "ann", .high, "env=prod"),
    ] {
      let parts = label.split(separator: "=").map(String.init)
      _ = try store.recordIncident(
        title: message, message: message, signature: signer.signature(of: message), knownError: nil, text: "",
        severity: severity, labels: [RunLabel(name: parts[0], value: parts[1])],
        by: Attribution(author: author, time: Timestamp(year: 2026, month: 1, day: day)))
    }
    _ = try store.addEntry(
      to: 2, .resolved, text: "spliced it", knownError: refused,
      by: Attribution(author: "Cem", time: Timestamp(year: 2026, month: 1, day: 2, hour: 3)))
  }

  private func found(limit: Int = 9, _ set: (inout IncidentFilter) -> Void) throws -> [Int] {
    var filter = IncidentFilter()
    set(&filter)
    return try store.incidents(filter, limit: limit).incidents.map(\.number)
  }

  @Test func `each part of a filter counts`() throws {
    #expect(try found { _ in } == [3, 2, 1])
    #expect(try found { $0.state = .open } == [3, 1])
    #expect(try found { $0.state = .resolved } == [2])
    #expect(try found { $0.since = Timestamp(year: 2026, month: 1, day: 2) } == [3, 2])
    #expect(try found { $0.until = Timestamp(year: 2026, month: 1, day: 2) } == [1])
    #expect(try found { $0.severity = .high } == [3, 2])
    #expect(try found { $0.labels = [RunLabel(name: "env", value: "prod")] } == [3, 1])
    #expect(try found { $0.knownError = refused } == [2])
    #expect(try found { $0.author = "cem" } == [2])
    #expect(try found { $0.author = "ann" } == [3, 1])
    #expect(try found { $0.words = "lantern" } == [3, 1])
    #expect(try found { $0.words = "Lantern broken" } == [3])
    #expect(try found { $0.words = "spliced" } == [2])
    #expect(try found { $0.words = "\" ( * ^ ' lantern" } == [3, 1])
    #expect(try found { $0.words = "&&&" } == [])
    #expect(
      try found {
        $0.author = "ann"
        $0.severity = .high
      } == [3])
  }

  @Test func `a limit cuts the list and not the count`() throws {
    let (incidents, total) = try store.incidents(IncidentFilter(), limit: 2)
    #expect(incidents.map(\.number) == [3, 2])
    #expect(total == 3)
  }

  @Test func `a merged incident is found by what was said about either`() throws {
    #expect(try store.merge(1, 2))
    #expect(try found { $0.author = "Cem" } == [1])
    #expect(try found { $0.author = "bob" } == [1])
    #expect(try found { _ in } == [3, 1])
  }

  @Test func `an incident that was resolved says how long that took`() throws {
    #expect(try store.incident(2)?.took == 10_800)
    #expect(try store.incident(1)?.took == nil)
    #expect(try store.database.value("SELECT took FROM incident WHERE title = 'the rope is torn'") == 10_800)
  }
}
