import Testing

@testable import CasebookCommandKit

struct SanitizingTests {
  @Test(arguments: [
    ("plain, größer, 日本\n\tx", "plain, größer, 日本\n\tx"), ("\u{1B}[2J", "␛[2J"), ("a\0b\u{7F}", "a␀b␡"),
    ("one\r\ntwo\rthree", "one\r\ntwo␍three"), ("\u{9B}31m", "\\u{9B}31m"), ("\u{A0}©", "\u{A0}©"),
    ("\u{202A}\u{202E}", "\\u{202A}\\u{202E}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("\u{2065}…\u{2029}\u{206A}", "\\u{2065}…\\u{2029}\\u{206A}"), ("\u{8}\u{7}", "␈␇"),
  ])
  func `what steers a terminal is shown instead`(text: String, shown: String) {
    #expect(Array(sanitized(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test(arguments: [
    ("user\u{200B}name", "user\\u{200B}name"), ("\u{FEFF}log", "\\u{FEFF}log"), ("a\u{AD}b", "a\\u{AD}b"),
    ("a\u{200C}b\u{200D}c", "a\\u{200C}b\\u{200D}c"), ("x\u{2028}y\u{85}", "x\\u{2028}y\\u{85}"),
    ("\u{E0001}\u{E0041}hi", "\\u{E0001}\\u{E0041}hi"), ("a\u{FE0F}b\u{E0100}", "a\\u{FE0F}b\\u{E0100}"),
    ("1\u{FE0F}2", "1\\u{FE0F}2"), ("\u{3164}\u{FFA0}\u{115F}", "\\u{3164}\\u{FFA0}\\u{115F}"),
    ("\u{61C}\u{180E}\u{34F}\u{17B4}", "\\u{61C}\\u{180E}\\u{34F}\\u{17B4}"), ("\u{FFF9}", "\\u{FFF9}"),
    // A second one after the same letter or picture has no effect, and could hide anything.
    ("می\u{200C}\u{200C}خواهم", "می\u{200C}\\u{200C}خواهم"), ("😀\u{FE0F}\u{E0121}", "😀\u{FE0F}\\u{E0121}"),
    ("😀\u{200D}", "😀\\u{200D}"), ("x\u{200D}👩", "x\\u{200D}👩"), ("日\u{200D}本", "日\\u{200D}本"),
    ("🏴\u{E0068}\u{E0069}", "🏴\\u{E0068}\\u{E0069}"), ("a\u{E0067}\u{E007F}", "a\\u{E0067}\\u{E007F}"),
  ])
  func `what is invisible is shown as an escape`(text: String, shown: String) {
    #expect(Array(sanitized(text).unicodeScalars) == Array(shown.unicodeScalars))
    #expect(text.displayWidth == shown.displayWidth)
  }

  @Test(arguments: [
    "می‌خواهم", "خانه‌ها", "ه‍.", "क्‍ष", "क्‌ष", "र्‍य", "র‍্য", "ශ්‍රී", "മലയാളം ന്‍", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️‍🔥", "👩🏽‍🚀",
    "1️⃣", "☎︎", "☎️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "葛󠄀", "∩︀", "ᠠ᠋ᠡ", "ᠰᠠᠶ᠎ᠠ", "\u{600}١٢", "Привет", "größe", "ไทย", "한국어", "עברית", "🇩🇪",
  ])
  func `what words and pictures are made of stays`(text: String) {
    #expect(Array(sanitized(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func `nothing invisible and no control passes, whichever it is`() {
    for value in 0..<UInt32(0x10FFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      let hides =
        properties.isDefaultIgnorableCodePoint
        || [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
      if hides == sanitized("x\(Character(scalar))y").unicodeScalars.contains(scalar), value != 9, value != 10
      {
        // The other characters shown as escapes are format characters that Unicode does not call ignorable.
        #expect(!hides && properties.generalCategory == .format, "U+\(String(value, radix: 16))")
      }
    }
  }

  @Test func `a single line has no breaks, and keeps what is invisible for a pipe`() {
    #expect(singleLine("a\r\nb\tc\u{1B}\u{9B}") == "a  b c␛\\u{9B}")
    let text = "a\u{202E}b\u{200B}"
    #expect(Array(singleLine(text).unicodeScalars) == Array(text.unicodeScalars))
  }
}

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("größe", 5), ("gro\u{308}ße", 5), ("日本語", 6), ("ﾃｽﾄ", 3), ("Ａ", 2), ("한국어", 6),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("Ошибка", 6), ("a\u{200B}b", 10), ("a\u{AD}", 7), ("می‌خواهم", 7),
    ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2),
    ("☎\u{FE0F}", 2), ("☎", 1), ("🇩🇪", 2), ("…", 1), ("\u{1B}", 1), ("é", 1), ("।क", 2),
  ])
  func `text has the columns that a terminal gives it`(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("a", 1, "a"), ("", 0, ""),
    ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ("gro\u{308}ße", 4, "gro\u{308}…"), ("ab\u{202E}cd", 9, "ab…"), ("ab\u{202E}cd", 12, "ab\u{202E}cd"),
  ])
  func `text is cut to columns`(text: String, columns: Int, cut: String) {
    #expect(text.truncated(to: columns) == cut)
    #expect(text.truncated(to: columns).displayWidth <= columns)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("one two three", 8, ["one two", "three"]), ("", 9, []),
    ("a\n\nb", 9, ["a", "", "b"]), ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("モデルが 見つからない", 8, ["モデルが", "見つから", "ない"]),
    ("  a   b ", 9, ["a b"]), ("ab", 0, ["a", "b"]),
  ])
  func `text is wrapped at spaces`(text: String, columns: Int, lines: [String]) {
    #expect(wrapped(text, to: columns) == lines)
  }
}

struct HostileTextTests {
  @Test(arguments: ["\u{301}", "\u{1F1E9}", "\u{200D}👩", "\u{1B}", "क्", "\u{1161}", "日", "\r", " "])
  func `a great deal of one thing takes little time`(piece: String) {
    let text = "a" + String(repeating: piece, count: 200_000)
    #expect(text.truncated(to: 10).displayWidth <= 10)
    #expect(!sanitized(text).unicodeScalars.contains("\u{1B}"))
    #expect(wrapped(text, to: 40).joined().unicodeScalars.count <= text.unicodeScalars.count)
    #expect(singleLine(text).displayWidth >= 1)
  }
}

struct StyledTextTests {
  @Test func `styles become codes only when wanted`() {
    let text: StyledText = "see \("row", [.bold, .red]) of \(3)\("\u{1B}", .dim)"
    #expect(text.rendered(styled: true) == "see \u{1B}[1;31mrow\u{1B}[0m of 3\u{1B}[2m␛\u{1B}[0m")
    #expect(text.rendered(styled: false) == "see row of 3\u{1B}")
  }

  @Test(arguments: [
    (11, "one|two|日本"), (10, "one|two|日本"), (9, "one|two|日…"), (8, "one|two|…"), (7, "one|two|…"),
    (6, "one|tw…"),
    (3, "on…"), (0, ""),
  ])
  func `styled text is cut across its pieces`(columns: Int, cut: String) {
    let text: StyledText = "one\("two", .bold)\("日本", .dim)"
    let result = text.truncated(to: columns)
    #expect(result.runs.map(\.text).joined(separator: "|") == cut)
    #expect(result.displayWidth <= columns)
  }
}

struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.text("ID"), .number("SEEN"), .text("MESSAGE", flexible: true), .text("STATE")])
    table.append(["I-1", "7", "モデルファイルが見つからない", "open"])
    table.append(["I-12", "1204", "\("no space", .red) left\non device", ""])
    table.append(["I-3"])
    return table
  }

  private func lines(_ width: Int?) -> [String] { table.lines(width: width).map(\.plain) }

  @Test func `columns are aligned, and nothing trails`() {
    #expect(
      lines(nil) == [
        "ID    SEEN  MESSAGE                       STATE",
        "I-1      7  モデルファイルが見つからない  open",
        "I-12  1204  no space left on device",
        "I-3",
      ])
  }

  @Test func `a narrow terminal shortens the flexible column`() {
    #expect(
      lines(36) == [
        "ID    SEEN  MESSAGE            STATE",
        "I-1      7  モデルファイルが…  open",
        "I-12  1204  no space left on…",
        "I-3",
      ])
  }

  @Test func `one long cell does not make every row as long`() {
    var table = TextTable([.text("A"), .text("B")])
    table.append([StyledText(String(repeating: "x", count: 5000)), "y"])
    table.append(["a", "b"])
    #expect(table.lines(width: nil).map(\.displayWidth) == [103, 5003, 103])
  }

  @Test(arguments: 30...60)
  func `no line is wider than the terminal`(width: Int) {
    #expect(table.lines(width: width).allSatisfy { $0.displayWidth <= width })
  }
}
