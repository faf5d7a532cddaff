import CasebookArticles
import Testing

/// Directives that include other files, whose text replaces the directive.
@Suite struct IncludeTests {
  /// Parses an article that may include some files, and compares it with the printed tree.
  private func expectTree(
    _ markdown: String, including files: [String: String],
    showing parts: Set<TreePart> = [.markdown], is expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let article = try Article.parse(text(Array(markdown.utf8), files.mapValues { Array($0.utf8) }))
    let printed = printed(article, parts)
    if printed != expected {
      Issue.record("printed:\n\(printed)\nexpected:\n\(expected)", sourceLocation: sourceLocation)
    }
  }

  /// The text of an article called `a.md`, with files that it can include by name.
  private func text(_ bytes: [UInt8], _ files: [String: [UInt8]]) throws -> ArticleText {
    try ArticleText(bytes, name: "a.md") { path, _ throws(IncludeError) in
      guard let file = files[path] else { throw IncludeError("is not found") }
      do throws(ArticleError) {
        return try IncludedText(file, name: path)
      } catch {
        throw IncludeError("cannot be read: \(error)")
      }
    }
  }

  @Test func `blocks stand in the place of a line, at its line, without their front matter`() throws {
    let article = """
      ---
      title: "[!INCLUDE [no](steps.md)]"
      ---
      # Crane
      Before.
      [!INCLUDE [steps](steps.md)]
      After.
      ## Last
      """
    let steps = """
      ---
      title: include file
      ---
      Look at `crane log`.

      ## Crane fails: motor is hot

      | Error | Resolution |
      |---|---|
      | `E1001` Motor is hot | Wait for an hour, then start again. |
      """
    try expectTree(
      article, including: ["steps.md": steps], showing: [.markdown, .rows, .literals],
      is: """
        1 #crane Crane [4-6]
          > Before.
          >
          > Look at `crane log`.
          codeSpan 6: crane log
          2 #crane-fails-motor-is-hot Crane fails: motor is hot [6-7] !table: Error | Resolution
            > | Error | Resolution |
            > |---|---|
            > | `E1001` Motor is hot | Wait for an hour, then start again. |
            >
            > After.
            codeSpan 6: E1001
            /e1001 E1001 Motor is hot → Wait for an hour, then start again. [6]
          2 #last Last [8-8]
        """)
  }

  @Test func `words stand in a sentence, a heading and a table cell`() throws {
    let article = """
      # Crane of [!INCLUDE [x](name.md)]
      Ask [!INCLUDE[x](name.md)] or [!include [y](<two.md> "Two")] for oil.

      | Where | What |
      |--|--|
      | [!INCLUDE [x](two.md)] | [AZURE.INCLUDE [x](pipe.md)] |
      """
    try expectTree(
      article,
      including: ["name.md": "the **Depot**\n", "two.md": "one\n\ntwo\n", "pipe.md": "a | b \\| c\n"],
      is: """
        1 #crane-of-the-depot Crane of the Depot [1-6]
          > Ask the **Depot** or one two for oil.
          >
          > | Where | What |
          > |--|--|
          > | one two | a \\| b \\| c |
        """)
  }

  @Test func `blocks keep to the list and the quote that they stand in`() throws {
    let article = """
      # Crane
      1. First.

          [!INCLUDE [x](two.md)]
      2. [!INCLUDE [x](two.md)]
      3. Third. [!INCLUDE [x](two.md)]
      4. Last.

      > [!NOTE]
      > [!INCLUDE [x](two.md)]
      """
    try expectTree(
      article, including: ["two.md": "one\n\n```\ntwo\n```\n"],
      showing: [.markdown, .literals],
      is: """
        1 #crane Crane [1-10]
          > 1. First.
          >
          >     one
          >
          >     ```
          >     two
          >     ```
          >
          > 2. one
          >
          >    ```
          >    two
          >    ```
          >
          > 3. Third.
          >
          >    one
          >
          >    ```
          >    two
          >    ```
          >
          > 4. Last.
          >
          > > [!NOTE]
          > >
          > > one
          > >
          > > ```
          > > two
          > > ```
          codeBlock 4: two
          codeBlock 5: two
          codeBlock 6: two
          codeBlock 10: two
        """)
  }

  @Test func `an included file includes others, and nothing goes round`() throws {
    try expectTree(
      "# Crane\n[!INCLUDE [x](one.md)]\n",
      including: ["one.md": "one [!INCLUDE [x](two.md)]\n", "two.md": "two [!INCLUDE [x](one.md)]\n"],
      is: """
        1 #crane Crane [1-2]
          > one two [!INCLUDE [x](one.md)]
        warning 2: the included file one.md includes itself; kept as Markdown
        """)
  }

  @Test func `what is not found, has no path or stands in code stays, and is reported where it stands`()
    throws
  {
    let article = """
      # Crane
      [!INCLUDE [x](gone.md)]
      Ask [!INCLUDEname] or `[!INCLUDE [x](one.md)]`.
      ```
      [!INCLUDE [x](one.md)]
      ```
      <!-- [!INCLUDE [x](one.md)]
      [!INCLUDE [x](one.md)] -->
      [!INCLUDE [x][reference]]

      [reference]: one.md
      """
    try expectTree(
      article, including: ["one.md": "one\n"],
      is: """
        1 #crane Crane [1-11]
          > [!INCLUDE [x](gone.md)]
          > Ask [!INCLUDEname] or `[!INCLUDE [x](one.md)]`.
          > ```
          > [!INCLUDE [x](one.md)]
          > ```
          > <!-- [!INCLUDE [x](one.md)]
          > [!INCLUDE [x](one.md)] -->
          > [!INCLUDE [x][reference]]
          >
          > [reference]: one.md
        warning 2: the included file gone.md is not found; kept as Markdown
        warning 3: a directive to include names no file; kept as Markdown
        warning 9: the included file one.md is not read; kept as Markdown
        """)
  }

  @Test(arguments: ["```\nopen", "<!-- open", "<pre>\nopen", "~~~~ text\nopen"])
  func `a block that an included file leaves open ends with the file`(text: String) throws {
    let article = try Article.parse(
      self.text(
        Array("# Crane\n[!INCLUDE [x](one.md)]\n## Last\n".utf8), ["one.md": Array(text.utf8)]))
    #expect(article.sections.map(\.slug) == ["crane", "last"])
    #expect(
      article.warnings.map { "\($0.line): \($0.message)" } == [
        "2: included one.md: a block is never closed; it ends with the file"
      ])
  }

  @Test func `a file in another encoding is read, or named with the reason`() throws {
    let article = Array("# Crane\n[!INCLUDE [x](wide.md)]\n[!INCLUDE [x](bad.md)]\n".utf8)
    let wide: [UInt8] = [0xFF, 0xFE, 0xD6, 0x00, 0x6C, 0x00]
    #expect(
      printed(try Article.parse(text(article, ["wide.md": wide, "bad.md": [0x61, 0]])), [.markdown]) == """
        1 #crane Crane [1-3]
          > Öl
          >
          > [!INCLUDE [x](bad.md)]
        warning 2: included wide.md: the file is UTF-16, not UTF-8; read as such
        warning 3: the included file bad.md cannot be read: 1: not text: a NUL byte; save the file as UTF-8; kept as Markdown
        """)
  }

  @Test func `the answers of a FAQ include files too`() throws {
    let faq = """
      ### YamlMime:FAQ
      title: Cranes
      sections:
        - name: Oil
          questions:
            - question: Which oil?
              answer: |
                See here:
                [!INCLUDE [x](one.md)]
                Done.
      """
    try expectTree(
      faq, including: ["one.md": "`ISO 68`\n"], showing: [.markdown, .literals],
      is: """
        1 #cranes Cranes [2-2]
          2 #oil Oil [4-4]
            3 #which-oil Which oil? [6-11]
              > See here:
              >
              > `ISO 68`
              >
              > Done.
              codeSpan 9: ISO 68
        """)
  }

  @Test func `the text tells what stands in it, and whether anything might`() throws {
    let files = ["one.md": Array("[!INCLUDE [x](two.md)]\n".utf8), "two.md": Array("two\n".utf8)]
    func found(_ markdown: String) throws -> String {
      let text = try text(Array(markdown.utf8), files)
      return "\(text.hasIncludes) \(text.included.sorted())"
    }
    #expect(try found("# Crane\n[!INCLUDE [x](one.md)]\n") == "true [\"one.md\", \"two.md\"]")
    #expect(try found("# Crane\n[!INCLUDE [x](gone.md)]\n") == "true []")
    #expect(try found("# Crane\n`[!INCLUDE [x](one.md)]`\n") == "false []")
    #expect(try found("# Crane\n") == "false []")
  }

  // MARK: Bounds

  @Test func `files that include each other many times are included until it is too much`() throws {
    var files: [String: [UInt8]] = [:]
    for level in 0..<20 {
      let line = "[!INCLUDE [x](\(level + 1).md)] \n"
      files["\(level).md"] = Array("level \(level)\n\(String(repeating: line, count: 50))".utf8)
    }
    let article = try Article.parse(text(Array("# Crane\n[!INCLUDE [x](0.md)]\n".utf8), files))
    let messages = Set(article.warnings.map(\.message))
    #expect(
      messages.contains("the included file 8.md is included by way of more than 8 files; kept as Markdown"))
    #expect(
      messages.contains {
        $0.hasSuffix("is one too many: an article includes at most 1,000 files; kept as Markdown")
      })
    #expect(article.warnings.count <= 1_000)
  }

  @Test func `a large file is included as often as there is room`() throws {
    let line = "[!INCLUDE [x](large.md)]\n\n"
    let large = "---\n# \(String(repeating: "x", count: 3 << 19))\n---\nOil it.\n"
    try expectTree(
      "# Crane\n" + String(repeating: line, count: 3), including: ["large.md": large],
      is: """
        1 #crane Crane [1-7]
          > Oil it.
          >
          > Oil it.
          >
          > [!INCLUDE [x](large.md)]
        warning 6: the included file large.md is too large: an article includes at most 4 MiB; kept as Markdown
        """)
  }

  @Test(arguments: [
    "[!INCLUDE [", "[!INCLUDE [a](", "[!INCLUDE [a](b", "`[!INCLUDE", "<!--", "- [!INCLUDE [x](one.md)]",
  ])
  func `a line of nothing but openings takes no time`(unit: String) throws {
    let bytes = Array("# T\n".utf8) + Array(String(repeating: unit, count: 20_000).utf8)
    _ = try text(bytes, ["one.md": [0x61]])
  }
}
