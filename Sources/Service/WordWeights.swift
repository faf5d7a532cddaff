import CasebookAnalysis
import CasebookDiagnosis
import CasebookKnowledge
import CasebookSignatures
import CasebookStorage
import CasebookText

/// How much words tell: their rarity at large, blended with their rarity in this knowledge base.
final class WordWeights {
  /// A word of a report with its weight.
  struct WeightedTerm {
    let text: String
    /// The index terms that stand for it.
    let terms: [String]
    /// The hashes of these terms.
    let keys: [UInt64]
    /// From 0 to 1, lower for half words.
    let weight: Double
    /// The rarity alone.
    let rarity: Double
    /// How many sections have it.
    let count: Int
  }

  let cutter: LineCutter
  let statistics: WordStatistics
  private let store: Store
  private let background = BackgroundFrequencies.standard
  private let locales: [LocaleTag]
  private var known: [[String]: WeightedTerm] = [:]

  /// Words that are at most this rare at large are not looked up.
  private static let common = 0.13
  /// The rarity of an unknown word at large; it may be a name.
  private static let unseen = 1.0
  private static let numberRarity = 0.55
  /// The greatest rarity of `the` and its like.
  private static let functionRarity = 0.05
  /// A word of another language stands for this one only if it is rarer than this at large.
  private static let leastBridge = 0.3

  init(_ store: Store, _ signer: Signer) throws {
    self.store = store
    cutter = LineCutter(signer)
    statistics = try WordStatistics(store)
    locales = try store.locales()
  }

  /// The rarity of a term at large.
  func outsideRarity(of key: UInt64) -> Double { background.rarity(of: key) ?? Self.unseen }

  func weighted(_ term: QueryTerm, others: [String]) throws -> WeightedTerm {
    let identity = term.alternatives + others
    if let word = known[identity] { return word }
    let keys = identity.map { stableHash(Array($0.utf8)) }
    let isNumber = term.text.utf8.allSatisfy { $0.isDigit }
    let outside =
      if isNumber {
        Self.numberRarity
      } else if FunctionWords.contains(term.text) {
        Self.functionRarity
      } else {
        keys.map(outsideRarity).min() ?? 0
      }
    var (count, own) = (1, 0.3)
    if outside > Self.common {
      count = try statistics.sectionCount(ofAny: identity)
      own = statistics.rarity(ofCount: count)
    }
    let rarity = statistics.blend.rarity(outside, own)
    let word = WeightedTerm(
      text: term.text, terms: identity, keys: keys,
      weight: rarity * term.kind.share(of: Array(term.text.utf8)),
      rarity: rarity, count: count)
    known[identity] = word
    return word
  }

  /// The terms of other languages that mean the same as a word of a line.
  struct LineBridges {
    /// Terms that name the same concept or translate the word, by the word's place.
    var terms: [Int: [String]] = [:]
    /// The places of a translated word's characters but for its first ones.
    var covered: Set<Int> = []
  }

  /// The bridges of the words of a line, which has the text `text`.
  func bridges(of line: [QueryTerm?], _ text: String) throws -> LineBridges {
    var bridges = LineBridges()
    // In *deadline exceeded*, a phrase for a timeout, *deadline* alone does not mean *exceeded*.
    let own = Set(line.lazy.compactMap(\.self).flatMap(\.alternatives))
    func isTelling(_ other: String) -> Bool {
      !own.contains(other) && outsideRarity(of: stableHash(Array(other.utf8))) >= Self.leastBridge
    }
    for meaning in try statistics.meanings(of: text, line, least: 2) {
      bridges.terms[meaning.places.lowerBound] = meaning.terms
      bridges.covered.formUnion(meaning.places.dropFirst())
    }
    for (index, term) in line.enumerated() {
      guard let term, term.kind == .word || term.kind == .pair || term.kind == .single else { continue }
      if term.kind == .word, case let terms = statistics.translations(of: term.text), !terms.isEmpty {
        bridges.terms[index, default: []] += terms.joined().filter(isTelling)
      }
      for alternative in term.alternatives {
        for (terms, concept) in try store.concepts(startingWith: alternative) {
          guard index + terms.count <= line.count,
            zip(terms, line[index...]).allSatisfy({ $1?.alternatives.contains($0) == true })
          else { continue }
          let others = try store.terms(ofConcept: concept, in: locales).flatMap { $0.split(separator: " ") }
          bridges.terms[index, default: []] += others.map(String.init).filter(isTelling)
        }
      }
      bridges.terms[index] = bridges.terms[index].map { Array(Set($0)).sorted() }
    }
    return bridges
  }
}
