import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// Errors that wrap others, as they appear in articles and in reports.
struct ChainTests {
  private let scratch = Scratch()

  private func base() throws -> KnowledgeBase {
    try scratch.base(
      """
      # Troubleshoot the cluster
      ## Image is not there
      It says `failed to start web-1: failed to pull "acme/web:2": rpc error: code = NotFound desc = failed to \
      resolve acme/web:2: not found`. Push it.
      ## Registry refuses
      It says `failed to resolve acme/web:2: pull access denied for the account of the node`. Ask for access.
      """)
  }

  @Test(arguments: [
    (
      #"failed to start web-7: failed to pull "acme/web:3": rpc error: code = NotFound desc = failed to resolve acme/web:3: not found"#,
      "failed to resolve acme/web:3: not found", "image-is-not-there"
    ),
    (
      "failed to start web-3: failed to resolve acme/web:3: pull access denied for the account of the node",
      "pull access denied for the account of the node", "registry-refuses"
    ),
  ])
  func `a chain is known by the whole of it as well as by its end`(
    _ report: String, _ lead: String, _ slug: String
  ) throws {
    let outcome = try base().diagnose(Array(report.utf8))
    #expect(outcome.problems.map(\.message) == [lead])
    #expect(outcome.candidates.first?.id.slug == slug)
    #expect(outcome.verdict == .exact)
  }

  @Test func `the same wrapper around another cause is not sure`() throws {
    let report =
      #"failed to start web-7: failed to pull "acme/web:3": rpc error: code = Unavailable desc = connection refused"#
    #expect(try base().diagnose(Array(report.utf8)).verdict < .strong)
  }
}
