import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook triage`
enum TriageVerb {
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...1000), default: 10, help: "at most this many errors")

  static let ignored = Option(
    "ignore", .text("MESSAGE"),
    help: "from now on, leave out this message or fingerprint (v1:…): it is harmless")
  static let isAll = Option(flag: "all", help: "list what people said is harmless, too")

  static let command = Command<Surroundings>(
    "triage", summary: "list the errors of the runs without a known explanation",
    discussion: """
      Lists the likeliest cause first, each with its last message and the command to record it. Errors come before \
      warnings, then what came first in its runs, what is deepest in a chain of causes, and what most events followed. \
      An error is explained if an article, a lesson or an incident has its message, or if diagnose is sure of it. What you \
      ignore is a lesson: learn lists it, and learn --undo takes it back.
      """,
    options: [HistoryVerb.labels, HistoryVerb.since, HistoryVerb.until, limit, ignored, isAll]
      + ListOptions.all,
    examples: [
      Example("what to look at next", "casebook triage"),
      Example("a message that is harmless", "casebook triage --ignore v1:9a41c2d07be3f516"),
      Example("in production only", "casebook triage --label env=prod --limit 3"),
    ],
    statuses: [StatusNote(.notFound, "every error is explained, or the knowledge base has no runs")]
  ) { invocation, surroundings in
    if let name = invocation[ignored] {
      let lesson = try surroundings.open(invocation, .write).ignore(name, author: surroundings.author)
      if invocation.wantsJSON {
        surroundings.printJSON(.init("lesson", lesson.json))
      } else {
        surroundings.standardOutput.writeLine("lesson \(lesson.number): this is harmless")
        for subject in lesson.subjects {
          surroundings.standardOutput.writeLine("    \(subject.shown)" as StyledText)
        }
      }
      return .success
    }
    let base = try surroundings.open(invocation, .read)
    let filter = try HistoryVerb.filter(invocation, surroundings)
    let (errors, total) = try base.triage(filter, withHarmless: invocation[isAll], limit: invocation[limit])
    if try surroundings.printList(errors.map(\.json), invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(.init("errors", .array(errors.map(\.json))), .init("total", .int(total)))
    } else {
      for (index, error) in errors.enumerated() {
        if index > 0 { surroundings.standardOutput.writeLine() }
        error.write(to: surroundings.standardOutput)
      }
      if !invocation.isQuiet, errors.isEmpty {
        surroundings.say("no run had an error that is unknown here")
      } else if !invocation.isQuiet, total > errors.count {
        surroundings.say("\(total - errors.count) more; see them with --limit")
      }
    }
    return errors.isEmpty ? .notFound : .success
  }
}

extension UnknownError {
  fileprivate var text: String { singleLine(message).truncated(to: 300) }

  fileprivate func write(to output: Output) {
    output.writeLine(
      "\(counted(history.count, "time"), .bold) \(history.whereabouts), last \(history.last.date)  \(history.fingerprints.first?.description ?? "", .cyan)"
    )
    output.write(StyledText(text), indent: 4)
    if let event { output.writeLine("    \("\(singleLine(event.source)):\(event.lines.lowerBound)", .dim)") }
    if let reason { output.write(StyledText(reason), indent: 4) }
    output.writeLine("    \(command, .dim)")
  }

  /// The command that keeps it as an incident.
  fileprivate var command: String {
    if let resolved { return "casebook learn --from \(resolved)" }
    return "casebook record \(history.fingerprints.first?.description ?? "MESSAGE")"
  }

  /// Why it may be a cause, or is none.
  fileprivate var reason: String? {
    if place.isConsequence { return "led to by another error" }
    var parts: [String] = []
    if place.leads > 0 {
      parts.append("came first in \(place.leads) of \(counted(history.runs.count, "run"))")
    }
    if place.followers > 0 { parts.append("\(counted(place.followers, "event")) followed it") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  fileprivate var json: JSON {
    let json: JSON = [
      "fingerprint": JSON(history.fingerprints.first?.description), "template": .string(history.template),
      "message": .string(message), "count": .int(history.count), "runs": .int(history.runs.count),
      "first_seen": .string(history.first.description), "last_seen": .string(history.last.description),
      "source": JSON(event.map { "\($0.source):\($0.lines.lowerBound)" }), "command": .string(command),
      "came_first": .int(place.leads), "followers": .int(place.followers),
      "is_consequence": .bool(place.isConsequence),
    ]
    return .object((json.members ?? []) + history.machinesJSON)
  }
}
