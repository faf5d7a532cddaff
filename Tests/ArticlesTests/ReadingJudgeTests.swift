import CasebookKnowledge
import Testing

@testable import CasebookArticles

/// The kind of a page decides about the same words.
struct ReadingJudgeTests {
  private func errors(_ text: String, path: String) throws -> [String] {
    let article = try Article.parse(ArticleText(Array(text.utf8)), path: path)
    return article.sections.flatMap { section in
      (section.failure == nil ? [] : [section.title]) + section.rows.map(\.title)
    }
  }

  private let names = """
    # Mirror client

    ## MirrorFailedError

    `MirrorFailedError` defines the type that a call returns. The field `reason` is optional.

    ## GateTimeout

    `GateTimeout` specifies the default of the field `timeout`.
    """

  @Test func `the names of types in a reference are no errors, those of alerts in a runbook are`() throws {
    #expect(try errors(names, path: "docs/reference/api/types.md") == [])
    let runbook = """
      # Alerts of the mirror

      ## MirrorCopyFailing

      The copy fails because the gate is shut. To fix it, open the gate.

      ## GateTimeout

      The gate does not answer, usually due to load. Restart it.
      """
    #expect(try errors(runbook, path: "runbooks/mirror.md") == ["MirrorCopyFailing", "GateTimeout"])
  }

  @Test func `a part number of a product is no error code`() throws {
    let text = "# MR2000 mirror controller\n\nThe `mr2000` component lets you use an MR2000 in your setup.\n"
    #expect(try errors(text, path: "components/mirror/mr2000.md") == [])
  }

  @Test(arguments: [
    ("kb/1.md", "# Copy fails after an upgrade\n\nThe gate is shut during the upgrade. Restart it.\n"),
    ("notes.md", "# Copy of a mirror fails: gate refused\n\nAsk for a new key.\n"),
    ("team/a.md", "# Mirror is stuck\n\n## Cause\n\nNo light.\n\n## Fix\n\nTurn it on.\n"),
  ])
  func `a small article about one error is one, wherever it is`(path: String, text: String) throws {
    #expect(try errors(text, path: path).count == 1)
  }

  @Test func `questions of people are judged, and what they only ask about is none`() throws {
    let text = """
      # Frequently asked questions

      ## Why does the mirror show yesterday's copy?

      The gate keeps a copy for a day, because the disk is slow. To fix it, clear the gate and restart it.

      ## Which mirrors are there?

      Large and small ones.

      ## Mirrors – and gates

      A gate is a door.
      """
    #expect(try errors(text, path: "docs/faq.md") == ["Why does the mirror show yesterday's copy?"])
  }

  @Test func `text in a language without a gloss keeps what the rules say`() throws {
    let text = "# Spejle\n\n## Porten kan ikke åbnes\n\nFejlen opstår, når porten er lukket.\n"
    #expect(try errors(text, path: "reference/api/x.md") == ["Porten kan ikke åbnes"])
  }

  @Test(arguments: [
    "# Spiegel\n\n## Liste der Fehlercodes\n\nDie Liste ist lang, und sie wird mit jeder Version länger.\n",
    "# Miroirs\n\n## Ouvrir la porte\n\nPour ouvrir la porte, il faut la clé, et la clé est dans la boîte.\n",
  ])
  func `text in another language is judged as English is`(text: String) throws {
    #expect(try errors(text, path: "guide/x.md").isEmpty)
  }

  @Test func `an article that states its known error is not judged`() throws {
    let text = "---\ntitle: Gate\nknown_error: gates#types\n---\n\n# Gate types\n\nThe type of a gate.\n"
    #expect(try errors(text, path: "reference/api/types.md") == ["Gate"])
  }

  @Test func `only the three nearest folders tell what a page is`() {
    #expect(PageKind(path: "/reference/a/b/c/x.md") == [])
    #expect(PageKind(path: "/a/reference/b/c/x.md").rawValue != 0)
  }

  @Test func `weights with an unknown feature or a number that is none are refused`() {
    func judge(_ weights: String, adding: String = "0.7") -> ReadingJudge? {
      ReadingJudge(
        Array(
          "{\"intercept\":0,\"keeping\":0.4,\"keeping_glossed\":0.3,\"adding\":\(adding),\"weights\":{\(weights)}}"
            .utf8))
    }
    #expect(judge("\"stated\":1.5") != nil)
    #expect(judge("\"gates\":1.5") == nil)
    #expect(judge("\"stated\":\"1\"") == nil)
    #expect(judge("\"stated\":1.5", adding: "0.2") == nil)
  }
}
