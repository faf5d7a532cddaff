import CasebookKnowledge
import CasebookStorage

/// A cache of the section data that diagnoses use: the problems of one log ask for the same sections.
final class SectionEvidence {
  private let store: Store
  private var candidates: [Int64: Candidate?] = [:]
  private var columns: [Int64: SectionColumns] = [:]
  private let lexicon: WordStatistics
  private var counts: [Occurrence: Int] = [:]
  /// The sections that contain a word, in order.
  private var holders: [[[UInt64]]: [Int64]] = [:]

  /// A word in at most this many sections is looked up once; a more common word is looked up in each article.
  private static let holderLimit = 2000

  private struct Occurrence: Hashable {
    let word: [[UInt64]]
    let article: Int64
  }

  init(_ store: Store, _ lexicon: WordStatistics) {
    self.store = store
    self.lexicon = lexicon
  }

  /// A section with all the data to weigh it.
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

  /// How much the article of a section is about a word, from 0 to the word's rarity: how much more often its
  /// sections contain the word than all sections do. A long article contains many words by chance, but is
  /// about few.
  func prominence(of word: WeighedWord, inArticleOf candidate: Candidate) throws -> Double {
    lexicon.prominence(
      of: word, inSections: try count(of: word, inArticleOf: candidate),
      among: candidate.articleSections.count)
  }

  /// Whether a word occurs anywhere in the article of a section.
  func occurs(_ word: WeighedWord, inArticleOf candidate: Candidate) throws -> Bool {
    try word.occurs && count(of: word, inArticleOf: candidate) > 0
  }

  /// How many sections of its article contain a word.
  private func count(of word: WeighedWord, inArticleOf candidate: Candidate) throws -> Int {
    let key = Occurrence(word: word.hashes, article: candidate.articleSections.lowerBound)
    if let known = counts[key] { return known }
    let count =
      word.count > Self.holderLimit
      ? try store.sectionCount(ofAny: word.terms, in: candidate.articleSections)
      : try sections(with: word).count(in: candidate.articleSections)
    counts[key] = count
    return count
  }

  private func sections(with word: WeighedWord) throws -> [Int64] {
    if let known = holders[word.hashes] { return known }
    let found = try store.sections(holdingAnyOf: word.terms)
    holders[word.hashes] = found
    return found
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
