import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook amend INCIDENT [TEXT…]`
enum AmendVerb {
  static let text = Operand(
    any: .text("TEXT"), help: "the new text of the entry that --entry names; - reads standard input")
  static let title = Option("title", .text("TITLE"), help: "the new title")
  static let message = Option("message", .text("MESSAGE"), help: "the new message")
  static let entry = Option(
    "entry", .integer("N", in: 1...1_000_000),
    help: "the entry to correct, as incidents INCIDENT numbers them")
  static let with = Option("with", .knownError(), help: "the known error that the entry should have named")

  static let command = Command<Surroundings>(
    "amend", summary: "correct an incident or an entry of its timeline",
    discussion: "The journal keeps what was said before; the incident shows what was said last.",
    options: [title, message, IncidentOptions.severity, IncidentOptions.labels, entry, with],
    operands: [IncidentOptions.number, text],
    examples: [
      Example("a better title", "casebook amend 12 --title 'scoring is down' --severity high"),
      Example("a wrong entry", "casebook amend 12 --entry 3 'restarted the pod, not the node'"),
    ],
    statuses: [StatusNote(.notFound, "the incident or the entry does not exist")],
    synonyms: ["edit", "update", "change", "label", "tag"]
  ) { invocation, surroundings in
    let by = Attribution(author: surroundings.author)
    let base = try surroundings.open(invocation, .write)
    let incident = try IncidentOptions.incident(named: invocation[IncidentOptions.number], in: base)
    let (title, message, severity) = (
      invocation[title], invocation[message], invocation[IncidentOptions.severity]
    )
    let labels = invocation[IncidentOptions.labels]
    let changesIncident = title != nil || message != nil || severity != nil || !labels.isEmpty
    var changed: Incident?
    if let number = invocation[entry] {
      guard !changesIncident else {
        throw Failure(.usage, "--entry corrects an entry; correct the incident in another call")
      }
      guard number <= incident.timeline.count, let key = incident.timeline[number - 1].key else {
        throw Failure(
          .notFound,
          "incident \(incident.number) has no entry \(number): there are \(incident.timeline.count)")
      }
      let text = try surroundings.text(invocation[text], invocation)
      let known = try invocation[with].map(base.knownError(named:))
      guard known != nil || text.contains(where: { !$0.isWhitespace }) else {
        throw Failure(.data, "nothing to amend: the text is empty", hint: "Give a text or --with ID.")
      }
      changed = try base.amend(incident.number, entry: key, text: text, knownError: known, by: by)
    } else {
      guard changesIncident, invocation[text].isEmpty, invocation[with] == nil else {
        throw Failure(
          .usage, "nothing to amend was given",
          hint: "Give --title, --message, --severity, --label, or --entry N with a text.")
      }
      for (name, text) in [("--title", title), ("--message", message)] {
        if let text, !text.contains(where: { !$0.isWhitespace }) { throw Failure(.data, "\(name) is empty") }
      }
      changed = try base.amend(
        incident.number, title: title, message: message, severity: severity, labels: labels, by: by)
    }
    try IncidentOptions.report(IncidentOptions.changed(changed), base, invocation, surroundings, "amended")
    return .success
  }
}
