import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Files that are neither articles nor run logs: each is named with the reason, and the rest is ingested.
struct BadInputTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  /// The complaint of an ingest about a file between two good ones.
  private func complaint(_ bytes: some Sequence<UInt8>, name: String) throws -> String? {
    scratch.write("# Crane\n", to: "docs/crane.md")
    let path = scratch.write(bytes, to: "docs/\(name)")
    scratch.write(Depot.english, to: "docs/depot.md")
    let report = try store.ingest(scratch["docs"])
    #expect(try store.families().contains("crane"))
    #expect(try store.families().contains("troubleshoot-the-depot"))
    try store.expectSound()
    let remarks = report.refused + report.unreadable
    #expect(remarks.allSatisfy { $0.place.hasPrefix(path) })
    #expect(report.articles.added == 2 || remarks.isEmpty)
    // The reason, with the line before it if there is one.
    return remarks.first.map {
      ($0.place.dropFirst(path.count) + ": " + $0.reason).drop { ": ".contains($0) }
    }
    .map(String.init)
  }

  static let refusals: [(name: String, bytes: [UInt8], reason: String)] = [
    ("empty.md", [], "empty file; nothing to ingest"),
    ("empty.log", [], "empty file; nothing to ingest"),
    ("blank.md", Array(" \n\n".utf8), "the file is empty; write an article into it, or remove it"),
    (
      "latin.md", Array("# Kran\n\nEin Stu".utf8) + [0xFC, 0xFF, 0xFE] + Array("ck\n".utf8),
      "3: not text: invalid UTF-8; save the file as UTF-8"
    ),
    (
      "front.md", Array("---\ntitle: [\n---\n# Crane\n".utf8),
      "3:1: the front matter is not YAML: did not find expected node content; put the value in quotes"
    ),
    (
      "quotes.md", Array(String(repeating: ">", count: 100_000).utf8),
      "1: quotes or lists are nested too deep to be an article; remove them"
    ),
  ]

  @Test(arguments: refusals.indices)
  func `a file that cannot be taken is named with the reason`(index: Int) throws {
    let refusal = Self.refusals[index]
    let complaint = try complaint(refusal.bytes, name: refusal.name)
    #expect(complaint == refusal.reason, "\(refusal.name)")
  }

  static let bombs = [
    String(repeating: "[", count: 100_000), String(repeating: "![", count: 100_000),
    String(repeating: "*", count: 100_000), String(repeating: "`", count: 99_999) + "x",
    String(repeating: "<a", count: 50_000), String(repeating: "&", count: 100_000),
    String(repeating: "*a _b ", count: 20_000),
    String(repeating: "a|", count: 5_000) + "\n" + String(repeating: "-|", count: 5_000),
    String(repeating: "\n", count: 100_000) + "x", String(repeating: "# x\n", count: 500),
    (0..<500).map { String(repeating: " ", count: 2 * $0) + "- x\n" }.joined(),
    String(repeating: "```\n", count: 50_001), String(repeating: "<!-- ", count: 20_000),
  ]

  @Test(arguments: bombs.indices)
  func `an article that no person wrote is taken or refused, and harms nothing`(index: Int) throws {
    _ = try complaint(Self.bombs[index].utf8, name: "bomb.md")
  }

  @Test func `encodings are read and reported, or refused by name`() throws {
    func units(_ text: String, _ low: Int, _ high: Int) -> [UInt8] {
      text.utf16.reduce(into: []) {
        let pair = [UInt8($1 & 0xFF), UInt8($1 >> 8)]
        $0 += [pair[low], pair[high]]
      }
    }
    let text = "---\ntitle: \u{D6}l\n---\n# \u{D6}l fails\n"
    scratch.write([0xFF, 0xFE] + units(text, 0, 1), to: "docs/little.md")
    scratch.write(
      [0xFE, 0xFF] + units(text.replacing("\u{D6}l fails", with: "Lift"), 1, 0), to: "docs/big.md")
    scratch.write([0x23, 0x20, 0x4B, 0x72, 0xE4, 0x6E, 0x65, 0x0A], to: "docs/western.md")
    scratch.write([0xFF, 0xFE, 0x23, 0x00, 0x20], to: "docs/cut.md")
    scratch.write([0xFF, 0xFE, 0x00, 0xD8, 0x20, 0x00], to: "docs/lone.md")
    scratch.write(units(text, 0, 1), to: "docs/unmarked.md")
    scratch.write([0x23, 0x20, 0x83, 0x4E, 0x83, 0x8C, 0x81, 0x5B, 0x83, 0x93, 0x0A], to: "docs/shift.md")
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 3")
    func printed(_ remarks: [IngestReport.Remark]) -> [String] {
      remarks.map { "\($0.place.dropFirst(scratch["docs/"].count)): \($0.reason)" }
    }
    #expect(
      printed(report.warnings) == [
        "big.md:1: the file is UTF-16, not UTF-8; read as such",
        "little.md:1: the file is UTF-16, not UTF-8; read as such",
        "western.md:1: the file is not UTF-8; read as Windows-1252",
      ])
    #expect(
      printed(report.refused) == [
        "cut.md:1: not text: invalid UTF-16; save the file as UTF-8",
        "lone.md:1: not text: invalid UTF-16; save the file as UTF-8",
        "shift.md:1: not text: invalid UTF-8; save the file as UTF-8",
        "unmarked.md:1: not text: a NUL byte; save the file as UTF-8",
      ])
  }

  @Test func `a FAQ is an article, other YAML is skipped`() throws {
    scratch.write(
      """
      ### YamlMime:FAQ
      title: Cranes
      sections:
        - name: Oil
          questions:
            - question: Why does the crane fail?
              answer: Oil it.
      """, to: "docs/cranes.yml")
    scratch.write("time: 2024-03-01T10:00:01Z\nERROR: x\n", to: "docs/settings.yaml")
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 1")
    #expect(report.ignored == 1)
    #expect(try store.families() == ["cranes"])
  }

  @Test func `two files of one date with one title and different texts are two families`() throws {
    let text = "---\nms.date: 03/01/2024\n---\n# Winch\n## Rope breaks: error E77\nTie it.\n"
    scratch.write(text, to: "docs/a/winch.md")
    scratch.write(text.replacing("Tie", with: "Cut"), to: "docs/b/winch.md")
    scratch.write(text.replacing("2024", with: "2023"), to: "docs/c/winch.md")
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 3")
    #expect(report.warnings.isEmpty)
    #expect(try store.families() == ["b-winch", "winch"])
  }

  @Test func `a file in two families is taken for one of them, and said to be`() throws {
    scratch.write("# Winch\n## Rope breaks\nTie it.\n## Hook breaks\nWeld it.\n", to: "docs/en/winch.md")
    scratch.write(
      "# Crane\n## Wheel breaks\nOil it.\n## Motor breaks\nStop it.\n", to: "docs/en/crane.md")
    // Its path says winch, its title and its anchors say crane.
    scratch.write(
      """
      # <a name="crane"></a>Kran
      ## <a name="wheel-breaks"></a>Rad bricht
      Ölen.
      ## <a name="motor-breaks"></a>Motor versagt
      Halt.
      """, to: "docs/de/winch.md")
    for name in ["en", "de"] {
      let report = try store.ingest(scratch["docs/\(name)"])
      #expect(
        report.warnings.map(\.reason)
          == (name == "en" ? [] : ["fits two families of articles, winch and crane; taken for the first"]))
    }
  }

  @Test func `a line of a hundred megabytes is cut in a log, in little memory, and refused as an article`()
    throws
  {
    let start = "2024-03-01T10:00:01Z ERROR depot: ParcelRefused "
    let log = scratch.write(start, to: "line.log")
    let article = scratch.write("# Crane ", to: "line.md")
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    for path in [log, article] {
      let file = try #require(fopen(path, "ab"))
      for _ in 0..<100 { fwrite(piece, 1, piece.count, file) }
      fclose(file)
    }
    let before = peakMemory()
    let report = try store.ingest(log)
    #expect(peakMemory() - before < 64 << 10, "KiB more at the peak")
    #expect(report.runs.text == "added 1")
    #expect(report.lines == 1)
    #expect(try store.database.value("SELECT bytes FROM run") == (100 << 20) + start.utf8.count)
    #expect(
      try store.database.value(
        "SELECT length(text) < 100000 FROM event JOIN wording ON wording.id = wording_id") == true)
    #expect(
      try store.ingest(article).refused.map { "\($0.place): \($0.reason)" } == [
        "\(article): larger than 32 MiB; split the article, or give a log as .log"
      ])
  }

  /// The peak memory of the process, in KiB.
  private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  @Test func `broken lines of a log are counted once, also when it grows`() throws {
    let line = Array("2024-03-01T10:00:01Z ERROR depot: ".utf8)
    let log = line + [0xFF, 0x0A] + line + [0x61, 0x0A] + line + [0x00, 0x0A]
    func remarks(_ bytes: [UInt8]) throws -> [String] {
      try store.ingest(scratch.write(bytes, to: "odd.log")).warnings.map { "\($0.place): \($0.reason)" }
    }
    let reason = "broken (not UTF-8, a NUL in it, or longer than 1 MiB); read as far as possible"
    let path = scratch["odd.log"]
    #expect(try remarks(log) == ["\(path): 2 lines are \(reason)"])
    #expect(try remarks(log) == [])
    #expect(try remarks(log + line + [0x62, 0x0A]) == ["\(path): 2 lines are \(reason)"])
    #expect(try remarks(log + line + [0x62, 0x0A] + line + [0xFE]) == ["\(path): 3 lines are \(reason)"])
    #expect(
      try remarks(log + line + [0x62, 0x0A] + line + [0xFE, 0x0A]) == ["\(path): 3 lines are \(reason)"])
    #expect(try remarks(line + [0xFF, 0x0A]) == ["\(path): 1 line is \(reason)"])
  }

  @Test(arguments: ["nul\0\0", "\u{1B}[31mred", "\u{FEFF}", "{\"a\":", "a\u{2028}b"])
  func `a log of odd bytes is taken`(text: String) throws {
    let bytes =
      Array("2024-03-01T10:00:01Z ERROR depot: \(text) ".utf8) + [0xFF, 0xC0, 0x80] + Array("\n".utf8)
    let events = try store.ingest(scratch.write(bytes, to: "odd.log")).events
    #expect(events == 1)
    try store.expectSound()
    // It is removed from the index with the same terms that were inserted.
    scratch.write("2024-03-01T10:00:01Z ERROR depot: calm\n", to: "odd.log")
    #expect(try store.ingest(scratch["odd.log"]).runs.text == "changed 1")
    #expect(try store.database.rows("SELECT term FROM event_term") { try $0[0] as String }.count == 1)
  }
}
