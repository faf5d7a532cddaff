import CasebookKnowledge
import Glibc
import ScratchKit
import Testing

@testable import CasebookService

/// The five real articles next to the package, if they exist.
@Suite(.enabled(if: contents(package("../shared/DESIGN.md")) != nil, "no ../shared beside the package"))
struct SeedTests {
  @Test func `the seeds are five articles in four languages, two families`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    let report = try base.ingest([package("../shared/seeds")])
    #expect(report.articles.added == 5)
    #expect(report.refused.isEmpty && report.unreadable.isEmpty)
    #expect(try base.families().count == 2)
    #expect(try base.locales().map(\.description) == ["de", "fr", "ja", "ru"])
  }

  @Test func `a section that stands in several languages is one known error with a resolution each`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    _ = try base.ingest([package("../shared/seeds")])
    let sections = try base.knownErrors().filter { $0.row == nil }
    // Anchors are the same in all languages, so a duplicate anchor would mean one known error counted twice.
    #expect(Set(sections.map(\.slug)).count == sections.count)
    let scheduled = try #require(try base.knownErrors(named: "container-cannot-be-scheduled").first)
    #expect(
      try base.resolutions(of: scheduled).map(\.locale.description) == ["de", "fr", "ja", "ru"])
    let shared = try sections.filter { try base.resolutions(of: $0).count == 4 }
    #expect(shared.count >= 5)
    // The 409 row is missing in the older revisions.
    let conflict = try #require(try base.knownErrors(named: "409").first)
    #expect(try base.resolutions(of: conflict).map(\.locale.description) == ["de", "ja"])
  }

  @Test(arguments: [false, true])
  func `the audit of the seeds reports what a reader finds, whoever came first`(isReversed: Bool) throws {
    let base = try KnowledgeBase(path: ":memory:")
    let paths = try #require(names(in: package("../shared/seeds"))).sorted().map {
      package("../shared/seeds/" + $0)
    }
    for path in isReversed ? paths.reversed() : paths { _ = try base.ingest([path]) }
    let report = try #require(try base.audit())
    #expect(report.compared == 1)
    #expect(report.families.first?.newest.locale.description == "de")
    #expect(
      report.printed == [
        "fr: 11 months behind",
        "fr: no section azure-machine-learning-inference-http-server at 84",
        "fr: no row 409 at 188",
        "ru: 11 months behind",
        "ru: altered `Инференцеконфиг` for `InferenceConfig` at 43",
        "ru: no section azure-machine-learning-inference-http-server at 84",
        "ru: lost `AksWebservice` at 138",
        "ru: no row 409 at 188",
        "ru: altered `Пинакл = = 1.2.1` for `pynacl==1.2.1` at 194",
        "ru: altered `дебугпи` for `debugpy` at 200",
      ])
    let rows = try base.knownErrors().compactMap(\.row)
    #expect(rows.contains("pynacl") && !rows.contains("row-1"))
    let russian = try #require(LocaleTag("ru"))
    let id = try #require(try base.knownErrors(named: "pynacl").first)
    #expect(
      try KnowledgeBase(base.store, preferred: russian).resolution(of: id)?.remarks == [
        "the de text of 2021-10-21 is newer than this one of 2020-11-25",
        "the de text has `pynacl==1.2.1` where this one has `Пинакл = = 1.2.1`",
      ])
  }

  @Test func `reports of the articles' errors are answered, and near misses are not`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    _ = try base.ingest([package("../shared/seeds")])
    let score = try base.score(try cases("reports"))
    #expect(score.answerable == 49 && score.unanswerable == 41)
    #expect(score.top1 >= 28)
    #expect(score.top3 >= 47)
    #expect(score.falseClaims <= 5)
  }

  @Test func `typed questions are answered in several languages`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    _ = try base.ingest([package("../shared/seeds")])
    let score = try base.score(try cases("questions"), bySearch: true)
    #expect(score.answerable == 151)
    #expect(score.top1 >= 145)
  }
}

/// Test cases from `Tests/Cases`.
private func cases(_ name: String) throws -> [TestCase] {
  let bytes = try #require(contents(package("Tests/Cases/\(name).jsonl")))
  return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
    try #require(TestCase(try JSON(parsing: Array(line)), line: index + 1))
  }
}
