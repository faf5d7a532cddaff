import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook diagnose --follow`: answers while a log is written.
struct Following {
  let base: KnowledgeBase
  let invocation: Invocation
  let surroundings: Surroundings
  private var answered = 0
  private var verdicts = VerdictCounts()
  /// When the last answers were given, in milliseconds.
  private var times: [Int64] = []

  /// The most answers in a span of milliseconds; the others wait for their turn.
  private static let most = 5
  private static let window: Int64 = 10_000
  /// At the end of a stream nobody waits for more lines, so the rest is answered at once, up to this many.
  private static let mostAtEnd = 50

  init(_ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings) {
    (self.base, self.invocation, self.surroundings) = (base, invocation, surroundings)
  }

  /// Follows a file or standard input until it ends or nobody reads the answers any more.
  mutating func run(_ path: String) throws -> ExitStatus {
    surroundings.standardOutput.stopPaging()
    surroundings.announceReading(path, invocation)
    let log = FollowedLog(base, limit: invocation[DiagnoseVerb.limit])
    try surroundings.inputs.follow(path) { bytes in
      if let bytes { log.read(bytes) } else { log.pause() }
      try answer(log, most: room())
      return surroundings.standardOutput.isOpen
    }
    log.finish()
    try answer(log, most: Self.mostAtEnd)
    if !invocation.isQuiet {
      let rest = log.problemCount - answered
      let more = rest > 0 ? "; \(rest) more not looked up" : ""
      surroundings.say("\(counted(log.lines, "line")), \(verdicts.summary)\(more)")
    }
    return verdicts.known + verdicts.possible > 0 ? .success : .notFound
  }

  private mutating func answer(_ log: FollowedLog, most: Int) throws {
    guard most > 0, log.waitingCount > 0 else { return }
    let output = surroundings.standardOutput
    for outcome in try log.answers(most) {
      times.append(surroundings.now().milliseconds)
      answered += 1
      for problem in outcome.problems {
        verdicts.add(problem)
        guard invocation.wantsJSON else { continue }
        output.writeLine(JSON.object([.init("version", 1), .init("problem", problem.json)]).description)
      }
      if !invocation.wantsJSON {
        DiagnosisView(outcome, base, invocation, output).write(to: output)
        output.writeLine()
      }
    }
    output.flush()
    if log.waitingCount > 0, !invocation.isQuiet {
      surroundings.say("\(counted(log.waitingCount, "new problem")) waiting")
    }
  }

  /// How many answers may be given now.
  private mutating func room() -> Int {
    let now = surroundings.now().milliseconds
    times.removeAll { now - $0 >= Self.window }
    return max(0, Self.most - times.count)
  }
}

/// How many problems have an answer.
struct VerdictCounts {
  private(set) var known = 0
  private(set) var possible = 0
  private(set) var unknown = 0

  init(_ problems: [DiagnosisOutcome.Problem] = []) { problems.forEach { add($0) } }

  mutating func add(_ problem: DiagnosisOutcome.Problem) {
    switch problem.verdict {
    case .exact, .strong: known += 1
    case .possible: possible += 1
    case .unknown: unknown += 1
    }
  }

  /// `3 problems: 1 known, 2 unknown`
  var summary: String {
    let total = known + possible + unknown
    let parts = [("known", known), ("possible", possible), ("unknown", unknown)].filter { $0.1 > 0 }
      .map { "\($0.1) \($0.0)" }
    return counted(total, "problem") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}
