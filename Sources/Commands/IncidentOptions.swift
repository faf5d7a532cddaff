import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Shared by the verbs that change an incident.
enum IncidentOptions {
  static let number = Operand(.incident, help: "the number of the incident, or its shared name")
  static let text = Operand(any: .text("TEXT"), help: "a text about it; - reads standard input")
  static let time = Option(
    "at", .moment, help: "when it was: a time such as 2021-10-21T08:00Z, or an age such as 2h; else now")
  static let severity = Option(
    "severity", .choice("SEVERITY") as ArgumentKind<Incident.IncidentSeverity>, help: "how much it hurts")
  static let labels = Option(
    repeated: "label", .label, help: "a label such as env=prod; may be given several times"
  ).meant(by: "tag", "l")

  /// The existing incident that a person names. If there is none or several, throws a failure.
  static func incident(named name: IncidentName, in base: KnowledgeBase) throws -> Incident {
    let numbers = try base.incidentNumbers(named: name)
    guard numbers.count < 2 else {
      let names = numbers.prefix(5).map(String.init).joined(separator: ", ")
      throw Failure(
        .notFound, "incident \(name) may be any of: \(names)", hint: "Give more digits, or a number.")
    }
    if let number = numbers.first, let incident = try base.incident(number) { return incident }
    if let number = numbers.first, let gone = try base.forgetting(ofIncident: number) {
      let by = gone.author.isEmpty ? "" : " by \(gone.author)"
      let reason = gone.reason.isEmpty ? "" : ": \(gone.reason)"
      throw Failure(.notFound, "incident \(name) was forgotten on \(gone.time.date)\(by)\(reason)")
    }
    throw Failure(
      .notFound, "incident \(name) does not exist", hint: "List them with: casebook incidents")
  }

  /// The incident after a change, which cannot be gone.
  static func changed(_ incident: Incident?) throws -> Incident {
    guard let incident else { throw Failure(.internal, "the incident was stored but is not there") }
    return incident
  }

  static func report(
    _ incident: Incident, _ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings,
    _ did: String
  ) {
    let output = surroundings.standardOutput
    if invocation.wantsJSON {
      return surroundings.printJSON(.init("incident", incident.json(incident.knownError)))
    }
    output.writeLine("incident \(incident.number) \(did): \(singleLine(incident.title))")
    // Show a link that nobody typed, so that people can correct it.
    guard let entry = incident.timeline.last, let id = entry.knownError else { return }
    let known = base.name(of: id)
    switch entry.kind {
    case .recorded: output.writeLine("    taken for \(known)")
    case .tried: output.writeLine("    tried, did not help: \(known)")
    case .resolved: output.writeLine("    \(entry.isPartial ? "helped in part" : "worked"): \(known)")
    case .note, .reopened, .amended, .labelled, .merged, .forgotten: break
    }
  }
}

extension ArgumentKind where Value == IncidentName {
  static let incident = Self(
    "INCIDENT", expected: "the number of an incident, such as 12, or its shared name, such as 8f3a90b1-12",
    completion: .known(.incidents), read: IncidentName.init)
}
