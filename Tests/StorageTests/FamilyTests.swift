import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// When two articles are one family.
struct FamilyTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `the name of the file joins articles whose titles differ`() throws {
    // Translations without anchors, whose folder names the language.
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

  @Test func `a language is without English where an article has no English original`() throws {
    scratch.write("# Crane problems\n## Crane fails\nOil it.\n", to: "en-us/crane-problems.md")
    scratch.write("# Kranprobleme\n## Kran klemmt: `CraneError`\nÖlen.\n", to: "de-de/crane-problems.md")
    scratch.write("# Problèmes de grue\n## La grue échoue\nHuilez.\n", to: "fr-fr/crane-problems.md")
    try store.ingest(scratch[""])
    #expect(try store.localesWithoutEnglish().isEmpty)
    scratch.write("# Ascenseur\n## L'ascenseur échoue\nAttendez.\n", to: "fr-fr/lift-problems.md")
    try store.ingest(scratch[""])
    #expect(try store.localesWithoutEnglish().map(\.description) == ["fr"])
    #expect(try !store.hasEnglish(without: "fr"))
    #expect(try store.hasEnglish(without: "ja"))
  }

  @Test func `a namesake in the same language that shares no anchors is another family`() throws {
    scratch.write("# Troubleshooting\n## Crane fails\nOil it.\n", to: "crane/a.md")
    scratch.write("# Troubleshooting\n## Lift fails\nWait.\n## Lift stops\nWait more.\n", to: "lift/b.md")
    try store.ingest(scratch[""])
    #expect(try store.families() == ["crane-troubleshooting", "lift-troubleshooting"])
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

  // MARK: Common titles

  private static let crane = "## Crane fails\nOil it.\n## Crane is slow\nPush.\n## See also\nMore.\n"
  private static let lift = "## Lift fails\nWait.\n## Lift is slow\nWait more.\n## See also\nMore.\n"
  private static let krane = """
    # <a name="overview"></a>Übersicht
    ## <a name="crane-fails"></a>Kran versagt
    Ölen.
    ## <a name="crane-is-slow"></a>Kran ist langsam
    Schieben.
    ## <a name="see-also"></a>Siehe auch
    Mehr.
    """
  private static let aufzug = krane.replacing("crane", with: "lift").replacing("Kran", with: "Aufzug")

  @Test(arguments: [["crane", "lift"], ["lift", "crane"]])
  func `a title that every folder has joins what lies parallel or shares anchors`(_ order: [String]) throws {
    scratch.write("# Overview\n" + Self.crane, to: "crane/docs/en/overview.md")
    scratch.write(Self.krane, to: "crane/docs/de/overview.md")
    scratch.write("# Overview\n" + Self.lift, to: "lift/docs/en/index.md")
    scratch.write(Self.aufzug, to: "lift/docs/somewhere/de/uebersicht.md")
    for folder in order { try store.ingest(scratch[folder]) }
    let joined: [String] = try store.database.rows(
      "SELECT group_concat(source, ' ') FROM (SELECT * FROM article ORDER BY source) GROUP BY family_id ORDER BY 1"
    ) { try $0[0] }
    #expect(
      joined.map { $0.replacing(scratch[""] + "/", with: "") } == [
        "crane/docs/de/overview.md crane/docs/en/overview.md",
        "lift/docs/en/index.md lift/docs/somewhere/de/uebersicht.md",
      ])
  }

  @Test func `a common title alone joins nothing, not even in one language`() throws {
    scratch.write("# Overview\nOf cranes.\n", to: "crane/overview.md")
    scratch.write("# Overview\nOf lifts.\n", to: "lift/overview.md")
    scratch.write("# <a name=\"overview\"></a>Übersicht\nÜber Boote.\n", to: "boat/de/overview.md")
    try store.ingest(scratch[""])
    #expect(try store.families().count == 3)
  }

  @Test(arguments: [
    ("docs/a/x.md", "docs.de-de/a/x.md"), ("docs.en-us/a/x.md", "docs.de-de/a/x.md"),
    ("content/en/x.md", "content/de/x.md"), ("a/x.md", "a/x.de.md"), ("a/x.md", "a/de/x.md"),
    ("i18n/en/docs/_index.md", "i18n/de/docs/_index.md"),
  ])
  func `the same path below another language's folder is the same article`(
    _ english: String, _ german: String
  ) throws {
    // They share neither titles nor anchors.
    for paths in [[english, german], [german, english]] {
      let store = try Store()
      scratch.write("# Cranes\n## Crane fails\nOil it.\n", to: english)
      scratch.write("---\nms.locale: de-DE\n---\n# Krane\n## Kran versagt\nÖlen.\n", to: german)
      for path in paths { try store.ingest(scratch[path]) }
      #expect(try store.families() == ["cranes"])
      #expect(try store.knownErrors().map(\.slug) == ["crane-fails"])
    }
  }

  @Test func `the revision of the source that translations share joins nothing`() throws {
    let header = "---\nms.openlocfilehash: 0123456789abcdef0123456789abcdef01234567\n---\n"
    scratch.write(header + "# Crane problems\n## Crane fails\nOil it.\n", to: "a.md")
    scratch.write(
      header
        + "# <a name=\"lift-problems\"></a>Aufzug\n## <a name=\"lift-fails\"></a>Aufzug versagt\nWarten.\n",
      to: "de/b.md")
    try store.ingest(scratch[""])
    #expect(try store.families() == ["crane-problems", "lift-problems"])
  }

  @Test func `hundreds of articles of one name stay apart, and each has a name`() throws {
    for number in 1...200 {
      scratch.write("# Overview\n## Part \(number) fails\nReplace it.\n", to: "part-\(number)/overview.md")
    }
    try store.ingest(scratch[""])
    let families = try store.families()
    #expect(families.count == 200)
    #expect(families.contains("part-200-overview"))
  }
}
