import ScratchKit
import Testing

/// Vocabulary is data: a list of words belongs into `data/words`, with samples.
struct WordLiteralTests {
  static let limit = 12

  @Test(arguments: ModuleMapTests.map.keys.sorted())
  func `no source file has a list of more than a dozen words`(module: String) throws {
    let folder = Casebook.package + "/Sources/" + module
    for file in try #require(names(in: folder)) where file.hasSuffix(".swift") {
      for list in WordLiterals(try Casebook.bytes(of: folder + "/" + file)).lists
      where list.words.count > Self.limit {
        Issue.record(
          "\(module)/\(file):\(list.line) lists \(list.words.count) words; move them to data/words")
      }
    }
  }

  @Test(arguments: [
    (#"let a = ["one", "two words", "x", "<b>", "%d"]"#, ["one", "two words"]),
    (#"let a = [["one": f("two"), "y": g { "closure" }], ["three"]]"#, ["one", "two", "three"]),
    (#"case "one", "two": self = .x; print("three")"#, ["one", "two"]),
    ("let a = \"\"\"\n  one two-fold\n  three\n  \"\"\"", ["one", "two-fold", "three"]),
    (#"let a = "one two".split(separator: " ")"#, ["one", "two"]),
    ("let a = \"\"\"\n  SELECT one FROM two\n  \"\"\"", []),
    ("let a = \"\"\"\n  This is a sentence.\n  \"\"\"", []),
    (#"// ["one", "two"]"#, []), (#"let a = "\(["one", "two"].count) \"["#, ["one", "two"]),
    (##"let a = #"["one", "two"]"#"##, []),
  ])
  func `a list is a collection, the labels of a case or a text of words alone`(
    source: String, words: [String]
  ) {
    #expect(
      WordLiterals(Array(source.utf8)).lists.max { $0.words.count < $1.words.count }?.words ?? [] == words)
  }
}

/// The lists of words in a Swift file.
///
/// A list is an array, set or dictionary literal with all that is nested in it, the labels of one `case`, a text of
/// several lines, or a text that is split. A string of a collection or a case counts as a word if it has two letters or
/// more, and otherwise only letters, digits, spaces, hyphens, underscores, apostrophes and dots: syntax such as `<pre`
/// does not. A text is a list only if all of it is in lower case without punctuation: SQL, help and scripts are not.
private struct WordLiterals {
  struct WordLiteral {
    let line: Int
    let words: [String]
  }

  private(set) var lists: [WordLiteral] = []
  private let source: [UInt8]
  private var index = 0

  init(_ source: [UInt8]) {
    self.source = source
    while index < source.count { _ = scan() }
  }

  private func at(_ text: String) -> Bool {
    index < source.count && source[index] == text.utf8.first && source[index...].starts(with: text.utf8)
  }

  private mutating func skip(past text: String) {
    while index < source.count, !at(text) { index += 1 }
    index = min(source.count, index + text.utf8.count)
  }

  private mutating func add(_ words: [String], from start: Int) {
    lists.append(.init(line: 1 + source[..<start].count { $0 == 0x0A }, words: words))
  }

  /// Reads to the end of the current bracket, and returns the words of its strings.
  private mutating func scan() -> [String] {
    var words: [String] = []
    var label: (start: Int, words: Int)?
    while index < source.count {
      let start = index
      let isWordStart = start == 0 || !(source[start - 1].isLetterOrDigit || source[start - 1] == 0x5F)
      if at("//") {
        skip(past: "\n")
      } else if at("/*") {
        skip(past: "*/")
      } else if at("#\"") || at("##\"") {
        let marks = at("##") ? "##" : "#"
        index += marks.utf8.count + 1
        skip(past: "\"" + marks)
      } else if at("\"") {
        words += string()
      } else if isWordStart, at("case ") {
        label = (start, words.count)
        index += 5
      } else {
        index += 1
        switch source[start] {
        case UInt8(ascii: "["):
          let inner = scan()
          add(inner, from: start)
          words += inner
        case UInt8(ascii: "("): words += scan()
        case UInt8(ascii: "{"): _ = scan()
        case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"): return words
        case UInt8(ascii: ":"):
          if let label { add(Array(words[label.words...]), from: label.start) }
          label = nil
        default: break
        }
      }
    }
    return words
  }

  /// Reads a string, and returns it if it is a word. What it interpolates is scanned too.
  private mutating func string() -> [String] {
    let start = index
    let quotes = at("\"\"\"") ? "\"\"\"" : "\""
    index += quotes.utf8.count
    var text: [UInt8] = []
    while index < source.count, !at(quotes) {
      if at("\\(") {
        index += 2
        _ = scan()
        text.append(UInt8(ascii: "("))
      } else {
        let length = source[index] == UInt8(ascii: "\\") ? 2 : 1
        text += source[index..<min(source.count, index + length)].filter { $0 != UInt8(ascii: "\\") }
        index += length
      }
    }
    index = min(source.count, index + quotes.utf8.count)
    let string = String(decoding: text, as: UTF8.self)
    let parts = string.split(whereSeparator: \.isWhitespace).map(String.init)
    if quotes.utf8.count > 1 || at(".split"), parts.allSatisfy({ isWord($0) && $0 == $0.lowercased() }) {
      add(parts, from: start)
    }
    return isWord(string) ? [string] : []
  }

  private func isWord(_ text: String) -> Bool {
    text.first?.isLetter == true && text.count(where: \.isLetter) > 1
      && text.allSatisfy { $0.isLetter || $0.isNumber || " -_'’.".contains($0) }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool { (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 }
}
