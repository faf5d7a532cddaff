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

  /// The share of the question's rarity that a section covers.
  ///
  /// A word in the heading covers more than one in the body, for the heading says what the section is about.
  func coverage(of section: RankedSection) -> Double {
    share { word, term in
      let columns = section.columns[term..<term + word.terms.count].reduce(into: ColumnSet()) {
        $0.formUnion($1)
      }
      return if columns.contains(.title) {
        1
      } else if columns.contains(.signature) {
        0.95
      } else if columns.contains(.literals) {
        0.9
      } else {
        columns.isEmpty ? 0 : 0.8
      }
    }
  }

  /// The words that a section lacks.
  func missing(in section: RankedSection) -> [String] {
    var term = 0
    return words.compactMap { word in
      defer { term += word.occurs ? word.terms.count : 0 }
      let isThere = word.occurs && section.columns[term..<term + word.terms.count].contains { !$0.isEmpty }
      return isThere || !word.isShown ? nil : word.text
    }
  }

  /// The share of the rarity of all words that `part` grants; it is given a word and the place of its first term in
  /// `rareTerms`.
  private func share(_ part: (Word, Int) -> Double) -> Double {
    var covered = 0.0
    var whole = 0.0
    var term = 0
    for word in words {
      whole += word.weight
      guard word.occurs else { continue }
      covered += word.weight * part(word, term)
      term += word.terms.count
    }
    return whole > 0 ? covered / whole : 0
  }

  /// The same for a text that is not an article's, with the words that it lacks.
  func coverage(of text: String) -> (share: Double, missing: [String]) {
    let terms = Set(analyzer.terms(of: text).flatMap(\.alternatives))
    let share = share { word, _ in word.terms.contains(where: terms.contains) ? 1 : 0 }
    return (share, words.filter { $0.isShown && !$0.terms.contains(where: terms.contains) }.map(\.text))
  }
}

extension Question.Word {
  /// The rarity, less for what stands in a whole that counts already.
  fileprivate var weight: Double {
    guard occurs else { return 2 }
    return switch kind {
    case .word: FunctionWords.contains(text) ? rarity / 5 : rarity
    case .whole, .single: rarity
    case .part: rarity / 2
    case .pair: FunctionWords.isInflection(text) ? rarity / 6 : rarity / 2
    }
  }

  /// Whether a person would recognise it as a word of the question.
  fileprivate var isShown: Bool { kind == .word || kind == .whole || kind == .single }
}
