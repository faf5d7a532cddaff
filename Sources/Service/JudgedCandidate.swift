import CasebookDiagnosis
import CasebookKnowledge
import CasebookStorage
import CasebookText

/// A known error with the probability that it answers a report, its evidence and the verdict.
struct JudgedCandidate {
  let id: KnownErrorID
  /// The file that its section is from; `nil` for one that only people named.
  let source: String?
  let features: FeatureValues
  /// What judged it.
  let judge: Judge
  private(set) var probability: Double
  private(set) var verdict: Verdict
  private(set) var evidence: [Evidence]
  /// Whether a person's record or lesson named it.
  private(set) var isRemembered = false
  /// The lower bound of its rate of success in incidents with the same signature.
  private(set) var success = 0.0
  /// Whether it names a code of the report.
  private let namesCode: Bool

  init(_ id: KnownErrorID) {
    self.id = id
    source = nil
    features = FeatureValues()
    judge = .standard
    probability = 0
    verdict = .unknown
    evidence = []
    namesCode = false
  }

  init(
    _ candidate: Candidate, _ comparison: Comparison, _ reading: ReportReading, isBundled: Bool
  ) {
    id = candidate.hit.id
    source = candidate.hit.source
    features = comparison.features
    judge = isBundled ? .bundled : .standard
    evidence = Self.evidence(candidate, comparison, reading)
    namesCode = reading.identifiers.contains { $0.isOfSystem && candidate.identifiers[$0] != nil }
    probability = judge.probability(features)
    verdict = judge.verdict(probability)
    // A link to the section itself is more than agreement; another code of the same kind is less than certainty.
    if features[.link] == 1 {
      probability = max(probability, judge.possible)
      verdict = max(verdict, .possible)
    }
    if features[.otherCode] == 1 { verdict = min(verdict, .possible) }
  }

  /// Takes back the claim: the report and the section share nothing but what any program may report. If that is a whole
  /// line of both, the section is still a possible answer, as common as the line may be.
  mutating func doubt(isWhole: Bool) {
    if isWhole {
      verdict = min(verdict, .possible)
      return
    }
    verdict = .unknown
    probability = min(probability, Self.withdrawn)
  }

  /// Whether it is worth showing beside an unknown error. Where a sentence says little but a code, a section that names the
  /// code is near however improbable it is.
  var isNear: Bool { probability >= (namesCode ? 0.01 : 0.05) }

  /// The probability of a claim that was taken back. It may still be shown as near.
  private static let withdrawn = 0.3

  /// Ranks it behind another section that answers for more of the message.
  mutating func fall(below other: Double) { probability = min(probability, other.nextDown) }

  /// Records that the section has the very message. It is the answer if no other article has it, and if the report is
  /// this message or the judge finds it likely: many programs end a message with `connection refused`.
  mutating func holdVeryMessage(isSole: Bool) {
    guard verdict > .unknown || features[.sameSignature] == 1 else { return }
    verdict = isSole ? .exact : max(verdict, .possible)
    probability = isSole ? 1 : max(probability, judge.possible)
  }

  /// Records that this resolved incidents with the same signature, or with that of `message`.
  mutating func remember(
    _ fix: IncidentMemory.RecordedFix, _ memory: IncidentMemory, _ verdict: Verdict, _ message: String? = nil
  ) {
    success = fix.leastSuccess
    // A message that many errors share is not sure because it was seen before.
    let isOwn = id.incidentNumber != nil || id.family == ArticleName.family
    if verdict == .possible, isOwn { self.verdict = min(self.verdict, .possible) }
    let summary = memory.summary(of: fix)
    remember(verdict, Evidence(.history, message.map { "\($0): \(summary)" } ?? summary, weight: 1))
    if fix.failed > fix.worked { lower() }
  }

  /// Records how often it helped, which ranks it among others that are as sure. What failed more often than not may be right
  /// now, but is not sure.
  mutating func count(_ outcomes: [IncidentOutcome]) {
    let worked = outcomes.count(where: \.worked)
    success = leastRate(worked, of: outcomes.count)
    guard worked < outcomes.count - worked else { return }
    lower()
    evidence.append(Evidence(.history, "it did not help the last time", weight: 0))
  }

  private mutating func lower() {
    verdict = min(verdict, .possible)
    probability = min(probability, judge.strong)
  }

  /// Records a person's decision, and the verdict that it justifies.
  mutating func remember(_ verdict: Verdict, _ reason: Evidence) {
    isRemembered = true
    self.verdict = max(self.verdict, verdict)
    switch verdict {
    case .exact: probability = 1
    case .strong: probability = max(probability, judge.strong)
    default: probability = max(probability, judge.possible)
    }
    evidence.insert(reason, at: 0)
  }

  private static func evidence(
    _ candidate: Candidate, _ comparison: Comparison, _ reading: ReportReading
  ) -> [Evidence] {
    var evidence: [Evidence] = []
    let features = comparison.features
    let place = candidate.hit.id.incidentNumber == nil ? "the article" : "the incident"
    if let best = comparison.best, features[.lineCoverage] >= 0.5 {
      let share = Int((features[.lineCoverage] * 100).rounded())
      evidence.append(
        features[.sameSignature] == 1
          ? Evidence(
            .fingerprint,
            "\(place) has this very message: \(reading.veryMessage(of: candidate) ?? best.section.text)",
            weight: 1)
          : Evidence(
            .template, "\(share) % of \(place)'s \(best.section.kind.name) matches: \(best.section.text)",
            weight: features[.lineAgreement]))
    }
    let named = reading.identifiers.filter { candidate.identifiers[$0] != nil }
    for (index, identifier) in named.enumerated() {
      guard let isInTitle = candidate.identifiers[identifier] else { continue }
      // Of `MountVolume.SetUp` and `SetUp`, the longer one says it all; one value of two kinds is named once.
      let isNamed = named.enumerated().contains { place, other in
        place < index && other.value == identifier.value || identifier.value.isPart(of: other.value)
      }
      if isNamed { continue }
      let place = isInTitle ? "the title names" : "both name"
      evidence.append(Evidence(.identifier, "\(place) \(identifier)", weight: isInTitle ? 0.5 : 0.2))
    }
    var seen: Set<String> = []
    var words: [String] = []
    for word in comparison.shared where word.weight >= Self.worthSaying && words.count < 6 {
      guard let text = word.keys.first.flatMap({ reading.texts[$0] }) else { continue }
      if seen.insert(text.lowercased()).inserted { words.append(text) }
    }
    if !words.isEmpty {
      evidence.append(
        Evidence(
          .terms, "both say: \(words.joined(separator: ", "))", weight: 0.3 * features[.sectionCoverage]))
    }
    return evidence.sorted { $0.weight > $1.weight }
  }

  /// The least weight of a word that is named in evidence.
  private static let worthSaying = 0.25
}

extension SectionLineKind {
  /// Its name in evidence.
  fileprivate var name: String {
    switch self {
    case .title: "title"
    case .message: "message"
    case .quote, .span, .block, .prose, .command: "line"
    case .cell: "cell"
    }
  }
}

extension String {
  /// Whether a longer text has it as a word of its own.
  fileprivate func isPart(of longer: String) -> Bool {
    let (own, all) = (Array(utf8), Array(longer.utf8))
    guard own.count < all.count, let place = all.range(ofBytes: own) else { return false }
    func isEdge(_ index: Int) -> Bool { !all.indices.contains(index) || !all[index].isLetterOrDigit }
    return isEdge(place.lowerBound - 1) && isEdge(place.upperBound)
  }
}
