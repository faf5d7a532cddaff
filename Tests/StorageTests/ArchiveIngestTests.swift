import CasebookArchives
import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Logs in archives.
struct ArchiveIngestTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  private func line(_ what: String) -> [UInt8] { Array("2024-03-01T10:00:01Z ERROR depot: \(what)\n".utf8) }

  @Test(arguments: [TestPacking.tar, .zip, .tarZstd, .tarXz, .tarBzip2, .tarGzip])
  func `each log of an archive is a run of its own`(packing: TestPacking) throws {
    let members = [
      ("web/app.log", line("one")), ("web/messages", line("two") + line("three")),
      ("notes.md", Array("# Notes".utf8)),
      ("table.csv", Array("a,b".utf8)), ("empty.log", []), ("../../etc/cron.log", line("four")),
    ]
    let path = scratch.pack(members, packing, to: "logs.pack")
    let report = try store.ingest(path)
    #expect(report.runs.text == "added 3")
    #expect(report.ignored == 3)
    #expect(report.refused == [])
    let sources: [String] = try store.database.rows("SELECT source FROM run ORDER BY id") { try $0[0] }
    #expect(sources == ["\(path)/web/app.log", "\(path)/web/messages", "\(path)/etc/cron.log"])
    #expect(try store.ingest(path).runs.text == "unchanged 3")
    try store.expectSound()
  }

  @Test(arguments: [TestPacking.zstd, .xz, .bzip2])
  func `a compressed log is a run under the name of its file`(packing: TestPacking) throws {
    let path = scratch.pack([("", line("one"))], packing, to: "app.log.\(packing)")
    #expect(try store.ingest(path).runs.text == "added 1")
    #expect(try store.database.value("SELECT source FROM run") == path)
    // The same log, uncompressed.
    #expect(try store.ingest(scratch.write(line("one"), to: "app.log")).runs.text == "unchanged 1")
  }

  @Test func `a folder is searched for archives and logs, whatever their names end in`() throws {
    scratch.pack([("app.log", line("one"))], .tarGzip, to: "logs/monday.tgz")
    scratch.write(line("two") + line("three"), to: "logs/app.log.1")
    scratch.write(line("four"), to: "logs/app.log-20240301")
    scratch.write(line("five") + line("six") + line("seven"), to: "logs/messages")
    scratch.write("all:\n\tcc x.c\n", to: "logs/Makefile")
    scratch.write("x", to: "logs/a.png")
    let report = try store.ingest(scratch["logs"])
    #expect(report.runs.text == "added 4")
    #expect(report.ignored == 2)
  }

  @Test
  func `a log that is written while it is read ends where it ended, and one that shrinks where it ends`()
    throws
  {
    let path = scratch.write((0..<20_000).flatMap { line("\($0)") }, to: "grows.log")
    var pieces = 0
    var bytes = 0
    _ = try forEachLog(in: path) { log in
      try log.forEachChunk { chunk in
        pieces += 1
        bytes += chunk.count
        let file = try #require(fopen(path, "ab"))
        for _ in 0..<20_000 { fputs("2024-03-01T10:00:01Z INFO more and more of it\n", file) }
        fclose(file)
      }
    }
    #expect(pieces > 2 && pieces < 10)
    #expect(bytes == (0..<20_000).reduce(0) { $0 + line("\($1)").count })
    bytes = 0
    _ = try forEachLog(in: path) { log in
      try log.forEachChunk { chunk in
        if bytes == 0 { truncate(path, 0) }
        bytes += chunk.count
      }
    }
    #expect(bytes > 0 && bytes < 1 << 20)
  }

  @Test func `a log that vanishes before it is opened is named, and the rest is read`() throws {
    let path = scratch.write(line("one") + line("two"), to: "logs/a.log")
    symlink("gone.log", scratch["logs/b.log"])
    let report = try store.ingest(path, scratch["logs/b.log"])
    #expect(report.unreadable.map(\.reason) == ["No such file or directory"])
    #expect(report.runs.text == "added 1")
  }

  @Test func `a log that ends in zeros is a log, and binary data is none`() throws {
    let text = (0..<100).flatMap { line("number \($0)") }
    #expect(try store.ingest(scratch.write(text + [0, 0, 0], to: "zeros.log")).runs.text == "added 1")
    let path = scratch.write([0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 0, count: 99), to: "core.log")
    #expect(try store.ingest(path).refused.map(\.reason) == ["binary data, not text; nothing to ingest"])
  }

  @Test func `a member that is cut off is kept as far as it goes, and does not replace a whole one`() throws {
    var state: UInt64 = 1
    let text = (0..<5_000).flatMap { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return line("parcel \(state)")
    }
    let whole = try #require(contents(scratch.pack([("a.log", text)], .tarGzip, to: "logs.tgz")))
    scratch.write(whole.prefix(whole.count / 2), to: "logs.tgz")
    let report = try store.ingest(scratch["logs.tgz"])
    #expect(report.refused.map(\.place) == [scratch["logs.tgz/a.log"]])
    #expect(report.runs.text == "added 1")
    #expect((1_500...3_500).contains(report.events))
    scratch.write(whole, to: "logs.tgz")
    #expect(try store.ingest(scratch["logs.tgz"]).runs.text == "changed 1")
    let before = try dump(store.database)
    scratch.write(whole.prefix(whole.count / 2), to: "logs.tgz")
    #expect(try store.ingest(scratch["logs.tgz"]).refused.count == 1)
    #expect(try dump(store.database) == before)
  }
}
