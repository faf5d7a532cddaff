public import CasebookKnowledge
import CasebookRedaction
import CasebookSignatures
import CasebookStorage

/// A report with the known errors that answer it. Teams use cases to check their knowledge base.
public struct TestCase: Hashable, Sendable {
  /// The name in failures; the line number if the case has none.
  public let name: String
  /// The text that a person would paste.
  public let text: String
  /// The known errors that are right; empty if nothing should be claimed.
  public let expected: [KnownErrorID]
  /// Whether it is also right to claim nothing.
  public let noneIsRight: Bool

  /// Reads a line of a case file; `nil` if it is not a case.
  public init?(_ json: JSON, line: Int) {
    guard let text = json["text"]?.string, let expect = json["expect"]?.array else { return nil }
    let ids = expect.compactMap { $0.string.flatMap { KnownErrorID($0) } }
    guard ids.count == expect.count else { return nil }
    if let none = json["none_ok"], none.bool == nil { return nil }
    // A failing case is printed.
    let redactor = Redactor()
    name = json["id"]?.string.map { redactor.redacted($0) } ?? "line \(line)"
    self.text = redactor.redacted(text)
    expected = ids
    noneIsRight = json["none_ok"]?.bool ?? false
  }
}

/// The results of a knowledge base on cases.
public struct CaseScore: Sendable {
  /// A case with a wrong result.
  public struct FailedCase: Sendable {
    /// The case.
    public let testCase: TestCase
    /// The answers, best first; empty for unknown.
    public let answers: [KnownErrorID]
  }

  /// Cases that have an answer.
  public internal(set) var answerable = 0
  /// Cases that have no answer.
  public internal(set) var unanswerable = 0
  /// Answerable cases whose first answer was right.
  public internal(set) var top1 = 0
  /// Answerable cases with a right answer among the first three.
  public internal(set) var top3 = 0
  /// The sum over answerable cases of the reciprocal rank of the first right answer.
  public internal(set) var reciprocalRanks = 0.0
  /// Unanswerable cases with a claimed answer.
  public internal(set) var falseClaims = 0
  /// The cases with a wrong result.
  public internal(set) var failures: [FailedCase] = []
}

extension KnowledgeBase {
  /// Scores this knowledge base on cases, by diagnosis or, if `bySearch`, by search.
  public func score(_ cases: [TestCase], bySearch: Bool = false) throws -> CaseScore {
    try store.snapshot {
      var score = CaseScore()
      let tools = bySearch ? nil : try DiagnosisTools(self)
      for testCase in cases {
        let answers =
          if let tools {
            try diagnose(Array(testCase.text.utf8), limit: 3, with: tools).candidates.map(\.id)
          } else {
            try search(testCase.text, in: .articles).results.compactMap { KnownErrorID($0.id) }
          }
        score.count(testCase, answers: answers)
      }
      return score
    }
  }
}

extension CaseScore {
  fileprivate mutating func count(_ testCase: TestCase, answers: [KnownErrorID]) {
    guard !testCase.expected.isEmpty else {
      unanswerable += 1
      if !answers.isEmpty {
        falseClaims += 1
        failures.append(FailedCase(testCase: testCase, answers: answers))
      }
      return
    }
    answerable += 1
    let rank = answers.firstIndex { answer in testCase.expected.contains { answer.satisfies($0) } }
    let isRight = rank == 0 || (answers.isEmpty && testCase.noneIsRight)
    if isRight { top1 += 1 }
    if isRight || rank.map({ $0 < 3 }) == true { top3 += 1 }
    reciprocalRanks += isRight ? 1 : rank.map { 1 / Double($0 + 1) } ?? 0
    if !isRight { failures.append(FailedCase(testCase: testCase, answers: answers)) }
  }
}
