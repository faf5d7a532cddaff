import CasebookKnowledge
import CasebookStorage
import CasebookText

/// The same section in several families: a page for each version of a product, or one that another tree took over.
extension [SectionEvidence.CutSection] {
  /// The sections without copies of others: of each, the latest by its date, then by its path. A person's article goes
  /// before a bundled one.
  ///
  /// Copies have the same anchor and language, and most words in common. They would be each other's rivals, and all answers
  /// that are shown.
  var withoutCopies: Self {
    var kept: [Int] = []
    let places = Dictionary(grouping: indices) { self[$0].candidate.place }
    for places in places.values {
      // The best of each group of copies, with the words of the text.
      var groups: [(best: Int, words: Set<UInt64>)] = []
      for place in places {
        let candidate = self[place].candidate
        let words = places.count == 1 ? [] : candidate.wordHashes
        let known = groups.firstIndex {
          self[$0.best].candidate.hit.id.family != candidate.hit.id.family && Self.areCopies($0.words, words)
        }
        guard let known else {
          groups.append((place, words))
          continue
        }
        if self[groups[known].best].candidate.isBefore(candidate) { groups[known] = (place, words) }
      }
      kept += groups.map(\.best)
    }
    return kept.sorted().map { self[$0] }
  }

  private static func areCopies(_ first: Set<UInt64>, _ second: Set<UInt64>) -> Bool {
    let common = first.intersection(second).count
    // Two products may have the same short text.
    return common >= leastWords && Double(common) >= leastCommon * Double(first.count + second.count - common)
  }

  /// The share of their different words that copies have in common.
  private static let leastCommon = 0.9
  private static let leastWords = 12
}

extension Candidate {
  fileprivate struct CopyPlace: Hashable {
    let anchor: String
    let locale: LocaleTag
  }

  fileprivate var place: CopyPlace {
    CopyPlace(anchor: hit.id.slug + (hit.id.row.map { "/" + $0 } ?? ""), locale: hit.locale)
  }

  /// Hashes of the words of the title and the text.
  fileprivate var wordHashes: Set<UInt64> {
    var hashes: Set<UInt64> = []
    for text in [hit.title, hit.markdown] + parts.flatMap({ [$0.title, $0.markdown] }) {
      for word in text.utf8.split(whereSeparator: { !$0.isLetterOrDigit && $0 < 0x80 }) {
        hashes.insert(stableHash(word))
      }
    }
    return hashes
  }

  /// Whether another copy is to be shown in place of this one.
  fileprivate func isBefore(_ other: Self) -> Bool {
    if isBundled != other.isBundled { return isBundled }
    let (own, others) = (hit.updated ?? "", other.hit.updated ?? "")
    return own == others ? hit.source.precedesByNumbers(other.hit.source) : own < others
  }
}

extension String {
  /// Whether it comes before another text where a run of digits counts as a number: `v1.9` before `v1.10`.
  fileprivate func precedesByNumbers(_ other: String) -> Bool {
    var (own, others) = (utf8[...], other.utf8[...])
    while let first = own.first, let second = others.first {
      let (ownNumber, otherNumber) = (own.prefix(while: \.isDigit), others.prefix(while: \.isDigit))
      if !ownNumber.isEmpty, !otherNumber.isEmpty {
        let (a, b) = (ownNumber.drop { $0 == 0x30 }, otherNumber.drop { $0 == 0x30 })
        if a.count != b.count { return a.count < b.count }
        if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) }
        own = own[ownNumber.endIndex...]
        others = others[otherNumber.endIndex...]
        continue
      }
      if first != second { return first < second }
      own = own.dropFirst()
      others = others.dropFirst()
    }
    return own.isEmpty && !others.isEmpty
  }
}
