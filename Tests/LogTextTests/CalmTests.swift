import CasebookKnowledge
import Testing

@testable import CasebookLogText

/// Skipping lines must not change the result.
struct CalmTests {
  /// Lines that start alike, with everything that may follow or come between.
  private static func log(_ seed: UInt64, _ time: (Int) -> String) -> String {
    var state = seed
    func pick<Element>(_ choices: [Element]) -> Element {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return choices[Int(state >> 33) % choices.count]
    }
    let levels = [
      "INFO", "INFO", "INFO", "DEBUG", "INFO ", "info", "WARNING", "ERROR", "Infos", "CRITICAL", "TRACE",
    ]
    let bodies = [
      "app.db: connected to the store, worker 7", "app: Traceback (most recent call last):",
      "app: héllo wörld, all is well",
      "app: a tab\there and there", "app: colour \u{1B}[31mred\u{1B}[0m at the end", "app: the answer is {",
      "app:   indented text here",
      "app: ends in a colon:", "app: carriage\r", "app: a \u{0} in it", "x",
    ]
    let between = [
      "  File \"a.py\", line 1, in x", "ValueError: broken", "", "plain text", "{", "}",
      "\tat a.b.C(D.java:1)",
    ]
    var text = ""
    for index in 0..<400 {
      if pick([true, false, false]) { text += pick(between) + "\n" }
      let tick = pick([index, index, index, 400 - index])
      text += "\(time(tick))\(pick([" ", " ", " ", " - ", "  "]))\(pick(levels)) \(pick(bodies))\n"
    }
    return text
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test(arguments: 0..<40)
  func `the same events, counts and times come out with and without it`(seed: Int) {
    let times: [(Int) -> String] = [
      { "2024-01-02 09:\(Self.two($0 / 60)):\(Self.two($0 % 60)),\(100 + $0)" },
      { "[2024-01-02T09:\(Self.two($0 / 60)):\(Self.two($0 % 60))+02:00]" },
      { "2024-01-02T09:\(Self.two($0 / 60)):\(Self.two($0 % 60)).\($0 % 7)Z" },
      { "2024/01/02 09:\(Self.two($0 / 60)):\(Self.two($0 % 60)) host[\($0)]" },
      { "2024-01-02 09:\(Self.two($0 / 60)):\(Self.two($0 % 60)) 2024-01-02 08:00:\(Self.two($0 % 60))" },
    ]
    let log = Array(Self.log(UInt64(seed), times[seed % times.count]).utf8)
    // Keeping everything requires reading everything.
    let all = read(log, inPiecesOf: 300, keeping: .all)
    for size in [300, 5_000, log.count] {
      let problems = read(log, inPiecesOf: size, keeping: .problems)
      #expect(problems.1 == all.1)
      #expect(problems.0 == all.0.filter { $0.level >= .warning })
    }
  }

  @Test func `a mask fits lines of its form alone`() throws {
    func mask(_ text: String) -> BelowWarningMask? {
      Array(text.utf8).withUnsafeBufferPointer { line in
        LinePrefix.read(line).flatMap { BelowWarningMask(line, $0) }
      }
    }
    func reads(_ mask: BelowWarningMask, _ text: String) -> Level? {
      var levels = LevelBytes()
      return Array(text.utf8).withUnsafeBufferPointer { line in
        let first = mask.read(line, &levels)?.level
        // The second time, the level is recognised by its bytes.
        #expect(mask.read(line, &levels)?.level == first)
        return first
      }
    }
    let form = try #require(mask("2024-01-02 09:00:00,318 INFO app.db: connected to the store"))
    #expect(reads(form, "2025-12-31 23:59:59,999 DEBUG other: with another text") == .debug)
    #expect(reads(form, "2025-12-31 23:59:59,999 INFO") == nil)
    #expect(reads(form, "2025-12-31 23:59:59,999 ERROR other: with another text") == nil)
    #expect(reads(form, "2025-12-31 23:59:59.999 INFO other: with another text") == nil)
    #expect(reads(form, "2025-12-3a 23:59:59,999 INFO other: with another text") == nil)
    #expect(reads(form, "2025-12-3: 23:59:59,999 INFO other: with another text") == nil)
    #expect(reads(form, "2025-12-31 23:59:59,999 INFO: other form, another text") == nil)
    #expect(reads(form, "2025-12-31 23:59:59,999 info other: with another text") == nil)
    #expect(reads(form, "2025-12-31 23:59:59,999 INFO Traceback (most recent call last):") == nil)
    let wide = try #require(mask("2024-01-02 09:00:00,318 - app.db - INFO - connected to the store"))
    #expect(reads(wide, "2024-01-02 09:00:00,318 - other.name - DEBUG - connected") == .debug)
    #expect(reads(wide, "2024-01-02 09:00:00,318 - other.name - ERROR - connected") == nil)
    #expect(mask("Jan 02 09:00:00 host app[12]: INFO connected to the store") == nil)
    #expect(mask("INFO:root:connected to the store and more text here") == nil)
  }
}
