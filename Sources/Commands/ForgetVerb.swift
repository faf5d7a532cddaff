import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook forget [INCIDENT]`
enum ForgetVerb {
  static let number = Operand(optional: .incident, help: "the incident")
  static let entry = Option(
    "entry", .integer("N", in: 1...1_000_000),
    help: "only this entry of it, as incidents INCIDENT numbers them")
  static let run = Option(
    "run", .text("RUN", completion: .known(.runs)),
    help: "a run instead, by the path of its log or its number")
  static let article = Option(
    "known-error", .knownError(), help: "a local known error instead, with all its versions")
  static let reason = Option("reason", .text("TEXT"), help: "why; everybody can read this for ever")

  static let command = Command<Surroundings>(
    "forget", summary: "remove a secret that slipped in, for good",
    discussion: """
      Removes an incident, an entry of one, an article that people wrote, or a run from the bytes of the knowledge base and of its indexes. The journal \
      keeps that something was forgotten, by whom, when and why. Copies, backups and what others received keep what they \
      have until they exchange journals.
      """,
    options: [entry, article, run, reason, Removal.isDry], operands: [number],
    examples: [
      Example("an incident", "casebook forget 12 --reason 'a password in the title'"),
      Example("one entry", "casebook forget 12 --entry 3"),
      Example("a log", "casebook forget --run /var/log/scoring.log"),
    ],
    statuses: [
      StatusNote(.notFound, "there is nothing to forget"),
      StatusNote(.busy, "another process reads the knowledge base; nothing was forgotten"),
    ],
    synonyms: ["rm", "remove", "delete", "redact"]
  ) { invocation, surroundings in
    let by = Attribution(author: surroundings.author)
    let reason = invocation[reason] ?? ""
    let named = [invocation[number] != nil, invocation[run] != nil, invocation[article] != nil]
    guard named.count(where: \.self) == 1 else {
      throw Failure(
        .usage,
        named.contains(true) ? "more than one thing to forget was given" : "nothing to forget was given",
        hint: "Give an incident, --known-error ID, or --run RUN.")
    }
    let isDry = invocation[Removal.isDry]
    let base = try surroundings.open(invocation, isDry ? .read : .write)
    let did = isDry ? "would be forgotten" : "forgotten"
    let said: String
    if let run = invocation[run] {
      guard invocation[entry] == nil else { throw Failure(.usage, "--entry belongs to an incident") }
      let path = surroundings.inputs.located(run)
      let count =
        try isDry
        ? base.runCount(of: run, path: path) : base.forgetRun(run, path: path, reason: reason, by: by)
      guard count > 0 else {
        throw Failure(
          .notFound, "no run is named '\(run)'", hint: "Give the path of its log as it was ingested.")
      }
      said = "\(counted(count, "run")) \(did)"
    } else if let name = invocation[article] {
      let id = try base.knownError(named: name)
      let shown = base.name(of: id)
      let count = try isDry ? base.localVersions(of: id) : base.forgetLocal(id, reason: reason, by: by)
      guard count > 0 else {
        throw Failure(
          .notFound, "\(shown) is not local: it comes from a file",
          hint: "Remove the file, and ingest its folder again.")
      }
      said = "\(shown) \(did): \(counted(count, "version"))"
    } else if let name = invocation[number] {
      let incident = try IncidentOptions.incident(named: name, in: base)
      if let number = invocation[entry] {
        guard number <= incident.timeline.count, let key = incident.timeline[number - 1].key,
          try isDry || base.forget(key, reason: reason, by: by)
        else {
          throw Failure(
            .notFound, "incident \(incident.number) has no entry \(number) to forget",
            hint: "List them with: casebook incidents \(incident.number)")
        }
        said = "entry \(number) of incident \(incident.number) \(did)"
      } else {
        let learned = try base.learned(fromIncident: incident.number)
        let count =
          isDry
          ? incident.timeline.count
          : try base.forgetIncident(incident.number, reason: reason, by: by) ?? 0
        if let learned, !invocation.isQuiet {
          let name = base.name(of: learned)
          surroundings.say(
            "\(name) was written about it and may say the same: casebook forget --known-error \(name)")
        }
        said = "incident \(incident.number) \(did): \(count == 1 ? "1 entry" : "\(count) entries")"
      }
    } else {
      return .usage
    }
    if invocation.wantsJSON {
      surroundings.printJSON(.init("forgotten", .string(said)), .init("dry_run", .bool(isDry)))
    } else {
      surroundings.standardOutput.writeLine(said)
    }
    if !isDry, !invocation.isQuiet, let copy = try invocation.olderCopy(surroundings) {
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
