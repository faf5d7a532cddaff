import CasebookKnowledge
import CasebookLogText
import Glibc
import Testing

/// A log of each format in `data/runs/formats`, from bytes to events.
///
/// The expected events are in `Golden/NAME.txt`. `RECORD_GOLDEN=1` rewrites the file, and the test fails.
struct FormatLogTests {
  @Test(arguments: LogFormats.standard.builtIn.map(\.name) + ["mixed"])
  func `the log of a format becomes the events that a person would see`(name: String) throws {
    let bytes = try #require(contents("data/runs/formats/\(name).log"), "no sample log")
    let (events, summary) = read(bytes, inPiecesOf: 100, keeping: .problems)
    let sorted = events.sorted { ($0.firstLine, $0.lastLine) < ($1.firstLine, $1.lastLine) }
    let actual = ([line(summary)] + sorted.map(row)).joined(separator: "\n") + "\n"
    let golden = "Tests/LogTextTests/Golden/\(name).txt"
    if getenv("RECORD_GOLDEN") != nil {
      let root = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
      let file = try #require(fopen("/\(root)/\(golden)", "w"))
      fputs(actual, file)
      fclose(file)
      Issue.record("recorded")
    }
    #expect(actual == contents(golden).map { String(decoding: $0, as: UTF8.self) })
    #expect(read(bytes, inPiecesOf: 1, keeping: .problems).0 == events)
    let all = read(bytes, inPiecesOf: 4_096, keeping: .all)
    #expect(all.0.filter { $0.level >= .warning } == events)
    #expect(all.1 == summary)
  }
}
