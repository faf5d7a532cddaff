import CasebookAnalysis
import CasebookDiagnosis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// The sections that diagnoses weigh, read and cut once: the problems of one log ask for the same ones.
final class SectionEvidence {
  /// A section cut into lines that are not yet weighed.
  struct CutSection {
    let candidate: Candidate
    let text: SectionText
  }

  private let store: Store
  private let words: WordWeights
  private var sections: [Int64: CutSection?] = [:]
  private var incidents: [Int: ResolvedIncident?] = [:]
  private var analyzers: [LocaleTag: Analyzer] = [:]
  private var counts: [Occurrence: Bool] = [:]
  /// The sections that contain a word, in order; `nil` if they are too many to be listed.
  private var holders: [[String]: [Int64]?] = [:]
  /// Hashes of the terms of each article, by its first section; `nil` for a large one.
  private var articleTerms: [Int64: Set<UInt64>?] = [:]

  /// How many articles' terms to keep.
  private static let mostArticles = 200
  /// A word in at most this many sections is looked up once; a more common word is looked up in each article.
  private static let holderLimit = 2000
  /// How many cut sections, and how many incidents, to keep.
  private static let mostSections = 1000

  private struct Occurrence: Hashable {
    let terms: [String]
    let article: Int64
  }

  init(_ store: Store, _ words: WordWeights) {
    self.store = store
    self.words = words
  }

  /// The sections and the resolved incidents that share anything with a report, and the signatures of these incidents.
  func sections(
    for search: CandidateSearch, _ signer: Signer
  ) throws -> (sections: [CutSection], incidents: [Signature]) {
    // Thousands of reports share some sections, but need not keep all.
    if sections.count >= Self.mostSections { sections.removeAll(keepingCapacity: true) }
    if incidents.count >= Self.mostSections { incidents.removeAll(keepingCapacity: true) }
    let found = try store.candidates(for: search) { sections[$0] != nil }
    for (number, candidate) in found.candidates { sections[number] = cut(candidate) }
    let resolved = try found.incidents.compactMap { try incident($0, signer) }
    return (
      found.sections.compactMap { sections[$0] ?? nil }.withoutCopies + resolved.compactMap(\.section),
      resolved.map(\.signature)
    )
  }

  /// A resolved incident. It is not a section of its own if it is known for its known error.
  private struct ResolvedIncident {
    let signature: Signature
    let section: CutSection?
  }

  /// `nil` for an incident that is not resolved.
  private func incident(_ number: Int, _ signer: Signer) throws -> ResolvedIncident? {
    if let known = incidents[number] { return known }
    let resolved = try store.incident(number).flatMap { incident -> ResolvedIncident? in
      guard incident.state == .resolved else { return nil }
      let lead = LogRecord(incident.message).lead
      let signature = signer.signature(of: lead)
      let isOwn = incident.outcomes.contains { $0.worked && $0.knownError == nil }
      return ResolvedIncident(
        signature: signature,
        section: isOwn ? cut(Candidate(incident: incident, message: lead, signature: signature)) : nil)
    }
    incidents[number] = .some(resolved)
    return resolved
  }

  private func cut(_ candidate: Candidate) -> CutSection {
    let hit = candidate.hit
    let (local, english) = (analyzer(hit.locale), analyzer(.english))
    var section = SectionText(articleTitle: words.cutter.cut(candidate.articleTitle, local))
    var seen: Set<UInt64> = []
    func add(_ kind: SectionLineKind, _ text: String, _ analyzer: Analyzer) {
      if seen.insert(stableHash(text.utf8)).inserted {
        section.add(kind, text, words.cutter.cut(text, analyzer))
      }
    }
    add(.title, hit.title, local)
    // A message may be the title.
    seen.removeAll()
    if hit.locale != .english, hit.id.row == nil {
      add(.title, hit.id.slug.split(separator: "-").joined(separator: " "), english)
    }
    for message in candidate.messages { add(.message, message.text, english) }
    for part in [Candidate.SectionPart(title: "", markdown: hit.markdown)] + candidate.parts {
      if !part.title.isEmpty { add(.prose, part.title, local) }
      for (kind, text) in SectionLines(markdown: part.markdown).lines {
        add(kind, text, kind == .prose || kind == .quote || kind == .cell ? local : english)
      }
    }
    return CutSection(candidate: candidate, text: section)
  }

  private func analyzer(_ locale: LocaleTag) -> Analyzer {
    if let known = analyzers[locale] { return known }
    let analyzer = Analyzer(locale: locale)
    analyzers[locale] = analyzer
    return analyzer
  }

  /// Whether any of the terms occurs in the article of a section. `count` is how many sections have them.
  func occurs(_ terms: [String], count: Int, inArticleOf candidate: Candidate) throws -> Bool {
    let key = Occurrence(terms: terms, article: candidate.articleSections.lowerBound)
    if let known = counts[key] { return known }
    let listed = count > Self.holderLimit ? nil : try sections(holding: terms)
    let occurs =
      try listed.map { $0.count(in: candidate.articleSections) > 0 }
      ?? has(terms, candidate.articleSections)
      ?? (store.sectionCount(ofAny: terms, in: candidate.articleSections) > 0)
    counts[key] = occurs
    return occurs
  }

  /// Whether an article has any of the terms; `nil` if only the index tells.
  private func has(_ terms: [String], _ sections: ClosedRange<Int64>) throws -> Bool? {
    guard !terms.contains(where: { $0.utf8.contains(0x20) }) else { return nil }
    if articleTerms[sections.lowerBound] == nil {
      if articleTerms.count >= Self.mostArticles { articleTerms.removeAll(keepingCapacity: true) }
      articleTerms[sections.lowerBound] = .some(try store.terms(ofSections: sections))
    }
    guard case .some(.some(let own)) = articleTerms[sections.lowerBound] else { return nil }
    return terms.contains { own.contains(stableHash(Array($0.utf8))) }
  }

  /// The sections that contain any of the terms. Their number is an estimate in a large base, so a list may prove too long.
  private func sections(holding terms: [String]) throws -> [Int64]? {
    if let known = words.statistics.knownSections(withAnyOf: terms) { return known }
    if let known = holders[terms] { return known }
    let found = try store.sections(holdingAnyOf: terms, limit: Self.holderLimit + 1)
    holders[terms] = .some(found.count > Self.holderLimit ? nil : found)
    return found.count > Self.holderLimit ? nil : found
  }
}

extension [Int64] {
  /// How many of the sorted numbers are in a range.
  fileprivate func count(in range: ClosedRange<Int64>) -> Int {
    firstIndex(notBelow: range.upperBound + 1) - firstIndex(notBelow: range.lowerBound)
  }

  private func firstIndex(notBelow limit: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
