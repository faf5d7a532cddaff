import CasebookKnowledge
import CasebookStorage
import CasebookText

/// The same section in several families: a page for each version of a product, or one that another tree took over.
extension [SectionEvidence.CutSection] {
  /// The sections without copies of others: of each, the latest by its date, then by its path. A person's article goes
  /// before a bundled one.
  ///
  /// Copies have the same anchor, language and words, but for those with digits. They would be each other's rivals, and all
  /// answers that are shown.
  var withoutCopies: Self {
    var kept: [(section: SectionEvidence.CutSection, words: Set<UInt64>)] = []
    for section in self {
      let candidate = section.candidate
      let mayHaveCopies = contains { $0.candidate.mayBeCopy(of: candidate) }
      let words = mayHaveCopies ? candidate.wordHashes : []
      let copy =
        mayHaveCopies
        ? kept.firstIndex { $0.section.candidate.mayBeCopy(of: candidate) && Self.areCopies($0.words, words) }
        : nil
      guard let copy else {
        kept.append((section, words))
        continue
      }
      if kept[copy].section.candidate.isBefore(candidate) { kept[copy] = (section, words) }
    }
    return kept.map(\.section)
  }

  /// Two products may have the same short text.
  private static func areCopies(_ first: Set<UInt64>, _ second: Set<UInt64>) -> Bool {
    first.count >= leastWords && first == second
  }

  private static let leastWords = 12
}

extension Candidate {
  /// Whether another section has the same anchor and language, in another family.
  fileprivate func mayBeCopy(of other: Self) -> Bool {
    hit.id.slug == other.hit.id.slug && hit.id.row == other.hit.id.row && hit.locale == other.hit.locale
      && hit.id.family != other.hit.id.family
  }

  /// Hashes of the words of the titles, the text and the messages, without those that have digits.
  fileprivate var wordHashes: Set<UInt64> {
    var hashes: Set<UInt64> = []
    let texts = [articleTitle, hit.title, hit.markdown] + parts.flatMap { [$0.title, $0.markdown] }
    for text in texts + messages.map(\.text) {
      for word in text.utf8.split(whereSeparator: { !$0.isLetterOrDigit && $0 < 0x80 })
      where !word.contains(where: \.isDigit) {
        hashes.insert(stableHash(word))
      }
    }
    return hashes
  }

  /// Whether another copy is to be shown in place of this one.
  fileprivate func isBefore(_ other: Self) -> Bool {
    if isBundled != other.isBundled { return isBundled }
    let (own, others) = (hit.updated ?? "", other.hit.updated ?? "")
    return own == others
      ? hit.source.numberedBytes.lexicographicallyPrecedes(other.hit.source.numberedBytes) : own < others
  }
}

extension String {
  /// Its bytes with the length of each number before it, so that `v1.9` comes before `v1.10`.
  fileprivate var numberedBytes: [UInt8] {
    var bytes: [UInt8] = []
    var digits: [UInt8] = []
    for byte in [UInt8](utf8) + [0] {
      if byte.isDigit {
        if byte != 0x30 || !digits.isEmpty { digits.append(byte) }
        continue
      }
      if !digits.isEmpty { bytes += [0x30 + UInt8(Swift.min(9, digits.count))] + digits }
      digits = []
      bytes.append(byte)
    }
    return bytes
  }
}
