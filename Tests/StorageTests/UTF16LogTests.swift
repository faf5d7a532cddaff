import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Logs in UTF-16, as PowerShell's `>` writes them.
struct UTF16LogTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  private static let text =
    RunTests.log + "2024-03-01T10:00:05Z ERROR depot: größer als 🦜: 日本\r\nno end"

  /// The content of the store, without the name of its file.
  private func content(_ store: Store, _ path: String) throws -> String {
    try contentDump(store.database).replacing(path, with: "PATH")
  }

  @Test(arguments: [false, true])
  func `it is the same run as in UTF-8`(isBigEndian: Bool) throws {
    let path = scratch.write(utf16(Self.text, isBigEndian: isBigEndian), to: "wide.log")
    let report = try store.ingest(path)
    #expect(report.refused == [])
    #expect(
      "\(report.runs.text), \(report.lines) lines, \(report.events) events" == "added 1, 11 lines, 5 events")
    let narrow = try Store(now: ticking())
    let plain = scratch.write(Self.text, to: "plain.log")
    try narrow.ingest(plain)
    #expect(try content(store, path) == content(narrow, plain))
    #expect(try store.ingest(path).runs.text == "unchanged 1")
    #expect(try store.ingest(plain).runs.text == "unchanged 1")
    try store.expectSound()
  }

  @Test func `its name need not say that it is a log, and in an archive it is read as well`() throws {
    let text = scratch.write(utf16(Self.text), to: "output.txt")
    #expect(try store.ingest(text).runs.text == "added 1")
    let other = Self.text.replacing("depot", with: "store")
    let zip = scratch.pack(
      [("a/output.txt", utf16(other)), ("b.log", utf16(Self.text))], .zip, to: "logs.zip")
    #expect(try store.ingest(zip).runs.text == "added 1 unchanged 1")
    let gzip = scratch.pack([("", utf16(Self.text.replacing("depot", with: "ship")))], .gzip, to: "c.log.gz")
    #expect(try store.ingest(gzip).runs.text == "added 1")
  }

  @Test func `one that grows gives the run that one reading of the whole gives`() throws {
    let bytes = utf16(Self.text)
    let whole = try Store(now: ticking())
    try whole.ingest(scratch.write(bytes, to: "grows.log"))
    let events: SQL = """
      SELECT line, more, event.time, level, logger, text, "values" FROM event
      JOIN wording ON wording.id = wording_id ORDER BY line, more
      """
    // Cuts between lines, in a line, in a code unit, and between the two halves of the parrot.
    for cut in Array(stride(from: 30, to: bytes.count, by: 167)) + Array((bytes.count - 44)..<bytes.count) {
      let store = try Store(now: ticking())
      scratch.write(bytes.prefix(cut), to: "grows.log")
      try store.ingest(scratch["grows.log"])
      scratch.write(bytes, to: "grows.log")
      #expect(try store.ingest(scratch["grows.log"]).runs.text == "changed 1")
      #expect(try table(store.database, events) == table(whole.database, events), "cut at \(cut)")
      let run: SQL = "SELECT content_hash, lines, bytes, format FROM run"
      #expect(try table(store.database, run) == table(whole.database, run), "cut at \(cut)")
      try store.expectSound()
    }
  }

  @Test func `a broken character is counted with its line and stops nothing`() throws {
    var bytes = utf16(RunTests.log)
    bytes.replaceSubrange(60..<62, with: [0x00, 0xD8])
    let report = try store.ingest(scratch.write(bytes, to: "broken.log"))
    #expect(report.events == 4)
    #expect(report.warnings.map(\.reason.first) == ["1"])
  }
}
