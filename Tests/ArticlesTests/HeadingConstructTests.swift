import CasebookArticles
import Testing

/// Headings as they occur in the wild.
@Suite struct HeadingConstructTests {
  @Test func `anchors by id, two anchors, and an anchor on the line above are all kept`() throws {
    let text = """
      <a name="old-name"></a>
      ## Worker <a id="worker-error"></a>fails
      ## <a name="step-1-a-nameone"></a>Step one<a name="one"></a>
      ## Plain
      """
    try expectTree(
      text,
      is: """
        2 #worker-error Worker fails [2-2] !slug: error
        2 #one Step one [3-3]
        2 #plain Plain [4-4]
        """)
  }

  @Test func `emphasis, links, code and line breaks leave the words of a title`() throws {
    let text = """
      # **Upload** *fails* with `E_FULL`<br>on [disk](x.md) two ##
      """
    try expectTree(
      text,
      is: """
        1 #upload-fails-with-e_full-on-disk-two Upload fails with E_FULL on disk two [1-1] !title: fails
        """)
  }

  @Test func `setext headings and closing marks are headings like any other`() throws {
    let text = """
      Service crashes
      ===============

      Text.

      Probe fails
      ---

      More.
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #service-crashes Service crashes [1-5] !title: crashes
          > Text.
          2 #probe-fails Probe fails [6-9] !title: fails
            > More.
        """)
  }

  @Test func `headings in fences, comments and quotes are none`() throws {
    let text = """
      # Top
      ```bash
      # not a heading
      ```
      <!--
      ## hidden
      -->
      > ## quoted
      ~~~
      ## nor this
      ~~~
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-11]
          > ```bash
          > # not a heading
          > ```
          > <!--
          > ## hidden
          > -->
          > > ## quoted
          > ~~~
          > ## nor this
          > ~~~
        """)
  }

  @Test func `a heading without text is reported`() throws {
    let text = """
      # Top
      ##
      Text.
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-3]
          > ##
          > Text.
        warning 2: a heading without text does not start a section; kept in the section above
        """)
  }

  @Test func `duplicate titles and anchors get numbers`() throws {
    let text = """
      ## Setup
      ## Setup
      ## <a name="x"></a>One
      ## <a name="x"></a>Two
      ## Setup-1
      """
    try expectTree(
      text,
      is: """
        2 #setup Setup [1-1]
        2 #setup-1 Setup [2-2]
        2 #x One [3-3]
        2 #x-1 Two [4-4]
        2 #setup-1-1 Setup-1 [5-5]
        warning 4: the anchor x occurs twice; the second is named x-1
        """)
  }

  @Test func `levels may skip and a second title may follow`() throws {
    let text = """
      ### Deep error
      # First
      #### Deeper
      # Second
      """
    try expectTree(
      text,
      is: """
            3 #deep-error Deep error [1-1] !title: error
        1 #first First [2-2]
              4 #deeper Deeper [3-3]
        1 #second Second [4-4]
        """)
  }

  @Test func `a heading without a space is read as the old renderers did`() throws {
    let text = """
      # Top
      ##Second error
      Text.

      #tag is none
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-1]
          2 #second-error Second error [2-5] !title: error
            > Text.
            >
            > #tag is none
        """)
  }

  @Test func `bold lines are no headings`() throws {
    let text = """
      # Top
      **Not a heading**

      Text.
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-4]
          > **Not a heading**
          >
          > Text.
        """)
  }

  @Test func `a heading inside a list stays in the list`() throws {
    let text = """
      # Top
      1. One

         ### Inside

      2. Two
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-6]
          > 1. One
          >
          >    ### Inside
          >
          > 2. Two
        warning 4: a heading inside a list does not start a section; kept in the section above
        """)
  }

  @Test func `text before the first heading is a section of level 0`() throws {
    let text = """
      Loose text.

      # Top
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        0 #  [1-2]
          > Loose text.
          1 #top Top [3-3]
        """)
  }

  @Test func `a section inside a tab gives the tab group back to its owner`() throws {
    let text = """
      ## Repair
      ### [A](#tab/a)
      For a.
      #### Way one
      Do it.
      ### [B](#tab/b)
      For b.

      ---
      After.
      ## Next
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        2 #repair Repair [1-10]
          > ### [A](#tab/a)
          > For a.
          >
          > ### [B](#tab/b)
          > For b.
          >
          > ---
          > After.
            4 #way-one Way one [4-5]
              > Do it.
        2 #next Next [11-11]
        """)
  }

  @Test func `tabs indented in a list are no sections`() throws {
    let text = """
      ## Deploy
      1. Choose.

          # [CLI](#tab/cli)
          Run it.

          ---
      ## End
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        2 #deploy Deploy [1-7]
          > 1. Choose.
          >
          >     # [CLI](#tab/cli)
          >     Run it.
          >
          >     ---
        2 #end End [8-8]
        """)
  }

  @Test func `a tag alone on its line does not swallow the heading below it`() throws {
    let text = """
      # Top
      Text.

      <a id="one"/>
      ## Volume is full
      See `a`.

      <br>
      <a id="two">
      ## Two

      <div>
      ## not a heading
      </div>

      ```html
      <a id="three"/>
      ## nor this
      ```
      """
    try expectTree(
      text, showing: [.markdown, .literals],
      is: """
        1 #top Top [1-4]
          > Text.
          >
          > <a id="one"/>
          2 #volume-is-full Volume is full [5-9] !title: is full
            > See `a`.
            >
            > <br>
            > <a id="two">
            codeSpan 6: a
          2 #two Two [10-19]
            > <div>
            > ## not a heading
            > </div>
            >
            > ```html
            > <a id="three"/>
            > ## nor this
            > ```
            codeBlock (html) 16: <a id="three"/>⏎## nor this
        """)
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.map(\.anchors) == [[], ["one"], ["two"]])
  }

  @Test func `headings in HTML are headings, those of notes and cells are not`() throws {
    let text = """
      <h1 align="center">Gate <code>x</code></h1>
      Text.
      <h2 id="night">Copies fail</h2>
      Free the disk.

      <aside class="note">

      <h2>Copies fail often</h2>

      </aside>

      <h1>Another title</h1>

      ```html
      <h2>Copies fail</h2>
      ```

      <table><tr><td>

      <h3>Login fails</h3>

      </td></tr></table>

      <h3>The gate is stuck</h3>

      Push.
      """
    try expectTree(
      text,
      is: """
        1 #gate-x Gate x [1-2]
          2 #night Copies fail [3-23] !title: fail
            3 #the-gate-is-stuck The gate is stuck [24-26] !title: stuck
        """)
  }

  @Test(arguments: [
    ("## 🚨 Pods stuck ✅", "Pods stuck", "🚨 Pods stuck ✅", "-pods-stuck-"),
    ("## :warning: Pods stuck", "Pods stuck", ":warning: Pods stuck", "warning-pods-stuck"),
    ("## ~~Pods stuck~~", "Pods stuck", "\\~\\~Pods stuck\\~\\~", "pods-stuck"),
    ("## Pods stuck <Badge text=\"beta\" />", "Pods stuck", "Pods stuck", "pods-stuck"),
    ("## \" Pods are stuck \"", "\"Pods are stuck\"", "\" Pods are stuck \"", "-pods-are-stuck-"),
    ("## Issue 2: Pods stuck", "Pods stuck", "Issue 2: Pods stuck", "issue-2-pods-stuck"),
    ("## 1.1 Pods stuck", "Pods stuck", "1.1 Pods stuck", "11-pods-stuck"),
    ("## 1. Pods stuck", "Pods stuck", "1. Pods stuck", "1-pods-stuck"),
    // What belongs to the title.
    (
      "## Error 4711: pods stuck", "Error 4711: pods stuck", "Error 4711: pods stuck", "error-4711-pods-stuck"
    ),
    ("## 5.15 kernel crashes", "5.15 kernel crashes", "5.15 kernel crashes", "515-kernel-crashes"),
    ("## 503 errors", "503 errors", "503 errors", "503-errors"),
    ("## Pods stuck in <Name>", "Pods stuck in <Name>", "Pods stuck in \\<Name\\>", "pods-stuck-in-name"),
    ("## `<Fold x=\"1\" />` fails", "<Fold x=\"1\" /> fails", "`<Fold x=\"1\" />` fails", "fold-x1--fails"),
  ])
  func `a title is without what is no part of it, its heading and anchor are as they were`(
    heading: String, title: String, markdown: String, slug: String
  ) throws {
    let section = try Article.parse(Array("# Mirror\n\n\(heading)\n\nPush.\n".utf8)).sections[1]
    #expect(section.title == title)
    #expect(section.heading == markdown)
    #expect(section.slug == slug)
    #expect(section.messages.contains { $0.text == title } == (section.failure != nil))
  }

  @Test func `the numbers of sections go on from those before`() throws {
    let text = """
      # 3 Gate
      ## 3.1 Copies fail
      ## 3.2 Login fails
      ### 3.2.1. Why it fails
      ## 5.15 crashes
      ## 7) Pods stuck
      """
    #expect(
      try Article.parse(Array(text.utf8)).sections.map(\.title) == [
        "3 Gate", "Copies fail", "Login fails", "Why it fails", "5.15 crashes", "7) Pods stuck",
      ])
  }

  @Test func `a thematic break at the end is no part of a text`() throws {
    let text =
      "# Mirror\n\n## Copies fail\n\nFree.\n\n---\n\nWait.\n\n* * *\n\n## Login fails\n\n```\na\n\n---\n"
    let sections = try Article.parse(Array(text.utf8)).sections
    #expect(sections.map(\.markdown) == ["", "Free.\n\n---\n\nWait.", "```\na\n\n---"])
    let list = "# Troubleshooting\n\n**Copies fail**\n\nFree.\n\n---\n\n**Login fails**\n\nWait.\n"
    #expect(try Article.parse(Array(list.utf8)).sections[0].rows.map(\.markdown) == ["Free.", "Wait."])
  }
}
