import CasebookArticles
import Testing

/// Bytes that nobody wrote as an article: each input is refused with its place, or read, in bounded time.
@Suite struct HostileInputTests {
  private func repeated(_ text: String, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * count)
    for _ in 0..<count { bytes.append(contentsOf: text.utf8) }
    return bytes
  }

  @Test(arguments: ["> ", ">", "> - ", "> > > ", "> 1. "])
  func `nesting that no person wrote is refused at its line`(unit: String) throws {
    let bytes = Array("# T\n\n".utf8) + repeated(unit, 100_000)
    let error = #expect(throws: ArticleError.self) { try Article.parse(bytes) }
    #expect(error?.line == 3)
    guard case .nestedTooDeep = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["[", "![", "![[]()", "|a", "|\n-|\n", "a <? ", "*a* _b_ [d](e)\n"])
  func `markup that no person wrote is text, and said to be`(unit: String) throws {
    let article = try Article.parse(Array("# T\n\n".utf8) + repeated(unit, 20_000))
    #expect(article.sections.count == 1)
    #expect(article.warnings.allSatisfy { $0.line == 3 })
    #expect(article.warnings.contains { $0.message.hasSuffix("is too much markup; kept as plain text") })
  }

  @Test(
    .timeLimit(.minutes(4)),
    arguments: [
      "<Box title=\"Copies fail\">\n", "::: details Copies fail\n", "??? failure \"Copies fail\"\n",
      "{{< fold \"Copies fail\" >}}\n", "```{dropdown} Copies fail\n", ".. dropdown:: Copies fail\n",
      "<Box\n",
      "::: tip\n", "**Copies fail**: 1\n\n", "**Problem:** Copies fail often.\n\n",
    ])
  func `openings of boxes and errors without an end are read once`(unit: String) throws {
    let article = try Article.parse(Array("# T\n\n## Troubleshooting\n\n".utf8) + repeated(unit, 10_000))
    #expect(article.sections.count == 2)
  }

  @Test func `brackets in a fence are text`() throws {
    let bytes = Array("# T\n```\n".utf8) + repeated("[31m log line\n", 5_000) + Array("```\n".utf8)
    #expect(try Article.parse(bytes).sections.count == 1)
  }

  @Test func `a file beyond the limit is refused by its size alone`() {
    let error = #expect(throws: ArticleError.self) {
      try Article.parse([UInt8](repeating: 0x61, count: 100 << 20))
    }
    guard case .tooLarge = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a section beyond the limit is cut, and said to be`() throws {
    let article = try Article.parse(Array("# T\n".utf8) + repeated("ä", 1 << 20))
    #expect(article.sections[0].markdown.utf8.count == 1 << 20)
    #expect(article.warnings.count == 1)
  }

  @Test(arguments: [
    ([0x23, 0x20, 0x54, 0x0A, 0xFF, 0xFE, 0x0A], 2), ([0x61, 0x0A, 0x0A, 0x00], 3),
    ([0xC3, 0xA9, 0x0A, 0xE9, 0x0A], 2), ([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x81, 0x42], 1),
  ])
  func `what is no text is refused at its line`(bytes: [UInt8], line: Int) {
    let error = #expect(throws: ArticleError.self) { try Article.parse(bytes) }
    #expect(error?.line == line)
  }

  @Test(arguments: [[], [0x20, 0x0A], [0xEF, 0xBB, 0xBF], [0x0A]] as [[UInt8]])
  func `nothing is no article`(bytes: [UInt8]) {
    #expect(throws: ArticleError.empty) { try Article.parse(bytes) }
  }

  @Test func `every prefix of an article parses or is refused`() {
    let text = Array(
      "---\ntitle: T\n---\n# <a name=\"x\"></a>Ä `b`\n\n|Error|Fix|\n|--|--|\n|a fails|b|\n\n```json\n{\"error\":\"x\"}\n```\n> «no such é»\n"
        .utf8)
    for count in 0...text.count {
      do { _ = try Article.parse(Array(text[..<count])) } catch { #expect(!error.description.isEmpty) }
    }
  }

  @Test func `plain text keeps words and drops markup`() {
    #expect(
      plainText(ofMarkdown: "## A *b*\n\n> [!NOTE]\n> see [the log](x.md) `c`\n\n- d\n\n|e|f|\n|-|-|\n|g|h|")
        == "A b\nsee the log c\nd\ne f\ng h")
  }
}
