import CasebookService
import Glibc
import ScratchKit
import Testing

/// A log that is read while it is written, in pieces of any size, with pauses, cut and replaced.
struct FollowedLogTests {
  private let scratch = Scratch()

  private func followed() throws -> FollowedLog { FollowedLog(try scratch.base("# Lamps\n\nWipe them.\n")) }

  private func feed(_ text: String, _ log: FollowedLog) {
    Array(text.utf8).withUnsafeBytes { log.read($0) }
  }

  /// The waiting problems, as `LINE: MESSAGE`.
  private func answers(_ log: FollowedLog) throws -> [String] {
    try log.answers()?.problems.map { "\($0.line): \($0.message)" } ?? []
  }

  private static let names = ["ox", "owl", "elk", "bee", "cat", "dog", "hen", "rat"]

  /// Lines 3, 6, 9, … report errors of their own.
  private static let text = (1...24).map { line in
    let name = names[line / 3 % names.count]
    return line % 3 == 0
      ? "2026-01-04T10:00:0\(line % 10)Z ERROR \(name): the \(name) is gone\n"
      : "2026-01-04T10:00:0\(line % 10)Z INFO tick\n"
  }.joined()

  private static let expected = stride(from: 3, through: 24, by: 3).map {
    "\($0): the \(names[$0 / 3 % names.count]) is gone"
  }

  @Test(arguments: [1, 7, 40, 41, 100, 100_000], [0, 1, 3])
  func `lines are numbered alike, however the log arrives`(size: Int, pauses: Int) throws {
    let log = try followed()
    var found: [String] = []
    var rest = Self.text[...]
    var pieces = 0
    while !rest.isEmpty {
      feed(String(rest.prefix(size)), log)
      rest = rest.dropFirst(size)
      pieces += 1
      if pauses > 0, pieces % pauses == 0 {
        log.pause()
        found += try answers(log)
      }
    }
    log.finish()
    found += try answers(log)
    #expect(found == Self.expected)
    #expect(log.lines == 24)
  }

  @Test func `an error that is the last line before a pause does not shift the lines after it`() throws {
    let log = try followed()
    feed("2026-01-04T10:00:00Z INFO up\n2026-01-04T10:00:01Z ERROR the ox is gone\n", log)
    log.pause()
    log.pause()
    #expect(try answers(log) == ["2: the ox is gone"])
    feed("2026-01-04T10:00:02Z INFO tick\n2026-01-04T10:00:03Z ERROR the ow", log)
    log.pause()
    feed("l is gone\n", log)
    log.pause()
    #expect(try answers(log) == ["4: the owl is gone"])
  }

  @Test func `a log that begins again counts from its first line, and the old end is read`() throws {
    let log = try followed()
    feed("2026-01-04T10:00:00Z INFO up\n2026-01-04T10:00:01Z ERROR the ox is gone", log)
    log.restart()
    feed("2026-01-04T10:00:02Z ERROR the owl is gone\n", log)
    log.finish()
    #expect(try answers(log) == ["1: the owl is gone", "2: the ox is gone"])
    #expect(log.lines == 3)
  }

  @Test func `no problem is lost, however many wait`() throws {
    let log = try followed()
    for first in "bcdfghklmnprst" {
      for last in "bcdfghklmnprstvwxz" {
        feed("2026-01-04T10:00:00Z ERROR the lamp \(first)a\(last)o is out\n", log)
      }
    }
    log.finish()
    let waiting = log.waitingCount
    #expect(waiting > 200)
    var count = 0
    while let outcome = try log.answers() { count += outcome.problems.count }
    #expect(count == waiting)
    #expect(log.waitingCount == 0)
  }

  /// Follows a file, and takes a step each time that nothing was written.
  private func follow(_ steps: [() -> Void]) throws -> [String] {
    var (steps, events) = (steps[...], [] as [String])
    try InputReader().follow(scratch["app.log"]) { step in
      switch step {
      case .bytes(let bytes): events.append(String(decoding: bytes, as: UTF8.self))
      case .restarted: events.append("restarted")
      case .idle:
        guard let next = steps.popFirst() else { return false }
        next()
      }
      return true
    }
    return events
  }

  private func append(_ text: String) {
    guard let file = fopen(scratch["app.log"], "a") else { return }
    fputs(text, file)
    fclose(file)
  }

  @Test func `a file that is cut, and one that is replaced, begin again`() throws {
    scratch.write("a\n", to: "app.log")
    let events = try follow([
      { append("b\n") },
      { truncate(scratch["app.log"], 0) },
      { append("c\n") },
      {
        append("d\n")
        rename(scratch["app.log"], scratch["app.log.1"])
        scratch.write("e\n", to: "app.log")
      },
    ])
    #expect(events == ["a\n", "b\n", "restarted", "c\n", "d\n", "restarted", "e\n"])
  }
}
