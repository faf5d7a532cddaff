import CasebookArticles
import Testing

/// One alert a file, or one a heading, with its meaning, its effect and its fix below.
struct RunbookTests {
  @Test(arguments: [
    ["Meaning", "Impact", "Diagnosis", "Mitigation"], ["Meaning", "Remediation"],
    ["Impact", "Investigation", "Workaround"], ["Potential cause", "Steps to resolve"],
    ["Meaning", "Root cause analysis", "Recovery steps"], ["Bedeutung", "Diagnose", "Lösung"],
  ])
  func `the parts are parts, and the alert is the known error`(parts: [String]) throws {
    let text = "# MirrorQueueFilling\n" + parts.map { "## \($0)\nSome words.\n" }.joined()
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.filter { $0.failure != nil }.map(\.title) == ["MirrorQueueFilling"])
    #expect(article.sections.dropFirst().allSatisfy { $0.role != nil })
  }

  @Test func `each alert of a long runbook is one, and what stands inside a part is a piece of it`() throws {
    let text = """
      # Runbooks
      ## Alerts
      ### MirrorDown
      #### Meaning
      No mirror answers.
      #### Mitigation
      ##### Disk failures
      Replace it.
      ### mirrorQueueFilling
      #### Impact
      Copies are late.
      #### Diagnosis
      Count them.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections.filter { $0.failure != nil }.map(\.title) == ["MirrorDown", "mirrorQueueFilling"])
  }

  @Test func `an alert is found as a name and by its words`() throws {
    let text = """
      # MirrorQueueFilling
      ## Meaning
      Copies wait.
      ## Mitigation
      Add disks.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections[0].messages.map(\.text) == ["MirrorQueueFilling", "Mirror Queue Filling"])
  }

  @Test func `a cause or a meaning alone makes nothing a known error`() throws {
    let text = """
      # Welcome
      ## Reason
      We like mirrors.
      ## Impact
      Great.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.allSatisfy { $0.failure == nil })
  }

  @Test(arguments: [
    ("The crane of dock 4 stops. Press the red knob.\n\nThen wait.\n", "The crane of dock 4 stops"),
    ("**Crane stops:**\n\nPress the red knob.\n", "Crane stops"),
    ("\nIf `crane status` fails, press the red knob.\n", "If crane status fails, press the red knob"),
    ("```\ncrane reset\n```\n", "crane-notes"), ("- press the knob\n- wait\n", "crane-notes"),
    ("1. Press the knob.\n", "crane-notes"), ("| a | b |\n|---|---|\n| 1 | 2 |\n", "crane-notes"),
    (String(repeating: "crane ", count: 60), String(repeating: "crane ", count: 16) + "cran…"),
  ])
  func `a text without headings is titled by its first sentence, else by its file`(
    text: String, title: String
  ) throws {
    let article = try Article.parse(ArticleText(Array(text.utf8)), orTitled: "crane-notes")
    #expect(article.title == title)
    #expect(article.sections.count == 1)
  }

  @Test func `a title in the front matter stays, and so does a text about a known error`() throws {
    let titled = try Article.parse(Array("---\ntitle: Dock\n---\nThe crane stops.\n".utf8))
    #expect(titled.title == "Dock")
    let stated = try Article.parse(Array("---\nknown_error: a#b\n---\nThe crane stops.\n".utf8))
    #expect(stated.title == "")
  }

  @Test(arguments: [
    (["Understand the alert", "Troubleshoot the alert"], "mirror_queue"),
    (["Problem", "Reason", "Solution"], "mirror_queue"),
    (["Understand the gate", "Open the gate"], nil), (["Cause"], nil),
  ])
  func `parts that nothing names are those of the file`(parts: [String], title: String?) throws {
    let text = parts.map { "### \($0)\nSome words.\n" }.joined()
    let article = try Article.parse(ArticleText(Array(text.utf8)), orTitled: "mirror_queue")
    #expect(article.sections.filter { $0.failure != nil }.map(\.title) == (title.map { [$0] } ?? []))
  }
}
