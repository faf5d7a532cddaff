import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Files that articles include. They are read from the ingested tree and are not articles themselves.
struct IncludeIngestTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  private func article(_ path: String, title: String = "Crane") -> String {
    "# \(title)\n\n## \(title) fails\n\n[!INCLUDE [oil](\(path))]\n"
  }

  /// The articles, each with the text of its last section.
  private func texts() throws -> [String] {
    try store.database.rows(
      """
      SELECT substr(source, \(scratch.path.utf8.count + 2)) || ': ' || group_concat(markdown, ' / ')
      FROM (SELECT source, markdown FROM section JOIN article ON article.id = article_id
        WHERE markdown <> '' ORDER BY source, position) GROUP BY source ORDER BY source
      """
    ) { try $0[0] }
  }

  private func remarks(_ report: IngestReport) -> [String] {
    report.warnings.map { "\($0.place): \($0.reason)".replacing(scratch.path + "/", with: "") }
  }

  @Test func `what is included is part of the article, and no article of its own`() throws {
    scratch.write(article("../includes/oil.md"), to: "docs/articles/crane.md")
    scratch.write("---\ntitle: include\n---\n`E1001` Oil it.\n", to: "docs/includes/oil.md")
    scratch.write("Nobody includes this.\n", to: "docs/includes/lone.md")
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 2")
    #expect(report.included == 1)
    #expect(remarks(report) == [])
    #expect(
      try texts() == [
        "docs/articles/crane.md: `E1001` Oil it.", "docs/includes/lone.md: Nobody includes this.",
      ])
    #expect(try store.find("E1001") == ["crane#crane-fails en"])
    #expect(try store.ingest(scratch["docs"]).articles.text == "unchanged 2")
    try store.expectSound()
  }

  @Test func `an article changes with what it includes, by whatever way`() throws {
    scratch.write(article("includes/a.md"), to: "docs/crane.md")
    scratch.write(article("includes/gone.md", title: "Lift"), to: "docs/lift.md")
    scratch.write("# Depot\n", to: "docs/depot.md")
    scratch.write("[!INCLUDE [b](b.md)]\n", to: "docs/includes/a.md")
    scratch.write("Oil it.\n", to: "docs/includes/b.md")
    let first = try store.ingest(scratch["docs"])
    #expect(first.articles.text == "added 3")
    #expect(first.included == 2)
    #expect(
      remarks(first) == ["docs/lift.md:5: the included file includes/gone.md is not found; kept as Markdown"])
    let before = try dump(store.database)
    #expect(try store.ingest(scratch["docs"]).articles.text == "unchanged 3")
    #expect(try dump(store.database) == before)

    scratch.write("Burn it.\n", to: "docs/includes/b.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "changed 1 unchanged 2")
    #expect(try store.find("oil") == ["lift#lift-fails en"])
    #expect(try store.find("burn") == ["crane#crane-fails en"])
    scratch.write("Here now.\n", to: "docs/includes/gone.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "changed 1 unchanged 2")
    scratch.remove("docs/includes/gone.md")
    scratch.remove("docs/includes/b.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "changed 2 unchanged 1")
    try store.expectSound()
  }

  @Test func `a file becomes part of an article, and an article again`() throws {
    scratch.write("# Crane\n", to: "docs/crane.md")
    scratch.write("Oil it.\n", to: "docs/includes/oil.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 2")
    scratch.write(article("includes/oil.md"), to: "docs/crane.md")
    // The same if only the article is given.
    let report = try store.ingest(scratch["docs/crane.md"])
    #expect(report.articles.text == "changed 1 removed 1")
    #expect(try texts() == ["docs/crane.md: Oil it."])
    scratch.write("# Crane\n", to: "docs/crane.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 1 changed 1")
    #expect(try texts() == ["docs/includes/oil.md: Oil it."])
    try store.expectSound()
  }

  @Test func `an article that another one includes stays one`() throws {
    scratch.write(article("depot.md"), to: "docs/crane.md")
    scratch.write("# Depot\n\nAll of it.\n", to: "docs/depot.md")
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 2")
    #expect(report.included == 0)
  }

  @Test func `paths are read as the tools of the repositories read them`() throws {
    scratch.write("Top.\n", to: "docs/parts/top.md")
    scratch.write("Near.\n", to: "docs/repo/parts/near.md")
    scratch.write("Literal.\n", to: "docs/repo/sub/~/parts/literal.md")
    scratch.write("Space.\n", to: "docs/repo/sub/with space.md")
    for (name, path) in [
      ("a", "~/parts/top.md"), ("b", "~/parts/near.md"), ("c", "~/parts/literal.md"),
      ("d", "with%20space.md"),
      ("e", "..\\..\\parts\\top.md"), ("f", "./../parts//near.md?view=1#part"),
      ("g", "../../../docs/parts/top.md"),
    ] {
      scratch.write(article(path, title: "Crane \(name)"), to: "docs/repo/sub/\(name).md")
    }
    #expect(remarks(try store.ingest(scratch["docs"])) == [])
    #expect(
      try texts().filter { $0.contains("sub/") && $0.utf8.count < 30 }.map { $0.dropFirst(14) } == [
        "a.md: Top.", "b.md: Near.", "c.md: Literal.", "d.md: Space.", "e.md: Top.", "f.md: Near.",
        "g.md: Top.",
      ])
  }

  @Test func `nothing outside of the folders that are given is read`() throws {
    scratch.write("Secret.\n", to: "secret.md")
    scratch.write("Secret.\n", to: "docs-2/secret.md")
    scratch.write("SECRET=1\n", to: "docs/secret.env")
    symlink("../secret.md", scratch["link.md"])
    scratch.makeFolder("docs/hole.md")
    mkfifo(scratch["docs/pipe.md"], 0o644)
    for (name, path) in [
      ("a", "../secret.md"), ("b", "inner/../../docs-2/secret.md"), ("c", "~/../secret.md"),
      ("d", "../../../../../../../../etc/issue.md"), ("e", "secret.env"), ("f", "link.md"), ("g", "hole.md"),
      ("h", "pipe.md"), ("i", "%2e%2e/secret.md"), ("j", scratch["secret.md"]), ("k", "a%00.md"),
    ] {
      scratch.write(article(path, title: "Crane \(name)"), to: "docs/\(name).md")
    }
    symlink("../secret.md", scratch["docs/link.md"])
    let report = try store.ingest(scratch["docs/a.md"], scratch["docs"])
    let outside = "is outside the ingested folder; ingest one that contains both"
    let expected = [
      outside, outside, "is not found", outside, "is not a .md file", outside, "is not found", "is not found",
      outside,
      "is not found", "is not found",
    ]
    let includes = report.warnings.filter { $0.place != scratch["docs/link.md"] }
    #expect(includes.count == expected.count)
    for (warning, reason) in zip(includes.sorted { $0.place < $1.place }, expected) {
      #expect(warning.reason.hasSuffix(" \(reason); kept as Markdown"), "\(warning)")
    }
    // The link does not count as an article of the folder either.
    #expect(report.warnings.count == expected.count + 1)
    #expect(try texts().filter { $0.contains("Secret") } == [])
    // If the given folder contains both, they are found.
    _ = try store.ingest(scratch["docs/b.md"], scratch[""])
    #expect(try texts().contains("docs/b.md: Secret."))
  }

  @Test func `a file that cannot be read is reported where it is asked for`() throws {
    let part = scratch.write("Oil it.\n", to: "docs/includes/oil.md")
    scratch.write(article("includes/oil.md"), to: "docs/crane.md")
    chmod(scratch.path, 0o755)
    chmod(part, 0)
    let report = try unprivileged { try store.ingest(scratch["docs/crane.md"]) }
    #expect(
      remarks(report) == [
        "docs/crane.md:5: the included file includes/oil.md cannot be read: Permission denied; kept as Markdown"
      ])
    chmod(part, 0o644)
    #expect(try store.ingest(scratch["docs"]).articles.text == "changed 1")
  }
}
