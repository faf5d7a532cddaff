import CasebookKnowledge
import CasebookService
import Glibc
import ScratchKit
import Testing

/// An export that is read back is the same known errors.
struct ExportReadingTests {
  private let scratch = Scratch()

  /// Writes all known errors of a base to a folder; returns the documents by file name.
  private func export(_ base: KnowledgeBase, to folder: String) throws -> [String: String] {
    var documents: [String: String] = [:]
    for id in try base.knownErrors() {
      let document = try #require(try MarkdownExport(of: base).document(for: id))
      #expect(documents[document.fileName] == nil, "\(document.fileName) is written twice")
      documents[document.fileName] = document.text
      scratch.write(document.text, to: folder + "/" + document.fileName)
    }
    return documents
  }

  /// Checks that an export gives the same export, in an empty base and in the one that it came from.
  private func expectSame(_ base: KnowledgeBase, _ name: String, known: ClosedRange<Int>) throws {
    let folder = "out-\(name)"
    let ids = try base.knownErrors()
    #expect(known.contains(ids.count), "\(name): \(ids.count)")
    let first = try export(base, to: folder)
    let other = try KnowledgeBase(path: ":memory:", preferred: base.preferred)
    #expect(try other.ingest([scratch[folder]]).articles.added == ids.count)
    #expect(try other.knownErrors() == ids)
    let second = try export(other, to: folder + "-again")
    for (file, text) in first.sorted(by: { $0.key < $1.key }) {
      if let difference = difference(second[file] ?? "", text) {
        Issue.record("\(name): \(file)\n\(difference)")
      }
    }
    let report = try base.ingest([scratch[folder]])
    #expect(report.articles.added == 0 && report.articles.changed == 0, "\(name)")
    #expect(try base.knownErrors() == ids)
    #expect(report.articles.unchanged == ids.count, "\(name)")
  }

  private static let hard = """
    ---
    title: Troubleshoot the lift
    ms.date: 05/02/2024
    ---
    # Troubleshoot the lift

    ## <a name="lift-fails"></a>Lift fails in `__init__` and \\_\\_main\\_\\_

    Wait.

    ### Call \\_\\_init\\_\\_, not `a | b` or ``a`b``

    Text.

    ### <a name="empty"></a>

    ### What <file> &lt;b&gt; *says* [here](x.md) # now \\#

    ### Cannot open `door`

    ```bash
    # open

    ## Doors

    ## Door errors

    | Error | What to do |
    |---|---|
    | `DoorError` failed \\| stuck | Push it, and pull it, and push it again. |
    """

  @Test func `rows, code in headings, escapes and open blocks survive`() throws {
    let closed = Self.hard.replacing("\n## Doors\n", with: "\n## Doors\n```\n")
    try expectSame(scratch.base(closed), "hard", known: 4...4)
    let id = KnownErrorID(family: "troubleshoot-the-lift", slug: "lift-fails")
    let document = try #require(
      try MarkdownExport(of: scratch.base(closed)).document(for: id)?.text)
    #expect(document.contains("# Lift fails in `__init__` and \\_\\_main\\_\\_\n"))
    #expect(document.contains("### Call \\_\\_init\\_\\_, not `a | b` or ``a`b``\n"))
    #expect(document.contains("### Cannot open `door`\n"))
    try expectSame(scratch.base(Self.hard), "open", known: 2...2)
  }

  @Test func `languages, remarks and rows survive`() throws {
    for locale in ["en", "de", "fr", "ja"] {
      try expectSame(
        scratch.base(Ferry.english, Ferry.german, Ferry.french, preferring: locale), locale, known: 4...4)
    }
  }

  @Test(arguments: ExportTests.titles)
  func `any title survives`(title: String) throws {
    let base = try scratch.base(
      "# Lifts\n\n## <a name=\"lift-fails\"></a>\(title)\n\nWait.\n\n### \(title)\n\nx\n")
    try expectSame(base, "title", known: 1...2)
  }

  @Test(arguments: ExportTests.ends)
  func `whatever a text leaves open is closed once`(open: String, end: String) throws {
    try expectSame(scratch.base("# Lifts\n\n## Lift fails\n\n\(open)\n"), "end", known: 1...1)
  }

  @Test func `a changed file is the newest text of the same known error`() throws {
    let base = try scratch.base(Ferry.english)
    let id = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ferry-is-stuck")
    let ids = try base.knownErrors()
    let text = try #require(try MarkdownExport(of: base).document(for: id)?.text)
    let changed = text.replacing("Do not push.", with: "Push.")
    let older = scratch.write(changed, to: "edit/a.md")
    let report = try base.ingest([older])
    // Which of two texts of one day is right, a program cannot know.
    #expect(report.warnings.map(\.reason).contains { $0.contains("is another text of \(id) in en") })
    #expect(try base.resolution(of: id)?.resolution.markdown.contains("Do not push.") == true)
    scratch.write(changed.replacing("2024-05-02", with: "2024-06-01"), to: "edit/a.md")
    #expect(try base.ingest([older]).warnings.isEmpty)
    #expect(try base.knownErrors() == ids)
    #expect(try base.resolution(of: id)?.resolution.markdown.contains("> Push.") == true)
    #expect(try base.knownErrors(named: "ferry-is-stuck") == [id])
  }

  @Test func `what comes after its export is the same known errors`() throws {
    let ids = try scratch.base(Ferry.english, Ferry.german).knownErrors()
    _ = try export(scratch.base(Ferry.english, Ferry.german), to: "first")
    let base = try KnowledgeBase(path: ":memory:")
    _ = try base.ingest([scratch["first"]])
    _ = try base.ingest([scratch["docs"]])
    #expect(try base.knownErrors() == ids)
    for id in ids {
      #expect(try base.knownErrors(named: id.description) == [id])
      #expect(try base.resolution(of: id)?.resolution.export == nil)
    }
  }

  @Test func `a name that is no id makes an article of its own`() throws {
    let base = try scratch.base("---\nknown_error: lifts\n---\n# Lifts\n\n## Lift fails\n\nWait.\n")
    #expect(try base.knownErrors() == [KnownErrorID(family: "lifts", slug: "lift-fails")])
  }

  // MARK: Trees

  private func expectSame(tree: String, preferring locale: String = "en") throws {
    let base = try KnowledgeBase(path: ":memory:", preferred: LocaleTag(locale) ?? .english)
    _ = try base.ingest([tree])
    let name = (tree + locale).split(separator: "/").joined(separator: "-")
    try expectSame(base, name, known: 1...10_000)
  }

  @Test(arguments: ["en", "de"])
  func `the bundled articles survive`(locale: String) throws {
    try expectSame(tree: package("data/articles"), preferring: locale)
  }

  private static let hasShared = contents(package("../shared/DESIGN.md")) != nil

  @Test(
    .enabled(if: hasShared, "no ../shared beside the package"),
    arguments: ["seeds", "articles/constructs", "bases/azureml/articles", "bases/podman/articles"])
  func `real articles survive`(tree: String) throws { try expectSame(tree: package("../shared/\(tree)")) }

  /// Those of a thousand articles take a minute.
  @Test(
    .enabled(if: hasShared && getenv("CASEBOOK_ALL_TREES") != nil, "takes long; set CASEBOOK_ALL_TREES"),
    arguments: ["articles", "bases"])
  func `all real articles survive`(folder: String) throws {
    let trees = (names(in: package("../shared/\(folder)")) ?? []).map {
      folder == "bases" ? "\($0)/articles" : $0
    }
    for tree in trees {
      let path = package("../shared/\(folder)/\(tree)")
      if names(in: path)?.isEmpty == false { try expectSame(tree: path) }
    }
  }

  @Test(
    .enabled(if: hasShared, "no ../shared beside the package"), arguments: ["ja", "fr", "ru"])
  func `the seeds survive in any language`(locale: String) throws {
    try expectSame(tree: package("../shared/seeds"), preferring: locale)
  }
}
