import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook test CASES.jsonl`
enum TestVerb {
  static let cases = Operand(
    .path("CASES"),
    help: "a file of cases, one JSON object a line: {\"text\":…,\"expect\":[IDS],\"none_ok\":bool}")
  static let bySearch = Option(flag: "search", help: "score search instead of diagnose")
  static let features = Option(
    flag: "features", help: "print what the judge reads of each candidate as JSON lines, to train it")

  static let command = Command<Surroundings>(
    "test", summary: "score the knowledge base on cases with known answers",
    discussion: """
      A case is right when the first answer is one of the expected ids or a row under one. An empty list of expected ids \
      means that nothing should be claimed.
      """,
    options: [bySearch, features], operands: [cases],
    examples: [Example("before a change is merged", "casebook test cases.jsonl")],
    statuses: [StatusNote(.notFound, "a case failed")],
    synonyms: ["evaluate", "score"]
  ) { invocation, surroundings in
    let path = invocation[cases]
    let bytes = try surroundings.read(path, invocation, limit: 64 << 20)
    let parsed = try parse(bytes, path: shownName(ofInput: path))
    let base = try surroundings.open(invocation, .read)
    if invocation[features] {
      try base.forEachFeatures(of: parsed) { surroundings.standardOutput.writeLine($0.description) }
      return .success
    }
    let score = try base.score(parsed, bySearch: invocation[bySearch])
    if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(score.json.description)
    } else {
      let known = Set(try base.knownErrors())
      for failure in score.failures { write(failure, known: known, to: surroundings.standardOutput) }
      surroundings.standardOutput.writeLine(score.summary)
    }
    return score.failures.isEmpty ? .success : .notFound
  }

  private static func parse(_ bytes: [UInt8], path: String) throws -> [TestCase] {
    var cases: [TestCase] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      let place = "\(path):\(index + 1)"
      let json: JSON
      do throws(JSONError) {
        json = try JSON(parsing: line)
      } catch {
        throw Failure(.data, "\(place): \(error)")
      }
      guard let testCase = TestCase(json, line: index + 1) else {
        throw Failure(
          .data, "\(place): not a case: it needs \"text\", and \"expect\", a list of ids such as family#slug",
          hint: "\"none_ok\" is optional, true or false.")
      }
      cases.append(testCase)
    }
    guard !cases.isEmpty else { throw Failure(.data, "\(path): contains no cases") }
    return cases
  }

  private static func write(_ failure: CaseScore.FailedCase, known: Set<KnownErrorID>, to output: Output) {
    // If a case expects an id that does not exist, fix the case.
    let expected = failure.testCase.expected.map { expected in
      guard case .id(let id) = expected, !known.contains(where: { $0.satisfies(id) }) else {
        return "\(expected)"
      }
      return "\(id) (not in this knowledge base)"
    }.joined(separator: " or ")
    let answered = failure.answers.prefix(3).map(\.description).joined(separator: ", ")
    output.writeLine(
      "\("wrong", .red)  \(failure.testCase.name, .bold)  \(singleLine(failure.testCase.text).truncated(to: 100))"
    )
    output.writeLine("       expected \(expected.isEmpty ? "unknown" : expected)")
    output.writeLine("       answered \(answered.isEmpty ? "unknown" : answered)")
  }
}

extension CaseScore {
  private func share(_ part: Double) -> Double { answerable > 0 ? part / Double(answerable) : 1 }

  fileprivate var summary: String {
    var lines = ["\(counted(answerable + unanswerable, "case")), \(failures.count) wrong"]
    if answerable > 0 {
      lines.append("answerable    \(answerable): \(top1) right first, \(top3) among the first three")
    }
    if unanswerable > 0 {
      lines.append("unanswerable  \(unanswerable): \(counted(falseClaims, "false claim"))")
    }
    return lines.joined(separator: "\n")
  }

  fileprivate var json: JSON {
    [
      "version": 1, "cases": .int(answerable + unanswerable), "answerable": .int(answerable),
      "top1": .rounded(share(Double(top1))), "top3": .rounded(share(Double(top3))),
      "mrr": .rounded(share(reciprocalRanks)), "unanswerable": .int(unanswerable),
      "false_claims": .int(falseClaims),
      "failures": .array(
        failures.map { failure in
          [
            "case": .string(failure.testCase.name),
            "expected": .array(failure.testCase.expected.map { .string($0.description) }),
            "answered": .array(failure.answers.map { .string($0.description) }),
          ]
        }),
    ]
  }
}
