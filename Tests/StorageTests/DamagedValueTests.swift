import CasebookIngest
import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import Glibc
import ScratchKit
import Testing

@testable import CasebookStorage

/// Values in a file that Casebook did not write: each is an error that names table and column.
struct DamagedValueTests {
  private let scratch = Scratch()
  private let path: String

  init() throws {
    path = scratch["casebook.db"]
    let store = try Store(path: path, access: .create, now: ticking())
    scratch.write(Depot.english, to: "docs/depot.md")
    scratch.write(RunTests.log, to: "docs/run.log")
    try store.ingest(scratch["docs"])
    _ = try store.recordIncident(
      title: "Monday", message: "ParcelRefused", signature: signer.signature(of: "ParcelRefused"),
      knownError: nil, text: "")
  }

  /// The error from using the damaged file.
  private func complaint(_ damage: String, _ use: (Store) throws -> Void) throws -> String? {
    try Database(path: path, access: .write).runScript("PRAGMA ignore_check_constraints = ON; " + damage)
    do {
      try use(try Store(path: path, access: .write))
      return nil
    } catch {
      let said =
        "\((error as? SQLiteError).map { StoreError($0, path: path) } ?? StoreError(error, path: path))"
      return said.replacing(path, with: "PATH")
    }
  }

  private static let extremes = ["9223372036854775807", "-9223372036854775808"]

  @Test(
    arguments: [
      "event.line", "event.more", "event.time", "event.run_id", "event.wording_id", "wording.variables",
      "tally.events", "tally.hour", "tally.first", "tally.last", "tally.sample", "run.lines", "run.bytes",
      "run.started", "run.first_event", "run.ingested", "section.line", "incident_entry.said",
    ], extremes)
  func `a number at the end of the integers is damage`(column: String, value: String) throws {
    let parts = column.split(separator: ".")
    let said = try complaint("UPDATE \(parts[0]) SET \(parts[1]) = \(value)") { store in
      let problems = try store.check().problems
      #expect(
        problems.contains { $0.contains("\(column) is \(value)") || $0.contains("event: row ") },
        "\(problems)")
      // Reading events and counts must end with an error and never trap.
      for number in Int64(1)...5 {
        _ = try? store.event(number)
        _ = try? store.context(of: number)
      }
      _ = try? store.ingest(scratch["docs"])
      try store.forEachTally { _ in }
    }
    #expect(said == nil || said?.contains("the file is damaged (") == true, "\(said ?? "")")
  }

  @Test(arguments: extremes) func `a section with such a number`(value: String) throws {
    let damage = "UPDATE section SET id = \(value) WHERE id = 3"
    let said = try complaint(damage) { try $0.forEachTextOfSections() }
    #expect(said?.hasPrefix("PATH: the file is damaged (") == true, "\(said ?? "")")
    #expect(said?.contains("section") == true)
    #expect(said?.contains(" is \(value), which is out of range") == true)
  }

  @Test(arguments: [
    (
      "UPDATE wording SET text = 'no masks', variables = 2",
      "wording.text has not as many masks as there are values"
    ),
    ("UPDATE wording SET level = 'loud'", "wording.level has a word that is not one of its words"),
    ("UPDATE event SET line = -1", "event.line is -1, which is out of range"),
  ])
  func `an event that cannot be`(damage: String, what: String) throws {
    let said = try complaint(damage) { store in for number in Int64(1)...5 { _ = try store.event(number) } }
    #expect(said?.hasPrefix("PATH: the file is damaged (\(what))") == true, "\(said ?? "")")
  }

  @Test func `a log that grew is read anew where the row about it is damaged`() throws {
    let lines = Array(repeating: "1", count: 18).joined(separator: ",")
    let numbers =
      "{\"first_event\":1,\"lines\":9223372036854775807,\"first_lines\":[\(lines)],\"start\":-9223372036854775808}"
    let said = try complaint("UPDATE run SET resume = '\(numbers)'") { store in
      scratch.write(RunTests.log + RunTests.log, to: "docs/run.log")
      let report = try store.ingest(scratch["docs"])
      #expect(report.runs.text == "changed 1")
      #expect(report.lines == 18)
      try store.expectSound()
    }
    #expect(said == nil)
  }

  @Test(arguments: [
    ("replace(sql, 'ascii', 'asxii')", "section_index: not defined as it should be"),
    ("replace(sql, 'tokenchars', 'tokenchers')", "section_index: not defined as it should be"),
  ])
  func `a schema that says something else`(change: String, what: String) throws {
    let damage = """
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = \(change) WHERE name = 'section_index';
      PRAGMA writable_schema = RESET
      """
    let said = try complaint(damage) { _ = try $0.sections(withAnyOf: ["parcel"], limit: 3) }
    #expect(said?.hasPrefix("PATH: the file is damaged (\(what))") == true, "\(said ?? "no complaint")")
  }

  @Test func `a version that the schema is not of`() throws {
    let said = try complaint("PRAGMA user_version = 3") { _ in }
    #expect(said?.hasPrefix("PATH: the file is damaged (") == true, "\(said ?? "no complaint")")
    let none = try complaint("PRAGMA user_version = -3") { _ in }
    #expect(
      none?.hasPrefix("PATH: the file is damaged (user_version is -3)") == true, "\(none ?? "no complaint")")
  }

  @Test func `a defect of the program is not blamed on the file`() throws {
    let said = try complaint("") { try $0.database.run("SELEKT 1") }
    #expect(said?.contains("damaged") == false, "\(said ?? "no complaint")")
  }

  @Test func `times far from today are stored and shown`() throws {
    let log = """
      1969-12-31T23:59:58.250Z ERROR depot: gate 1 fell
      2038-01-19T03:14:08Z ERROR depot: gate 1 fell
      2107-06-01T00:00:00Z ERROR depot: gate 1 fell

      """
    let store = try Store(path: path, access: .write)
    try store.ingest(scratch.write(log, to: "far.log"))
    var days: [Int64] = []
    try store.forEachTally { if $0.run == 2 { days.append($0.day) } }
    #expect(days == [-1, 24855, 50189])
    #expect(try store.check().problems == [])
  }

  @Test func `a clock that jumps back leaves the timeline in its order`() throws {
    var times = [5_000, 4_000, -1_500, 6_000].map { Timestamp(milliseconds: $0) }
    let store = try Store(now: { times.isEmpty ? Timestamp(milliseconds: 0) : times.removeFirst() })
    let number = try store.recordIncident(
      title: "Monday", message: "x", signature: signer.signature(of: "x"), knownError: nil, text: "one")
    for (text, kind) in [
      ("two", Incident.TimelineEntry.EntryKind.note), ("three", .resolved), ("four", .reopened),
    ] {
      _ = try store.addEntry(to: number, kind, text: text)
    }
    let incident = try #require(try store.incident(number))
    #expect(incident.timeline.map(\.text) == ["one", "two", "three", "four"])
    #expect(
      incident.timeline.map { $0.time.wholeSecond.description }.sorted() == [
        "1969-12-31T23:59:58Z", "1970-01-01T00:00:04Z", "1970-01-01T00:00:05Z", "1970-01-01T00:00:06Z",
      ])
    #expect(incident.state == .open)
  }
}

extension Store {
  fileprivate func forEachTextOfSections() throws {
    try database.forEachRow("SELECT id FROM section") { _ = try candidates([try $0[0]]) }
  }
}
