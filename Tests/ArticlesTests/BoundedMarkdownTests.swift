import Testing

@testable import CasebookArticles

/// Markdown that keeps cmark-gfm 0.29 busy is kept as text. What its time grows with is counted, not measured.
@Suite struct BoundedMarkdownTests {
  /// Pieces of inline markup, closed and left open.
  static let pieces = [
    "*", "**", "_", "*a*", "_a_", "***a", "`", "``", "`a`", "[", "]", "[a]", "[a](b)", "[a](", "[a](<",
    "[a](\"",
    "![", "![a](b)", "![[]()", "[a][b]", "[^a]", "<", "<a>", "<a b=\"", "</a>", "<?", "<!A", "<![CDATA[",
    "<a:b>",
    "<a@b.c>", "&amp;", "&#1", "\\", "\\\n", "  \n", "|", "|a|", "|-|\n", "[a]: b\n", "\n[a]: b", "===\n",
    "a",
  ]

  private static func paragraph(_ unit: String, _ bytes: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes + unit.utf8.count)
    while text.count < bytes { text += Array(unit.utf8) }
    return text
  }

  /// The bound of the work on a text.
  private static func bound(_ bytes: Int) -> Int { (bytes + 1_000) * MarkupScan.maxMarks }

  @Test(arguments: pieces)
  func `a piece of markup costs no more the more of it there is, alone or beside another`(piece: String) {
    for other in ["", " ", "a ", "\n", "x\n"] {
      let text = Self.paragraph(piece + other, 14_000)
      #expect(BoundedMarkdown(text).work <= Self.bound(text.count), "\(piece + other)")
    }
    for other in Self.pieces where other != piece {
      let text = Self.paragraph(piece + " " + other + " ", 4_000)
      #expect(BoundedMarkdown(text).work <= Self.bound(text.count), "\(piece) \(other)")
    }
  }

  @Test(arguments: [
    "*a* _b_ [d](e)\n", "a <? ", "![[]() ", "a <!A ", "a <![CDATA[ ", "[a](b)_a_ ", "a* ", "`a` ",
    "a <a@b.c> ",
  ])
  func `a paragraph with too much markup is text as it was written, and said to be`(unit: String) throws {
    let text = Self.paragraph(unit, 60_000)
    let markdown = BoundedMarkdown(Array("# T\n\n".utf8) + text + Array("\n\n`b` *c*\n".utf8))
    #expect(markdown.warnings.map(\.line) == [3])
    #expect(markdown.warnings[0].message.hasPrefix("a paragraph with "))
    let paragraphs = markdown.tree.blocks.filter { $0.kind == .paragraph }
    #expect(paragraphs.count == 2)
    let first = markdown.tree.inlines[paragraphs[0].inlines]
    #expect(first.allSatisfy { $0.kind == .text || $0.kind == .softBreak })
    let words = markdown.tree.plain(paragraphs[0].inlines).filter { !$0.isWhitespace }
    #expect(words == String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace })
    // The paragraph below has its markup.
    #expect(markdown.tree.inlines[paragraphs[1].inlines].contains { $0.kind == .code })
  }

  @Test func `light paragraphs beside a heavy one keep their markup, whatever divides them`() {
    let heavy = String(decoding: Self.paragraph("*a* ", 20_000), as: UTF8.self)
    let text = "- `a`\n- \(heavy)\n- `b`\n# `c`\n\(heavy)\n***\n`d`\n> `e`\n"
    let markdown = BoundedMarkdown(Array(text.utf8))
    #expect(markdown.warnings.map(\.line) == [2, 5])
    let code = markdown.tree.inlines.filter { $0.kind == .code }.map {
      String(decoding: markdown.tree.text[$0.text], as: UTF8.self)
    }
    #expect(code == ["a", "b", "c", "d", "e"])
  }

  @Test func `long lists, tables and blocks of HTML or code are no paragraphs`() {
    let item = "- **a** `b` [c](d)\n"
    let row = "| **a** `b` | [c](d) |\n"
    let cell = "<tr><td>a</td><td><code>b</code></td></tr>\n"
    for text in [
      String(repeating: item, count: 2_000), "| a | b |\n|---|---|\n" + String(repeating: row, count: 2_000),
      "<table>\n" + String(repeating: cell, count: 2_000) + "</table>\n",
      "```\n" + String(repeating: "*a* <b> `c` [d\n", count: 2_000) + "```\n",
      "<pre>\n" + String(repeating: "*a* <b>\n", count: 2_000) + "</pre>\n",
    ] {
      let bounded = BoundedMarkdown(Array(text.utf8))
      let plain = MarkdownTree(unchecked: Array(text.utf8))
      #expect(bounded.warnings.isEmpty)
      #expect(bounded.tree.text == plain.text)
      #expect(bounded.tree.inlines.map(\.kind) == plain.inlines.map(\.kind))
      #expect(bounded.tree.blocks.map(\.kind) == plain.blocks.map(\.kind))
    }
  }

  @Test func `control characters in a text stay what they are`() {
    let text = "\u{1}\u{2}\u{E} " + String(decoding: Self.paragraph("*a* ", 20_000), as: UTF8.self)
    let markdown = BoundedMarkdown(Array(text.utf8))
    #expect(markdown.warnings.count == 1)
    #expect(markdown.tree.text.starts(with: "\u{1}\u{2}\u{E} *a* *a*".utf8))
  }

  @Test func `a row of a thousand cells, a rule on every line and a long definition are text`() {
    let row = String(repeating: "|a", count: 5_000)
    #expect(
      BoundedMarkdown(Array("\(row)\n\(row.replacing("a", with: "-"))\n\(row)\n".utf8)).warnings.count == 3)
    let rules = BoundedMarkdown(Self.paragraph("|\n-|\n", 30_000))
    #expect(rules.warnings.map(\.line) == [1])
    #expect(!rules.tree.blocks.contains { $0.kind == .table })
    // Each use would be a copy.
    for definition in [
      "/" + String(repeating: "b", count: 2_000), "/b '\(String(repeating: "c", count: 2_000))'",
    ] {
      let text = Array("[a]: \(definition)\n\n".utf8) + Self.paragraph("[a] ", 4_000)
      let markdown = BoundedMarkdown(text)
      #expect(markdown.warnings.map(\.line) == [1])
      #expect(markdown.tree.text.count < 2 * text.count)
    }
  }
}
