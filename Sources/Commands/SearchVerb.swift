import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook search [WORDS…|-]`
enum SearchVerb {
  static let words = Operand(
    any: .text("WORDS"), help: "what to look for, in any words; - or nothing is standard input")
  static let scope = Option(
    "in", .choice("WHERE") { (scope: SearchScope) in scope.help }, default: .all, shown: "all",
    help: "where to search")
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...1000), default: 10, help: "at most this many results"
  ).meant(
    by: "max-count", "m", "count", "all")

  static let command = Command<Surroundings>(
    "search", summary: "search articles, incidents or past events by their words",
    discussion: """
      Finds words in all their forms, in the language of each article, and identifiers whole and in parts. Results that \
      lack some of the words come after those that have them all, and list the missing words.
      """,
    options: [scope, limit] + ListOptions.all, operands: [words],
    examples: [
      Example("words", "casebook search insufficient gpu"),
      Example("in past runs", "casebook search --in events ModuleNotFoundError"),
    ],
    statuses: [StatusNote(.notFound, "no text has any of the words")],
    synonyms: ["find", "grep", "query"], isPaged: true
  ) { invocation, surroundings in
    let query = try surroundings.requiredText(invocation[words], invocation)
    guard query.contains(where: { !$0.isWhitespace }) else {
      throw Failure(
        .data, "nothing to look for: the query is empty",
        hint: "Give words: casebook search disk full")
    }
    if !isPlain(query) { RulesAhead.search.read() }
    let base = try surroundings.open(invocation, .read)
    let outcome = try base.search(query, in: invocation[scope], limit: invocation[limit])
    if try surroundings.printList(outcome.entries, invocation) {
      // The results are printed.
    } else if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(outcome.json.description)
    } else {
      for result in outcome.results { result.write(to: surroundings.standardOutput, base.name(of:)) }
      if !invocation.isQuiet { try comment(outcome, base, surroundings) }
    }
    return outcome.results.isEmpty ? .notFound : .success
  }

  /// A note about the results, and suggestions for another search.
  private static func comment(
    _ outcome: SearchOutcome, _ base: KnowledgeBase, _ surroundings: Surroundings
  ) throws {
    guard outcome.results.isEmpty || outcome.isPartial else { return }
    surroundings.say(
      outcome.results.isEmpty
        ? "nothing found for: \(singleLine(outcome.query).truncated(to: 80))"
        : "no result has all of these words; these have most of them")
    let names = try base.meantName(in: outcome.query)
    surroundings.suggest(names.isEmpty ? try base.meantWords(among: outcome.unknownWords) : names)
  }
}

extension SearchScope {
  fileprivate var help: String {
    switch self {
    case .all: "articles and incidents"
    case .articles: "resolutions and other sections of articles"
    case .incidents: "recorded incidents"
    case .events: "the errors of the run logs"
    }
  }
}

extension SearchOutcome.Result {
  /// Title and id, the passage below, and the missing words.
  fileprivate func write(to output: Output, _ name: (KnownErrorID) -> String) {
    let place: [String?] =
      switch kind {
      case .incident: ["incident \(id)"]
      // Its log and line, to find the event again.
      case .event: [singleLine(source)]
      case .resolution: [KnownErrorID(id).map(name) ?? id, locale?.description]
      case .section: [id, locale?.description]
      }
    let heading: StyledText = "\(singleLine(title), .bold)"
    let name = place.compactMap(\.self).joined(separator: "  ")
    if output.isTerminal, heading.displayWidth + 2 + name.displayWidth > output.width {
      output.write(heading, indent: 0)
      output.write("\(name, .cyan)", indent: 2)
    } else {
      output.writeLine("\(heading)\("  " + name, .cyan)" as StyledText)
    }
    var passage = StyledText("")
    for piece in snippet.pieces { passage.append(singleLine(piece.text), piece.isMatch ? .bold : []) }
    var notes = missing.isEmpty ? [] : ["without: " + missing.joined(separator: ", ")]
    if let history, history.seen > 1 || !history.outcomes.isEmpty, let summary = history.summary {
      notes.append(summary)
    }
    if let outcome = history?.lastOutcome { notes.append(singleLine(outcome)) }
    notes += remarks.map { "note: " + singleLine($0) }
    for text in [passage] + notes.map({ StyledText($0, .dim) }) { output.write(text, indent: 4) }
  }
}

extension SearchOutcome {
  fileprivate var json: JSON {
    [
      "version": 1, "query": .string(query), "partial": .bool(isPartial),
      "results": .array(entries),
    ]
  }

  fileprivate var entries: [JSON] {
    results.map { result in
      [
        "kind": .string(result.kind.rawValue), "id": .string(result.id),
        "locale": JSON(result.locale?.description), "title": .string(result.title),
        "snippet": .string(result.snippet.text), "score": .rounded(result.score),
        "source": .string(result.source), "missing": .array(result.missing.map(JSON.string)),
        "history": result.history?.json ?? .null, "remarks": .array(result.remarks.map(JSON.string)),
      ]
    }
  }
}

extension JSON {
  /// A share rounded to three decimals; more would suggest precision that it does not have.
  static func rounded(_ value: Double) -> JSON { .double((value * 1000).rounded() / 1000) }
}
