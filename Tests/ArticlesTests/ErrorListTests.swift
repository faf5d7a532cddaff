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

  @Test(arguments: [
    ("# Mirror\n## Codes of the mirror", "Error Number: "), ("# Mirror\n## Troubleshooting", "Error "),
    ("---\nlang: zh\n---\n# 镜像\n## 镜像的错误码", "错误码："),
    ("---\nlang: de\n---\n# Spiegel\n## Werte", "Fehlercode "),
  ])
  func `items that open with one label of an error and a code each are known errors`(
    head: String, label: String
  ) throws {
    let codes = ["8001", "8002", "E-77"].map { "* \(label)\($0)\n\n  Restart the gate.\n" }.joined(
      separator: "\n")
    let article = try Article.parse(Array("\(head)\n\n\(codes)\n".utf8))
    #expect(article.sections.flatMap(\.rows).map(\.title) == ["8001", "8002", "E-77"].map { label + $0 })
    #expect(article.sections.flatMap(\.rows).allSatisfy { $0.markdown == "Restart the gate." })
  }

  @Test(arguments: [
    // Other labels; labels without a word for an error; one item alone; no codes.
    ["Error 8001", "Note 8002", "Step 8003"], ["Chapter 12", "Chapter 13", "Chapter 14"],
    ["Error 8001", "Gates", "Mirrors"], ["Error number", "Error number", "Error number"],
  ])
  func `other items that open with a label are text`(openings: [String]) throws {
    let items = openings.map { "* \($0)\n\n  Restart the gate.\n" }.joined(separator: "\n")
    let article = try Article.parse(Array("# Mirror\n## Codes of the mirror\n\n\(items)\n".utf8))
    #expect(article.sections.allSatisfy { $0.rows.isEmpty })
  }

  @Test func `an item leads with an exception and its message`() throws {
    let text = """
      # Mirror
      ## FAQ
      - **KeyError: no gate is named so**.

        Name it.
      - **Note: mirrors are heavy**.

        Lift with two.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.flatMap(\.rows).map(\.title) == ["KeyError: no gate is named so"])
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
            /the-copy-is-stuck-after-an-hour The copy is stuck after an hour → > A: Restart the gate. [6]
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

  @Test func `a term that is code is an error if it is a message`() throws {
    let text = """
      # Troubleshooting
      `gate: Operation not permitted`
      : Start it as root.

      `--mirror`
      : Where copies go.
      """
    try expectTree(
      text,
      is: """
        1 #troubleshooting Troubleshooting [1-6]
          /gate-operation-not-permitted gate: Operation not permitted → Start it as root. [2]
        """)
  }

  @Test func `the terms of a list in HTML are items`() throws {
    let text = """
      # Troubleshooting
      <dl>
        <dt id="night">Copies <b>fail</b> at night</dt>
        <dd>
          It is dark.
          Use a <code>lamp</code>.
        </dd>
        <dt><code>gate: Operation not permitted</code></dt>
        <dd>Start it as root.</dd>
        <dt>Mirror</dt>
        <dd>A copy.</dd>
        <dt>Login fails</dt><dd>Sign in.</dd>
      </dl>

      More.
      """
    try expectTree(
      text,
      is: """
        1 #troubleshooting Troubleshooting [1-15]
          /copies-fail-at-night Copies fail at night → It is dark.
        Use a <code>lamp</code>. [3]
          /gate-operation-not-permitted gate: Operation not permitted → Start it as root. [8]
          /login-fails Login fails → Sign in. [12]
        """)
    #expect(
      try Article.parse(Array(text.replacing("Troubleshooting", with: "Terms").utf8)).sections[0].rows.isEmpty
    )
  }

  @Test(arguments: [
    "??? failure \"TITLE\"\n\n    TEXT", "!!! question \"TITLE\"\n    TEXT", "::: details TITLE\nTEXT\n:::",
    ":::warning[TITLE]\nTEXT\n:::", ":::{dropdown} TITLE\nTEXT\n:::", "```{dropdown} TITLE\nTEXT\n```",
    "{{< details title=\"TITLE\" >}}\nTEXT\n{{< /details >}}",
    "{{% expand \"TITLE\" %}}\nTEXT\n{{% /expand %}}",
    "{% accordion title=\"TITLE\" %}\nTEXT\n{% /accordion %}", "{% fold \"TITLE\" %}\nTEXT\n{% endfold %}",
    "<Accordion title=\"TITLE\" icon=\"x\">\nTEXT\n</Accordion>",
    "<Faq.Item question={'TITLE'}>\n  TEXT\n</Faq.Item>",
    "<Fold\n  label=\"TITLE\"\n  open\n>\n    TEXT\n</Fold>", ".. dropdown:: TITLE\n\n   TEXT",
    "<details>\n<summary>TITLE</summary>\n\nTEXT\n\n</details>", "**TITLE**\n\nTEXT", "**TITLE**: TEXT",

    "**Problem:** TITLE. TEXT and more words than a label has.", "- **Problem:** TITLE.\n\n  TEXT",
  ])
  func `a box, a paragraph or an item with the title of an error is one`(form: String) throws {
    let errors = [
      ("Copies fail at night", "Oil the gate."), ("Why is the mirror stuck?", "It waits for a key."),
    ]
    let boxes = errors.map { title, text in
      form.replacing("TITLE", with: title).replacing("TEXT", with: text)
    }
    let text =
      "# Mirror\n## Troubleshooting\nLook here.\n\n\(boxes.joined(separator: "\n\n"))\n\n## Notes\nNone.\n"
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.map(\.title) == ["Mirror", "Troubleshooting", "Notes"])
    let rows = article.sections[1].rows
    #expect(rows.map { $0.title.filter { $0 != "?" } } == errors.map { $0.0.filter { $0 != "?" } })
    for (row, error) in zip(rows, errors) {
      #expect(row.markdown.contains(error.1))
      #expect(row.messages.first?.text.filter { $0 != "?" } == error.0.filter { $0 != "?" })
    }
  }

  @Test func `boxes in groups and tabs, with code, lists and other boxes inside`() throws {
    let text = """
      # Mirror
      ## Troubleshooting
      <Group>
        <Fold title="Copies 'a' fail with `E_4 <nil>`">
          Oil it:

          ```sh
          # not a heading
          oil --all
          </Fold>
          ```

          - one
            - two
        </Fold>
        <Tab title="Linux">
          <Fold title="The gate is stuck">
            Push.
          </Fold>
        </Tab>
      </Group>

      === "Windows"

          ??? failure "The gate crashes"

              !!! note
                  Pull.

          More.
      """
    try expectTree(
      text,
      is: """
        1 #mirror Mirror [1-1]
          2 #troubleshooting Troubleshooting [2-30]
            /copies-a-fail-with-e_4-nil Copies 'a' fail with E_4 <nil> → Oil it:

        ```sh
        # not a heading
        oil --all
        </Fold>
        ```

        - one
          - two [4]
            /the-gate-is-stuck The gate is stuck → Push. [17]
            /the-gate-crashes The gate crashes → !!! note
            Pull. [25]
        """)
  }

  @Test(arguments: [
    "<Fold title=\"Copies fail\">\n\n### More\nText.\n</Fold>", "<Fold title=\"Copies fail\">\nText.",
    "<Fold title=\"Copies fail\" />\nText.", "<Fold title=\"Linux\">\nText.\n</Fold>",
    "{{< figure title=\"Copies fail\" >}}\nText.", "::: details\nText.\n:::", "??? failure\n    Text.",
    "`<Fold title=\"Copies fail\">` opens it.", "**Note**: Copies fail.",
    "_Copies fail (see below)._\n\nText.",
    "**Problem:** Copies fail at night.\n\n**Solution:** Oil it.",
  ])
  func `what is no box with such a title, or holds a section, is text`(text: String) throws {
    let article = try Article.parse(Array("# Mirror\n## Troubleshooting\nLook.\n\n\(text)\n".utf8))
    #expect(article.sections.flatMap(\.rows).isEmpty)
  }

  @Test(arguments: [
    // What belongs to the error above, and what is one of its own.
    (
      "**Copies fail**: The disk is full.\n\n**Solution:**\n\nFree it.\n\n**Login fails**: The key is old.",
      [
        ("Copies fail", "The disk is full.\n\n**Solution:**\n\nFree it."), ("Login fails", "The key is old."),
      ]
    ),
    (
      "**Copies fail**: see below.\n\n| Error | Solution |\n|---|---|\n| E1001 disk full | Free it |\n| E1002 no key | Reset it |\n\n- **Login fails**: Reset it.",
      [
        ("Copies fail", "see below."), ("E1001 disk full", "Free it"), ("E1002 no key", "Reset it"),
        ("Login fails", "Reset it."),
      ]
    ),
    ("**Copies fail**: do this\n\n    rm -rf /tmp/x", [("Copies fail", "do this\n\n    rm -rf /tmp/x")]),
    ("**Login fails**: .netrc is missing.", [("Login fails", ".netrc is missing.")]),
    ("**Login fails**: **Solution:** reset it.", [("Login fails", "**Solution:** reset it.")]),
    ("**Copies fail**: 12", []),
    // A problem is one sentence.
    (
      "**Problem:** Copies fail often here.\n**Solution:** Free it.\n\n**Problem:** Some files, e.g. large ones, fail.\nTry again with smaller ones, then with larger ones.",
      [
        ("Copies fail often here", "**Problem:** Copies fail often here.\n**Solution:** Free it."),
        (
          "Some files, e.g. large ones, fail",
          "**Problem:** Some files, e.g. large ones, fail.\nTry again with smaller ones, then with larger ones."
        ),
      ]
    ),
    // Where a box ends.
    (
      "<Fold title=\"Copies fail\">\nThe disk is full.</Fold>\n\n<Fold title=\"How to install\">\nRun it.\n</Fold>",
      [
        ("Copies fail", "The disk is full.</Fold>")
      ]
    ),
    (
      "<Fold title=\"Copies fail\">\nOn a mirror:\n<Fold title=\"Linux\">\nFree it.\n</Fold>\nThen restart.\n</Fold>\n\nMore.",
      [
        ("Copies fail", "On a mirror:\n<Fold title=\"Linux\">\nFree it.\n</Fold>\nThen restart.")
      ]
    ),
    (
      "::: details Copies fail\n::: tip\nUse df.\n:::\nThen free it.\n:::\n\nMore.",
      [
        ("Copies fail", "::: tip\nUse df.\n:::\nThen free it.")
      ]
    ),
    (
      "<Fold title=\"Copies fail\">\n````md\n```\n</Fold>\n```\n````\nFree it.\n</Fold>",
      [
        ("Copies fail", "````md\n```\n</Fold>\n```\n````\nFree it.")
      ]
    ),
    (
      "```{dropdown} Copies fail\n:open:\n\nThe disk is full.\n```\n\nMore.",
      [
        ("Copies fail", ":open:\n\nThe disk is full.")
      ]
    ),
    ("??? failure \"Copies fail in C:\\\"\n    Free it.", [("Copies fail in C:", "Free it.")]),
    ("<Fold title=\"Copies fail\">The disk is full.\nSettings ->\nand free it.\n</Fold>", []),
    ("<Card title=\"Connection errors\" href=\"/errors\">\nRead on.\n</Card>", []),
    (
      "**Login fails**\n\nOpen it.\n\n*Figure 1: Connection error dialog*\n\nPress Reset.",
      [
        ("Login fails", "Open it.\n\n*Figure 1: Connection error dialog*\n\nPress Reset.")
      ]
    ),
  ])
  func `an error has its text, all of it and nothing else`(text: String, expected: [(String, String)]) throws
  {
    let article = try Article.parse(Array("# Mirror\n## Troubleshooting\nLook.\n\n\(text)\n".utf8))
    let rows = article.sections.flatMap(\.rows)
    #expect(rows.map(\.title) == expected.map(\.0))
    for (row, wanted) in zip(rows, expected) where row.isItem { #expect(row.markdown == wanted.1) }
  }
}
