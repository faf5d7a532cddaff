import CasebookKnowledge
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// How families are named, and which articles of one language they hold.
struct FamilyNameTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  private static func page(_ title: String, _ body: String) -> String {
    "# \(title)\n## Gate fails\n\(body)\n"
  }

  @Test(arguments: [
    ("crane/docs/en/v1.2/README.md", "Overview", "crane-overview"),
    ("crane/docs/install.md", "Installation", "crane-installation"),
    ("crane/gate.md", "Gate problems", "gate-problems"),
    ("Lift Works/content/_index.md", "Roadmap", "lift-works-roadmap"),
    ("crane/x.md", "⚠️ Notice: old", "notice-old"),
  ])
  func `a title that many pages have takes the nearest folder that says something`(
    _ path: String, _ title: String, _ name: String
  ) throws {
    scratch.write(Self.page(title, "Oil it."), to: "docs/\(path)")
    try store.ingest(scratch["docs"])
    #expect(try store.families() == [name])
  }

  @Test func `a clash takes the next folder, never a number, whatever the order`() throws {
    let paths = ["boat/x/gate.md", "crane/y/gate.md", "lift/z/gate.md"]
    for (index, path) in paths.enumerated() {
      scratch.write(
        Self.page("Gate problems", "Words \(index) of another product, \(path)."), to: "docs/\(path)")
    }
    try store.ingest(scratch["docs"])
    #expect(try store.families() == ["gate-problems", "y-gate-problems", "z-gate-problems"])
  }

  @Test func `pages of several products with the same headings are families of their own`() throws {
    let headings = "## Prepare the disk\n%\n## Copy the gate fails\n%\n## Start the copy\n%\n"
    for product in ["boat", "crane", "lift"] {
      let body = (1...30).map { "The \(product) \($0) has its own words, as \(product)s do." }.joined(
        separator: " ")
      scratch.write(
        "# Installation\n" + headings.replacing("%", with: body), to: "\(product)/installation.md")
    }
    try store.ingest(scratch[""])
    #expect(try store.families() == ["boat-installation", "crane-installation", "lift-installation"])
  }

  @Test func `copies that nearly agree are one family, and a folder of them gets one remark`() throws {
    for number in 1...4 {
      let body = (1...40).map { "Turn wheel \($0) of the gate." }.joined(separator: " ")
      scratch.write(Self.page("Gate problems", body), to: "docs/now/gate-\(number).md")
      scratch.write(Self.page("Gate problems", body + " Twice."), to: "docs/old/gate-\(number).md")
    }
    let report = try store.ingest(scratch["docs"])
    #expect(try store.families() == ["gate-problems"])
    #expect(report.warnings.count { $0.reason.contains("has the ids of") } == 2)
  }

  @Test func `revisions with dates need less in common`() throws {
    let shared = (1...20).map { "Turn wheel \($0) of the gate." }.joined(separator: " ")
    func page(_ day: Int, _ more: String) -> String {
      "---\nms.date: 2024-01-0\(day)\n---\n" + Self.page("Gate problems", shared + more)
    }
    scratch.write(page(1, ""), to: "a/gate.md")
    scratch.write(page(2, (1...40).map { " Oil bolt \($0) first." }.joined()), to: "b/gate.md")
    try store.ingest(scratch[""])
    #expect(try store.families() == ["gate-problems"])
  }

  @Test(arguments: [["docs/en", "docs/de.md"], ["docs/de.md", "docs/en"]])
  func `a translation whose original was renamed is found by its sections`(order: [String]) throws {
    let anchors = ["gate-is-broken", "copy-was-refused", "wheel-is-stuck", "oil-is-missing"]
    let english = anchors.map { "## \($0.replacing("-", with: " "))\nWords.\n" }.joined()
    let german = anchors.map { "## <a name=\"\($0)\"></a>Fehler \($0.count)\nWorte.\n" }.joined()
    scratch.write("# Gates in trouble\n" + english, to: "docs/en/new-name.md")
    scratch.write("---\nms.locale: de-DE\n---\n# <a name=\"old-gates\"></a>Tore\n" + german, to: "docs/de.md")
    for path in order { try store.ingest(scratch[path]) }
    #expect(try store.families().count == 1)
    #expect(try store.knownErrors().map(\.slug) == anchors.sorted())
  }

  @Test func `a name that a family had keeps resolving, and no other family takes it`() throws {
    scratch.write(
      "---\nms.locale: de-DE\n---\n# <a name=\"tore\"></a>Tore\n## <a name=\"gate-fails\"></a>Fehler\nX.\n",
      to: "x/de/gates.md")
    try store.ingest(scratch["x"])
    #expect(try store.families() == ["tore"])
    scratch.write("# Gates\n## Gate fails\nOil.\n", to: "x/en/gates.md")
    try store.ingest(scratch["x"])
    #expect(try store.families() == ["gates"])
    let old = try #require(KnownErrorID("tore#gate-fails"))
    #expect(try store.resolutions(of: old).count == 2)
    scratch.write("# Tore\n## Something else fails\nQ.\n## And more fails\nQ.\n", to: "y/tore.md")
    try store.ingest(scratch["y"])
    #expect(try store.families() == ["gates", "y-tore"])
    #expect(try store.resolutions(of: old).count == 2)
  }

  @Test func `what the text above the first heading was called is the title now`() throws {
    scratch.write(
      "---\ntitle: Gate fails\n---\nOil it.\n\n| Error | Fix |\n|--|--|\n| E1001 refused | Wait a while for it. |\n",
      to: "gate.md")
    try store.ingest(scratch[""])
    #expect(
      try store.knownErrors().map(\.description) == ["gate-fails#gate-fails", "gate-fails#gate-fails/e1001"])
    let old = try #require(KnownErrorID("gate-fails#top"))
    #expect(try store.resolutions(of: old).map(\.title) == ["Gate fails"])
  }
}
