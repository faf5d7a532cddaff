import CasebookDiagnosis
public import CasebookKnowledge

/// The result of diagnosing a report or a log.
public struct DiagnosisOutcome: Sendable {
  /// One error of the report, and its candidates.
  public struct Problem: Sendable {
    /// The leading message: the root cause if the report shows it.
    public let message: String
    /// What failed at the head of the chain that ends with the message, and its line; `nil` if no chain leads there.
    public let head: (message: String, line: Int)?
    /// The log in which it first occurs, if several were read.
    public let source: String?
    /// The line of the report where it first occurs, from 1.
    public let line: Int
    /// How often it occurs in the report.
    public let count: Int
    /// The message's signature.
    public let signature: Signature
    /// The verdict on the best candidate; `unknown` without candidates.
    public let verdict: Verdict
    /// The candidates, best first; empty if the knowledge base has none.
    public let candidates: [AnswerCandidate]
    /// The sections nearest to an error without a sure answer, best first. None is an answer; empty if a candidate is
    /// *strong* or better.
    public let nearest: [NearestSection]
    /// The numbers of the incidents with this signature that are not resolved yet, the latest first.
    public let openIncidents: [Int]
    /// All sections that were weighed, best first, claimed or not.
    public let considered: [Considered]
  }

  /// A section that shares something with an error, but not enough to be its answer.
  public struct NearestSection: Sendable {
    /// Its text in the preferred locale.
    public let resolution: Resolution
    /// The judge's probability that it is a right answer, from 0 to 1.
    public let probability: Double
  }

  /// A known error that was weighed.
  public struct Considered: Sendable {
    /// The known error.
    public let id: KnownErrorID
    /// The file that its section is from; `nil` for one that only people named.
    public let source: String?
    /// The judge's probability that it is a right answer, from 0 to 1.
    public let probability: Double
    /// The values that the judge weighed.
    let features: FeatureValues
    /// What weighed them.
    let judge: Judge
    /// The verdict.
    public let verdict: Verdict
    /// The evidence for it.
    public let evidence: [Evidence]

    /// The numbers behind the verdict: each feature's value, and how much it adds to the logarithm of the odds.
    public var calculation: String {
      func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }
      let parts = judge.contributions(features).filter { $0.adds != 0 }.map {
        "\($0.feature.rawValue) \(number($0.value)) (\($0.adds < 0 ? "" : "+")\(number($0.adds)))"
      }
      return "probability \(number(probability)): \(parts.joined(separator: ", "))"
    }
  }

  /// A known error that may be the answer.
  public struct AnswerCandidate: Sendable {
    /// The resolution, and the choice of its locale.
    public let answer: Answer
    /// How sure this candidate is.
    public let verdict: Verdict
    /// How well it fits, from 0 to 1.
    public let score: Double
    /// The reasons.
    public let evidence: [Evidence]
    /// Its history in this knowledge base.
    public let history: KnownErrorHistory

    /// The known error.
    public var id: KnownErrorID { answer.resolution.id }
  }

  /// Whether the text was a log. A log without problems has no errors.
  public let isLog: Bool
  /// How many lines were read.
  public let lines: Int
  /// How many lines of the logs are not text or too long. They are read as far as possible.
  public let brokenLines: Int
  /// The errors. Those with a sure answer first, in the order of the log: the first may have caused the others. Then
  /// those with a possible answer, the likeliest first, and the unknown ones in the order of the log.
  public let problems: [Problem]

  /// How many more different errors the logs have: only the first ones are looked up.
  public let omitted: Int

  init(isLog: Bool, lines: Int, brokenLines: Int, problems: [Problem], omitted: Int = 0) {
    (self.isLog, self.lines, self.brokenLines, self.omitted) = (isLog, lines, brokenLines, omitted)
    // Lines of several logs have no order.
    let isOneLog = Set(problems.map(\.source)).count < 2
    func rank(_ problem: Problem) -> (Verdict, Double, Int) {
      let verdict = isOneLog ? min(problem.verdict, .strong) : problem.verdict
      let isSure = isOneLog && verdict == .strong
      return (verdict, isSure ? 1 : problem.candidates.first?.score ?? 0, -problem.line)
    }
    self.problems = problems.sorted { rank($0) > rank($1) }
  }

  /// The surest verdict of all problems.
  public var verdict: Verdict { problems.map(\.verdict).max() ?? .unknown }

  /// The sections nearest to the problems without a sure answer, best first, each once.
  public var nearest: [NearestSection] {
    var seen: Set<KnownErrorID> = []
    return problems.flatMap(\.nearest).sorted { $0.probability > $1.probability }
      .filter { seen.insert($0.resolution.id).inserted }
  }

  /// The candidates of all problems, best first, each known error once.
  public var candidates: [AnswerCandidate] {
    var seen: Set<KnownErrorID> = []
    return problems.flatMap(\.candidates).sorted { ($0.verdict, $0.score) > ($1.verdict, $1.score) }
      .filter { seen.insert($0.id).inserted }
  }
}
