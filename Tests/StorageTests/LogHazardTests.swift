import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Hazards for logs while they are read: unreadable files, and other processes that write, remove or ingest
/// them.
struct LogHazardTests {
  private let scratch = Scratch()

  private func line(_ what: String) -> String { "2024-03-01T10:00:01Z ERROR depot: \(what)\n" }

  private func remarks(_ report: IngestReport) -> [String] {
    (report.unreadable + report.refused).map {
      "\($0.place.dropFirst(scratch.path.count + 1)): \($0.reason)"
    }
  }

  @Test func `logs and folders that may not be read are named, and the rest is read`() throws {
    let store = try Store(now: ticking())
    scratch.write(line("one"), to: "logs/a.log")
    let locked = scratch.write(line("two"), to: "logs/b.log")
    scratch.write(line("three"), to: "logs/locked/c.log")
    scratch.write(line("four"), to: "logs/z.log")
    chmod(scratch.path, 0o755)
    chmod(locked, 0)
    chmod(scratch["logs/locked"], 0)
    defer { chmod(scratch["logs/locked"], 0o755) }
    let report = try unprivileged { try store.ingest(scratch["logs"]) }
    #expect(remarks(report) == ["logs/locked: Permission denied", "logs/b.log: Permission denied"])
    #expect(report.runs.text == "added 2")
    let given = try unprivileged { try store.ingest(locked) }
    #expect(remarks(given) == ["logs/b.log: Permission denied"])
    #expect(given.unreadable.map(\.isReadFailure) == [false])
  }

  /// A few files are read one by one; many are read ahead of storing.
  @Test(arguments: [3, 40])
  func `a log that vanishes after its folder was listed is named, and the rest is read`(count: Int) throws {
    let store = try Store(now: ticking())
    for number in 0..<count { scratch.write(line("number \(number)"), to: "logs/\(100 + number).log") }
    var ingest = Ingest(into: store, signer: signer)
    let last = "logs/\(100 + count - 1).log"
    let report = try ingest.run([scratch["logs"]]) { done, _ in
      if done == 1 { scratch.remove(last) }
    }
    #expect(remarks(report) == ["\(last): No such file or directory"])
    #expect(report.runs.text == "added \(count - 1)")
    try store.expectSound()
  }

  @Test func `a log that is written while it is ingested again and again is stored once`() throws {
    let store = try Store(now: ticking())
    let path = scratch.write("", to: "app.log")
    let file = try #require(fopen(path, "ab"))
    defer { fclose(file) }
    var written = 0
    func write(_ count: Int) {
      for _ in 0..<count {
        fputs(line("parcel \(written) is lost"), file)
        written += 1
      }
      fflush(file)
    }
    write(5)
    for round in 0..<12 {
      var ingest = Ingest(into: store, signer: signer)
      let log = try forEachLog(in: path) { log in
        // Text written after the log was opened belongs to the next ingest.
        write(round * 7)
        let known = try store.knownSignatures()
        _ = try store.storeRun(log, source: path, signer: signer, known: known)
      }
      #expect(log.isEmpty)
      write(1)
      _ = try ingest.run([path])
    }
    let whole = try Store(now: ticking())
    try whole.ingest(path)
    let events: SQL = """
      SELECT line, more, event.time, level, logger, text, "values" FROM event
      JOIN wording ON wording.id = wording_id WHERE signature_id IS NOT NULL ORDER BY line
      """
    #expect(try table(store.database, events) == table(whole.database, events))
    #expect(try whole.database.value("SELECT count(*) FROM event") == written)
    #expect(try store.database.value("SELECT sum(events) FROM tally") == written)
    #expect(try store.database.value("SELECT count(*) FROM run") == 1)
    try store.expectSound()
  }

  @Test func `two ingests of large logs at once store each log once and whole`() async throws {
    let path = scratch["casebook.db"]
    let count = 15_000
    let logs = (0..<2).map { number in
      scratch.write(
        (0..<count).map { line("parcel \($0 &* 7919) of depot \(number)") }.joined(), to: "\(number).log")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for order in [logs, logs.reversed(), logs] {
        group.addTask {
          let store = try Store(path: path, access: .create, busyTimeout: 120_000)
          for log in order { try store.ingest(log) }
        }
      }
      try await group.waitForAll()
    }
    let store = try Store(path: path, access: .write)
    try store.expectSound()
    try expectTable(
      store,
      """
      SELECT lines, (SELECT count(*) FROM event WHERE run_id = run.id) AS events,
        (SELECT sum(events) FROM tally WHERE run_id = run.id) AS counted FROM run ORDER BY source
      """,
      is: """
        lines | events | counted
        ------+--------+--------
        15000 | 15000  | 15000
        15000 | 15000  | 15000
        """)
  }
}
