import CasebookArticles
import CasebookKnowledge
import Testing

/// Markdown and the tree of its blocks.
struct MarkdownBlockTests {
  @Test(arguments: [
    (
      """
      # A *title*

      Text with `code`, **strong `x`** and
      a [link](https://a.example/x), <br>then <pid> is left.
      """,
      """
      heading 1: "A "  emphasis"title"
      paragraph: "Text with "  code"code"  ", "  strong"strong "  strong+code"x"  " and a "  link"link"<https://a.example/x>  ", ⏎then <pid> is left."
      """
    ),
    (
      "- one\n- two\n\n  more\n\n7. seven\n",
      """
      list
        -
          paragraph: "one"
        -
          paragraph: "two"
          paragraph: "more"
      list from 7
        -
          paragraph: "seven"
      """
    ),
    (
      "> [!WARNING]\n> Hot *stove*.\n\n> quoted\n",
      """
      quote warning
        paragraph: "Hot "  emphasis"stove"  "."
      quote
        paragraph: "quoted"
      """
    ),
    (
      "| a | b |\n|---|---|\n| `x` | y<br>z |\n\n---\n\n```bash title=x\nls\n\n```\n\n    raw\n",
      """
      table: "a" | "b"
        code"x" | "y⏎z"
      rule
      code bash: ls⏎
      code: raw
      """
    ),
    (
      "!!! note \"Before you begin\"\n    Stop it.\n\n:::tip\nRest.\n:::\n",
      """
      paragraph: strong"Note: Before you begin"
      paragraph: "Stop it."
      paragraph: strong"Tip"
      paragraph: "Rest."
      """
    ),
    ("<p>Hello <b>you</b></p>\n\n<!-- hidden -->\n", "paragraph: \"Hello you\""),
    ("日本語の\n文章は\nGPU で\n続く\n", "paragraph: \"日本語の文章は GPU で続く\""),
    ("", ""),
  ])
  func `a text is a tree of blocks`(markdown: String, tree: String) {
    #expect(lines(markdownBlocks(of: markdown)).joined(separator: "\n") == tree)
  }

  @Test func `text that is nested too deeply stays as it is`() {
    let deep = String(repeating: "> ", count: 5_000) + "x"
    #expect(markdownBlocks(of: deep) == [.code(language: "", text: deep)])
  }

  private func lines(_ blocks: [MarkdownBlock]) -> [String] {
    blocks.flatMap { block -> [String] in
      switch block {
      case .heading(let level, let spans): ["heading \(level): " + text(spans)]
      case .paragraph(let spans): ["paragraph: " + text(spans)]
      case .code(let language, let code):
        ["code\(language.isEmpty ? "" : " " + language): " + code.replacing("\n", with: "⏎")]
      case .quote(let alert, let inside):
        ["quote" + (alert.map { " " + $0 } ?? "")] + lines(inside).map { "  " + $0 }
      case .list(let first, let items):
        ["list" + (first.map { " from \($0)" } ?? "")]
          + items.flatMap { ["  -"] + lines($0).map { "    " + $0 } }
      case .table(let header, let rows):
        ["table: " + header.map(text).joined(separator: " | ")]
          + rows.map { "  " + $0.map(text).joined(separator: " | ") }
      case .rule: ["rule"]
      }
    }
  }

  private func text(_ spans: [MarkdownSpan]) -> String {
    spans.map { span in
      let names: [(MarkdownSpan.SpanStyle, String)] = [
        (.strong, "strong"), (.emphasis, "emphasis"), (.code, "code"), (.link, "link"),
      ]
      let style = names.filter { span.style.contains($0.0) }.map(\.1).joined(separator: "+")
      return "\(style)\"\(span.text.replacing("\n", with: "⏎"))\"" + (span.address.map { "<\($0)>" } ?? "")
    }.joined(separator: "  ")
  }
}
