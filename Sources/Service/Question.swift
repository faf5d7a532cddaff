import CasebookAnalysis
import CasebookKnowledge
import CasebookStorage
import Glibc

/// A question worked out: its words, the terms under which they may be indexed, and how rare each is here.
struct Question {
  struct Word {
    let text: String
    let terms: [String]
    let kind: Analyzer.TermKind
    /// In bits: how much knowing that a section has this word narrows the choice down.
    let rarity: Double
    let occurs: Bool
  }

  /// The words that count, in order; of a long text the rarest.
  let words: [Word]
  let analyzer: QueryAnalyzer

  /// Of a pasted log the rarest words find what there is; more would only cost time.
  private static let wordLimit = 24

  init(_ text: String, in base: KnowledgeBase) throws {
    analyzer = try base.store.queryAnalyzer()
    let total = Double(max(1, try base.store.sectionCount()))
    let store = base.store
    let all = try analyzer.terms(of: text).map { term in
      let count = try term.alternatives.reduce(0) { try $0 + store.sectionCount(of: $1) }
      // A word that occurs nowhere is missing everywhere: it says nothing about which section is meant.
      return Word(
        text: term.text, terms: term.alternatives, kind: term.kind,
        rarity: log2((total + 1) / (Double(count) + 0.5)),
        occurs: count > 0)
    }
    let kept = Set(
      all.indices.filter { all[$0].occurs }.sorted { all[$0].rarity > all[$1].rarity }.prefix(Self.wordLimit))
    words = all.indices.filter { kept.contains($0) || (!all[$0].occurs && all.count <= Self.wordLimit) }.map {
      all[$0]
    }
  }

  /// All terms of the words that occur somewhere.
  var rareTerms: [String] { words.filter(\.occurs).flatMap(\.terms) }

  /// The share of the question's rarity that a section's columns cover, and the words that they lack.
  ///
  /// A word in the heading covers more than one in the body, for the heading says what the section is about.
  func coverage(of columns: [Set<Substring>]) -> (share: Double, missing: [String]) {
    var covered = 0.0
    var whole = 0.0
    var missing: [String] = []
    for word in words {
      whole += word.weight
      let place = columns.firstIndex { column in word.terms.contains { column.contains(Substring($0)) } }
      if let place {
        covered += word.weight * Self.columnShares[min(place, Self.columnShares.count - 1)]
      } else if word.isShown {
        missing.append(word.text)
      }
    }
    return (whole > 0 ? covered / whole : 0, missing)
  }

  private static let columnShares = [1.0, 0.95, 0.9, 0.8]

  /// The same for a text that is not an article's.
  func coverage(of text: String) -> (share: Double, missing: [String]) {
    let terms = Set(analyzer.terms(of: text).flatMap(\.alternatives).map { Substring($0) })
    return coverage(of: [terms])
  }
}

extension Question.Word {
  /// The rarity, less for what stands in a whole that counts already.
  fileprivate var weight: Double {
    guard occurs else { return 2 }
    return switch kind {
    case .word, .whole, .single: rarity
    case .part, .pair: rarity / 2
    }
  }

  /// Whether a person would recognise it as a word of the question.
  fileprivate var isShown: Bool { kind == .word || kind == .whole || kind == .single }
}
