public import CasebookKnowledge

/// What a diagnosis found in a report or a log.
public struct DiagnosisOutcome: Sendable {
  /// One error of the report, with what fits it.
  public struct Problem: Sendable {
    /// The leading message: the root cause where the report tells.
    public let message: String
    /// The log that it stands in first, where several were read.
    public let source: String?
    /// The line of the report at which it stands first, from 1.
    public let line: Int
    /// How often it occurs in the report.
    public let count: Int
    /// The message's signature.
    public let signature: Signature
    /// How sure the best candidate is; `unknown` when there is none.
    public let verdict: Verdict
    /// What fits, best first; empty when the knowledge base does not have it.
    public let candidates: [Candidate]
    /// What was weighed, best first, whether it was claimed or not.
    public let considered: [Considered]
  }

  /// A known error as it was weighed.
  public struct Considered: Sendable {
    /// The known error.
    public let id: KnownErrorID
    /// The numbers that it was judged by.
    public let calculation: String
    /// What it came to.
    public let verdict: Verdict
    /// What spoke for it.
    public let evidence: [Evidence]
  }

  /// A known error that may be the answer.
  public struct Candidate: Sendable {
    /// What to do, and in which locale.
    public let answer: Answer
    /// How sure this one is.
    public let verdict: Verdict
    /// How well it fits, from 0 to 1.
    public let score: Double
    /// Why.
    public let evidence: [Evidence]
    /// How it fared before.
    public let history: KnownErrorHistory

    /// The known error.
    public var id: KnownErrorID { answer.resolution.id }
  }

  /// Whether the text was a log: then no problem means that it has no errors.
  public let isLog: Bool
  /// How many lines were read.
  public let lines: Int
  /// How many of them, in logs, are not text or too long; they were read as far as possible.
  public let brokenLines: Int
  /// The errors: the surest answer first, then as they stand in the report.
  public let problems: [Problem]

  /// The surest verdict of all.
  public var verdict: Verdict { problems.map(\.verdict).max() ?? .unknown }

  /// All candidates of all problems, best first, each known error once.
  public var candidates: [Candidate] {
    var seen: Set<KnownErrorID> = []
    return problems.flatMap(\.candidates).sorted { ($0.verdict, $0.score) > ($1.verdict, $1.score) }
      .filter { seen.insert($0.id).inserted }
  }
}
