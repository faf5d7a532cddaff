import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook learn --from INCIDENT [TEXT…|-]`
extension LearnVerb {
  static let incident = Option(
    "from", .incident,
    help: "write an article of your own about this incident; - is its text on standard input")
  static let slug = Option(
    "slug", .text("SLUG"), help: "with --from: the name in local#SLUG; else it is made from the title")

  static func learn(
    from name: IncidentName, _ words: [String], _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let by = try surroundings.attribution(invocation)
    let base = try surroundings.open(invocation, .write)
    let incident = try IncidentOptions.incident(named: name, in: base)
    guard let draft = try base.draft(ofIncident: incident.number, slug: invocation[slug]) else {
      throw Failure(.notFound, "incident \(name) does not exist")
    }
    let (text, isMade) = try text(draft, incident, words, invocation, surroundings)
    let id = try base.naming { try base.learn(from: incident.number, draft.name, text, by: by) }
    if invocation.wantsJSON {
      let markdown = try base.resolution(of: id)?.resolution.markdown
      surroundings.printJSON(
        .init(
          "learned",
          [
            "known_error": .string(id.description), "incident": .int(incident.number),
            "locale": .string(draft.name.locale.description), "markdown": JSON(markdown),
          ]))
    } else {
      let did = draft.isThere ? "has a new version" : "learned"
      surroundings.standardOutput.writeLine("\(base.name(of: id)) \(did), from incident \(incident.number)")
    }
    if isMade, !invocation.isQuiet {
      surroundings.say(
        "stored the text that incident \(incident.number) suggests; read it: casebook show \(base.name(of: id))"
      )
      surroundings.say(
        "to change it, set EDITOR, or: casebook learn --from \(incident.number) - < ARTICLE.md")
    }
    return .success
  }

  /// The text of the article, and whether the program made it.
  private static func text(
    _ draft: ArticleDraft, _ incident: Incident, _ words: [String], _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> (text: String, isMade: Bool) {
    if !words.isEmpty { return (try surroundings.text(words, invocation), false) }
    let explanation = """
      This becomes the known error \(draft.name.id), to which the same message leads from now on.
      Say what it is, why it happens, and what to do. Without a text, nothing is stored.
      """
    if let text = try surroundings.edited(draft.withHints, explanation: explanation) {
      return (ArticleDraft.withoutHints(text), false)
    }
    guard draft.hasResolution else {
      throw Failure(
        .data, "incident \(incident.number) is open, so there is nothing to learn yet",
        hint: "Resolve it first: casebook resolve \(incident.number) TEXT; or give the article: learn --from "
          + "\(incident.number) - < ARTICLE.md")
    }
    return (draft.markdown, true)
  }
}
