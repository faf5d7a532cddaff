import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import Glibc

/// `casebook run -- COMMAND…`
enum RunVerb {
  static let words = Operand(command: .text("COMMAND"), help: "the program and its arguments")
  static let labels = Option(repeated: "label", .label, help: "label the run; may be given several times")

  static let command = Command<Surroundings>(
    "run", summary: "run a command, keep its output, and diagnose it if it fails",
    discussion: """
      The command gets your streams, and you get its output unchanged and at once. When it fails, the diagnosis follows on \
      standard error. Its output becomes a run, without the secrets in it; of more than 64 MB, the middle is left out. If \
      the knowledge base cannot be used, a warning follows and nothing else changes.

      Exits with the status of the command: 127 if it was not found, 126 if it cannot be executed, 128 + n if signal n ended \
      it. Options of casebook come before the command.
      """,
    options: [labels], operands: [words],
    examples: [
      Example("a job", "casebook run -- python train.py --epochs 3"),
      Example("a step of a pipeline", "casebook run --label env=ci -- make test"),
    ]
  ) { invocation, surroundings in
    let words = invocation[words]
    let scratch = surroundings.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let run = CommandRun(
      surroundings.rawWords(words), scratch: surroundings.inputs.located(scratch),
      in: surroundings.commandScene, now: surroundings.now)
    if let reason = run.startFailure {
      surroundings.say("\(words[0]): \(reason)")
    } else {
      for failure in run.writeFailures { surroundings.say("cannot write \(failure)") }
      if surroundings.crashBarrier == nil {
        follow(run, invocation, surroundings)
      } else {
        CommandRun.apart { follow(run, invocation, surroundings) }
      }
    }
    return ExitStatus(rawValue: run.status)
  }

  /// Diagnoses a failure and keeps the output. Nothing that goes wrong here is worth more than a line.
  private static func follow(_ run: CommandRun, _ invocation: Invocation, _ surroundings: Surroundings) {
    do {
      let base = try surroundings.open(invocation, .writeIfPossible)
      var unknown: Fingerprint?
      if run.status != 0, !invocation.isQuiet { unknown = try diagnose(run, base, invocation, surroundings) }
      let number = try base.keep(run, labels: invocation[labels])
      if let reason = run.keepingFailure {
        surroundings.say("the output is not kept to its end: \(reason)")
      } else if number == nil, !invocation.isQuiet {
        surroundings.say("the output is binary data, and not kept")
      }
      if let unknown {
        // A message without a level is not an event of the run, so it has to be typed.
        let name = try base.template(of: unknown) == nil ? "MESSAGE" : unknown.description
        surroundings.say("no known fix; when you solve it, save it: casebook record \(name)")
      }
    } catch {
      surroundings.say("the output is not kept: \(surroundings.failure(of: error).message)")
    }
  }

  /// Says how the command ended and what is known about that. Returns the leading error if nothing is.
  private static func diagnose(
    _ run: CommandRun, _ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> Fingerprint? {
    let end = run.status > 128 ? "ended by signal \(run.status - 128)" : "failed with status \(run.status)"
    if run.isEmpty {
      surroundings.say("\(end), without any output")
      return nil
    }
    let outcome = try base.diagnose(run, limit: 1)
    if invocation.wantsJSON {
      surroundings.standardError.writeLine(outcome.json(sources: ["-"]).description)
      return nil
    }
    guard let first = outcome.problems.first else {
      surroundings.say("\(end), without an error in \(counted(outcome.lines, "line")) of output")
      return nil
    }
    surroundings.say(end)
    DiagnosisView(outcome, base, on: surroundings.standardError).write(to: surroundings.standardError)
    return outcome.verdict == .unknown ? first.signature.fingerprint : nil
  }
}

extension Surroundings {
  /// The last words of the command line as bytes, which need not be UTF-8.
  fileprivate func rawWords(_ words: [String]) -> [[UInt8]] {
    let all = CommandLine.unsafeArgv
    let count = Int(CommandLine.argc)
    guard crashBarrier != nil, count > words.count else { return words.map { Array($0.utf8) } }
    return (count - words.count..<count).map { place in
      all[place].map { word in
        Array(UnsafeBufferPointer(start: word, count: strlen(word))).map(UInt8.init(bitPattern:))
      }
        ?? []
    }
  }
}
