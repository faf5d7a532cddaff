import Testing

@testable import CasebookCommandKit

struct WrappingTests {
  /// Lines with their styles: `*` around bold text.
  private func shown(_ text: StyledText, to columns: Int) -> [String] {
    text.wrapped(to: columns).map { line in
      line.runs.map { $0.style.contains(.bold) ? "*\($0.text)*" : $0.text }.joined()
    }
  }

  @Test(arguments: [
    ("", 10, []), ("a b", 10, ["a b"]), ("one two three", 7, ["one two", "three"]),
    ("a  b\n\nc", 10, ["a b", "", "c"]), ("abcdefgh ij", 5, ["abcde", "fgh", "ij"]),
    ("日本語の文章です", 6, ["日本語", "の文章", "です"]),
    ("日本語。", 6, ["日本", "語。"]), ("「日本」", 4, ["「日", "本」"]),
    ("GPU の メモリ", 8, ["GPU の", "メモリ"]), ("ab", 1, ["a", "b"]), ("ab", 0, ["a", "b"]),
  ])
  func `lines break at spaces and between wide characters`(text: String, columns: Int, lines: [String]) {
    #expect(StyledText(text).wrapped(to: columns).map(\.plain) == lines)
  }

  @Test func `pieces keep their styles across lines`() {
    #expect(
      shown("one \("two three", .bold)\(", four")", to: 8) == ["one *two*", "*three*,", "four"])
    #expect(shown("a\("b", .bold)c d", to: 4) == ["a*b*c", "d"])
    #expect(shown("\("a b", .bold)", to: 10) == ["*a b*"])
  }

  @Test func `the columns of plain characters are those of Unicode's properties`() {
    for value in UInt32(0x20)...0x1_0000 {
      guard let scalar = Unicode.Scalar(value), let width = scalar.plainWidth else { continue }
      let text = String(scalar)
      #expect(text.width(at: text.startIndex) == width, "U+\(String(value, radix: 16))")
      #expect(sanitized(text) == text, "U+\(String(value, radix: 16))")
      #expect(!text.unicodeScalars.isConcealed(at: text.startIndex), "U+\(String(value, radix: 16))")
    }
  }

  @Test(arguments: 1...40)
  func `no line is wider than its columns`(columns: Int) {
    let text: StyledText = "\("Fehler:", .bold) die GPU 日本語の文章です、とても長い。 \("averyveryverylongword", .cyan)"
    for line in text.wrapped(to: columns) { #expect(line.displayWidth <= max(2, columns)) }
  }
}
