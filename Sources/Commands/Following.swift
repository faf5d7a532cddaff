import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook diagnose --follow`: answers while a log is written.
///
/// Problems that come at once are answered together. In a storm, those of the next seconds are collected.
struct Following {
  let base: KnowledgeBase
  let invocation: Invocation
  let surroundings: Surroundings
  private var verdicts = VerdictCounts()
  /// When answers were given in the last seconds, in milliseconds.
  private var times: [Int64] = []
  /// Since when a problem waits.
  private var waitingSince: Int64?
  /// Whether the person knows that problems wait.
  private var isAnnounced = false

  /// How often to answer in a span of milliseconds.
  private static let most = 5
  private static let window: Int64 = 10_000
  /// How long to collect problems of a log that is written without a pause, in milliseconds.
  private static let collecting: Int64 = 1_000

  init(_ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings) {
    (self.base, self.invocation, self.surroundings) = (base, invocation, surroundings)
  }

  /// Follows a file or standard input until it ends, a person interrupts it, or nobody reads the answers any more.
  mutating func run(_ path: String) throws -> ExitStatus {
    surroundings.standardOutput.stopPaging()
    surroundings.announceReading(path, invocation)
    let log = FollowedLog(base, limit: invocation[DiagnoseVerb.limit])
    // An interrupt ends the log, so that the problems that wait are answered.
    let signals = HeldSignals()
    try surroundings.inputs.follow(path) { step in
      switch step {
      case .bytes(let bytes): log.read(bytes)
      case .idle: log.pause()
      case .restarted: log.restart()
      }
      var isIdle = true
      if case .bytes = step { isIdle = false }
      try answer(log, isIdle: isIdle)
      return surroundings.standardOutput.isOpen && !HeldSignals.isPending
    }
    log.finish()
    try answerAll(log)
    _ = consume signals
    if !invocation.isQuiet {
      let more = log.isFull ? "; the problems after these were not told apart" : ""
      surroundings.say("\(counted(log.lines, "line")), \(verdicts.summary)\(more)")
    }
    return verdicts.known + verdicts.possible > 0 ? .success : .notFound
  }

  /// Answers the problems that wait, unless more of them may come at once, or a person has much to read already.
  private mutating func answer(_ log: FollowedLog, isIdle: Bool) throws {
    guard log.waitingCount > 0 else { return }
    let now = surroundings.now().milliseconds
    let since = waitingSince ?? now
    waitingSince = since
    guard isIdle || now - since >= Self.collecting else { return }
    // A clock that was set back must not stop the answers.
    times.removeAll { !(0..<Self.window).contains(now - $0) }
    guard times.count < Self.most || invocation.wantsJSON else {
      if !isAnnounced, !invocation.isQuiet, let first = times.first {
        let seconds = (Self.window - (now - first) + 999) / 1000
        surroundings.say(
          "\(counted(log.waitingCount, "more problem")); all that come are shown in \(seconds) s")
      }
      isAnnounced = true
      return
    }
    try answerAll(log)
    times.append(now)
  }

  private mutating func answerAll(_ log: FollowedLog) throws {
    let output = surroundings.standardOutput
    while output.isOpen, let outcome = try log.answers() {
      for problem in outcome.problems {
        verdicts.add(problem)
        guard invocation.wantsJSON else { continue }
        output.writeLine(JSON.object([.init("version", 1), .init("problem", problem.json)]).description)
      }
      if !invocation.wantsJSON {
        DiagnosisView(outcome, base, invocation, output).write(to: output)
        output.writeLine()
      }
      output.flush()
    }
    (waitingSince, isAnnounced) = (nil, false)
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
