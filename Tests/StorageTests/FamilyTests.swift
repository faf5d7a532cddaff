import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookStorage

/// What makes two articles one family.
struct FamilyTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `the name of the file joins articles whose titles differ`() throws {
    // Translations without anchors; the folder says the language.
    scratch.write("# Crane problems\n## Crane fails\nOil it.\n", to: "en-us/crane-problems.md")
    scratch.write("# Kranprobleme\n## Kran klemmt: `CraneError`\nÖlen.\n", to: "de-de/crane-problems.md")
    scratch.write("# Lift problems\n## Lift fails\nWait.\n", to: "en-us/lift-problems.md")
    try store.ingest(scratch[""])
    try expectTable(
      store,
      "SELECT family.slug AS family, locale, title FROM article JOIN family ON family.id = family_id ORDER BY 1, 2",
      is: """
        family         | locale | title
        ---------------+--------+---------------
        crane-problems | de     | Kranprobleme
        crane-problems | en     | Crane problems
        lift-problems  | en     | Lift problems
        """)
  }

  @Test func `a namesake in the same language that shares no anchors is another family`() throws {
    scratch.write("# Troubleshooting\n## Crane fails\nOil it.\n", to: "crane/a.md")
    scratch.write("# Troubleshooting\n## Lift fails\nWait.\n## Lift stops\nWait more.\n", to: "lift/b.md")
    try store.ingest(scratch[""])
    #expect(try store.families() == ["troubleshooting", "troubleshooting-2"])
  }

  @Test func `an article that moved stays in its family, even if it is a title alone`() throws {
    for text in ["# Crane fails\nOil it.\n", Depot.english] {
      let store = try Store()
      scratch.remove("docs")
      scratch.write(text, to: "docs/a.md")
      try store.ingest(scratch["docs"])
      let ids = try store.knownErrors()
      #expect(!ids.isEmpty)
      scratch.remove("docs/a.md")
      scratch.write(text, to: "docs/moved/b.md")
      #expect(try store.ingest(scratch["docs"]).articles.text == "added 1 removed 1")
      #expect(try store.knownErrors() == ids)
    }
  }

  @Test func `a translated title names no family that its file can name`() throws {
    for order in [["de-de", "en-us"], ["en-us", "de-de"]] {
      let store = try Store()
      scratch.write("# Crane problems\n## Crane fails\nOil it.\n", to: "en-us/crane-problems.md")
      scratch.write("# Kranprobleme\n## Kran klemmt: `CraneError`\nÖlen.\n", to: "de-de/crane-problems.md")
      for folder in order { try store.ingest(scratch[folder]) }
      #expect(try store.families() == ["crane-problems"])
    }
  }
}
