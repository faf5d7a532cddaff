import CasebookArticles
import Testing

/// Articles of a size that nobody reads: what is kept of them is bounded, and said to be.
@Suite struct LargeArticleTests {
  private func lines(_ count: Int, _ line: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in 0..<count { bytes += Array(line(number).utf8) }
    return bytes
  }

  @Test func `more rows than an article can hold are text`() throws {
    let rows = lines(25_000) { "| E\($0) failed to start | restart it, and wait until it is there |\n" }
    let article = try Article.parse(Array("# T\n\n| Error | Fix |\n|---|---|\n".utf8) + rows)
    let known = article.sections.reduce(0) { $0 + $1.rows.count }
    #expect(known > 5_000 && known <= 20_000)
    #expect(article.warnings.contains { $0.message.contains("of 25002 lines; read up to line") })
    #expect(Set(article.sections[0].rows.map(\.slug)).count == known)
  }

  @Test func `fifty thousand known errors are as many as there are headings for`() throws {
    let article = try Article.parse(
      Array("# T\n\n".utf8) + lines(50_000) { "## Error \($0): it failed\n\nWait.\n\n" })
    #expect(article.sections.count <= 20_000)
    #expect(article.warnings.contains { $0.message.hasPrefix("more than 20000 headings") })
  }

  @Test func `literals and messages are counted over the whole article`() throws {
    let article = try Article.parse(
      Array("# T\n\n".utf8) + lines(60_000) { "`a\($0)` and `b\($0)`\n\n" })
    #expect(article.sections[0].literals.count == 100_000)
    #expect(
      article.warnings.map(\.message).contains { $0.contains("more literals than an article can hold") })
  }

  @Test func `a heading of a megabyte is cut`() throws {
    let title = String(repeating: "the server failed ", count: 60_000)
    let article = try Article.parse(Array("# \(title)\n\ntext\n".utf8))
    #expect(article.title.utf8.count <= 2_000)
    #expect(article.sections[0].title.utf8.count <= 2_000)
    #expect(article.sections[0].heading.utf8.count <= 2_000)
  }

  @Test func `front matter of a megabyte is read line by line`() throws {
    let fields = lines(100_000) { "key\($0): value\n" }
    let article = try Article.parse(Array("---\ntitle: T\n".utf8) + fields + Array("---\n# A\n\nb\n".utf8))
    #expect(article.title == "T")
    #expect(article.frontMatter.count <= 1_000)
    #expect(article.sections.map(\.title) == ["A"])
    #expect(article.warnings.map(\.line) == [2])
    let title = "---\ntitle: \(String(repeating: "a", count: 100_000))\n---\n# A\n"
    #expect(try Article.parse(Array(title.utf8)).title.utf8.count == 2_000)
  }

  @Test func `lists of numbers count as nesting`() {
    let deep = Array("# T\n\n".utf8) + lines(1_000) { _ in "1. " } + Array("a\n".utf8)
    #expect(throws: ArticleError.self) { try Article.parse(deep) }
  }

  @Test func `a section in pieces keeps no more than one in one piece`() throws {
    let text = lines(2) {
      "\n\n# [T\($0)](#tab/t\($0))\n\n" + String(repeating: "a", count: 900_000) + "\n\n### C\n\nd\n"
    }
    let article = try Article.parse(Array("# A\n\n## B\n\n".utf8) + text)
    #expect(article.sections.allSatisfy { $0.markdown.utf8.count <= 1 << 20 + 2 })
  }
}
