import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Counts of events that are given to others, and taken from them.
struct TallyTests {
  private let scratch = Scratch()

  private static let log = """
    2026-01-04T10:10:00Z ERROR gate: lantern 7 is out
    2026-01-04T10:50:00Z ERROR gate: lantern 8 is out
    2026-01-04T11:00:00Z ERROR gate: lantern 9 is out
    2026-01-04T11:00:01Z WARNING gate: the oil is low

    """

  private func ingest(_ text: String, _ name: String, _ labels: [RunLabel] = [], into store: Store) throws {
    let path = scratch.write(text, to: name)
    var ingest = Ingest(into: store, signer: signer, runs: RunOptions(labels: labels))
    let report = try ingest.run([path])
    #expect(report.refused.isEmpty && report.unreadable.isEmpty)
  }

  /// What would be sent, a line each: hour, labels, events, sample.
  private func sent(_ store: Store, after push: Int = 0) throws -> [String] {
    var lines: [String] = []
    for origin in try store.gatherTallies() {
      try store.forEachSentTally(of: origin, after: push) { tally in
        lines.append("\(tally.hour - 490_978) \(tally.labels) \(tally.events) \(tally.sample)")
      }
    }
    return lines.sorted()
  }

  private func lastPush(_ store: Store) throws -> Int {
    try store.database.value("SELECT max(push) FROM sent_tally") ?? 0
  }

  @Test func `counts of runs are added up by hour and labels`() throws {
    let store = try Store()
    let labels = [RunLabel(name: "zone", value: "b"), RunLabel(name: "env", value: "prod")]
    try ingest(Self.log, "a.log", into: store)
    try ingest(Self.log + "\n", "b.log", into: store)
    try ingest(Self.log + "\n\n", "c.log", labels, into: store)
    #expect(
      try sent(store)
        == [
          #"0 {"env":"prod","zone":"b"} 2 lantern 8 is out"#, "0 {} 4 lantern 8 is out",
          #"1 {"env":"prod","zone":"b"} 1 lantern 9 is out"#,
          #"1 {"env":"prod","zone":"b"} 1 the oil is low"#,
          "1 {} 2 lantern 9 is out", "1 {} 2 the oil is low",
        ].sorted())
    let push = try lastPush(store)
    #expect(try sent(store, after: push) == [])
    try ingest(Self.log + "2026-01-04T11:30:00Z ERROR gate: lantern 4 is out\n", "a.log", into: store)
    #expect(try sent(store, after: push) == ["1 {} 3 lantern 4 is out"])
  }

  @Test func `a run with other labels, and one that is forgotten, take their counts back`() throws {
    let store = try Store()
    try ingest(Self.log, "a.log", into: store)
    _ = try sent(store)
    try ingest(Self.log, "a.log", [RunLabel(name: "env", value: "test")], into: store)
    let push = try lastPush(store)
    let taken = try sent(store, after: push)
    #expect(taken.count(where: { $0.hasSuffix(" {} 0 ") }) == 3)
    #expect(taken.count(where: { $0.contains("test") }) == 3)
    _ = try store.forgetRun("1", path: "1", reason: "a test")
    try store.scrub()
    let last = try lastPush(store)
    #expect(try sent(store, after: last).allSatisfy { $0.hasSuffix(" 0 ") })
    #expect(try store.check().problems == [])
  }

  @Test func `a sample has no secret and no NUL, and is not long`() throws {
    let store = try Store()
    let long = String(repeating: "é", count: 5_000)
    try ingest(
      """
      2026-01-04T10:10:00Z ERROR gate: login failed with password=Hunter2Hunter2
      2026-01-04T10:10:00Z ERROR gate: \(long)

      """, "a.log", into: store)
    let samples = try sent(store)
    #expect(!samples.joined().contains("Hunter2"))
    #expect(samples.contains { $0.contains("password=<secret") })
    #expect(samples.allSatisfy { $0.utf8.count <= SharedTally.longestSample + 40 })
  }

  @Test func `a store that only counts keeps one event for each count`() throws {
    let lines = (0..<3_000).map { "2026-01-04T1\($0 / 1_000):10:00Z ERROR gate: lantern \($0) is out" }
    let store = try Store()
    store.isCounting = true
    try ingest(lines.joined(separator: "\n") + "\n", "a.log", into: store)
    #expect(try store.database.value("SELECT count(*) FROM event") == 3)
    #expect(try store.gatherTallies(as: "00000000000000aa") == ["00000000000000aa"])
    var counts: [Int] = []
    try store.forEachSentTally(of: "00000000000000aa", after: 0) { tally in
      counts.append(tally.events)
      #expect(tally.sample.hasPrefix("lantern"))
      #expect(tally.piece.utf8.count == 16)
    }
    #expect(counts == [1_000, 1_000, 1_000])
  }

  @Test func `a log that is only counted stays the same log when it grows and is renamed`() throws {
    func pieces(_ text: String, _ name: String) throws -> Set<String> {
      let store = try Store()
      store.isCounting = true
      try ingest(text, name, into: store)
      var pieces: Set<String> = []
      for origin in try store.gatherTallies(as: "00000000000000aa") {
        try store.forEachSentTally(of: origin, after: 0) { pieces.insert($0.piece) }
      }
      return pieces
    }
    let first = try pieces(Self.log, "app.log")
    #expect(first.count == 1)
    #expect(
      try pieces(Self.log + "2026-01-04T11:30:00Z ERROR gate: lantern 4 is out\n", "app.log.1") == first)
    #expect(try pieces(Self.log.replacing("10:10", with: "10:11"), "app.log") != first)
  }

  // MARK: Taking

  private func day(
    _ origin: String = "00000000000000aa", _ sample: String = "lantern 7 is out", day: Int = 20_000,
    events: Int = 5, fingerprint: String? = nil, labels: String = "{}"
  ) throws -> SharedDay {
    let time = String(day * 86_400_000)
    return try #require(
      SharedDay(
        origin: origin, fingerprint: fingerprint ?? signer.signature(of: sample).fingerprint.description,
        day: String(day), labels: labels, events: String(events), first: time, last: time, sample: sample))
  }

  private func take(_ days: [SharedDay], into store: Store) throws -> [String] {
    var taking = SharedTaking(store, signer, from: "a hub")
    try taking.take(days)
    try taking.finish(["00000000000000aa": 3])
    return taking.problems
  }

  @Test func `counts that come twice count once, and a count that is taken back goes`() throws {
    let store = try Store()
    let days = try [
      day(), day("00000000000000bb", events: 2), day(day: 20_001, labels: #"{"b":"2","a":"1"}"#),
    ]
    for _ in 0..<2 { #expect(try take(days, into: store) == []) }
    let counts = try store.events(withSignature: signer.signature(of: "lantern 3 is out").fingerprint)
    #expect(counts.count == 12)
    #expect(counts.shared?.machines == 2)
    #expect(counts.shared?.origins.map(\.events) == [10, 2])
    #expect(try store.tallyPush(at: "a hub", of: "00000000000000aa") == 3)
    #expect(
      try store.database.value("SELECT labels FROM shared_source WHERE labels <> '{}'")
        == #"{"a":"1","b":"2"}"#)
    #expect(
      try take(
        [day(events: 0), day("00000000000000bb", "", events: 0, fingerprint: days[1].fingerprint)],
        into: store) == [])
    #expect(try store.events(withSignature: signer.signature(of: "lantern 3 is out").fingerprint).count == 5)
    #expect(try store.check().problems == [])
  }

  @Test func `a count means what its sample says, whatever its fingerprint`() throws {
    let store = try Store()
    let other = signer.signature(of: "the harbour is closed").fingerprint
    #expect(
      try take([day(fingerprint: other.description), day(fingerprint: "v9:elsewhere")], into: store) == [])
    #expect(try store.events(withSignature: other).count == 0)
    #expect(try store.events(withSignature: signer.signature(of: "lantern 3 is out").fingerprint).count == 5)
  }

  @Test func `samples and labels of others lose their secrets, and labels that are none are refused`() throws
  {
    let store = try Store()
    let problems = try take(
      [
        day(
          "00000000000000aa", "login failed with password=Hunter2Hunter2",
          labels: #"{"who":"ghp_0123456789abcdefghijABCDEFGHIJ012345"}"#),
        day(labels: "[]"), day(labels: #"{"a":1}"#), day(labels: "{"),
      ], into: store)
    #expect(problems.count == 3)
    #expect(try !dump(store.database).contains("Hunter2"))
    #expect(try !dump(store.database).contains("ghp_0123456789"))
  }

  @Test(arguments: [
    ["nonsense", "f", "1", "{}", "1", "0", "0", ""], ["00000000000000aa", "f", "x", "{}", "1", "0", "0", ""],
    ["00000000000000aa", "f", "99999999", "{}", "1", "0", "0", ""],
    ["00000000000000aa", "f", "1", "{}", "-1", "0", "0", ""],
    ["00000000000000aa", "f", "1", "{}", "9223372036854775807", "0", "0", ""],
    ["00000000000000aa", "f", "1", "{}", "1", "9223372036854775807", "0", ""],
  ])
  func `a row that is no count is refused`(values: [String]) {
    let day = SharedDay(
      origin: values[0], fingerprint: values[1], day: values[2], labels: values[3], events: values[4],
      first: values[5], last: values[6], sample: values[7])
    #expect(day == nil)
  }

  @Test func `the counts of an older file stay, in the hours of their last events`() throws {
    let text = try #require(contents(package("Tests/StorageTests/Fixtures/version-12.sql")))
    let path = scratch["older.db"]
    try Database(path: path, access: .create).runScript(String(decoding: text, as: UTF8.self))
    let store = try Store(path: path, access: .write)
    try expectTable(
      store, "SELECT signature_id, hour, run_id, events FROM tally",
      is: """
        signature_id | hour   | run_id | events
        -------------+--------+--------+-------
        2            | 474802 | 1      | 3
        2            | 474827 | 2      | 1
        3            | 474827 | 2      | 1
        """)
  }
}
