import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import CasebookStorage

/// `casebook search WORDS…`
enum SearchVerb {
  static let words = Operand(
    oneOrMore: .text("WORDS"), help: "what to look for; any text is a question, - reads standard input")
  static let scope = Option(
    "in", .choice("WHERE") { (scope: SearchScope) in scope.help }, default: .all, shown: "all",
    help: "where to search")
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...1000), default: 10, help: "how many results at most")

  static let command = Command<Surroundings>(
    "search", summary: "search articles, incidents or past events by their words",
    discussion: """
      Words are found under all their forms, in the language of each article; identifiers whole and in parts. Results \
      that lack some of the words are shown after those that have them all, and say which are missing.
      """,
    options: [scope, limit], operands: [words],
    examples: [
      Example("words", "casebook search insufficient gpu"),
      Example("in past runs", "casebook search --in events ModuleNotFoundError"),
    ],
    statuses: [StatusNote(.notFound, "nothing has any of the words")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    let query = try surroundings.text(invocation[words], invocation)
    guard query.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "nothing to look for: there are no words")
    }
    let outcome = try base.search(query, in: invocation[scope], limit: invocation[limit])
    if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(outcome.json.description)
    } else {
      for result in outcome.results { surroundings.standardOutput.write(result.text) }
      if !invocation.isQuiet { try comment(outcome, base, surroundings) }
    }
    return outcome.results.isEmpty ? .notFound : .success
  }

  /// What a person should know of the results, and what else to ask for.
  private static func comment(
    _ outcome: SearchOutcome, _ base: KnowledgeBase, _ surroundings: Surroundings
  ) throws {
    guard outcome.results.isEmpty || outcome.isPartial else { return }
    surroundings.say(
      outcome.results.isEmpty
        ? "nothing found for: \(singleLine(outcome.query).truncated(to: 80))"
        : "nothing has all of these words; shown is what has most of them")
    let names = try base.meantName(in: outcome.query)
    surroundings.suggest(names.isEmpty ? try base.meantWords(among: outcome.unknownWords) : names)
  }
}

extension SearchScope {
  fileprivate var help: String {
    switch self {
    case .all: "articles and incidents"
    case .articles: "resolutions and other sections of articles"
    case .incidents: "what people recorded"
    case .events: "the errors of the run logs"
    }
  }
}

extension SearchOutcome.Result {
  /// Title and id, the passage below, and which words it lacks.
  fileprivate var text: StyledText {
    var text = StyledText(singleLine(title), .bold)
    let place: [String?] =
      switch kind {
      case .incident: ["incident \(id)"]
      // What leads back to an event is its log and line.
      case .event: [singleLine(source)]
      case .resolution, .section: [id, locale?.description]
      }
    text.append("  " + place.compactMap { $0 }.joined(separator: "  "), .cyan)
    text.append("\n    ")
    for piece in snippet.pieces { text.append(singleLine(piece.text), piece.isMatch ? .bold : []) }
    if !missing.isEmpty { text.append("\n    without: " + missing.joined(separator: ", "), .dim) }
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
            "remarks": .array(result.remarks.map(JSON.string)),
          ]
        }),
    ]
  }
}

extension JSON {
  /// A share with three decimals: more would pretend to a precision that it does not have.
  static func rounded(_ value: Double) -> JSON { .double((value * 1000).rounded() / 1000) }
}
