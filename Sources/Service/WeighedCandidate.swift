import CasebookAnalysis
import CasebookKnowledge
import CasebookStorage

/// A known error with what speaks for it, and how sure that makes it.
struct WeighedCandidate {
  let id: KnownErrorID
  private(set) var evidence: [Evidence] = []
  private(set) var verdict = Verdict.unknown
  /// What the report and the section have in common, by weight.
  private(set) var mass = 0.0
  /// What the rest of the section's article has in common with the report, by weight.
  private var topic = 0.0
  /// The share of the leading message that the section explains, by weight.
  private var explained = 0.0
  /// How much of one of the article's messages stands in the report.
  private var template = (share: 0.0, weight: 0.0)
  private var hasSameFingerprint = false
  /// Whether the title names an error code of the report.
  private var isNamedInTitle = false
  /// How many different things agree.
  private var agreements = 0

  init(_ id: KnownErrorID) { self.id = id }

  init(_ candidate: Candidate, _ symptoms: Symptoms, _ store: Store) throws {
    id = candidate.hit.id
    try compareWords(candidate, symptoms, store)
    compareIdentifiers(candidate, symptoms)
    compareMessages(candidate, symptoms)
  }

  /// From 0 to 1.
  var score: Double { mass / (mass + 2) * (0.5 + explained / 2) }

  // MARK: Evidence

  private static let columnShares = [1.0, 1.0, 0.9, 0.6]

  private mutating func compareWords(_ candidate: Candidate, _ symptoms: Symptoms, _ store: Store) throws {
    let columns = store.columns(of: candidate.hit)
    var shared: [(text: String, weight: Double)] = []
    var said = 0.0
    var met = 0.0
    for word in symptoms.words where word.weight > 0 {
      let place = columns.firstIndex { column in word.terms.contains { column.contains(Substring($0)) } }
      // Parts of an identifier count once more with the whole.
      let weight = word.kind == .part || word.kind == .pair ? word.weight / 2 : word.weight
      if let place {
        let part =
          weight * Self.columnShares[min(place, Self.columnShares.count - 1)] * (word.leads ? 1 : 0.6)
        mass += part
        shared.append((word.text, part))
        if word.leads { met += weight }
      } else if word.occurs, try store.occurs(anyOf: word.terms, in: candidate.articleSections) {
        topic += weight * (word.leads ? 0.5 : 0.3)
        if word.leads { met += weight * 0.3 }
      }
      // What nobody ever wrote about is a name of the reporter's more often than a symptom.
      if word.leads { said += word.occurs ? weight : weight * 0.5 }
    }
    explained = said > 0 ? met / said : 0
    agreements += shared.count { $0.weight >= 0.3 }
    if !shared.isEmpty {
      let telling = shared.sorted { $0.weight > $1.weight }.prefix(6).map(\.text)
      evidence.append(
        Evidence(
          .terms, "both say: " + telling.joined(separator: ", "), weight: shared.reduce(0) { $0 + $1.weight })
      )
    }
  }

  private mutating func compareIdentifiers(_ candidate: Candidate, _ symptoms: Symptoms) {
    for named in symptoms.named {
      guard let isInTitle = candidate.identifiers[named.identifier] else { continue }
      let weight = named.weight * (isInTitle ? 1.2 : 0.8) * (named.leads ? 1 : 0.7)
      mass += weight
      agreements += 1
      if isInTitle, named.identifier.kind.isErrorCode { isNamedInTitle = true }
      let place = isInTitle ? "the title names" : "both name"
      evidence.append(Evidence(.identifier, "\(place) \(named.identifier)", weight: weight))
    }
  }

  private mutating func compareMessages(_ candidate: Candidate, _ symptoms: Symptoms) {
    var words: [Substring: Double] = [:]
    for word in symptoms.words { words[word.text.lowercased()[...], default: 0] = word.weight }
    for message in candidate.messages {
      let tokens = templateTokens(message.template)
      let match = TemplateMatch(tokens, in: symptoms.tokens) { token in
        if token.hasPrefix("<"), token.hasSuffix(">") { return 0 }
        return GenericWords.contains(token) ? 0.15 : max(0.3, words[token] ?? 0.6)
      }
      if symptoms.fingerprints.contains(message.fingerprint), match.weight >= 1 {
        hasSameFingerprint = true
        mass += match.weight
        evidence.append(
          Evidence(.fingerprint, "the article has this very message: \(message.text)", weight: match.weight))
      } else if match.share >= 0.5, match.weight > template.weight {
        template = (match.share, match.weight)
      }
    }
    if template.weight > 0 {
      mass += template.weight * template.share
      agreements += 1
      let share = Int((template.share * 100).rounded())
      let text =
        candidate.messages.first { message in
          TemplateMatch(templateTokens(message.template), in: symptoms.tokens) { _ in 1 }.share >= 0.5
        }?.text ?? ""
      evidence.append(
        Evidence(
          .template, "\(share) % of the article's message stands here: \(text)", weight: template.weight))
    }
  }

  /// Adds that an incident with the same signature ended with this.
  mutating func remember(_ incident: Incident) {
    mass += 3
    explained = max(explained, 0.9)
    agreements += 2
    evidence.append(
      Evidence(.history, "it resolved incident \(incident.number): \(incident.title)", weight: 3))
    hasSameFingerprint = true
  }

  // MARK: Judgement

  /// Gives each candidate its verdict and orders them, the best first.
  static func judged(_ candidates: [WeighedCandidate]) -> [WeighedCandidate] {
    var ranked = candidates.sorted { ($0.total, $1.id) > ($1.total, $0.id) }
    let best = ranked.first?.total ?? 0
    for index in ranked.indices {
      ranked[index].evidence.sort { $0.weight > $1.weight }
      ranked[index].verdict = ranked[index].total >= best * 0.6 ? ranked[index].ownVerdict : .unknown
    }
    return ranked
  }

  private var total: Double { (mass + topic * 0.5) * (0.4 + explained * 0.6) }

  private var ownVerdict: Verdict {
    if hasSameFingerprint { return .exact }
    if template.share >= 0.95, template.weight >= 1.5 { return .exact }
    if template.share >= 0.7, template.weight >= 1.5 { return .strong }
    if isNamedInTitle { return .strong }
    if agreements >= 3, mass >= 4, explained >= 0.6 { return .strong }
    if agreements >= 2, mass + topic >= 2.5, explained >= 0.35 { return .possible }
    return .unknown
  }
}

extension Identifier.Kind {
  /// Whether things of this kind are numbered errors, which one article is about.
  fileprivate var isErrorCode: Bool {
    ["compiler_code", "event_id", "hresult", "win32_error", "azure_error", "error_code"].contains(rawValue)
  }
}
