import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// What worked once is the answer the next time.
struct IncidentMemoryTests {
  private let scratch = Scratch()
  private static let refused = #"FATAL: password authentication failed for user "app""#

  private func base() throws -> KnowledgeBase {
    try scratch.base([
      """
      # Troubleshooting the harbour gateway

      ## Upstream cannot be reached

      The gateway prints `harbour: no healthy upstream for berth`. Restart the pilot.

      ## Berth table is full

      The gateway prints `harbour: berth table overflow`. Raise `berth_limit`.
      """
    ])
  }

  @discardableResult
  private func solve(_ message: String, _ fix: String, in base: KnowledgeBase, with id: KnownErrorID? = nil)
    throws
    -> Int
  {
    let number = try #require(try base.record(message)).number
    _ = try base.resolve(number, fix, knownError: id)
    return number
  }

  private func answers(_ report: String, _ base: KnowledgeBase) throws -> [DiagnosisOutcome.AnswerCandidate] {
    try base.diagnose(Array(report.utf8)).candidates
  }

  @Test func `a resolved incident answers the same message in the words of the person who resolved it`()
    throws
  {
    let base = try base()
    let number = try #require(try base.record(Self.refused)).number
    _ = try base.resolve(number, "rotated the vault role")
    let best = try #require(try answers(Self.refused, base).first)
    #expect(best.verdict == .exact)
    #expect(best.id == KnownErrorID(incident: number))
    #expect(best.answer.resolution.markdown.hasPrefix("rotated the vault role\n"))
    #expect(best.evidence.first?.text.contains("\"rotated the vault role\" worked after") == true)
    #expect(best.history.worked == 1)
    #expect(best.history.outcomes.map(\.text) == ["rotated the vault role"])
  }

  @Test func `an incident is recognised in a paste whose author tells the same error in other words`() throws
  {
    let base = try base()
    let number = try solve(
      """
      When I start the gateway since the upgrade, I get this error:

      $ gateway up
      \(Self.refused)
      """, "rotated the vault role", in: base)
    for report in [
      Self.refused, "Our pods fail again, any ideas? The log says:\n```\n\(Self.refused)\n```",
      "1. Deploy\n2. Wait\n\n2024-03-01 10:00:01 \(Self.refused)",
    ] {
      let best = try #require(try answers(report, base).first, "\(report)")
      #expect(best.id == KnownErrorID(incident: number))
      #expect(best.verdict == .exact, "\(report)")
    }
  }

  @Test func `an incident answers the same error with another value, but is not the very message`() throws {
    let base = try base()
    let number = try solve(Self.refused, "rotated the vault role", in: base)
    let best = try #require(
      try answers(#"FATAL: password authentication failed for user "web""#, base).first)
    #expect(best.id == KnownErrorID(incident: number))
    #expect(best.verdict == .possible || best.verdict == .strong)
  }

  @Test(arguments: [nil, KnownErrorID("x#berth-table-is-full")])
  func `what solved an event is offered when it comes with another name`(known: KnownErrorID?) throws {
    let base = try base()
    let id = try known.map { _ in try #require(try answers("harbour: berth table overflow", base).first).id }
    try solve(
      "feature view user_clicks_7d is stale: newest row 2025-11-28T01:10:00Z, ttl 6h", "backfilled it",
      in: base,
      with: id)
    let found = try answers(
      "feature view item_price_1d is stale: newest row 2025-12-01T01:10:00Z, ttl 24h", base)
    let best = try #require(found.first)
    #expect(best.verdict == .possible)
    #expect(id == nil || best.id == id)
    #expect(best.evidence.first?.text.hasPrefix("this message with another value: ") == true)
    #expect(try answers("feature view item_price_1d was created", base).isEmpty)
  }

  @Test func `an incident claims nothing about an error that shares only usual words`() throws {
    let base = try base()
    try solve(Self.refused, "rotated the vault role", in: base)
    #expect(try answers("disk quota exceeded for user app on /scratch", base).isEmpty)
  }

  @Test func `an open incident is no answer, and is named`() throws {
    let base = try base()
    let number = try #require(try base.record(Self.refused)).number
    let outcome = try base.diagnose(Array(Self.refused.utf8))
    #expect(outcome.verdict == .unknown)
    #expect(outcome.problems.first?.openIncidents == [number])
  }

  @Test func `a fix that did not last is no answer`() throws {
    let base = try base()
    let number = try solve(Self.refused, "restarted the pod", in: base)
    _ = try base.reopen(number, "it is back")
    #expect(try answers(Self.refused, base).isEmpty)
    _ = try base.resolve(number, "rotated the vault role")
    let best = try #require(try answers(Self.refused, base).first)
    #expect(best.answer.resolution.markdown.hasPrefix("rotated the vault role\n"))
    #expect(best.evidence.first?.text.contains("\"restarted the pod\" did not help") == true)
    #expect(best.evidence.first?.text.hasPrefix("seen 2 times") == true)
  }

  @Test func `one lucky fix does not outrank one that worked ten times`() throws {
    let base = try base()
    for _ in 0..<10 { try solve(Self.refused, "Rotated the vault role.", in: base) }
    let last = try solve(Self.refused, "waited a while", in: base)
    let found = try answers(Self.refused, base)
    #expect(found.first?.answer.resolution.markdown.hasPrefix("Rotated the vault role.") == true)
    #expect(found.dropFirst().first?.id == KnownErrorID(incident: last))
    #expect(found.first?.evidence.first?.text.contains("worked 10 times") == true)
  }

  @Test func `a message that any program may print is never exact`() throws {
    let base = try base()
    try solve("context deadline exceeded", "raised the timeout", in: base)
    let best = try #require(try answers("context deadline exceeded", base).first)
    #expect(best.verdict == .possible)
  }

  @Test func `a known error that did not help the last time is less sure`() throws {
    let base = try base()
    let message = "harbour: berth table overflow"
    let known = try #require(try answers(message, base).first)
    #expect(known.verdict == .exact)
    let number = try #require(try base.record(message, knownError: known.id)).number
    _ = try base.note(number, "no change", tried: known.id)
    _ = try base.resolve(number, "removed the stale lock")
    let found = try answers(message, base)
    #expect(found.first?.id == KnownErrorID(incident: number))
    #expect(found.first?.verdict == .exact)
    #expect(found.first { $0.id == known.id }?.verdict == .possible)
  }

  @Test func `an incident is shown by its id, and unknown ones are not there`() throws {
    let base = try base()
    let number = try solve(Self.refused, "rotated the vault role", in: base)
    #expect(try base.resolution(of: KnownErrorID(incident: number))?.resolution.source == "incident")
    #expect(try base.resolution(of: KnownErrorID(incident: number + 1)) == nil)
    #expect(try base.history(of: KnownErrorID(incident: number)).seen == 1)
  }
}
