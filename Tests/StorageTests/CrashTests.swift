import CasebookIngest
import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// An ingest after one that crashed. `script/check-barrier` makes the program crash.
struct CrashTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store() }

  private func ingest(_ paths: [String], _ watch: IngestWatch?) throws -> IngestReport {
    var ingest = Ingest(into: store, signer: .init(), watch: watch)
    return try ingest.run(paths)
  }

  private func article(_ name: String) -> String {
    scratch.write(
      "# Depot \(name)\n\n## Gate \(name) fails\n\nThe log says `GateError: gate \(name)`.\n",
      to: "\(name).md")
    return scratch["\(name).md"]
  }

  @Test func `files in flight are those that were begun and not done`() throws {
    let watch = try #require(IngestWatch())
    let slot = 1
    watch.begin("/long/path/to/a.md", in: slot)
    watch.begin("/b.md")
    #expect(watch.filesInFlight() == ["/long/path/to/a.md", "/b.md"])
    watch.begin("/c.md", in: slot)
    watch.begin("")
    #expect(watch.filesInFlight() == ["/c.md"])
    watch.prepareForNext()
    #expect(watch.filesInFlight() == [])
  }

  @Test func `what a crashed ingest stored counts as its own`() throws {
    let watch = try #require(IngestWatch())
    let articles = ["a", "b", "c"].map(article)
    let log = scratch["run.log"]
    scratch.write(
      "2026-01-04T10:00:00Z ERROR web: refused\n2026-01-04T10:00:01Z ERROR web: \0\n", to: "run.log")
    let first = try ingest([articles[0], articles[1], log], watch)
    #expect(first.warnings.count == 1)
    watch.prepareForNext()
    watch.crashed[articles[2]] = 4
    let second = try ingest(articles + [log], watch)
    #expect(second.articles == first.articles)
    #expect(second.runs == first.runs)
    #expect(second.lines == 2)
    #expect(second.warnings == first.warnings)
    #expect(second.refused.map(\.place) == [articles[2]])
    #expect(try ingest(articles, nil).articles.unchanged == 2)
  }

  @Test func `what was stored of a file that crashed later is counted`() throws {
    let watch = try #require(IngestWatch())
    let (kept, crashing) = (article("a"), article("b"))
    _ = try ingest([kept, crashing], watch)
    watch.prepareForNext()
    watch.crashed[crashing] = 11
    let report = try ingest([kept, crashing], watch)
    #expect(report.articles.added == 2)
    #expect(report.articles.unchanged == 0)
    #expect(
      report.refused.map(\.reason) == [
        "could not be read: the reader crashed (signal 11); please report this file"
      ])
  }

  @Test(arguments: [false, true]) func `suspects are taken first, and the others after them`(all: Bool) throws
  {
    let watch = try #require(IngestWatch())
    let articles = (0..<12).map { article("n\($0)") }
    watch.suspects = [articles[7], articles[3]]
    watch.isOneAtATime = all
    let report = try ingest(articles, watch)
    #expect(report.articles.added == 12)
    let order: [String] = try store.database.rows("SELECT source FROM article ORDER BY id LIMIT 2") {
      try $0[0]
    }
    #expect(order == [articles[3], articles[7]].map(canonicalPath))
  }
}
