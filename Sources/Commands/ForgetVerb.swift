import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook forget [INCIDENT]`
enum ForgetVerb {
  static let number = Operand(optional: .incident, help: "the incident")
  static let entry = Option(
    "entry", .integer("N", in: 1...1_000_000),
    help: "only this entry of it, as incidents INCIDENT numbers them")
  static let run = Option("run", .text("RUN"), help: "a run instead, by the path of its log or its number")
  static let reason = Option("reason", .text("TEXT"), help: "why; everybody can read this for ever")

  static let command = Command<Surroundings>(
    "forget", summary: "remove a secret that slipped in, for good",
    discussion: """
      Removes an incident, an entry of one, or a run from the bytes of the knowledge base and of its indexes. The journal \
      keeps that something was forgotten, by whom, when and why. Copies, backups and what others received keep what they \
      have until they exchange journals.
      """,
    options: [entry, run, reason], operands: [number],
    examples: [
      Example("an incident", "casebook forget 12 --reason 'a password in the title'"),
      Example("one entry", "casebook forget 12 --entry 3"),
      Example("a log", "casebook forget --run /var/log/scoring.log"),
    ],
    statuses: [
      StatusNote(.notFound, "there is nothing to forget"),
      StatusNote(.busy, "another process reads the knowledge base; nothing was forgotten"),
    ]
  ) { invocation, surroundings in
    let by = Attribution(author: surroundings.author)
    let reason = invocation[reason] ?? ""
    guard (invocation[number] == nil) != (invocation[run] == nil) else {
      throw Failure(.usage, "nothing says what to forget", hint: "Give an incident, or --run RUN.")
    }
    let base = try surroundings.open(invocation, .write)
    let said: String
    if let run = invocation[run] {
      guard invocation[entry] == nil else { throw Failure(.usage, "--entry belongs to an incident") }
      let count = try base.forgetRun(run, path: surroundings.inputs.located(run), reason: reason, by: by)
      guard count > 0 else {
        throw Failure(
          .notFound, "no run is named '\(run)'", hint: "Give the path of its log as it was ingested.")
      }
      said = "\(counted(count, "run")) forgotten"
    } else if let name = invocation[number] {
      let incident = try IncidentOptions.incident(named: name, in: base)
      if let number = invocation[entry] {
        guard number <= incident.timeline.count, let key = incident.timeline[number - 1].key,
          try base.forget(key, reason: reason, by: by)
        else {
          throw Failure(
            .notFound, "incident \(incident.number) has no entry \(number) to forget",
            hint: "List them with: casebook incidents \(incident.number)")
        }
        said = "entry \(number) of incident \(incident.number) forgotten"
      } else {
        let count = try base.forgetIncident(incident.number, reason: reason, by: by) ?? 0
        said = "incident \(incident.number) forgotten: \(count == 1 ? "1 entry" : "\(count) entries")"
      }
    } else {
      return .usage
    }
    if invocation.wantsJSON {
      surroundings.printJSON(.init("forgotten", .string(said)))
    } else {
      surroundings.standardOutput.writeLine(said)
    }
    if !invocation.isQuiet, let copy = try invocation.olderCopy(surroundings) {
      surroundings.say(
        "\(copy): a copy from before an upgrade may still have it; delete it when you need it no more")
    }
    return .success
  }
}

extension Invocation {
  /// The copy of an older version beside the knowledge base, if there is one.
  fileprivate func olderCopy(_ surroundings: Surroundings) throws -> String? {
    let path = try databasePath(surroundings)
    return (1...9).map { "\(path).version-\($0)" }.first(where: surroundings.isFile)
  }
}
