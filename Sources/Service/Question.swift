import CasebookAnalysis
import CasebookKnowledge
import CasebookStorage

/// A question worked out: its words, the terms under which they may be indexed, and how rare each is here.
struct Question {
  /// The words that count, in order, then the concepts; of a long text the rarest.
  let words: [WeighedWord]
  let analyzer: QueryAnalyzer
  /// The rarity of all words together.
  let weight: Double
  /// For each word, the places of the concepts that it names.
  private let concepts: [[Int]]

  /// Of a pasted log the rarest words find what there is; more would only cost time.
  private static let wordLimit = 24
  /// What a word counts that occurs nowhere: it says nothing about which section is meant, but no section has all.
  private static let absentWeight = 0.3
  /// What a word counts where its concept stands in other words.
  private static let translatedShare = 0.7

  init(_ text: String, _ lexicon: Lexicon) throws {
    analyzer = lexicon.analyzer
    let all = try lexicon.words(of: text, concepts: .assumed)
    let kept = Set(
      all.indices.filter { all[$0].occurs }.sorted { all[$0].rarity > all[$1].rarity }.prefix(Self.wordLimit))
    let words = all.indices.filter { kept.contains($0) || (!all[$0].occurs && all.count <= Self.wordLimit) }
      .map { all[$0] }
    let named = words.indices.filter { words[$0].kind == .concept }.map { index in
      (index, Set(words[index].text.split(separator: " ")))
    }
    self.words = words
    weight = words.reduce(0) { $0 + ($1.occurs ? $1.rarity : Self.absentWeight) }
    concepts = words.map { word in
      word.kind == .concept ? [] : named.filter { $0.1.contains(word.text[...]) }.map(\.0)
    }
  }

  /// All terms of the words that occur in some section.
  var rareTerms: [String] { words.filter(\.occurs).flatMap(\.terms) }

  /// All terms, also of words that stand in no article: they may stand in a log.
  var allTerms: [String] { words.flatMap(\.terms) }

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
      return isThere || word.kind != .whole ? nil : word.text
    }
  }

  /// The share of the rarity of all words that `part` grants; it is given a word and the place of its first term in
  /// `rareTerms`.
  private func share(_ part: (WeighedWord, Int) -> Double) -> Double {
    var term = 0
    var parts: [Double] = []
    for word in words {
      parts.append(word.occurs ? part(word, term) : 0)
      term += word.occurs ? word.terms.count : 0
    }
    var covered = 0.0
    for (index, word) in words.enumerated() where word.occurs {
      // What is said in another language is said.
      let translated = parts[index] > 0 ? 0 : concepts[index].map { parts[$0] }.max() ?? 0
      covered += word.rarity * max(parts[index], translated * Self.translatedShare)
    }
    return weight > 0 ? covered / weight : 0
  }

  /// The same for a text that is not an article's, with the words that it lacks.
  func coverage(of text: String) -> (share: Double, missing: [String]) {
    let terms = Set(analyzer.terms(of: text).flatMap(\.alternatives))
    let share = share { word, _ in word.terms.contains(where: terms.contains) ? 1 : 0 }
    let missing = words.filter { $0.kind == .whole && !$0.terms.contains(where: terms.contains) }
    return (share, missing.map(\.text))
  }
}
