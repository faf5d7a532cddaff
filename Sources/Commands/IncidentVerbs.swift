import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook note INCIDENT [TEXT…|-]`
enum NoteVerb {
  static let text = Operand(
    any: .text("TEXT"), help: "a text about it; - is standard input, and so is nothing without --tried")
  static let tried = Option(
    "tried", .knownError("TEXT|ID"),
    help: "what was tried and did not help: a known error, or a text")

  static let command = Command<Surroundings>(
    "note", summary: "add a note to an incident, or a fix that did not help",
    options: [tried, IncidentOptions.time], operands: [IncidentOptions.number, text],
    examples: [
      Example(
        "a fix that did not help",
        "casebook note 12 'more replicas changed nothing' --tried http-status-code-503")
    ],
    statuses: [StatusNote(.notFound, "the incident does not exist, or nothing changes")],
    synonyms: ["comment", "annotate"]
  ) { invocation, surroundings in
    let by = try surroundings.attribution(invocation)
    let base = try surroundings.open(invocation, .write)
    let incident = try IncidentOptions.incident(named: invocation[IncidentOptions.number], in: base)
    let tried = try invocation[tried].map { try base.attempt($0) }
    let words = invocation[text]
    let text =
      try tried == nil
      ? surroundings.writtenText(words, invocation, "A note about incident \(incident.number).")
      : surroundings.text(words, invocation)
    let hasText = text.contains { !$0.isWhitespace }
    guard tried != nil || hasText else {
      throw Failure(.data, "nothing to note: the text is empty", hint: "Give a text or --tried TEXT|ID.")
    }
    // What was tried is an entry of its own unless it is a known error, about which the text says more.
    var changed: Incident?
    if let attempt = tried?.text { changed = try base.note(incident.number, attempt, isTried: true, by: by) }
    if hasText || changed == nil {
      changed = try base.note(
        incident.number, text, tried: tried?.knownError, isTried: tried?.knownError != nil, by: by)
    }
    try IncidentOptions.report(IncidentOptions.changed(changed), base, invocation, surroundings, "noted")
    return .success
  }
}

extension KnowledgeBase {
  /// Reads what was tried: a known error, or a text. A word that looks like an id must be one, so that a typo is not stored as a
  /// text.
  fileprivate func attempt(_ text: String) throws -> (knownError: KnownErrorID?, text: String?) {
    guard !text.isEmpty else { throw Failure(.usage, "--tried is empty") }
    if let only = try knownErrors(named: text).first, try knownErrors(named: text).count == 1 {
      return (only, nil)
    }
    let isName = !text.contains(where: \.isWhitespace) && text.contains { $0 == "#" || $0 == "-" }
    return isName ? (try knownError(named: text), nil) : (nil, text)
  }
}

/// `casebook resolve INCIDENT [TEXT…]`
enum ResolveVerb {
  static let with = Option(
    "with", .knownError(), help: "the known error whose resolution worked; else the assumed one")
  static let isPartial = Option(flag: "partly", help: "it helped, but the incident stays open")

  static let command = Command<Surroundings>(
    "resolve", summary: "mark an incident resolved and save the fix",
    options: [with, isPartial, IncidentOptions.time],
    operands: [IncidentOptions.number, IncidentOptions.text],
    examples: [
      Example(
        "with the known fix", "casebook resolve 12 'added two GPU nodes' --with container-cannot-be-scheduled"
      )
    ],
    statuses: [StatusNote(.notFound, "the incident does not exist, or nothing changes")],
    synonyms: ["close", "fix", "fixed", "done", "solve"]
  ) { invocation, surroundings in
    let by = try surroundings.attribution(invocation)
    let base = try surroundings.open(invocation, .write)
    let incident = try IncidentOptions.incident(named: invocation[IncidentOptions.number], in: base)
    if let done = incident.resolution {
      let with = done.knownError.map { " by " + base.name(of: $0) } ?? ""
      let text = done.text.isEmpty ? "" : ": \(singleLine(done.text))"
      throw Failure(
        .notFound, "incident \(incident.number) was resolved on \(done.time.wholeSecond)\(with)\(text)",
        hint: "If it came back: casebook reopen \(incident.number)")
    }
    let known = try invocation[with].map(base.knownError(named:))
    let text = try surroundings.text(invocation[IncidentOptions.text], invocation)
    let isPartial = invocation[isPartial]
    let changed = try base.resolve(incident.number, text, knownError: known, isPartial: isPartial, by: by)
    try IncidentOptions.report(
      IncidentOptions.changed(changed), base, invocation, surroundings,
      isPartial ? "resolved in part" : "resolved")
    if let changed, surroundings.isInputTerminal, !invocation.isQuiet, changed.state == .resolved,
      changed.knownError == nil
    {
      surroundings.say("to make an article of it: casebook learn --from \(changed.number)")
    }
    return .success
  }
}

/// `casebook reopen INCIDENT [TEXT…]`
enum ReopenVerb {
  static let command = Command<Surroundings>(
    "reopen", summary: "reopen an incident that came back",
    options: [IncidentOptions.time], operands: [IncidentOptions.number, IncidentOptions.text],
    examples: [Example("it came back", "casebook reopen 12 'again after the upgrade'")],
    statuses: [StatusNote(.notFound, "the incident does not exist, or nothing changes")]
  ) { invocation, surroundings in
    let by = try surroundings.attribution(invocation)
    let base = try surroundings.open(invocation, .write)
    let incident = try IncidentOptions.incident(named: invocation[IncidentOptions.number], in: base)
    guard incident.state == .resolved else {
      throw Failure(.notFound, "incident \(incident.number) is open already")
    }
    let text = try surroundings.text(invocation[IncidentOptions.text], invocation)
    let changed = try base.reopen(incident.number, text, by: by)
    try IncidentOptions.report(IncidentOptions.changed(changed), base, invocation, surroundings, "reopened")
    return .success
  }
}
