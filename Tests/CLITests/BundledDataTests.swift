import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// The program must read its bundled data without a complaint.
struct BundledDataTests {
  private func knowledgeBase() throws -> KnowledgeBase {
    try KnowledgeBase(path: ":memory:", bundled: .program)
  }

  @Test func `every bundled article is read without a remark`() throws {
    let report = try KnowledgeBase(path: ":memory:").ingest([Casebook.package + "/data/articles"])
    #expect(report.warnings == [])
    #expect(report.refused == [])
    #expect(report.unreadable == [])
    #expect(report.articles.added > 0)
  }

  @Test func `the article on remote model deployment has the names that its translations use`() throws {
    let known = try knowledgeBase().knownErrors(family: "troubleshooting-remote-model-deployment")
    let names = known.map { $0.slug + ($0.row.map { "/" + $0 } ?? "") }
    let expected = [
      "container-cannot-be-scheduled", "container-runs-out-of-memory", "deployment-times-out",
      "function-fails-get_model_path", "function-fails-runinput_data", "http-status-code-401",
      "http-status-code-502", "http-status-code-503", "http-status-code-504", "image-cannot-be-pulled",
      "other-error-messages", "other-error-messages/409",
      "other-error-messages/context_managers-daskonbatch", "other-error-messages/fpga",
      "other-error-messages/modulenotfounderror", "other-error-messages/pynacl", "service-launch-fails",
    ]
    #expect(names == expected)
  }

  @Test func `the failed deployment of the demo is diagnosed by its root cause`() throws {
    let base = try knowledgeBase()
    let outcome = try base.diagnose(
      try Casebook.bytes(of: Casebook.package + "/data/runs/failed-deployment.log"))
    let best = try #require(outcome.candidates.first)
    #expect(best.id.slug == "container-cannot-be-scheduled")
    #expect(best.verdict == .exact)
  }

  @Test func `the sample logs are read and have events`() throws {
    let report = try KnowledgeBase(path: ":memory:").ingest([Casebook.package + "/data/runs"])
    #expect(report.refused == [])
    #expect(report.runs.added >= 3)
    #expect(report.events >= report.runs.added)
  }

  /// Every sixth case that was kept apart while the articles were written, so that a fork measures accuracy, too. The
  /// least figures are a little below those of docs/accuracy.md.
  @Test func `cases that were kept apart are answered as often as before`() throws {
    let folder = Casebook.package + "/data/cases"
    let files = try #require(names(in: folder)).filter { $0.hasSuffix(".jsonl") }.sorted()
    var cases: [TestCase] = []
    var texts: Set<String> = []
    for file in files {
      let lines = try Casebook.bytes(of: folder + "/" + file).split(separator: UInt8(ascii: "\n"))
      for (index, line) in lines.enumerated() {
        let json = try JSON(parsing: line)
        let testCase = try #require(TestCase(json, line: index + 1), "\(file):\(index + 1)")
        // A case that is free, too, would not be kept apart.
        #expect(texts.insert(testCase.text).inserted, "\(file):\(index + 1) stands twice")
        if json["free"]?.bool == false { cases.append(testCase) }
      }
    }
    #expect(cases.count > 1000)
    let some = cases.enumerated().filter { $0.offset % 6 == 0 }.map(\.element)
    let score = try knowledgeBase().score(some)
    #expect(score.answerable > 100)
    #expect(score.unanswerable > 15)
    #expect(Double(score.top1) >= 0.7 * Double(score.answerable), "\(score.top1) of \(score.answerable)")
    #expect(
      Double(score.falseClaims) <= 0.25 * Double(score.unanswerable),
      "\(score.falseClaims) of \(score.unanswerable)")
  }

  @Test func `each look-alike names a bundled error that does not have this message`() throws {
    let base = try knowledgeBase()
    let slugs = Set(try base.knownErrors().map(\.slug))
    let folder = Casebook.package + "/data/lookalikes"
    let english = Casebook.package + "/data/articles/en/"
    var count = 0
    for file in try #require(names(in: folder)).filter({ $0.hasSuffix(".jsonl") }).sorted() {
      let article = String(
        decoding: try Casebook.bytes(of: english + file.dropLast("jsonl".count) + "md"), as: UTF8.self)
      let quoted = Set(article.split(separator: "\n"))
      for (index, line) in try Casebook.bytes(of: folder + "/" + file).split(separator: UInt8(ascii: "\n"))
        .enumerated()
      {
        let json = try JSON(parsing: line)
        let testCase = try #require(TestCase(json, line: index + 1), "\(file):\(index + 1)")
        let slug = try #require(json["looks_like"]?.string)
        #expect(testCase.expected.isEmpty && slugs.contains(slug), "\(testCase.name)")
        #expect(testCase.name.hasPrefix(slug + "/"), "script/train reads the slug from the name")
        #expect(article.contains("<a name=\"\(slug)\">"), "\(testCase.name) belongs to another article")
        if quoted.contains(testCase.text[...]) { Issue.record("\(testCase.name) is quoted in its article") }
        count += 1
      }
    }
    #expect(count > 2000)
  }
}
