import CasebookKnowledge
import Glibc
import Testing

@testable import CasebookArticles

/// A text that is parsed in parts says what it says as a whole.
@Suite struct MarkdownSliceTests {
  /// The headings with their lines.
  private func outline(_ article: Article) -> [String] {
    article.sections.map {
      "\($0.level) \($0.slug) \($0.title) \($0.line)-\($0.lastLine) \($0.parent ?? -1) \($0.markdown.utf8.count) "
        + "\($0.role?.rawValue ?? "-") \($0.anchors)"
    }
  }

  /// Messages, literals and rows.
  private func contents(_ article: Article) -> [String] {
    article.sections.flatMap { section in
      [section.failure?.description ?? "-"] + section.messages.map { "\($0)" }
        + section.literals.map { "\($0)" } + section.rows.map { "\($0)" }
    } + article.warnings.map { "\($0)" }
  }

  /// Parses in parts of a few nodes each and as a whole.
  private func compare(_ bytes: [UInt8], _ name: String, weights: [Int]) throws {
    let text = try ArticleText(bytes)
    let whole = try Article.parse(text)
    for weight in weights {
      let parts = try Article.parse(text, partWeight: weight)
      #expect(outline(parts) == outline(whole), "\(name), \(weight)")
      // A block that is larger than a part is not read to its end, and an HTML table ends with its part.
      let isCut = parts.warnings.contains {
        $0.message.contains("; read up to line") || $0.message.contains("HTML table")
      }
      if !isCut { #expect(contents(parts) == contents(whole), "\(name), \(weight)") }
    }
  }

  @Test(arguments: [
    "# A\n\na `b`\n\n## C\n\nd\n\n```\n# e\n\n# f\n```\n\n# G\n\nh\n",
    "# A\n\n- b\n\n  # c\n\n  d\n\n- e\n\nf\n\n# G\n",
    "# A\n\n> b\n\n> c\n\n<div>\n# d\n\n# E\n",
    "# A\n\n<!--\n\n# b\n\n-->\n\n# C\n\nd\n",
    "# A\n\nb\n\n<a name=\"c\"></a>\n# C\n\nd\n\n<br>\n## E\n",
    "# A\n\n# [B](#tab/b)\n\nc\n\n## D\n\ne\n\n# [F](#tab/f)\n\ng\n\n---\n\nh\n\n## I\n",
    "# A\n\n| Error | Fix |\n|---|---|\n| `B` failed | wait a while and try again |\n\nc\n\n# D\n",
    "A\n===\n\nb\n\nC\n---\n\nd\n\n***\n\n    # e\n\n    # f\n\ng\n",
  ])
  func `parts begin where blocks of the document do`(text: String) throws {
    try compare(Array(text.utf8), text, weights: [15, 22, 40])
  }

  @Test func `the bundled articles are the same in parts`() throws {
    let package = SharedArticles.package
    let paths = SharedArticles.files(under: "data/articles/en", of: package)
    #expect(!paths.isEmpty)
    for path in paths { try compare(SharedArticles.read(path, of: package), path, weights: [100, 1_000]) }
  }

  @Test(.enabled(if: SharedArticles.exist, "../shared is not beside the package"))
  func `real articles are the same in parts`() throws {
    for path in SharedArticles.files(under: "seeds") + SharedArticles.files(under: "articles/constructs") {
      guard let text = try? ArticleText(SharedArticles.read(path)), (try? Article.parse(text)) != nil else {
        continue
      }
      try compare(SharedArticles.read(path), path, weights: [300])
    }
  }

  /// Pieces that begin, end or hide blocks.
  private static let pieces = [
    "# A", "## B", "```", "~~~", "- c", "  - d", "1. e", "> f", ">", "<!--", "-->", "<div>", "<pre>",
    "</pre>", "<table>",
    "</table>", "<tr><td>g", "<a name=\"h\"></a>", "| i | j |", "|---|---|", "---", "===", "***", "    k",
    "[l]: m", "[l]",
    "# [n](#tab/o)", "#p", "##q", "[!INCLUDE [r](s)]", "**Symptoms**", "`t` failed == \"u v w failed\"",
    "![[]()", "<?", "x",
    "&#0;&#xFFFFFFFF;", "\\", "<td colspan=99999999999999999999>", "y==1.", "{#z}", "# {#z}", "", "", "",
  ]

  @Test(arguments: 0..<8)
  func `any order of blocks is read to its end, in parts of any size`(seed: UInt64) throws {
    var state = seed &+ 1
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for _ in 0..<60 {
      let lines = (0..<(1 + next(40))).map { _ in Self.pieces[next(Self.pieces.count)] }
      let text = lines.joined(separator: ["\n", "\n", " "][next(3)])
      for weight in [1, 12, 60, MarkdownSlices.standardWeight] {
        guard let source = try? ArticleText(Array(text.utf8)),
          let article = try? Article.parse(source, partWeight: weight)
        else { continue }
        #expect(article.sections.allSatisfy { $0.line <= $0.lastLine + 1 }, "\(text)")
      }
      _ = plainText(ofMarkdown: text)
      #expect(headingMarkdown(of: text).utf8.allSatisfy { $0 != 0x0A })
      let closed = Array((contained(markdown: "x\n\n" + text) + "\n\n# end of it\n").utf8)
      #expect(try Article.parse(closed).sections.last?.title == "end of it", "\(text)")
    }
  }

  @Test func `a paragraph right above a table has lines of its own, and so has the table`() throws {
    let text =
      "# A\n\n> x `b`\n> y `c`\n> | Error | Fix |\n> |---|---|\n> | `D` failed | wait a while `e` |\n"
    let tree = BoundedMarkdown(Array(text.utf8)).tree
    let lines = tree.blocks.map { "\($0.kind) \($0.firstLine)-\($0.lastLine)" }
    #expect(
      lines == [
        "document 1-7", "heading 1-1", "quote 3-7", "paragraph 3-4", "table 5-7", "row 5-5", "cell 5-5",
        "cell 5-5",
        "row 7-7", "cell 7-7", "cell 7-7",
      ])
    #expect(try Article.parse(Array(text.utf8)).sections[0].literals.map(\.line) == [3, 4, 7, 7])
  }

  @Test func `a link is defined for all parts, and the first definition counts`() throws {
    let filler = String(repeating: "a\n\n", count: 200)
    let text =
      "# A\n\n[error x failed][r]\n\n\(filler)# B\n\n\(filler)[R]: /first\n\n> [r]: /second\n\n# C\n\n[r]\n"
    var slices = MarkdownSlices(try SourceText(Array(text.utf8)), from: 1, maxWeight: 500)
    var addresses: [String] = []
    var count = 0
    while let slice = slices.read() {
      count += 1
      for inline in slice.tree.inlines where inline.kind == .linkStart {
        addresses.append(String(decoding: slice.tree.text[inline.text], as: UTF8.self))
      }
    }
    #expect(count > 3)
    #expect(addresses == ["/first", "/first"])
  }

  @Test(arguments: [
    ("- a\n", "\n# B\n\nc\n"), ("> a\n", "\n# B\n\nc\n"), ("```\n# a\n\n", "```\n\n# B\n\nc\n"),
    ("<!--\n# a\n\n", "-->\n\n# B\n\nc\n"), ("a\n", "\n# B\n\nc\n"), ("    # a\n\n", "\n# B\n\nc\n"),
    ("- ```\n  # a\n\n  # b\n  ```\n", "\n# B\n\nc\n"),
  ])
  func `a block that is larger than a part ends where it ends`(line: String, rest: String) throws {
    let isOpened = line.hasPrefix("```") || line.hasPrefix("<")
    let lines =
      isOpened ? line + String(repeating: "# a\n\n", count: 300) : String(repeating: line, count: 300)
    let article = try Article.parse(ArticleText(Array(("# A\n\n" + lines + rest).utf8)), partWeight: 200)
    try #require(article.sections.map(\.title) == ["A", "B"])
    #expect(article.sections[1].markdown == "c")
    let cut = article.warnings.filter { $0.message.contains("; read up to line") }
    #expect(cut.map(\.line) == [3], "\(article.warnings)")
  }
}
