import CasebookAnalysis
public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// Where to search.
public enum SearchScope: String, CaseIterable, Sendable {
  /// Articles and incidents.
  case all
  /// Resolutions and other sections of articles.
  case articles
  /// Recorded incidents.
  case incidents
  /// Errors of the run logs.
  case events
}

/// The results of a search.
public struct SearchOutcome: Sendable {
  /// One result, best first.
  public struct Result: Sendable {
    /// The kind of a result.
    public enum ResultKind: String, Sendable {
      case resolution, section, incident, event
    }

    /// The kind of the result.
    public let kind: ResultKind
    /// The known error's id, the number of the incident or of the event.
    public let id: String
    /// The language of the text; events and incidents have none.
    public let locale: LocaleTag?
    /// The heading, or the first line of a message.
    public let title: String
    /// The best passage.
    public let snippet: Snippet
    /// How well it fits, from 0 to 1: the share of the question's rarity that it covers.
    public fileprivate(set) var score: Double
    /// The file, or `file:line`.
    public let source: String
    /// The words of the question that do not occur in it.
    public let missing: [String]
    /// How often it occurred, and what worked; `nil` for an event.
    public let history: KnownErrorHistory?
    /// Remarks for a reader: another language has a newer text.
    public let remarks: [String]
  }

  /// The query.
  public let query: String
  /// The results, best first.
  public let results: [Result]
  /// The words of the query that occur in no article and in no result, as typed.
  public let unknownWords: [String]

  /// Whether every result lacks some words.
  public var isPartial: Bool { !results.isEmpty && results.allSatisfy { !$0.missing.isEmpty } }
}

extension KnowledgeBase {
  /// Finds what fits a question best. Any text is a question: a word, a sentence, a whole traceback.
  ///
  /// A secret in it is neither looked for nor told.
  public func search(_ query: String, in scope: SearchScope = .all, limit: Int = 10) throws -> SearchOutcome {
    let query = store.redacted(query)
    return try store.snapshot {
      let outcome = try found(query, in: scope, limit: limit)
      guard outcome.results.isEmpty, query.contains("-") else { return outcome }
      // Some people write `status-code`, others `status code`. If part of a hyphenated name is unknown, it is
      // another name.
      let apart = try found(query.replacing(ascii: "-", with: " "), in: scope, limit: limit)
      return apart.unknownWords.isEmpty
        ? SearchOutcome(query: query, results: apart.results, unknownWords: []) : outcome
    }
  }

  private func found(_ query: String, in scope: SearchScope, limit: Int) throws -> SearchOutcome {
    let words = store.remainder(of: query)
    let question = try Question(words, WordStatistics(store))
    var results: [SearchOutcome.Result] = []
    if scope == .all || scope == .articles { results += try searchArticles(question, limit: limit) }
    if scope == .all || scope == .incidents {
      for (result, knownError) in try searchIncidents(question, limit: limit) {
        // An article that was written about the incident comes before it.
        if let place = results.firstIndex(where: {
          $0.kind == .resolution && $0.id == knownError?.description
        }) {
          results[place].score = max(results[place].score, result.score)
        }
        results.append(result)
      }
    }
    if scope == .events { results += try searchEvents(words, question, limit: limit) }
    // A section with hardly any word of the question is left out, unless no section has more.
    let best = results.map(\.score).max() ?? 0
    results.removeAll { $0.score < best * 0.15 }
    results = results.enumerated().sorted { ($0.element.score, $1.offset) > ($1.element.score, $0.offset) }
      .map(\.element)
    results = Array(results.prefix(limit))
    let unknown = question.unknownWords.filter { word in results.allSatisfy { $0.missing.contains(word) } }
    return SearchOutcome(query: query, results: results, unknownWords: unknown)
  }

  /// Skip results that match too little of the query, such as `Error` alone of an unknown name.
  private static let leastWeight = 0.1

  /// How many results in the reader's language carry a remark about a newer text. The others show it when
  /// opened.
  private static let remarked = 1

  private func searchArticles(_ question: Question, limit: Int) throws -> [SearchOutcome.Result] {
    let sections = try store.sections(withAnyOf: question.rareTerms, limit: max(limit * 6, 60))
    let best = sections.first?.bm25 ?? 1
    // Coverage measures how much of the question a section has; bm25 measures how much the section is about
    // it.
    let ranked = sections.map { ($0, coverage: question.coverage(of: $0)) }
      .filter { $0.coverage.share * question.weight >= Self.leastWeight }
      .map { section, coverage in
        let score = (3 * coverage.share + section.bm25 / best) / 4
        // At equal fit, a resolution comes before an explanation or an introduction.
        return (section, missing: coverage.missing, score: section.isResolution ? score : score * 0.95)
      }
      .sorted { ($0.score, $1.0.number) > ($1.score, $0.0.number) }
    let locales = try store.locales()
    // Who asks in a language that nothing is written in reads English, as in an answer.
    let wanted: LocaleTag? =
      locales.contains(preferred) ? preferred : locales.contains(.english) ? .english : nil
    var results: [SearchOutcome.Result] = []
    var seen: Set<KnownErrorID> = []
    for (section, missing, score) in ranked where results.count < limit {
      guard let found = try store.sectionHit(section.number) else { continue }
      // The parts of an article about one known error have no names of their own.
      let hit = try store.statedError(aroundSection: section.number) ?? found
      guard seen.insert(hit.id).inserted else { continue }
      // Take title and text from the reader's language if it has one.
      let isListed = results.count >= Self.remarked
      let needsAnswer = hit.isResolution && wanted != nil && !(isListed && hit.locale == wanted)
      let answer = needsAnswer ? try answer(to: hit.id, withLosses: false) : nil
      let other = hit.locale == wanted ? nil : answer?.resolution
      let shown = other.flatMap { $0.locale == wanted ? $0 : nil }
      let (locale, title, markdown) =
        shown.map { ($0.locale, $0.title, $0.markdown) } ?? (hit.locale, hit.title, found.markdown)
      results.append(
        SearchOutcome.Result(
          kind: hit.isResolution ? .resolution : .section, id: hit.id.description, locale: locale,
          title: title,
          snippet: question.snippet(of: markdown, locale: locale, fallback: title), score: score,
          source: shown.map { "\($0.source):\($0.line)" } ?? "\(hit.source):\(hit.line)",
          missing: missing, history: hit.isResolution ? try history(of: hit.id) : nil,
          remarks: answer?.resolution.locale == locale ? answer?.newerRemark.map { [$0] } ?? [] : []))
    }
    return results
  }

  /// Incidents, each with the local known error that was written about it.
  private func searchIncidents(
    _ question: Question, limit: Int
  ) throws -> [(result: SearchOutcome.Result, learned: KnownErrorID?)] {
    try store.incidents(withAnyOf: question.allTerms, limit: limit).compactMap { number, _ in
      guard let incident = try store.incident(number) else { return nil }
      let text = ([incident.title, incident.message] + incident.timeline.map(\.text)).joined(separator: "\n")
      let coverage = question.coverage(of: text)
      let result = try SearchOutcome.Result(
        kind: .incident, id: String(number), locale: nil, title: incident.title,
        snippet: question.snippet(of: text, fallback: incident.title), score: coverage.share,
        source: "incident \(number)", missing: coverage.missing, history: history(ofIncident: number),
        remarks: [])
      return (result, incident.knownError.flatMap { $0.family == ArticleName.family ? $0 : nil })
    }
  }

  private func searchEvents(
    _ query: String, _ question: Question, limit: Int
  ) throws -> [SearchOutcome.Result] {
    // Ignore how rare a word is in articles: in logs, people look for ids that no article has.
    let words = question.analyzer.terms(of: query)
    let telling = words.filter { $0.kind != .part } + words.filter { $0.kind == .part }
    return try store.events(withWords: telling.map(\.alternatives), limit: limit).map { event in
      let terms = Set(question.analyzer.terms(of: event.message).flatMap(\.alternatives))
      let missing = words.filter { !$0.alternatives.contains(where: terms.contains) }
      let whole = words.reduce(0) { $0 + Self.weight(of: $1) }
      let title = LogRecord(event.message).lead
      return SearchOutcome.Result(
        kind: .event, id: String(event.number), locale: nil, title: title,
        snippet: question.snippet(of: event.message, fallback: title),
        score: whole > 0 ? 1 - missing.reduce(0) { $0 + Self.weight(of: $1) } / whole : 0,
        source: "\(event.source):\(event.lines.lowerBound)",
        missing: missing.filter { $0.kind != .part && $0.kind != .pair }.map(\.text), history: nil,
        remarks: [])
    }
  }

  /// Part of an identifier says little; the whole identifier is also a word.
  private static func weight(of word: QueryTerm) -> Double { word.kind == .part ? 0.2 : 1 }
}
