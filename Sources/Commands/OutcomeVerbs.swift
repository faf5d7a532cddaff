import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook worked ID [TEXT…]` and `casebook failed ID [TEXT…]`
enum OutcomeVerbs {
  static let id = Operand(.knownError(), help: "a known error, or incident#12 for the fix of an incident")
  static let text = Operand(any: .text("TEXT"), help: "a text about it; - reads standard input")

  static let worked = command(
    "worked", summary: "say that a resolution worked", worked: true,
    example: Example("what diagnose answered", "casebook worked http-status-code-503"))
  static let failed = command(
    "failed", summary: "say that a resolution did not help", worked: false,
    example: Example("a fix that worked once", "casebook failed incident#12 'the role is not the cause'"))

  private static func command(
    _ name: String, summary: String, worked: Bool, example: Example
  ) -> Command<Surroundings> {
    Command<Surroundings>(
      name, summary: summary,
      discussion: """
        Counts in the history of the known error, without an incident. What worked more often comes first among equals, and \
        what failed more often than not is never sure. It makes no answer by itself.
        """,
      options: [IncidentOptions.time], operands: [id, text], examples: [example],
      statuses: [StatusNote(.notFound, "nothing has that name, or several things have it")]
    ) { invocation, surroundings in
      let by = try surroundings.attribution(invocation)
      let text = try surroundings.text(invocation[text], invocation)
      let base = try surroundings.open(invocation, .write)
      let known = try base.resolved(named: invocation[id])
      guard try base.addOutcome(of: known, worked: worked, text: text, by: by) else {
        throw Failure(.notFound, "\(known) does not exist")
      }
      let history = try base.history(of: known)
      if invocation.wantsJSON {
        surroundings.printJSON(
          .init("known_error", .string(known.description)), .init("history", history.json))
      } else {
        surroundings.standardOutput.writeLine(
          "\(base.name(of: known)): worked \(history.worked), failed \(history.failed)")
      }
      return .success
    }
  }
}

extension KnowledgeBase {
  /// A known error, or an incident that has a fix.
  fileprivate func resolved(named name: String) throws -> KnownErrorID {
    guard name.hasPrefix("incident#"), let incident = IncidentName(name) else {
      return try knownError(named: name)
    }
    let found = try IncidentOptions.incident(named: incident, in: self)
    guard found.outcomes.contains(where: \.worked) else {
      throw Failure(
        .notFound, "incident \(found.number) has no fix that worked",
        hint: "Resolve it with: casebook resolve \(found.number) TEXT")
    }
    return KnownErrorID(incident: found.number)
  }
}
