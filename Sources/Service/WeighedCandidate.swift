import CasebookKnowledge
import CasebookStorage

/// A known error with its evidence and the resulting verdict.
struct WeighedCandidate {
  let id: KnownErrorID
  private(set) var evidence: [Evidence] = []
  var verdict = Verdict.unknown
  /// The weight that the report and the section share.
  private(set) var mass = 0.0
  /// The weight that the report shares with the rest of the section's article.
  private(set) var topic = 0.0
  /// The weighted share of the leading message that the section explains.
  private(set) var explained = 0.0
  /// The weight of the leading message, and of the part of it that the section knows.
  private var said = 0.0
  private var met = 0.0
  /// The words of shared identifiers. They are not counted as evidence again.
  private var identified: Set<String> = []
  /// The names of these identifiers.
  private var called: Set<String> = []
  /// The identifiers of the leading message that the section does not name.
  private var unnamed: Set<String> = []
  /// How much of one of the article's messages the report contains, and how distinctive that is.
  private(set) var template = (share: 0.0, weight: 0.0, leads: false)
  /// The verdict from a person's record of the same signature, or from a lesson.
  private(set) var remembered = Verdict.unknown
  /// Whether the title names an error code of the report.
  private(set) var isNamedInTitle = false
  /// Whether the title names a status of the report, another status, or another thing that the report names.
  private(set) var titleNamesStatus = false
  private var isAboutOtherStatus = false
  private(set) var titleNamesThing = false
  /// Whether the leading message names an error code that the section does not know.
  private(set) var lacksCode = false
  /// Whether the section knows another code of the same kind.
  private(set) var hasOtherCode = false
  /// How many words the report has around the agreements, and how many of them the knowledge base and the
  /// article use.
  private(set) var familiar = (said: 0, occurring: 0, known: 0)
  /// Whether the report links to the section.
  private(set) var isLinked = false
  /// Whether the leading message and the section both name a thing other than a status.
  private(set) var sharesName = false
  /// Whether the section names the code next to the leading message.
  private(set) var namesCode = false
  /// How many identifiers agree, except those that the system can give any program.
  private(set) var names = 0
  /// How many of them are things, as opposed to outcomes.
  private(set) var things = 0
  /// How many different things agree.
  private(set) var agreements = 0

  init(_ id: KnownErrorID) { self.id = id }

  init(_ candidate: Candidate, _ symptoms: ReportTerms, _ sections: SectionEvidence) throws {
    id = candidate.hit.id
    compareIdentifiers(candidate, symptoms)
    try compareWords(candidate, symptoms, sections)
    compareMessages(candidate, symptoms)
    compareLinks(symptoms)
    if titleNamesStatus || template.leads || namesCode { try compareMatter(candidate, symptoms, sections) }
    explained = said > 0 ? min(1, met / said) : 0
    evidence.sort { $0.weight > $1.weight }
  }

  /// The score from 0 to 1.
  var score: Double { total / (total + 2) }

  /// The value that candidates are compared by: the shared weight, scaled by how much of the leading message
  /// it explains.
  var total: Double {
    (mass + min(topic, mass)) * (0.35 + explained * 0.65) * (isAboutOtherStatus ? 0.5 : 1)
  }

  // MARK: Evidence

  private mutating func compareIdentifiers(_ candidate: Candidate, _ symptoms: ReportTerms) {
    let statuses = symptoms.named.filter { $0.identifier.kind.isStatus }.map(\.identifier)
    isAboutOtherStatus =
      !statuses.isEmpty
      && candidate.identifiers.contains { $0.value && $0.key.kind.isStatus && !statuses.contains($0.key) }
    for named in symptoms.named {
      let leads = named.share == 1
      guard let isInTitle = candidate.identifiers[named.identifier] else {
        // An error code or a resource that the section does not know is evidence against it. The class of an
        // exception summarises its message in one word.
        if leads, unnamed.insert(named.identifier.value.lowercased()).inserted {
          if named.identifier.kind.isErrorCode {
            lacksCode = true
            if candidate.identifiers.keys.contains(where: { $0.kind == named.identifier.kind }) {
              hasOtherCode = true
            }
          }
          let share = named.identifier.kind.rawValue == "exception" ? 0.25 : named.occurs ? 1 : 0.5
          said += named.identifier.kind.isSpecific ? 1 : named.weight * share
        }
        continue
      }
      let weight = named.weight * (isInTitle ? 2 : 0.8)
      mass += weight
      identified.formUnion(named.words)
      called.formUnion(named.names)
      if leads {
        said += named.weight
        met += named.weight
        if !named.identifier.kind.isStatus { sharesName = true }
      }
      if weight >= 0.2 {
        agreements += 1
        if !named.identifier.kind.isOfSystem { names += 1 }
        if !named.identifier.kind.isOutcome { things += 1 }
      }
      if named.isCode, !named.identifier.kind.isOutcome { namesCode = true }
      if isInTitle, weight >= 0.3 {
        if named.identifier.kind.isOutcome { titleNamesStatus = true } else { titleNamesThing = true }
      }
      if isInTitle, named.identifier.kind.isErrorCode { isNamedInTitle = true }
      let place = isInTitle ? "the title names" : "both name"
      evidence.append(Evidence(.identifier, "\(place) \(named.identifier)", weight: weight))
    }
  }

  private mutating func compareWords(
    _ candidate: Candidate, _ symptoms: ReportTerms, _ sections: SectionEvidence
  ) throws {
    let columns = try sections.columns(of: candidate)
    var shared: [(word: WeighedWord, weight: Double)] = []
    var sharedTexts: Set<String> = []
    func share(_ word: ReportTerms.ReportWord) -> Double? {
      let place = columns.containing(anyOf: word.word.hashes)
      return place.isEmpty ? nil : word.weight * place.share(ofBody: columns.bodyLength)
    }
    var unmet: [ReportTerms.ReportWord] = []
    for word in symptoms.words where word.word.kind != .concept {
      let text = word.word.text.lowercased()
      if isIdentified(text) { continue }
      let part = share(word)
      if word.leads, part != nil || !unnamed.contains(text) {
        // A word in no article is more often a name of the reporter's than a symptom; and a text in another
        // language uses other words.
        let isTranslated = part == nil && symptoms.isEnglish && candidate.hit.locale != .english
        let mayBeSaid = word.word.occurs && !isTranslated
        said += word.word.rarity * (mayBeSaid ? 1 : 0.5)
      }
      if let part {
        mass += part
        shared.append((word.word, part))
        sharedTexts.insert(text)
        if word.leads { met += word.word.rarity }
      } else {
        unmet.append(word)
      }
    }
    // A concept counts if the section expresses it in other words than the report.
    var bridged: Set<String> = []
    for concept in symptoms.words where concept.word.kind == .concept {
      let words = concept.word.text.lowercased().split(separator: " ").map(String.init)
      let isCounted = words.allSatisfy {
        identified.contains($0) || sharedTexts.contains($0) || GenericWords.contains($0)
      }
      guard !isCounted, let part = share(concept) else { continue }
      mass += part
      shared.append((concept.word, part))
      bridged.formUnion(words)
    }
    for word in unmet where word.word.occurs || bridged.contains(word.word.text.lowercased()) {
      if bridged.contains(word.word.text.lowercased()) {
        if word.leads { met += word.word.rarity * 0.8 }
      } else {
        // The text around a message shows its topic nearly as well as the message.
        let prominence = try sections.prominence(of: word.word, inArticleOf: candidate)
        topic += prominence * max(word.share, 0.7)
        if word.leads { met += prominence * 0.5 }
      }
    }
    agreements += shared.count { $0.weight >= 0.25 && !$0.word.isPartOfName }
    if !shared.isEmpty {
      let telling = shared.sorted { $0.weight > $1.weight }.prefix(6).map(\.word.text)
      let weight = shared.reduce(0) { $0 + $1.weight }
      evidence.append(Evidence(.terms, "both say: " + telling.joined(separator: ", "), weight: weight))
    }
  }

  /// Whether a word, or each part of a name, belongs to a shared identifier.
  private func isIdentified(_ text: String) -> Bool {
    if identified.contains(text) { return true }
    if identified.isEmpty
      || !text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") })
    {
      return false
    }
    let parts = text.identifierParts
    return parts.count > 1 && parts.contains(where: identified.contains)
      && parts.allSatisfy { identified.contains($0) || GenericWords.contains($0) }
  }

  /// Counts the words of the report that the article uses. In a knowledge base about a single subject, rarity
  /// alone cannot tell whether they are about the same thing.
  private mutating func compareMatter(
    _ candidate: Candidate, _ symptoms: ReportTerms, _ sections: SectionEvidence
  ) throws {
    for word in symptoms.words
    where word.word.kind == .whole && word.isSaid && !identified.contains(word.word.text.lowercased()) {
      familiar.said += 1
      guard word.word.occurs else { continue }
      familiar.occurring += 1
      if try sections.occurs(word.word, inArticleOf: candidate) { familiar.known += 1 }
    }
  }

  /// Messages of products link to the section of the documentation that explains them.
  private mutating func compareLinks(_ symptoms: ReportTerms) {
    guard id.row == nil, symptoms.anchors.contains(id.slug) else { return }
    isLinked = true
    mass += 2
    agreements += 1
    evidence.append(Evidence(.identifier, "the report links to #\(id.slug)", weight: 2))
  }

  private mutating func compareMessages(_ candidate: Candidate, _ symptoms: ReportTerms) {
    var rarities: [String: Double] = [:]
    for word in symptoms.words where word.word.kind != .concept {
      rarities[word.word.text.lowercased()] = word.word.rarity
    }
    var best: (text: String, isSame: Bool, fresh: Double)?
    for message in candidate.messages {
      let words = message.template.words.map { token, isConstant in
        if !isConstant { return TemplateMatch.TemplateWord(text: token, weight: 0, isTelling: false) }
        // An unmasked number is a status or a code. A message without it is a different message.
        if token.allSatisfy(\.isNumber) {
          return TemplateMatch.TemplateWord(text: token, weight: 1, isTelling: false)
        }
        let isTelling = !GenericWords.contains(token[...])
        return TemplateMatch.TemplateWord(
          text: token, weight: isTelling ? max(0.3, rarities[token] ?? 0.6) : 0.15, isTelling: isTelling)
      }
      // A match on a single distinctive word is counted as a word, not as a message.
      if words.count(where: \.isTelling) < 2 { continue }
      for symptom in symptoms.messages {
        let match = TemplateMatch(words, in: symptom.words)
        let weight = match.weight * symptom.share * match.share
        guard match.share >= 0.5, match.weight >= 0.6, weight > template.weight else { continue }
        template = (match.share, weight, symptom.share == 1)
        let telling = words.filter(\.isTelling)
        let counted = telling.filter { called.contains($0.text) }
        best = (
          message.text, symptom.fingerprint == message.fingerprint,
          weight * (1 - counted.reduce(0) { $0 + $1.weight } / telling.reduce(0) { $0 + $1.weight })
        )
      }
    }
    guard let best else { return }
    // Shared identifiers are already counted.
    mass += best.fresh
    agreements += 1
    let share = Int((template.share * 100).rounded())
    evidence.append(
      best.isSame
        ? Evidence(.fingerprint, "the article has this very message: \(best.text)", weight: template.weight)
        : Evidence(
          .template, "\(share) % of the article's message matches: \(best.text)", weight: template.weight)
    )
  }

  /// Records that an incident with the same signature was resolved with this.
  mutating func remember(_ incident: Incident) {
    remember(
      .exact, Evidence(.history, "it resolved incident \(incident.number): \(incident.title)", weight: 3))
  }

  /// Records a person's decision, and the verdict that it justifies.
  mutating func remember(_ verdict: Verdict, _ reason: Evidence) {
    mass += reason.weight
    explained = max(explained, 0.9)
    remembered = max(remembered, verdict)
    evidence.insert(reason, at: 0)
  }
}

extension ColumnSet {
  /// How much an occurring word counts. A long body may contain any word.
  fileprivate func share(ofBody length: Int) -> Double {
    if contains(.title) { return 1.25 }
    if contains(.signature) { return 1 }
    let room = min(1, (400 / Double(max(1, length))).squareRoot())
    return contains(.literals) ? 0.9 * max(0.4, room) : 0.6 * max(0.3, room)
  }
}

extension Identifier.IdentifierKind {
  /// Whether it is an HTTP status, which occurs everywhere and says nothing alone.
  fileprivate var isStatus: Bool { rawValue == "http_status" }

  /// Whether it is one of a few outcomes that any program can have.
  fileprivate var isOutcome: Bool { isStatus || isOfSystem || rawValue == "grpc_code" }

  /// Whether the system reports it, for any program.
  fileprivate var isOfSystem: Bool { ["exit_code", "signal", "errno"].contains(rawValue) }

  /// Whether another value of this kind means another error.
  fileprivate var isSpecific: Bool { isErrorCode || rawValue == "resource" }

  /// Whether this kind is a numbered error, which one article is about.
  fileprivate var isErrorCode: Bool {
    ["compiler_code", "event_id", "hresult", "win32_error", "azure_error", "error_code"].contains(rawValue)
  }
}

extension WeighedWord {
  /// Whether it is a word inside a name, which is compared as a whole. A pair of characters does not count as
  /// such a part.
  fileprivate var isPartOfName: Bool { kind == .part && text.utf8.allSatisfy { $0 < 0x80 } }
}
