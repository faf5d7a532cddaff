import CasebookArticles
import Testing

/// Lists, bold paragraphs, details and terms that are each a known error.
struct ErrorListTests {
  @Test func `each item with a bold or code lead is a known error with its message`() throws {
    let text = """
      # Mirror
      ## Troubleshooting
      Look here first.

      - **Init:OOMKilled**: the mirror needs memory.
        Add `4Gi`.
      - `Failed to open gate: 400 bad key`: the key is wrong.
      - **Copies are stuck** – restart the gate.
      - **Note**: mirrors are heavy.
      - see [the gate](x.md)
      """
    try expectTree(
      text,
      is: """
        1 #mirror Mirror [1-1]
          2 #troubleshooting Troubleshooting [2-10]
            /initoomkilled Init:OOMKilled → the mirror needs memory.
        Add `4Gi`. [5]
            /failed-to-open-gate-400-bad-key Failed to open gate: 400 bad key → the key is wrong. [7]
            /copies-are-stuck Copies are stuck → restart the gate. [8]
        """)
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections[1].rows.map { $0.messages.map(\.text) }[1] == ["Failed to open gate: 400 bad key"])
  }

  @Test func `items elsewhere are text, and so are those that lead to another place`() throws {
    let text = """
      # Mirror
      ## Options
      - **failed**: the copy failed.
      - **Copies are stuck**: restart the gate.
      ## Troubleshooting
      - **[Copies fail](#copies)**: see below.
      - **Compaction**: mirrors shrink.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.allSatisfy { $0.rows.isEmpty })
  }

  @Test func `a list in prose under known issues is one known error`() throws {
    func found(_ title: String, _ list: String) throws -> [String] {
      try Article.parse(Array("# Mirror\n## \(title)\n\(list)\n".utf8)).sections.filter { $0.failure != nil }
        .map(\.title)
    }
    let list = """
      - Copies are stuck after a day. Restart the gate.
      - If it rains, the gate fails. Wait.
      - Gates are heavy.
      """
    #expect(try found("Known issues", list) == ["Known issues"])
    #expect(try found("Additional known issues", list) == ["Additional known issues"])
    #expect(try found("Troubleshooting", list) == ["Troubleshooting"])
    #expect(try found("Options", list) == [])
    let steps = "- Check that the gate is not blocked.\n- Restart the failed gate.\n- Look for errors.\n"
    #expect(try found("Troubleshooting", steps) == [])
  }

  @Test func `a bold paragraph heads what follows it`() throws {
    let text = """
      ---
      title: FAQ
      ---
      ## General

      **Q: The copy is stuck after an hour.**

      > A: Restart the gate.

      **Q: How do I copy?**

      > A: Click.
      """
    try expectTree(
      text,
      is: """
        1 #faq FAQ [2-2]
          2 #general General [4-12]
            /the-copy-is-stuck-after-an-hour The copy is stuck after an hour. → > A: Restart the gate. [6]
        """)
  }

  @Test func `details and terms are items too`() throws {
    let text = """
      # Troubleshooting
      <details>
      <summary>Gate <b>crashes</b> at start</summary>

      Oil it:

      ```
      oil --gate
      ```
      </details>

      Why is the copy missing?
      : It was never made.

        Make it.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections[0].rows.map(\.title) == ["Gate crashes at start", "Why is the copy missing?"])
    #expect(article.sections[0].rows[1].markdown == "It was never made.\n\nMake it.")
    #expect(article.sections[0].literals.contains { $0.kind == .codeBlock && $0.text == "oil --gate" })
  }
}
