import CasebookArticles
import CasebookIngest
import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// An exported document is self-contained Markdown, and nothing in an article affects text outside of it.
struct ExportTests {
  private let scratch = Scratch()

  @Test func `a document says where it comes from and carries its text as it was`() throws {
    let base = try scratch.base(Ferry.english, Ferry.german)
    let id = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ferry-is-stuck")
    let document = try #require(try MarkdownExport(of: base).document(for: id)?.text)
    let expected = """
      ---
      known_error: "troubleshoot-the-ferry#ferry-is-stuck"
      title: "Ferry is stuck"
      locale: "en"
      source: "\(scratch["docs/0.md"]):7"
      updated: "2024-05-02"
      ---

      # Ferry is stuck

      The log says `FerryError: the ferry is stuck`.

      > [!WARNING]
      > Do not push.

      ```bash
      ferry status   # prints ``` and ---
      ferry free --all
      ```

      ### On the far side

      | Lamp | Meaning |
      |---|---|
      | red | wait for `ferry free` |

      """
    if let difference = difference(document, expected) { Issue.record(Comment(rawValue: difference)) }

    // Its content is what a parser finds in it.
    let article = try Article.parse(Array(document.utf8))
    #expect(article.sections.map(\.title) == ["Ferry is stuck", "On the far side"])
    #expect(
      article.sections.flatMap(\.literals).filter { $0.kind == .codeBlock }.map(\.text) == [
        "ferry status   # prints ``` and ---\nferry free --all"
      ])
    #expect(article.sections[0].markdown.contains("> [!WARNING]\n> Do not push."))
    #expect(article.sections[1].markdown == "| Lamp | Meaning |\n|---|---|\n| red | wait for `ferry free` |")
    #expect(article.warnings.isEmpty)
  }

  @Test func `an answer in another language says so`() throws {
    let base = try scratch.base(Ferry.german, preferring: "ja")
    let id = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ferry-is-stuck")
    let document = try #require(try MarkdownExport(of: base).document(for: id)?.text)
    #expect(document.contains("remark: \"not available in ja; this is the de text\"\n"))
    #expect(try MarkdownExport(of: base).document(for: KnownErrorID(family: "a", slug: "b")) == nil)
  }

  /// Headings as written in an article. Character references produce characters that a line cannot hold.
  static let titles = [
    #"Lift "fails": 'now' # really"#, "Lift fails&#10;---&#10;evil: true&#10;# Owned", "Lift fails --- x",
    "Lift fails: \\", "Lift fails &#x1B;[31m &#x7F; &#x85; &#x2028; &#xFEFF; &#xFFFE; &#x9B;",
    "Lift fails {{x}} %YAML",
    "Lift fails &lt;script&gt; **a** [b](c) `d` ![e](f) ~~g~~ | h", "Lift fails: @`!&*",
    "Lift fails &#13; x: y",
  ]

  @Test(arguments: titles)
  func `no title breaks out of the front matter or of the heading`(title: String) throws {
    let base = try scratch.base("# Lifts\n\n## <a name=\"lift-fails\"></a>\(title)\n\nWait.\n")
    let id = KnownErrorID(family: "lifts", slug: "lift-fails")
    let document = try #require(try MarkdownExport(of: base).document(for: id)?.text)
    let article = try Article.parse(Array(document.utf8))
    #expect(article.frontMatter.keys.sorted() == ["known_error", "locale", "source", "title"])
    #expect(article.frontMatter["title"] == (try base.resolution(of: id))?.resolution.title)
    #expect(article.sections.count == 1)
    #expect(article.sections[0].level == 1)
    #expect(article.sections[0].markdown == "Wait.")
    // Nothing in the heading is markup: its plain text is the title on one line.
    let words = article.sections[0].title.split(whereSeparator: \.isWhitespace)
    #expect(
      words == (try base.resolution(of: id)).map { $0.resolution.title.split(whereSeparator: \.isWhitespace) }
    )
  }

  /// Ends of sections, and the text needed after each so that it does not swallow the next section.
  static let ends: [(open: String, end: String)] = [
    ("Wait.", ""), ("```\ncode", "\n```"), ("~~~~ bash\ncode\n```", "\n~~~~"), ("```\ncode\n```", ""),
    ("<!-- note", "\n-->"), ("<!-- note -->", ""), ("```\n<!-- in code", "\n```"),
    ("```\n<!-- in code\n```", ""),
    // None of these is open: the opening is text or code, or ends with its quote or list.
    ("Write `<!--` first.", ""), ("Text <!-- note", ""), ("`<!--` opens.\n\n```\ncode", "\n```"),
    ("Run:\n\n    ```\n    code", ""), ("> ```\n> code", ""), ("- ```\n  code", ""),
    ("1. Run\n\n   ```\n   code", ""),
    ("````\n```\n````", ""), ("```\ncode\n    ```", "\n```"), ("```\ncode\n``` x", "\n```"),
    ("``` a`b\ncode", ""),
    // Other HTML that does not end at a blank line.
    ("<pre>\ncode", "\n</pre>"), ("<script>\ncode\n\nmore", "\n</script>"), ("<STYLE>\nx", "\n</style>"),
    ("<?php\nx", "\n?>"),
    ("<!DOCTYPE\nx", "\n>"), ("<![CDATA[\nx", "\n]]>"), ("<div>\nx", ""), ("<pre>x</pre>", ""),
    ("| a | b |\n|---|---|\n| 1 | 2 |", ""), ("[a]: <", ""), ("> <!-- note", ""),
  ]

  @Test(arguments: ends.indices)
  func `what a text opens is closed at its end, and nothing else is added`(index: Int) throws {
    let (open, end) = Self.ends[index]
    let base = try scratch.base("# Lifts\n\n## Lift fails\n\n\(open)\n")
    let id = KnownErrorID(family: "lifts", slug: "lift-fails")
    let document = try #require(try MarkdownExport(of: base).document(for: id)?.text)
    let body = document.components(after: "# Lift fails\n\n")
    #expect(body == open + end + "\n")
    // It does not swallow another document after it.
    let both = try Article.parse(Array((document + "\n# Behind\n\nSecond.\n").utf8))
    #expect(both.sections.last?.title == "Behind")
    #expect(both.sections.last?.markdown == "Second.")
  }

  // MARK: File names

  @Test func `a file is named by locale, family, slug and row`() throws {
    let export = MarkdownExport(of: try scratch.base(Ferry.english, Ferry.german, preferring: "de"))
    let family = "troubleshoot-the-ferry"
    #expect(
      try export.document(for: KnownErrorID(family: family, slug: "ferry-is-stuck"))?.fileName
        == "de/troubleshoot-the-ferry/ferry-is-stuck.md")
    #expect(
      try export.document(for: KnownErrorID(family: family, slug: "ticket-errors", row: "507"))?.fileName
        == "en/troubleshoot-the-ferry/ticket-errors--507.md")
    #expect(try export.document(for: KnownErrorID(family: family, slug: "sunk"))?.fileName == nil)
  }

  @Test(arguments: [
    "../../../etc/passwd", "..", ".", "/etc/passwd", "a\u{FF0F}b", "..%2F..", "con:aux", "-rf", "a\\b",
    "~root", "$(x)",
    String(repeating: "a", count: 900), String(repeating: "あ", count: 300),
    "a" + String(repeating: "\u{301}", count: 400),
  ])
  func `no name leads out of the folder or is too long for one`(anchor: String) throws {
    let base = try scratch.base(
      "# <a name=\"\(anchor)\"></a>Lifts\n\n## <a name=\"\(anchor)-fails\"></a>Lift fails\n\nWait.\n")
    let ids = try base.knownErrors()
    #expect(!ids.isEmpty)
    for id in ids {
      let name = try #require(try MarkdownExport(of: base).document(for: id)?.fileName)
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      #expect(parts.count == 3)
      #expect(parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && $0.utf8.count <= 255 }, "\(name)")
      #expect(!name.contains { "\\:*?\"<>|\0\n".contains($0) })
      try writeFile([], to: scratch["out"] + "/" + name)
    }
  }

  @Test func `different known errors have different files`() throws {
    let long = String(repeating: "long-", count: 40)
    let base = try scratch.base(
      """
      # Lifts

      ## <a name="a:b"></a>Lift fails
      ## <a name="a;b"></a>Lift fails
      ## <a name="a-b"></a>Lift fails
      ## <a name="\(long)1"></a>Lift fails
      ## <a name="\(long)2"></a>Lift fails
      ## <a name="lift-errors--507"></a>Lift fails
      ## <a name="lift-errors"></a>Lift errors

      | Error | What to do |
      |---|---|
      | 507 The lift is full | Wait for the next one, or take the stairs. |
      """)
    let ids = try base.knownErrors()
    let names = try ids.compactMap { try MarkdownExport(of: base).document(for: $0)?.fileName }
    #expect(ids.count == 8)
    #expect(Set(names).count == 8, "\(names)")
    #expect(names.contains("en/lifts/a-b.md"))
    #expect(names.contains("en/lifts/lift-errors--507.md"))
  }
}

extension String {
  /// The text after the first occurrence of a text.
  fileprivate func components(after text: String) -> String? {
    firstRange(of: text).map { String(self[$0.upperBound...]) }
  }
}
