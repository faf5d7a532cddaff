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
    "limit", short: "n", .integer("N", in: 1...1000), default: 10, help: "at most this many results")

  static let command = Command<Surroundings>(
    "search", summary: "search articles, incidents or past events by their words",
    discussion: """
      Finds words in all their forms, in the language of each article, and identifiers whole and in parts. Results that \
      lack some of the words come after those that have them all, and list the missing words.
      """,
    options: [scope, limit], operands: [words],
    examples: [
      Example("words", "casebook search insufficient gpu"),
      Example("in past runs", "casebook search --in events ModuleNotFoundError"),
    ],
    statuses: [StatusNote(.notFound, "no text has any of the words")]
  ) { invocation, surroundings in
    let query = try surroundings.requiredText(invocation[words], invocation)
    guard query.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "nothing to look for: the query is empty")
    }
    let base = try surroundings.open(invocation, .read)
    let outcome = try base.search(query, in: invocation[scope], limit: invocation[limit])
    if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(outcome.json.description)
    } else {
      for result in outcome.results { surroundings.standardOutput.write(result.text) }
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
  fileprivate var text: StyledText {
    var text = StyledText(singleLine(title), .bold)
    let place: [String?] =
      switch kind {
      case .incident: ["incident \(id)"]
      // Its log and line, to find the event again.
      case .event: [singleLine(source)]
      case .resolution, .section: [id, locale?.description]
      }
    text.append("  " + place.compactMap { $0 }.joined(separator: "  "), .cyan)
    text.append("\n    ")
    for piece in snippet.pieces { text.append(singleLine(piece.text), piece.isMatch ? .bold : []) }
    if !missing.isEmpty { text.append("\n    without: " + missing.joined(separator: ", "), .dim) }
    if let history, history.seen > 1 || !history.outcomes.isEmpty, let summary = history.summary {
      text.append("\n    " + summary, .dim)
    }
    if let outcome = history?.lastOutcome { text.append("\n    " + singleLine(outcome), .dim) }
    for remark in remarks { text.append("\n    note: " + singleLine(remark), .dim) }
    text.append("\n")
    return text
  }
}

extension SearchOutcome {
  fileprivate var json: JSON {
    [
      "version": 1, "query": .string(query), "partial": .bool(isPartial),
      "results": .array(
        results.map { result in
          [
            "kind": .string(result.kind.rawValue), "id": .string(result.id),
            "locale": JSON(result.locale?.description), "title": .string(result.title),
            "snippet": .string(result.snippet.text), "score": .rounded(result.score),
            "source": .string(result.source), "missing": .array(result.missing.map(JSON.string)),
            "history": result.history?.json ?? .null, "remarks": .array(result.remarks.map(JSON.string)),
          ]
        }),
    ]
  }
}

extension JSON {
  /// A share rounded to three decimals; more would suggest precision that it does not have.
  static func rounded(_ value: Double) -> JSON { .double((value * 1000).rounded() / 1000) }
}
