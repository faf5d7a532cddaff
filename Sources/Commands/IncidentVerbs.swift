import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Shared by the verbs that change an incident.
enum IncidentOptions {
  static let number = Operand(.integer("INCIDENT", in: 1...Int.max), help: "the number of the incident")
  static let text = Operand(any: .text("TEXT"), help: "a text about it; - reads standard input")

  static func incident(_ incident: Incident?, _ number: Int) throws -> Incident {
    guard let incident else {
      throw Failure(
        .notFound, "incident \(number) does not exist", hint: "List them with: casebook incidents")
    }
    return incident
  }

  static func report(
    _ incident: Incident, _ invocation: Invocation, _ surroundings: Surroundings, _ did: String
  ) {
    let output = surroundings.standardOutput
    if invocation.wantsJSON {
      return surroundings.printJSON(.init("incident", incident.json))
    }
    output.writeLine("incident \(incident.number) \(did): \(singleLine(incident.title))")
    // Show a link that nobody typed, so that people can correct it.
    guard let entry = incident.timeline.last, let known = entry.knownError else { return }
    switch entry.kind {
    case .recorded: output.writeLine("    taken for \(known)")
    case .tried: output.writeLine("    tried, did not help: \(known)")
    case .resolved: output.writeLine("    worked: \(known)")
    case .note, .reopened, .amended, .labelled, .merged, .forgotten: break
    }
  }
}

/// `casebook record [MESSAGE…|-]`
enum RecordVerb {
  static let message = Operand(
    any: .text("MESSAGE"), help: "the error message or report; - or nothing is standard input")
  static let title = Option("title", .text("TITLE"), help: "its title; else its leading message")
  static let knownError = Option(
    "as", .knownError(),
    help: "the known error that you assume; else what diagnose finds, if it is sure"
  )
  static let note = Option("note", .text("TEXT"), help: "a note to add")

  static let command = Command<Surroundings>(
    "record", summary: "record an incident",
    options: [title, knownError, note], operands: [message],
    examples: [
      Example("from a pipe", "kubectl logs scoring-7d9f | casebook record --title 'scoring is down'"),
      Example("a message", "casebook record 'no healthy upstream' --as http-status-code-503"),
    ]
  ) { invocation, surroundings in
    let text = try surroundings.requiredText(invocation[message], invocation)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "nothing to record: the message is empty")
    }
    let base = try surroundings.open(invocation, .write)
    var known = try invocation[knownError].map(base.knownError(named:))
    if known == nil {
      let best = try base.diagnose(Array(text.utf8), limit: 1).candidates.first
      if let best, best.verdict >= .strong, best.id.incidentNumber == nil { known = best.id }
    }
    let incident = try base.record(
      text, title: invocation[title], knownError: known, text: invocation[note] ?? "")
    guard let incident else { throw Failure(.internal, "the incident was stored but is not there") }
    IncidentOptions.report(incident, invocation, surroundings, "recorded")
    return .success
  }
}

/// `casebook note INCIDENT [TEXT…|-]`
enum NoteVerb {
  static let text = Operand(
    any: .text("TEXT"), help: "a text about it; - is standard input, and so is nothing without --tried")
  static let tried = Option(
    "tried", .knownError(), help: "a known error whose resolution was tried and did not help")

  static let command = Command<Surroundings>(
    "note", summary: "add a note to an incident, or a fix that did not help",
    options: [tried], operands: [IncidentOptions.number, text],
    examples: [
      Example(
        "a fix that did not help",
        "casebook note 12 'more replicas changed nothing' --tried http-status-code-503")
    ],
    statuses: [StatusNote(.notFound, "the incident does not exist")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .write)
    let number = invocation[IncidentOptions.number]
    let tried = try invocation[tried].map(base.knownError(named:))
    let words = invocation[text]
    let text =
      try tried == nil ? surroundings.requiredText(words, invocation) : surroundings.text(words, invocation)
    guard tried != nil || text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "nothing to note: the text is empty", hint: "Give a text or --tried ID.")
    }
    let incident = try IncidentOptions.incident(base.note(number, text, tried: tried), number)
    IncidentOptions.report(incident, invocation, surroundings, "noted")
    return .success
  }
}

/// `casebook resolve INCIDENT [TEXT…]`
enum ResolveVerb {
  static let with = Option(
    "with", .knownError(), help: "the known error whose resolution worked; else the assumed one")

  static let command = Command<Surroundings>(
    "resolve", summary: "mark an incident resolved and save the fix",
    options: [with], operands: [IncidentOptions.number, IncidentOptions.text],
    examples: [
      Example(
        "with the known fix", "casebook resolve 12 'added two GPU nodes' --with container-cannot-be-scheduled"
      )
    ],
    statuses: [StatusNote(.notFound, "the incident does not exist")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .write)
    let number = invocation[IncidentOptions.number]
    let known = try invocation[with].map(base.knownError(named:))
    let text = try surroundings.text(invocation[IncidentOptions.text], invocation)
    let incident = try IncidentOptions.incident(base.resolve(number, text, knownError: known), number)
    IncidentOptions.report(incident, invocation, surroundings, "resolved")
    return .success
  }
}

/// `casebook reopen INCIDENT [TEXT…]`
enum ReopenVerb {
  static let command = Command<Surroundings>(
    "reopen", summary: "reopen an incident that came back",
    operands: [IncidentOptions.number, IncidentOptions.text],
    examples: [Example("it came back", "casebook reopen 12 'again after the upgrade'")],
    statuses: [StatusNote(.notFound, "the incident does not exist")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .write)
    let number = invocation[IncidentOptions.number]
    let text = try surroundings.text(invocation[IncidentOptions.text], invocation)
    let incident = try IncidentOptions.incident(base.reopen(number, text), number)
    IncidentOptions.report(incident, invocation, surroundings, "reopened")
    return .success
  }
}
