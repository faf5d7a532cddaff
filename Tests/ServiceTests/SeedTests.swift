import CasebookKnowledge
import CasebookService
import CasebookStorage
import ScratchKit
import Testing

/// The five real articles beside the package, where they are.
@Suite(.enabled(if: contents(package("../shared/DESIGN.md")) != nil, "no ../shared beside the package"))
struct SeedTests {
  @Test func `the seeds are five articles in four languages, two families`() throws {
    let base = KnowledgeBase(try Store())
    let report = try base.ingest([package("../shared/seeds")])
    #expect(report.articles.added == 5)
    #expect(report.refused.isEmpty && report.unreadable.isEmpty)
    #expect(try base.store.families().count == 2)
    #expect(try base.store.locales().map(\.description) == ["de", "fr", "ja", "ru"])
  }

  @Test func `a section that stands in several languages is one known error with a resolution each`() throws {
    let base = KnowledgeBase(try Store())
    _ = try base.ingest([package("../shared/seeds")])
    let sections = try base.store.knownErrors().filter { $0.row == nil }
    // Anchors are the same in all languages: one that occurs twice would be one known error taken for two.
    #expect(Set(sections.map(\.slug)).count == sections.count)
    let scheduled = try #require(try base.store.knownErrors(named: "container-cannot-be-scheduled").first)
    #expect(
      try base.store.resolutions(of: scheduled).map(\.locale.description) == ["de", "fr", "ja", "ru"])
    let shared = try sections.filter { try base.store.resolutions(of: $0).count == 4 }
    #expect(shared.count >= 5)
    // The 409 row is missing in the older revisions.
    let conflict = try #require(try base.store.knownErrors(named: "409").first)
    #expect(try base.store.resolutions(of: conflict).map(\.locale.description) == ["de", "ja"])
  }
}
