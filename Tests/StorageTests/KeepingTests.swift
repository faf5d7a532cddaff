import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Which parts of a log are kept, how little space they take, and how a growing log continues.
struct KeepingTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  private func ingest(_ path: String, _ options: RunOptions, into store: Store? = nil) throws -> IngestReport
  {
    var ingest = Ingest(into: store ?? self.store, signer: signer, runs: options)
    return try ingest.run([path])
  }

  /// The stored messages with their lines.
  private func messages(_ store: Store) throws -> [String] {
    var messages: [(Int, String)] = []
    guard let last: Int64 = try store.database.value("SELECT max(id) FROM event") else { return [] }
    try store.forEachEvent(0...last) { event in
      messages.append(
        (event.line, "\(event.line)\(event.signature == nil ? "~" : ":") \(event.wording.message)"))
    }
    return messages.sorted { $0.0 < $1.0 }.map(\.1)
  }

  static let log = """
    2024-03-01T10:00:00Z INFO depot: open
    2024-03-01T10:00:01Z INFO depot: parcel 1 of 7 is here
    2024-03-01T10:00:02Z INFO depot: parcel 2 of 7 is here
    2024-03-01T10:00:03Z WARNING belt: slow, 12 parcels behind
    2024-03-01T10:00:04Z INFO depot: parcel 3 of 7 is here
    2024-03-01T10:00:05Z ERROR depot: ParcelRefused: weight 31 kg is over the limit
    2024-03-01T10:00:06Z INFO depot: parcel 4 of 7 is here
    2024-03-01T10:00:07Z INFO depot: parcel 5 of 7 is here
    2024-03-01T10:00:08Z INFO depot: closed

    """

  @Test func `what is kept is chosen`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    func kept(_ kept: KeptEvents, context: Int = 0) throws -> [String] {
      let store = try Store()
      _ = try ingest(path, RunOptions(kept: kept, context: context), into: store)
      try store.expectSound()
      return try messages(store).map { String($0.prefix(24)) }
    }
    #expect(try kept(.errors) == ["6: ParcelRefused: weight"])
    #expect(try kept(.warnings) == ["4: slow, 12 parcels behi", "6: ParcelRefused: weight"])
    #expect(
      try kept(.all).map { $0.prefix { $0 != " " } } == [
        "1:", "2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:",
      ])
    #expect(
      try kept(.warnings, context: 1).map { $0.prefix { $0 != " " } } == ["3~", "4:", "5~", "6:", "7~"])
    #expect(
      try kept(.errors, context: 2).map { $0.prefix { $0 != " " } } == ["4~", "5~", "6:", "7~", "8~"])
  }

  @Test func `the lines around an event are told in their order`() throws {
    _ = try ingest(scratch.write(Self.log, to: "monday.log"), RunOptions(context: 2))
    let event = try #require(try store.events(withWords: [["parcelrefus"]], limit: 1).first)
    #expect(
      try store.context(of: Int64(event.number)).map { "\($0.number) \($0.text.suffix(14))" } == [
        "2 1 of 7 is here", "3 2 of 7 is here", "5 3 of 7 is here", "7 4 of 7 is here", "8 5 of 7 is here",
      ])
    #expect(try store.context(of: Int64(event.number), lines: 1).map(\.number) == [5, 7])
  }

  @Test func `lines of a private key are no context`() throws {
    let text = """
      2024-03-01T10:00:00Z INFO depot: open
      -----BEGIN RSA PRIVATE KEY-----
      FAKEFAKEFAKEFAKEFAKEFAKE
      FAKEFAKEFAKEFAKEFAKEFAKE
      -----END RSA PRIVATE KEY-----
      2024-03-01T10:00:01Z ERROR depot: burns
      -----BEGIN RSA PRIVATE KEY-----
      FAKEFAKEFAKEFAKEFAKEFAKE
      """
    for kept in [KeptEvents.warnings, .all] {
      let store = try Store()
      _ = try ingest(scratch.write(text, to: "keys.log"), RunOptions(kept: kept), into: store)
      #expect(try messages(store).contains { $0.contains("burns") })
      #expect(try messages(store).allSatisfy { !$0.contains("FAKE") })
    }
  }

  @Test func `a line with a known signature is kept whatever its level`() throws {
    _ = try store.recordIncident(
      title: "x", message: "x", signature: signer.signature(of: "parcel 9 of 7 is here"), knownError: nil,
      text: "")
    _ = try ingest(scratch.write(Self.log, to: "monday.log"), RunOptions(kept: .errors, context: 0))
    #expect(
      try messages(store).map { $0.prefix { $0 != " " } } == ["2:", "3:", "5:", "6:", "7:", "8:"])
    #expect(
      try store.database.value(
        "SELECT sum(events) FROM tally JOIN signature ON signature.id = signature_id WHERE template GLOB 'parcel*'"
      ) == 5)
  }

  @Test func `repeats of one error share their wording and are found by what varies`() throws {
    let text = (0..<5000).map {
      "2024-03-01T10:00:01Z ERROR depot: ParcelRefused: weight \($0 % 97) kg, request req-\($0) of shelf-\($0 % 7).example\n"
    }.joined()
    _ = try ingest(scratch.write(text, to: "monday.log"), RunOptions())
    #expect(try store.database.value("SELECT count(*) FROM wording") == 1)
    #expect(try store.database.value("SELECT count(*) FROM event") == 5000)
    func lines(_ words: String...) throws -> [Int] {
      try store.events(withWords: words.map { [$0] }, limit: 3).map(\.lines.lowerBound)
    }
    #expect(try lines("req-4711") == [4712])
    #expect(try lines("parcelrefus", "req-4711").first == 4712)
    #expect(try lines("shelf-3.example").count == 3)
    #expect(try lines("parcelrefus") == [5000, 4999, 4998])
    #expect(try lines("nothing").isEmpty)
    #expect(try size(store) - size(Store()) < text.utf8.count)
    try store.expectSound()
  }

  private func size(_ store: Store) throws -> Int {
    try store.database.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
  }

  @Test func `older events are left out, and a wider ingest brings them in`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    let since = try #require(Timestamp("2024-03-01T10:00:05Z"))
    #expect(try ingest(path, RunOptions(since: since)).events == 1)
    #expect(try ingest(path, RunOptions(since: since)).runs.text == "unchanged 1")
    #expect(try ingest(path, RunOptions()).runs.text == "changed 1")
    #expect(try messages(store).count { $0.contains(": ") && !$0.contains("~") } == 2)
    #expect(try ingest(path, RunOptions(since: since)).runs.text == "unchanged 1")
    #expect(try ingest(path, RunOptions(kept: .errors)).runs.text == "unchanged 1")
    #expect(try ingest(path, RunOptions(kept: .all)).runs.text == "changed 1")
    #expect(try ingest(path, RunOptions()).runs.text == "unchanged 1")
    #expect(try store.database.value("SELECT count(*) FROM event") == 9)
    #expect(try store.database.value("SELECT sum(events) FROM tally") == 2)
    try store.expectSound()
  }

  @Test func `labels are kept with the run, also where it is stored already`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    let labels = [RunLabel(name: "env", value: "prod"), RunLabel(name: "team", value: "a=b")]
    _ = try ingest(path, RunOptions(labels: labels))
    _ = try ingest(path, RunOptions(labels: [RunLabel(name: "env", value: "test")]))
    try expectTable(
      store, "SELECT run_id, name, value FROM run_label",
      is: """
        run_id | name | value
        -------+------+------
        1      | env  | test
        1      | team | a=b
        """)
  }

  private static let growing = """
    2024-03-01T10:00:00Z INFO depot: open
    2024-03-01T10:00:01Z ERROR depot: sweep 7 failed
    Traceback (most recent call last):
      File "depot.py", line 7, in sweep
    ValueError: broom 3 is broken
    plain line without a time
    2024-03-01T10:00:02Z WARNING belt: slow, 12 behind
    2024-03-02T00:00:01Z ERROR depot: ParcelRefused: weight 31 kg
    2024-03-02T00:00:02.000000000Z stderr P half of a
    2024-03-02T00:00:02.000000000Z stdout F 2024-03-02T00:00:02Z ERROR crane: stuck at 4
    2024-03-02T00:00:02.000000000Z stderr F  line that says ERROR: broken
    2024-03-02T00:00:03.000000000Z stdout F   at crane.lift (crane.js:12)
    exit code 3

    """

  /// The content that must not depend on how often a log was read on the way.
  private func content(_ store: Store) throws -> String {
    try [
      "SELECT lines, bytes, content_hash, started, ended, exit_status FROM run",
      "SELECT level, lines FROM run_level ORDER BY level",
      "SELECT line, more, time, level, logger, text, \"values\" FROM event JOIN wording ON wording.id = wording_id WHERE signature_id IS NOT NULL ORDER BY line, more",
      "SELECT fingerprint, hour, events, first, last FROM tally JOIN signature ON signature.id = signature_id ORDER BY fingerprint, hour",
    ].map { try table(store.database, SQL(stringLiteral: $0)) }.joined(separator: "\n\n")
  }

  @Test(arguments: [KeptEvents.warnings, .all])
  func `a log that grew from any of its bytes is as one that was read whole`(kept: KeptEvents) throws {
    let bytes = Array(Self.growing.utf8)
    let path = scratch.write(bytes, to: "app.log")
    let whole = try Store()
    _ = try ingest(path, RunOptions(kept: kept), into: whole)
    let expected = try content(whole)
    // The shorter log at the same path is another log and replaces the old one.
    for cut in 1..<bytes.count {
      scratch.write(bytes[..<cut], to: "app.log")
      _ = try ingest(path, RunOptions(kept: kept))
      scratch.write(bytes, to: "app.log")
      #expect(try ingest(path, RunOptions(kept: kept)).runs.text == "changed 1")
      let found = try content(store)
      #expect(found == expected, "read first up to byte \(cut): \(difference(found, expected) ?? "")")
      #expect(try store.database.value("SELECT count(*) FROM run") == 1)
      if cut % 100 == 0 { try store.expectSound() }
    }
  }

  @Test func `of a log that grew only the rest is read`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    _ = try ingest(path, RunOptions())
    scratch.write(Self.log + "2024-03-01T11:00:00Z ERROR depot: fire\n", to: "monday.log")
    let report = try ingest(path, RunOptions())
    #expect(report.runs.text == "changed 1")
    // The last record may have been incomplete, so it is read again.
    #expect(report.lines == 2)
    #expect(report.events == 1)
  }

  private static let large = (0..<20_000).map { number in
    "2024-03-01T10:00:01Z INFO depot: parcel \(number) of shelf-\(number % 7) weighs \(number &* 31 % 997) kg, which is fine\n"
  }.joined()

  @Test func `a large log is worked out on a thread of its own`() throws {
    #expect(Self.large.utf8.count > 1 << 20)
    let report = try ingest(scratch.write(Self.large, to: "large.log"), RunOptions(kept: .all))
    #expect(report.lines == 20_000)
    #expect(report.events == 20_000)
    let messages = try messages(store)
    #expect(messages.count == 20_000)
    #expect(messages[4711] == "4712: parcel 4711 of shelf-0 weighs 479 kg, which is fine")
    #expect(try store.database.value("SELECT count(*) FROM wording") == 1)
    try store.expectSound()
  }

  @Test func `a large log that does not fit stores nothing of it`() throws {
    _ = try ingest(scratch.write(Self.log, to: "monday.log"), RunOptions())
    let before = try dump(store.database)
    let pages: Int = try store.database.value("PRAGMA page_count") ?? 0
    try store.database.runScript("PRAGMA max_page_count = \(pages + 50)")
    let path = scratch.write(Self.large, to: "large.log")
    #expect(throws: StoreError.self) { try ingest(path, RunOptions(kept: .all)) }
    #expect(try dump(store.database) == before)
    try store.database.runScript("PRAGMA max_page_count = 1000000")
    #expect(try ingest(path, RunOptions(kept: .all)).events == 20_000)
    try store.expectSound()
  }
}
