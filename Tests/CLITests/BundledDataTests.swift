import CasebookIngest
import CasebookKnowledge
import CasebookService
import CasebookStorage
import Testing

/// The program must read its bundled data without a complaint.
struct BundledDataTests {
  private func knowledgeBase() throws -> KnowledgeBase {
    let base = KnowledgeBase(try Store(), preferred: .english)
    let report = try base.ingest([Casebook.package + "/data/articles"])
    #expect(report.warnings == [])
    #expect(report.refused == [])
    #expect(report.unreadable == [])
    #expect(report.articles.added > 0)
    return base
  }

  @Test func `the article on remote model deployment has the names that its translations use`() throws {
    let known = try knowledgeBase().store.knownErrors(family: "troubleshooting-remote-model-deployment")
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
    let report = try KnowledgeBase(try Store()).ingest([Casebook.package + "/data/runs"])
    #expect(report.refused == [])
    #expect(report.runs.added >= 3)
    #expect(report.events >= report.runs.added)
  }
}
