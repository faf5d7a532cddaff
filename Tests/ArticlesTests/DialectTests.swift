import CasebookArticles
import Testing

/// Constructs of other documentation systems.
struct DialectTests {
  @Test func `the title of the front matter heads a text without one`() throws {
    let text = """
      ---
      weight: 3
      title: "Troubleshooting: `gate 3 is shut`"
      ---

      Some words.

      ## Symptoms
      It is shut.
      ## Solution
      Open it.
      """
    try expectTree(
      text, showing: [.markdown],
      is: """
        1 #troubleshooting-gate-3-is-shut Troubleshooting: gate 3 is shut [3-7] !symptoms: Symptoms
          > Some words.
          2 #symptoms Symptoms [8-9] symptom
            > It is shut.
          2 #solution Solution [10-11] resolution
            > Open it.
        """)
  }

  @Test func `a heading below two blank lines ends a list, however it is indented`() throws {
    let text = """
      # Troubleshooting
      - [Gates](#gates)
      - [Mirrors](#mirrors)


        ## Gates

        ### 1. Gate is stuck

        Oil it.

        - one

          ### inside
      """
    try expectTree(
      text, showing: [.markdown],
      is: """
        1 #troubleshooting Troubleshooting [1-5]
          > - [Gates](#gates)
          > - [Mirrors](#mirrors)
          2 #gates Gates [6-7]
            3 #1-gate-is-stuck Gate is stuck [8-14] !title: stuck
              >   Oil it.
              >
              >   - one
              >
              >     ### inside
        warning 14: a heading inside a list does not start a section; kept in the section above
        """)
  }

  @Test func `front matter may be TOML`() throws {
    let text = """
      +++
      title = "Gate \\"3\\" fails"  # the gate
      date = 2024-03-01
      tags = ["a",
        'b']
      weight = 10
      [params]
      lang = 'de'
      long = \"\"\"
      two
      lines\"\"\"
      +++
      Open it.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.title == "Gate \"3\" fails")
    #expect(article.updated == "2024-03-01")
    #expect(article.frontMatter["tags"] == "a, b")
    #expect(article.frontMatter["params.lang"] == "de")
    #expect(article.frontMatter["params.long"] == "two\nlines")
    #expect(article.sections.map(\.title) == ["Gate \"3\" fails"])
    #expect(article.warnings.isEmpty)
  }

  @Test func `admonitions, tabs and components hold plain Markdown`() throws {
    let text = """
      # Guide
      !!! note "Read this"
          ## Gate fails
          The log says `gate 3 was refused`.

      === "Linux"

          ```output
          Error: gate 4 was refused
          ```

          ## Lift fails
          === "Inner"
              - **one** item

      :::tip Title
      ## Door fails
      :::
      <Tabs>
      <TabItem value="a">
      ## Boat fails
      </TabItem>
      </Tabs>
      {{< alert color="red" >}}
      ## Kite fails
      {{< /alert >}}
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections.map(\.title) == [
        "Guide", "Gate fails", "Lift fails", "Door fails", "Boat fails", "Kite fails",
      ])
    #expect(article.sections.filter { $0.failure != nil }.count == 5)
    #expect(article.sections[1].literals.first { $0.kind == .codeBlock }?.text == "Error: gate 4 was refused")
  }

  @Test func `nothing inside a fence is a construct`() throws {
    let text = """
      # Guide
      ```md
      !!! note
          ## Gate fails
      Term
      : meaning
      <details>
      ```
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections[0].literals.map(\.text) == ["!!! note\n    ## Gate fails\nTerm\n: meaning\n<details>"])
  }

  @Test func `headings, anchors and code of reStructuredText`() throws {
    let text = """
      ========
      Problems
      ========

      .. _gates:

      Gate fails
      ----------
      You see::

        Error: gate 3 was refused

      Open it with ``gate --open``.

      .. code-block:: console

          Error: gate 4 was refused

      Lift fails
      ----------
      Wait.
      """
    let article = try Article.parse(ArticleText(Array(text.utf8), name: "gates.rst"))
    #expect(
      article.sections.map { "\($0.level) \($0.title) \($0.line)" } == [
        "1 Problems 2", "2 Gate fails 7", "2 Lift fails 19",
      ])
    #expect(article.sections[1].anchors == ["gates"])
    #expect(
      article.sections[1].literals.map(\.text) == [
        "Error: gate 3 was refused", "gate --open", "Error: gate 4 was refused",
      ])
    #expect(article.sections[1].messages.map(\.text).contains("Error: gate 3 was refused"))
  }

  @Test(arguments: [
    String(repeating: "<details>\n", count: 20_000), String(repeating: "!!! note\n    ", count: 20_000),
    String(repeating: "<Tabs>\n", count: 50_000), String(repeating: "Term\n: meaning\n\n", count: 20_000),
    "+++\n" + String(repeating: "a = [\n", count: 50_000),
    "+++\ntitle = \"" + String(repeating: "x", count: 1_000_000),
    String(repeating: ":::tip\n", count: 50_000),
  ])
  func `constructs that never end are read in bounded time`(text: String) throws {
    let article = try Article.parse(Array(("# Guide\n" + text).utf8))
    #expect(article.sections.first?.title == "Guide")
  }
}
