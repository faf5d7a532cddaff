import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookService

/// Which errors the runs had, to which known error they belong, and which of them may be causes.
struct ErrorHistoryTests {
  private let scratch = Scratch()

  private static let article = """
    # Troubleshooting the harbour gateway

    ## Upstream cannot be reached

    The gateway prints `harbour: no healthy upstream for berth`. Restart the pilot.
    """

  /// In a file, because a knowledge base in memory keeps no assignments.
  private func base() throws -> KnowledgeBase {
    scratch.write(Self.article, to: "articles/gateway.md")
    let base = try KnowledgeBase(path: scratch["casebook.db"])
    _ = try base.ingest([scratch["articles"]])
    return base
  }

  private func log(_ lines: [String], _ name: String, in base: KnowledgeBase) throws {
    let path = scratch.write(lines.joined(separator: "\n") + "\n", to: name)
    _ = try base.ingest([path])
  }

  /// The ids, fingerprints or templates of the errors, with their counts.
  private func errors(_ base: KnowledgeBase, _ filter: HistoryFilter = HistoryFilter()) throws -> [String] {
    try base.history(filter).map { "\($0.count) \($0.knownErrors.first?.slug ?? $0.template)" }
  }

  private func stored() throws -> [String] {
    try Database(path: scratch["casebook.db"], access: .read).rows(
      "SELECT coalesce(known_error, '-') || ' ' || is_answered FROM assignment ORDER BY 1"
    ) { try $0[0] }
  }

  @Test func `a message that a diagnosis is sure of belongs to its known error, and that is kept`() throws {
    let base = try base()
    try log(
      [
        "2026-01-04T10:00:00Z ERROR gate: harbour: no healthy upstream for berth",
        "2026-01-04T10:00:01Z ERROR gate: proxy said: harbour: no healthy upstream for berth",
        "2026-01-04T10:00:02Z ERROR gate: the lantern is out",
      ], "a.log", in: base)
    let sure =
      try base.diagnose(Array("proxy said: harbour: no healthy upstream for berth".utf8)).verdict >= .strong
    let expected =
      sure
      ? ["2 upstream-cannot-be-reached", "1 the lantern is out"]
      : [
        "1 the lantern is out", "1 proxy said: harbour: no healthy upstream for berth",
        "1 upstream-cannot-be-reached",
      ]
    #expect(try Set(errors(base)) == Set(expected))
    #expect(try stored().count == 2)
    #expect(try stored().contains("- 0"))
  }

  @Test func `assignments follow articles and lessons`() throws {
    let base = try base()
    try log(["2026-01-04T10:00:00Z ERROR gate: the lantern is out at berth 7"], "a.log", in: base)
    #expect(try errors(base) == ["1 the lantern is out at berth <num>"])
    #expect(try stored() == ["- 0"])
    let lamp = scratch.write(
      """
      # Troubleshooting the lamps

      ## Lantern is out

      The log says `the lantern is out at berth 3`. Light it.
      """, to: "articles/lamps.md")
    _ = try base.ingest([lamp])
    #expect(try errors(base) == ["1 lantern-is-out"])
    let other = try #require(try base.knownErrors(named: "upstream-cannot-be-reached").first)
    let lesson = try base.learn("the lantern is out at berth 7", as: other, author: "ann")
    let slugs = try base.history().first?.knownErrors.map(\.slug).sorted()
    #expect(slugs == ["upstream-cannot-be-reached"])
    _ = try base.undo(lesson.number, author: "ann")
    #expect(try errors(base) == ["1 lantern-is-out"])
  }

  @Test func `a window counts what is in it, and a trend ends with its last day`() throws {
    let base = try base()
    try log(
      (1...30).map { "2026-01-\($0 < 10 ? "0" : "")\($0)T10:00:00Z ERROR gate: the lantern is out" }, "a.log",
      in: base)
    var filter = HistoryFilter()
    #expect(try errors(base) == ["30 the lantern is out"])
    filter.since = Timestamp(year: 2026, month: 1, day: 21, hour: 18)
    let history = try base.history(filter)
    #expect(history.map(\.count) == [10])
    #expect(history.first?.first.date == "2026-01-01")
    let trend = try #require(history.first?.trend(filter.window(of: history), buckets: 4))
    #expect(trend.width == 3)
    #expect(trend.counts == [1, 3, 3, 3])
    filter.until = Timestamp(year: 2026, month: 1, day: 22)
    #expect(try errors(base, filter) == ["2 the lantern is out"])
    filter.since = Timestamp(year: 2027, month: 1, day: 1)
    filter.until = nil
    #expect(try errors(base, filter) == [])
  }

  @Test(arguments: [
    ([7], 7, 7), ([1, 2], 1, 2), ([1, 2, 3], 2, 3), (Array(1...10), 5, 9), (Array(1...100), 50, 90),
  ])
  func `median and ninetieth percentile are values that occurred`(seconds: [Int], median: Int, ninetieth: Int)
  {
    var times = ErrorHistory.ResolutionTimes()
    #expect(times.median == nil)
    times.seconds = seconds
    #expect(times.median == median)
    #expect(times.ninetieth == ninetieth)
  }

  @Test func `a line without a year moves no run, and what still occurs is not gone`() throws {
    let base = try base()
    try log(
      [
        "2026-01-04T10:00:00Z ERROR gate: the lantern is out",
        "2026-01-04T10:00:01Z ERROR gate: the rope is torn",
      ], "a.log", in: base)
    try log(
      [
        "Jan  9 09:59:59 gate kernel: link is up", "2026-01-09T10:00:00Z ERROR gate: the lantern is out",
        "2026-01-09T10:00:01Z ERROR gate: the crane is stuck",
      ], "b.log", in: base)
    let start = try #require(try base.start(ofRun: "2", path: ""))
    #expect(start.date == "2026-01-09")
    var filter = HistoryFilter()
    filter.newSince = start
    #expect(try errors(base, filter) == ["1 the crane is stuck"])
    filter.newSince = nil
    filter.goneSince = start
    #expect(try errors(base, filter) == ["1 the rope is torn"])
  }

  @Test func `incidents say how long an error takes, what resolves it, and that it came back`() throws {
    let base = try base()
    let id = KnownErrorID(family: "troubleshooting-the-harbour-gateway", slug: "upstream-cannot-be-reached")
    func at(_ hour: Int) -> Attribution {
      Attribution(author: "ann", time: Timestamp(year: 2026, month: 1, day: 4, hour: hour))
    }
    for (hours, fix) in [(2, "restarted the pilot"), (5, "restarted the pilot"), (1, "waited")] {
      let number = try #require(
        try base.record("harbour: no healthy upstream for berth", knownError: id, by: at(8))
      ).number
      _ = try base.resolve(number, fix, by: at(8 + hours))
    }
    try log(["2026-01-04T12:00:00Z ERROR gate: harbour: no healthy upstream for berth"], "a.log", in: base)
    let error = try #require(try base.history().first)
    #expect(error.times.incidents == 3)
    #expect(error.times.median == 7200)
    #expect(error.times.ninetieth == 18_000)
    #expect(error.recurrence?.incident == 1)
    #expect(try base.fixes(of: error).map(\.worked).reduce(0, +) == 3)
  }

  @Test func `triage begins with the likely cause, and leaves out what is harmless until that is undone`()
    throws
  {
    let base = try base()
    for day in 1...3 {
      try log(
        [
          "2026-01-0\(day)T10:00:00Z WARNING gate: the tide table is old",
          "2026-01-0\(day)T10:00:01Z ERROR mast: the mast is bent",
          "2026-01-0\(day)T10:00:02Z ERROR sail: the sail cannot be set",
          "2026-01-0\(day)T10:00:03Z ERROR sail: the sail cannot be set",
        ], "run\(day).log", in: base)
    }
    func listed() throws -> [String] { try base.triage(limit: 9).errors.map(\.message) }
    #expect(try listed() == ["the mast is bent", "the sail cannot be set", "the tide table is old"])
    let first = try #require(try base.triage(limit: 1).errors.first)
    #expect(first.place.followers == 6)
    let lesson = try base.ignore("the mast is bent", author: "ann")
    #expect(try listed() == ["the sail cannot be set", "the tide table is old"])
    #expect(try base.triage(withHarmless: true, limit: 9).total == 3)
    #expect(throws: LearningError.alreadyHarmless(lesson)) {
      try base.ignore("the mast is bent", author: "bob")
    }
    _ = try base.undo(lesson.number, author: "ann")
    #expect(try listed().first == "the mast is bent")
  }

  @Test func `what a chain names after its cause is no cause`() throws {
    let base = try base()
    try log(
      [
        "2026-01-01T10:00:00Z ERROR web: order failed to load",
        "2026-01-01T10:00:01Z ERROR web: java.lang.IllegalStateException: order failed to load",
        "Caused by: java.io.IOException: the rudder is jammed",
      ], "run.log", in: base)
    let errors = try base.triage(limit: 9).errors
    #expect(errors.first?.message.contains("rudder") == true)
  }
}
