import CasebookArticles
import Testing

/// Errors in lists and paragraphs that open with a sentence or a label: `Problem: …`, `Q: …`, `**The gate is stuck.** …`.
struct LabelledErrorTests {
  /// The items of a section of a page about mirrors.
  private func rows(_ text: String, under heading: String = "Troubleshooting") throws -> [ErrorRow] {
    try Article.parse(Array("# Mirror\n## \(heading)\nLook.\n\n\(text)\n\n## Notes\nNone.\n".utf8))
      .sections.flatMap(\.rows)
  }

  @Test(arguments: [
    // A bold sentence ends itself.
    ("- **The gate is stuck.** Push it.", [("The gate is stuck", "Push it.")]),
    ("- **Copies fail!** Free\n  the disk.", [("Copies fail!", "Free\nthe disk.")]),
    ("- **Why is the gate stuck?** It is old.", [("Why is the gate stuck?", "It is old.")]),
    ("**The gate is stuck.** Push it.\n\nTwice.", [("The gate is stuck", "Push it.\n\nTwice.")]),
    // Questions, with the answer in the same paragraph or below.
    (
      "Q: Why do copies\nfail at night?\nA: It is dark.\nWait.\n\nQ: How do I copy?\n\nA: Press a key.",
      [("Why do copies fail at night?", "It is dark.\nWait.")]
    ),
    (
      "Question 1: The gate is stuck.\n\nAnswer: Push it.\n\n    push --now",
      [("The gate is stuck", "Push it.\n\n    push --now")]
    ),
    (
      "**Q:** Why is the gate stuck?\n\n**A:** It is old.\n\n**Q2.** Copies fail.\n\nFree the disk.",
      [("Why is the gate stuck?", "It is old."), ("Copies fail", "Free the disk.")]
    ),
    ("**Q: The gate is stuck.**\n\nA: Push it.", [("The gate is stuck", "Push it.")]),
    (
      "- Q: Why is the gate stuck?\n  A: It is old.\n- **Q:** Why do copies fail?\n- **A:** It is dark.",
      [("Why is the gate stuck?", "It is old."), ("Why do copies fail?", "It is dark.")]
    ),
    (
      "Frage: Warum gibt es einen Fehler?\nAntwort: Es ist dunkel.",
      [("Warum gibt es einen Fehler?", "Es ist dunkel.")]
    ),
    ("问：镜像启动失败？\n答：重启。", [("镜像启动失败？", "重启。")]),
    // Problems, several of them.
    (
      "Problem: Copies are slow at night.\nSolution: Use a lamp.\n\nSymptom: The gate stays shut.\n\nAction: Push it.",
      [
        ("Copies are slow at night", "Problem: Copies are slow at night.\nSolution: Use a lamp."),
        ("The gate stays shut", "Symptom: The gate stays shut.\n\nAction: Push it."),
      ]
    ),
    (
      "- Problem: Copies are slow at night.\n- Cause: It is dark.\n- Fix: Use a lamp.\n- Problem: The gate stays shut.\n  - Workaround: Push it.",
      [
        (
          "Copies are slow at night",
          "- Problem: Copies are slow at night.\n- Cause: It is dark.\n- Fix: Use a lamp."
        ),
        ("The gate stays shut", "Problem: The gate stays shut.\n- Workaround: Push it."),
      ]
    ),
    // A line that states an error, with more below it.
    (
      "1. Login fails with error 4711.\n\n   Sign in again.\n\n2. The copy is stuck:\n\n       copy --again",
      [("Login fails with error 4711", "Sign in again."), ("The copy is stuck", "    copy --again")]
    ),
    (
      "- The gate is blocked by ice  \n  Melt it.\n- Copies fail  \n  Free it.\n- Read the manual.",
      [("The gate is blocked by ice", "Melt it."), ("Copies fail", "Free it.")]
    ),
    // An alert with a title.
    (
      "> [!WARNING]\n> **The gate is stuck on Mondays**\n> Push it.\n>\n> Twice.",
      [("The gate is stuck on Mondays", "Push it.\n\nTwice.")]
    ),
    ("> [!IMPORTANT]\n> **Copies fail.** Free the disk.", [("Copies fail", "Free the disk.")]),
  ])
  func `a sentence, a label or an alert opens an error`(text: String, expected: [(String, String)]) throws {
    let rows = try rows(text)
    #expect(rows.map(\.title) == expected.map(\.0))
    #expect(rows.map(\.markdown) == expected.map(\.1))
    #expect(rows.map { $0.messages.first?.text } == expected.map(\.0))
    #expect(try self.rows(text, under: "Options").isEmpty)
  }

  @Test(arguments: [
    // Advice, settings, features and links.
    "- **Avoid a blocked gate.** It may break.\n- **Check the failed gate.** Look at it.",
    "- **Mirrors are heavy.** Lift them.\n- **Fast.** It copies at night.",
    "- **Error.** Nothing else.",
    "> [!NOTE]\n> **Mirrors are heavy**\n> Lift them.",
    "> [!WARNING]\n> Copies fail **often**.",
    "> [!WARNING]\n> **Note:** Copies fail.",
    // Questions of other kinds.
    "Q: How do I copy?\nA: Press a key.\n\nQ: What is a mirror?\nA: A copy.",
    "Q: Copies fail without an answer.",
    // One problem is the error of its section.
    "Problem: Copies are slow at night.\n\nSolution: Use a lamp.",
    "Issue: https://example.com/gate/1\n\nIssue: https://example.com/gate/2",
    // Steps, and items without more below them.
    "1. Check that the login fails.\n\n   It should.\n\n2. Restart the failed gate.\n\n   Wait.",
    "1. Open the gate.\n\n   Wait.\n\n2. Push the mirror.\n\n   Wait.\n\n3. The gate fails once.\n\n   Ignore it.",
    "1. If the copy fails, wait.\n\n   Then push.\n2. When the gate is stuck, push.\n\n   Twice.",
    "- Copies fail.\n- The gate is stuck.",
    "1. Die Fehler im Protokoll lesen.\n\n   Warten.\n2. Bei einem Fehler neu starten.\n\n   Warten.",
    "- Exports of files are not supported.\n\n  Use folders.\n- Copies are not sorted.\n\n  Sort them.",
  ])
  func `advice, steps, facts and other questions are text`(text: String) throws {
    #expect(try rows(text).isEmpty)
  }

  @Test func `below the heading of an error a list has its steps`() throws {
    let text = """
      # Troubleshooting
      ## Gate at night
      1. For a stuck gate look at errors.

         Wait.
      2. The gate crashes again.

         Push.
      """
    #expect(try Article.parse(Array(text.utf8)).sections.flatMap(\.rows).isEmpty)
  }

  @Test func `plain labels are the parts of their section only among errors`() throws {
    func failure(_ page: String) throws -> FailureSign? {
      let text =
        "# \(page)\n\n## Gate at night\n\nSymptom: It stays shut.\nCause: The key is old.\nFix: Renew it.\n"
      return try Article.parse(Array(text.utf8)).sections[1].failure
    }
    #expect(try failure("Troubleshooting")?.kind == .symptoms)
    #expect(try failure("Design") == nil)
  }

  @Test(
    .timeLimit(.minutes(4)),
    arguments: [
      "- Fix: a\n", "- Q: b\n", "- Problem: Copies fail often.\n", "Q: Copies fail.\n", "Q: Copies fail.\n\n",
      "A: b\n",
      "Problem: Copies fail often.\n\n", "1. Copies fail.\n\n   b\n\n",
      "> [!WARNING]\n> **Copies fail.** b\n\n",
      "- **Copies fail.** b\n", "<dt>Copies fail</dt>\n", "<dl>\n<dt>Copies fail</dt><dd>b</dd>\n",
      "<h2>Copies fail</h2>\n",
      "<h2>", "<table>\n<h2>a</h2>\n", "**Problem:** b ", "**Q:** ",
    ])
  func `constructs that a program wrote ten thousand times are read once`(unit: String) throws {
    var text = Array("# T\n\n## Troubleshooting\n\n".utf8)
    for _ in 0..<10_000 { text.append(contentsOf: unit.utf8) }
    #expect(try Article.parse(text).sections.count >= 2)
  }
}
