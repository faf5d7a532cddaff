import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook triage`
enum TriageVerb {
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...1000), default: 10, help: "at most this many errors")

  static let command = Command<Surroundings>(
    "triage", summary: "list the errors of the runs without a known explanation",
    discussion: """
      Lists the most frequent first, each with its last message and the command to type once you understand it. An error is \
      explained if an article or an incident with a known error has its message, or if diagnose is sure of it.
      """,
    options: [HistoryVerb.labels, limit] + ListOptions.all,
    examples: [
      Example("what to look at next", "casebook triage"),
      Example("in production only", "casebook triage --label env=prod --limit 3"),
    ],
    statuses: [StatusNote(.notFound, "every error is explained, or the knowledge base has no runs")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    var filter = HistoryFilter()
    filter.labels = invocation[HistoryVerb.labels]
    let (errors, unclaimed) = try base.triage(filter, limit: invocation[limit])
    if try surroundings.printList(errors.map(\.json), invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(.init("errors", .array(errors.map(\.json))), .init("unclaimed", .int(unclaimed)))
    } else {
      for (index, error) in errors.enumerated() {
        if index > 0 { surroundings.standardOutput.writeLine() }
        error.write(to: surroundings.standardOutput)
      }
      if !invocation.isQuiet, errors.isEmpty {
        surroundings.say("no run had an error that is unknown here")
      } else if !invocation.isQuiet, errors.count == invocation[limit], unclaimed > errors.count {
        surroundings.say("at most \(unclaimed - errors.count) more; see them with --limit")
      }
    }
    return errors.isEmpty ? .notFound : .success
  }
}

extension UnknownError {
  fileprivate var text: String { singleLine(message).truncated(to: 300) }

  fileprivate func write(to output: Output) {
    output.writeLine(
      "\(counted(history.count, "time"), .bold) in \(counted(history.runs.count, "run")), last \(history.last.date)  \(history.fingerprints.first?.description ?? "", .cyan)"
    )
    output.writeLine("    " + text)
    if let event { output.writeLine("    \("\(singleLine(event.source)):\(event.lines.lowerBound)", .dim)") }
    output.writeLine("    \(command, .dim)")
  }

  /// The command to type once the error is understood.
  fileprivate var command: String {
    if let resolved { return "casebook learn --from \(resolved)" }
    return "casebook learn \(history.fingerprints.first?.description ?? "'MESSAGE'") --as ID"
  }

  fileprivate var json: JSON {
    [
      "fingerprint": JSON(history.fingerprints.first?.description), "template": .string(history.template),
      "message": .string(message), "count": .int(history.count), "runs": .int(history.runs.count),
      "first_seen": .string(history.first.description), "last_seen": .string(history.last.description),
      "source": JSON(event.map { "\($0.source):\($0.lines.lowerBound)" }), "command": .string(command),
    ]
  }
}
