import CasebookDiagnosis
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
  /// The known errors that are right, by id or by place; empty if nothing should be claimed.
  public let expected: [Expectation]
  /// Whether it is also right to claim nothing.
  public let noneIsRight: Bool

  /// Reads a line of a case file; `nil` if it is not a case.
  public init?(_ json: JSON, line: Int) {
    guard let text = json["text"]?.string, let expect = json["expect"]?.array else { return nil }
    let ids = expect.compactMap { $0.string.flatMap(Expectation.init) }
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

/// The expected answer of a case: a known error, or the section of a file.
public enum Expectation: Hashable, Sendable, CustomStringConvertible {
  case id(KnownErrorID)
  /// The end of a stored source, and the section's anchor, with the row if there is one.
  case place(path: String, anchor: String)

  /// Reads `family#slug[/row]`, or `path/of/article.md#slug[/row]`; `nil` if it is neither.
  public init?(_ text: String) {
    if let hash = text.lastIndex(of: "#"), text[..<hash].hasSuffix(".md") || text[..<hash].hasSuffix(".mdx") {
      self = .place(path: String(text[..<hash]), anchor: String(text[text.index(after: hash)...]))
    } else if let id = KnownErrorID(text) {
      self = .id(id)
    } else {
      return nil
    }
  }

  /// As it is written in a file of cases.
  public var description: String {
    switch self {
    case .id(let id): id.description
    case .place(let path, let anchor): "\(path)#\(anchor)"
    }
  }

  /// Whether a known error from this file is the expected answer, or a row of it.
  public func isMet(by id: KnownErrorID, source: String?) -> Bool {
    switch self {
    case .id(let expected): return id.satisfies(expected)
    case .place(let path, let anchor):
      let own = id.slug + (id.row.map { "/" + $0 } ?? "")
      guard own == anchor || id.slug == anchor, let source else { return false }
      return Self.isSource(source, endingIn: path)
    }
  }

  fileprivate static func isSource(_ source: String, endingIn path: String) -> Bool {
    source == path || source.hasSuffix("/" + path)
  }
}

extension KnowledgeBase {
  /// Whether a known error from this file is an expected answer, or a row of one. A place without an anchor,
  /// `article.md#`, is the top of the article, whatever its title.
  private func isMet(_ testCase: TestCase, by id: KnownErrorID, source: String?) throws -> Bool {
    try testCase.expected.contains { expected in
      if case .place(let path, "") = expected, let source, Expectation.isSource(source, endingIn: path) {
        return try id.row == nil && store.topAnchor(ofSource: source) == id.slug
      }
      return expected.isMet(by: id, source: source)
    }
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
  /// Answerable cases with a right answer among the three that are shown, the nearest included.
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
        var nearest: [(KnownErrorID, String?)] = []
        let answers: [(KnownErrorID, String?)]
        if let tools {
          let outcome = try diagnose(Array(testCase.text.utf8), limit: 3, with: tools)
          answers = outcome.candidates.map { ($0.id, $0.answer.resolution.source) }
          nearest = outcome.nearest.map { ($0.resolution.id, $0.resolution.source) }
        } else {
          answers = try search(testCase.text, in: .articles).results.compactMap { result in
            KnownErrorID(result.id).map { ($0, String(result.source.prefix { $0 != ":" })) }
          }
        }
        try score.count(testCase, answers: answers, nearest: nearest) {
          try isMet(testCase, by: $0.id, source: $0.source)
        }
      }
      return score
    }
  }
}

extension KnowledgeBase {
  /// Calls `body` with the features of each candidate of each case, and whether the candidate is right, to train on.
  public func forEachFeatures(of cases: [TestCase], _ body: (JSON) throws -> Void) throws {
    try store.snapshot {
      let tools = try DiagnosisTools(self)
      for testCase in cases { try body(features(of: testCase, tools)) }
    }
  }

  private func features(of testCase: TestCase, _ tools: DiagnosisTools) throws -> JSON {
    let outcome = try diagnose(Array(testCase.text.utf8), limit: 3, with: tools)
    let problems = try outcome.problems.map { problem -> JSON in
      .array(
        try problem.considered.map { considered -> JSON in
          let isRight = try isMet(testCase, by: considered.id, source: considered.source)
          return [
            "id": .string(considered.id.description), "right": .bool(isRight),
            "probability": .double(considered.probability),
            "verdict": .string(considered.verdict.description),
            "features": considered.features.json,
          ]
        })
    }
    return [
      "case": .string(testCase.name), "answerable": .bool(!testCase.expected.isEmpty),
      "problems": .array(problems),
    ]
  }
}

extension FeatureValues {
  fileprivate var json: JSON {
    .object(
      Feature.allCases.map { JSON.Member($0.rawValue, .double((self[$0] * 10_000).rounded() / 10_000)) })
  }
}

extension CaseScore {
  fileprivate mutating func count(
    _ testCase: TestCase, answers found: [(id: KnownErrorID, source: String?)],
    nearest: [(id: KnownErrorID, source: String?)],
    isExpected: ((id: KnownErrorID, source: String?)) throws -> Bool
  ) rethrows {
    let answers = found.map(\.id)
    guard !testCase.expected.isEmpty else {
      unanswerable += 1
      if !answers.isEmpty {
        falseClaims += 1
        failures.append(FailedCase(testCase: testCase, answers: answers))
      }
      return
    }
    answerable += 1
    let rank = try found.firstIndex(where: isExpected)
    let isRight = rank == 0 || (answers.isEmpty && testCase.noneIsRight)
    if isRight { top1 += 1 }
    let isShown = try (found + nearest).prefix(3).contains(where: isExpected)
    if isRight || isShown { top3 += 1 }
    reciprocalRanks += isRight ? 1 : rank.map { 1 / Double($0 + 1) } ?? 0
    if !isRight { failures.append(FailedCase(testCase: testCase, answers: answers)) }
  }
}
