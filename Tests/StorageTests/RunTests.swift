import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct RunTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  static let log = """
    2024-03-01T10:00:00Z INFO depot: open
    2024-03-01T10:00:01Z ERROR depot: ParcelRefused: weight 31 kg is over the limit
    2024-03-01T10:00:02Z WARNING belt: slow, 12 parcels behind
    2024-03-01T10:00:03Z ERROR depot: sweep failed
    Traceback (most recent call last):
      File "depot.py", line 7, in sweep
        broom.sweep()
    ValueError: broom is broken
    2024-03-01T10:00:04Z ERROR depot: ParcelRefused: weight 47 kg is over the limit

    """

  static let jsonLines = """
    {"time":"2024-03-01T10:00:00Z","level":"info","logger":"depot","msg":"open"}
    {"time":"2024-03-01T10:00:01Z","level":"error","logger":"depot","msg":"ParcelRefused: weight 31 kg is over the limit"}
    {"broken":
    {"time":"2024-03-01T10:00:09Z","level":"fatal","logger":"depot","msg":"shutting down"}

    """

  private static let runs: SQL = """
    SELECT replace(source, rtrim(source, replace(source, '/', '')), '') AS source, format, ended - started AS took, lines, bytes,
      (SELECT group_concat(level || ' ' || lines, ', ') FROM run_level WHERE run_id = run.id) AS levels
    FROM run ORDER BY run.id
    """

  private static let events: SQL = """
    SELECT line, more, time % 60000 / 1000 AS sec, iif(template IS NULL, '', level) AS level, logger,
      iif(length(text) > 48, substr(text, 1, 48) || '…', text) AS text, replace("values", char(10), ' ') AS "values",
      template
    FROM event JOIN wording ON wording.id = wording_id LEFT JOIN signature ON signature.id = signature_id
    ORDER BY event.id
    """

  @Test func `a log is a run with its events`() throws {
    let report = try store.ingest(scratch.write(Self.log, to: "monday.log"))
    #expect(report.runs.text == "added 1")
    #expect("\(report.lines) lines, \(report.events) events" == "9 lines, 4 events")
    try expectTable(
      store, Self.runs,
      is: """
        source     | format     | took | lines | bytes | levels
        -----------+------------+------+-------+-------+---------------------------
        monday.log | time-level | 4000 | 9     | 421   | error 3, info 1, warning 1
        """)
    try expectTable(
      store, Self.events,
      is: """
        line | more | sec | level   | logger | text                                              | values               | template
        -----+------+-----+---------+--------+---------------------------------------------------+----------------------+-------------------------------------------------
        1    | 0    | ∅   |         | ∅      | <time> INFO depot: open                           | 2024-03-01T10:00:00Z | ∅
        2    | 0    | 1   | error   | depot  | ParcelRefused: weight <num> kg is over the limit  | 31                   | ParcelRefused: weight <num> kg is over the limit
        3    | 0    | 2   | warning | belt   | slow, <num> parcels behind                        | 12                   | slow, <num> parcels behind
        4    | 4    | 3   | error   | depot  | sweep failed⏎Traceback (most recent call last):⏎… | 7                    | ValueError: broom is broken
        9    | 0    | 4   | error   | depot  | ParcelRefused: weight <num> kg is over the limit  | 47                   | ParcelRefused: weight <num> kg is over the limit
        """)
    try store.expectSound()
  }

  @Test func `JSON lines are a run with their events`() throws {
    try store.ingest(scratch.write(Self.jsonLines, to: "monday.jsonl"))
    try expectTable(
      store, Self.runs,
      is: """
        source       | format | took | lines | bytes | levels
        -------------+--------+------+-------+-------+-------------------------
        monday.jsonl | json   | 9000 | 4     | 294   | error 1, fatal 1, info 2
        """)
    try expectTable(
      store, Self.events,
      is: """
        line | more | sec | level | logger | text                                              | values               | template
        -----+------+-----+-------+--------+---------------------------------------------------+----------------------+-------------------------------------------------
        1    | 0    | ∅   |       | ∅      | {"time":"<time>","level":"info","logger":"depot"… | 2024-03-01T10:00:00Z | ∅
        3    | 0    | ∅   |       | ∅      | {"broken":                                        |                      | ∅
        2    | 0    | 1   | error | depot  | ParcelRefused: weight <num> kg is over the limit  | 31                   | ParcelRefused: weight <num> kg is over the limit
        4    | 0    | 9   | fatal | depot  | shutting down                                     |                      | shutting down
        """)
  }

  @Test func `the same log is one run, under whatever name, compressed or not`() throws {
    let plain = scratch.write(Self.log, to: "monday.log")
    try store.ingest(plain)
    let before = try dump(store.database)
    for path in [
      plain, scratch.write(Self.log, to: "copy.log"), scratch.gzip(Self.log.utf8, to: "monday.log.gz"),
    ] {
      let report = try store.ingest(path)
      #expect(report.runs.text == "unchanged 1")
      #expect(report.events == 0)
      #expect(try dump(store.database) == before)
    }
  }

  @Test func `a log that changed at its path replaces the run`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    let other = scratch.write("2024-03-02T09:00:00Z ERROR crane: stuck\n", to: "crane.log")
    try store.ingest(path, other)
    scratch.write(Self.log.replacing("broom", with: "brush"), to: "monday.log")
    #expect(try store.ingest(path).runs.text == "changed 1")
    try expectTable(
      store, Self.runs,
      is: """
        source     | format     | took | lines | bytes | levels
        -----------+------------+------+-------+-------+---------------------------
        monday.log | time-level | 4000 | 9     | 421   | error 3, info 1, warning 1
        crane.log  | time-level | 0    | 1     | 40    | error 1
        """)
    #expect(try store.events(withWords: [["broom"]], limit: 9).map(\.message) == [])
    #expect(try store.events(withWords: [["brush"]], limit: 9).map(\.lines) == [4...8])
    let fresh = try Store()
    try fresh.ingest(path, other)
    #expect(try terms(store, "event") == terms(fresh, "event"))
    try store.expectSound()
  }

  @Test func `a log that grew continues its run`() throws {
    let path = scratch.write(Self.log, to: "monday.log")
    try store.ingest(path)
    scratch.write(Self.log + "2024-03-01T11:00:00Z ERROR depot: fire\n", to: "monday.log")
    #expect(try store.ingest(path).runs.text == "changed 1")
    #expect(try store.database.value("SELECT count(*) FROM run") == 1)
    #expect(
      try store.database.value(
        "SELECT count(*) FROM event JOIN wording ON wording.id = wording_id WHERE signature_id IS NOT NULL")
        == 5)
  }

  @Test func `logs of one name in two folders are two runs`() throws {
    scratch.write(Self.log, to: "1/monday.log")
    scratch.write(Self.jsonLines, to: "2/monday.log")
    #expect(try store.ingest(scratch[""]).runs.text == "added 2")
  }

  @Test(arguments: [1, 5, 9, 12, 40, 150])
  func `of a compressed log that was cut off, what is there is stored, and the rest is missed`(kept: Int)
    throws
  {
    let whole = try #require(contents(scratch.gzip(Self.log.utf8, to: "whole.log.gz")))
    #expect(whole.count > 150)
    // Two bytes identify it as compressed.
    let path = scratch.write(whole.prefix(max(kept, 2)), to: "cut.log.gz")
    let report = try store.ingest(path)
    #expect(
      report.refused.map { "\($0.place): \($0.reason)" } == [
        "\(path): the compressed data is cut off; only the data before that was read"
      ])
    #expect(report.runs.text == (kept > 40 ? "added 1" : ""))
    #expect(try store.database.value("SELECT count(*) FROM run") == (kept > 40 ? 1 : 0))
    try store.expectSound()
    // The complete file replaces the partial one.
    scratch.write(whole, to: "cut.log.gz")
    #expect(try store.ingest(path).runs.text == (kept > 40 ? "changed 1" : "added 1"))
    #expect(
      try store.database.value(
        "SELECT count(*) FROM event JOIN wording ON wording.id = wording_id WHERE signature_id IS NOT NULL")
        == 4)
  }

  @Test func `a large compressed log that was cut off leaves the earlier run`() throws {
    var text = ""
    for number in 0..<4_000 {
      text += "2024-03-01T10:00:01Z ERROR depot: ParcelRefused number \(number &* 7919 % 104_729)\n"
    }
    let path = scratch.gzip(Self.log.utf8, to: "monday.log.gz")
    try store.ingest(path)
    let before = try dump(store.database)
    let whole = try #require(contents(scratch.gzip(text.utf8, to: "large.log.gz")))
    scratch.write(whole.dropLast(whole.count / 3), to: "monday.log.gz")
    #expect(try store.ingest(path).refused.map(\.place) == [path])
    #expect(try dump(store.database) == before)
  }

  @Test func `a compressed log that is damaged is missed, and said to be`() throws {
    var bytes = try #require(contents(scratch.gzip(Self.log.utf8, to: "whole.log.gz")))
    bytes[60] ^= 0xFF
    let path = scratch.write(bytes, to: "damaged.log.gz")
    let report = try store.ingest(path)
    #expect(report.refused.map(\.place) == [path])
    #expect(report.refused.first?.reason.hasPrefix("damaged (") == true)
    try store.expectSound()
  }

  @Test func `events are found by their words, the best first`() throws {
    try store.ingest(scratch.write(Self.log, to: "monday.log"))
    #expect(
      try store.events(withWords: [["broom"]], limit: 5).map {
        "\($0.source.suffix(10)):\($0.lines) \($0.level)"
      }
        == ["monday.log:4...8 error"])
    #expect(try store.events(withWords: [["47"]], limit: 5).map(\.lines) == [9...9])
    #expect(try store.events(withWords: [[]], limit: 5).isEmpty)
  }
}
