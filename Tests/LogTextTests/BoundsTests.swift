import CasebookKnowledge
import CasebookLogText
import Testing

/// Hostile and broken logs.
struct BoundsTests {
  @Test func `a long line is cut, counted as broken, and its successor is read`() {
    let long = "ERROR: " + String(repeating: "x", count: LogReader.maxLine)
    let (events, summary) = LogReader.events(in: "\(long)\nERROR: next\n".utf8)
    #expect(summary.lines == 2)
    #expect(summary.brokenLines == 1)
    #expect(events.map(\.isCut) == [true, false])
    #expect(events.map(\.firstLine) == [1, 2])
    #expect((events.first?.body.utf8.count ?? 0) < 70_000)
  }

  @Test func `a line without an end does not grow in memory`() {
    var reader = LogReader()
    let piece = [UInt8](repeating: 0x41, count: 1 << 20)
    for _ in 0..<64 { piece.withUnsafeBytes { reader.read($0) { _ in Issue.record("nothing ends here") } } }
    let summary = reader.finish { _ in }
    #expect(summary.lines == 1)
    #expect(summary.bytes == 64 << 20)
    #expect(summary.brokenLines == 1)
  }

  @Test func `a long message keeps its head and its tail`() {
    let frames = (0..<50_000).map { "  File \"deep.py\", line \($0), in é" }.joined(separator: "\n")
    let (events, _) = LogReader.events(
      in: "Traceback (most recent call last):\n\(frames)\nRecursionError: deep\n".utf8)
    #expect(events.count == 1)
    let message = events.first?.body ?? ""
    #expect(events.first?.isCut == true)
    #expect(events.first?.lastLine == 50_002)
    #expect(message.hasPrefix("Traceback (most recent call last):\n  File \"deep.py\", line 0, in é\n"))
    #expect(message.hasSuffix("in é\nRecursionError: deep"))
    #expect(message.contains(" bytes left out …]"))
    #expect(!message.contains("\u{FFFD}"))
    #expect(message.utf8.count < 66_000)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x00], 1), ([0xC3, 0x28], 1), ([0xC3, 0xA9], 0), ([0xE2, 0x82], 1),
      ([0xED, 0xA0, 0x80], 1),
      ([0xF0, 0x9F, 0x98, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 1), ([0x00], 1), ([], 0),
      ([0x0A, 0x00, 0x0A], 1),
      ([0x0D, 0x0A, 0x0D], 0),
    ] as [([UInt8], Int)])
  func `bytes that are no text are counted`(bytes: [UInt8], broken: Int) {
    #expect(LogReader.events(in: bytes).summary.brokenLines == broken)
  }

  @Test func `colours, bells and what a progress bar overwrote are left out`() {
    let log = "10%\r50%\r\u{1B}[1;31mERROR\u{1B}[0m: \u{1B}]0;title\u{7}broken\u{7} \u{1B}[2Kpipe\u{0}\r\n"
    #expect(table(log) == "1 - error - ¦ broken pipe")
  }

  @Test func `random bytes and any cut of them give the same events and no crash`() {
    var state: UInt64 = 42
    let words: [[UInt8]] = [
      "ERROR ", "2021-10-21 08:00:00", "{\"log\":\"", "\\n\",\"stream\":\"stderr\"", "}", "{\"", "\":", "\"",
      "[", "]",
      "\n", "\r", "\n  ", "Traceback (most recent call last):", "\u{1B}[", "level=", "<11>", "<165>1 ",
      "E1021 ",
      " stdout P ", " stderr F ", ": ", " - ", "|", "exit code ",
      "[rank0]: ", "(pid=", "ERROR|", "12", "Oct 21 ", "\\u", "\\", "at a.b(",
      "é", "time=",
    ].map { Array($0.utf8) }
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<next(120) {
        if next(4) == 0 { bytes.append(UInt8(next(256))) } else { bytes += words[next(words.count)] }
      }
      let whole = read(bytes, inPiecesOf: max(1, bytes.count), keeping: .problems)
      let pieces = read(bytes, inPiecesOf: 1 + next(9), keeping: .problems)
      #expect(whole.0 == pieces.0)
      #expect(whole.1 == pieces.1)
      let all = read(bytes, inPiecesOf: 16, keeping: .all)
      #expect(all.1.counts == whole.1.counts)
      #expect(all.0.filter { $0.level >= .warning } == whole.0)
    }
  }

  @Test(
    arguments: [
      String(repeating: "{\"a\":", count: 100_000), String(repeating: "[", count: 100_000),
      "{\"a\":\"" + String(repeating: "\\", count: 100_000), String(repeating: "exit ", count: 100_000),
      String(repeating: ": ", count: 100_000), String(repeating: "a=\"", count: 100_000),
      "2021-10-21 08:00:00 " + String(repeating: "[", count: 100_000),
      String(repeating: "2021-10-21 08:00:00 ", count: 50_000),
      String(repeating: "\u{1B}]", count: 100_000),
      "{\"log\":\"" + String(repeating: "\",\"stream\":\"std", count: 9_000),
    ])
  func `a line of one repeated thing is read in linear time`(line: String) {
    #expect(LogReader.events(in: line.utf8, keeping: .all).summary.lines == 1)
  }

  @Test(
    arguments: [
      "Mon, 2", "Thu, 21", "ERROR Mon, 2", "[Mon, 2", "2024-01-02 Mon, 2",
      // The level ends the line, and the line is as long as the bytes compared at once.
      "2024-01-02 03:04:05,123      INFO", "2024-01-02 03:04:05,123       INFO",
    ])
  func `a line may end anywhere in its prefix`(line: String) {
    let log = Array(String(repeating: line + "\n", count: 4).utf8)
    #expect(read(log, inPiecesOf: log.count, keeping: .problems).1.lines == 4)
    for count in 0..<line.utf8.count {
      let cut = Array(line.utf8.prefix(count))
      #expect(LogReader.events(in: cut, keeping: .all).summary.lines == (count > 0 ? 1 : 0))
    }
  }

  @Test func `an error of the receiver stops the reading`() {
    struct Full: Error {}
    var reader = LogReader()
    #expect(throws: Full.self) {
      try Array("ERROR: a\nERROR: b\n".utf8).withUnsafeBytes { try reader.read($0) { _ in throw Full() } }
    }
  }
}
