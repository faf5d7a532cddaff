import CasebookKnowledge
import CasebookStorage

/// What a diagnosis asks of sections, remembered: the problems of one log ask the same sections.
final class SectionEvidence {
  private let store: Store
  private var candidates: [Int64: Candidate?] = [:]
  private var columns: [Int64: SectionColumns] = [:]
  private var occurrences: [Occurrence: Bool] = [:]

  private struct Occurrence: Hashable {
    let word: [[UInt64]]
    let article: Int64
  }

  init(_ store: Store) { self.store = store }

  /// A section with everything that is weighed.
  func candidate(_ section: Int64) throws -> Candidate? {
    if let known = candidates[section] { return known }
    let candidate = try store.candidate(section)
    candidates[section] = .some(candidate)
    return candidate
  }

  /// Its index terms.
  func columns(of candidate: Candidate) throws -> SectionColumns {
    if let known = columns[candidate.hit.number] { return known }
    let found = try store.columns(of: candidate.hit)
    columns[candidate.hit.number] = found
    return found
  }

  /// Whether a word stands anywhere in the article of a section.
  func occurs(_ word: WeighedWord, inArticleOf candidate: Candidate) throws -> Bool {
    let key = Occurrence(word: word.hashes, article: candidate.articleSections.lowerBound)
    if let known = occurrences[key] { return known }
    let occurs = try store.occurs(anyOf: word.terms, in: candidate.articleSections)
    occurrences[key] = occurs
    return occurs
  }
}
