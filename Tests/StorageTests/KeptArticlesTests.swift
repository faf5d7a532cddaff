import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// An article missing from its old place is removed. An article that was merely not looked for is kept.
struct KeptArticlesTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `a file that was given by name outlives an ingest of its folder`() throws {
    // Ingesting the folder skips this suffix; given by name, the file is an article because of its front
    // matter.
    let path = scratch.write(Depot.english, to: "docs/depot.article")
    scratch.write("# Crane\n", to: "docs/crane.md")
    #expect(try store.ingest(path).articles.text == "added 1")
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 1")
    #expect(try store.families() == ["crane", "troubleshoot-the-depot"])
    #expect(try store.find("parcel") != [])
  }

  @Test func `a hidden folder that was given by name outlives an ingest of the folder above`() throws {
    scratch.write(Depot.english, to: "docs/.drafts/depot.md")
    scratch.write("# Crane\n", to: "docs/crane.md")
    #expect(try store.ingest(scratch["docs/.drafts"]).articles.text == "added 1")
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 1")
    #expect(try store.find("parcel") != [])
  }

  @Test func `a folder that cannot be read keeps its articles`() throws {
    scratch.write(Depot.english, to: "docs/locked/depot.md")
    scratch.write("# Crane\n", to: "docs/crane.md")
    try store.ingest(scratch["docs"])
    chmod(scratch["docs/locked"], 0)
    chmod(scratch.path, 0o755)
    defer { chmod(scratch["docs/locked"], 0o755) }
    let report = try unprivileged { try store.ingest(scratch["docs"]) }
    #expect(report.articles.text == "unchanged 1")
    #expect(
      report.unreadable.map { "\($0.place): \($0.reason)" } == [
        "\(scratch["docs/locked"]): Permission denied"
      ])
    #expect(try store.find("parcel") != [])
  }

  @Test func `a file that became unreadable or broken keeps what was stored of it`() throws {
    let locked = scratch.write(Depot.english, to: "docs/locked.md")
    let broken = scratch.write("# Crane\n## Crane fails\nOil it.\n", to: "docs/broken.md")
    try store.ingest(scratch["docs"])
    let before = try dump(store.database)
    chmod(scratch.path, 0o755)
    chmod(locked, 0)
    scratch.write("---\ntitle: [\n---\n# Crane\n", to: "docs/broken.md")
    let report = try unprivileged { try store.ingest(scratch["docs"]) }
    #expect(report.articles.text == "")
    #expect(report.unreadable.map(\.place) == [locked])
    #expect(report.refused.map(\.place) == [broken + ":3:1"])
    #expect(try dump(store.database) == before)
  }
}
