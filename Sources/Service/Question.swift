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
    weight = words.reduce(0) { $0 + Self.weight(of: $1) }
    concepts = words.map { word in
      word.kind == .concept ? [] : named.filter { $0.1.contains(word.text[...]) }.map(\.0)
    }
  }

  private static func weight(of word: WeighedWord) -> Double {
    word.occurs ? word.rarity : absentWeight
  }

  /// The words that stand in no section.
  var unknownWords: [String] { words.filter { !$0.occurs && $0.kind == .whole }.map(\.text) }

  /// All terms of the words that occur in some section.
  var rareTerms: [String] { words.filter(\.occurs).flatMap(\.terms) }

  /// All terms, also of words that stand in no article: they may stand in a log.
  var allTerms: [String] { words.flatMap(\.terms) }

  /// What a section covers of the question.
  ///
  /// A word in the heading covers more than one in the body, for the heading says what the section is about.
  func coverage(of section: RankedSection) -> Coverage {
    coverage { word, term in
      guard word.occurs else { return 0 }
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

  /// The same for a text that is not an article's.
  func coverage(of text: String) -> Coverage {
    let terms = Set(analyzer.terms(of: text).flatMap(\.alternatives))
    return coverage { word, _ in word.terms.contains(where: terms.contains) ? 1 : 0 }
  }

  /// What there is of each word is what `part` grants; it is given a word and the place of its first term in
  /// `rareTerms`.
  private func coverage(_ part: (WeighedWord, Int) -> Double) -> Coverage {
    var term = 0
    let parts = words.map { word in
      defer { term += word.occurs ? word.terms.count : 0 }
      return part(word, term)
    }
    var covered = 0.0
    var missing: [String] = []
    for (index, word) in words.enumerated() {
      // What is said in another language is said.
      let translated = (concepts[index].map { parts[$0] }.max() ?? 0) * Self.translatedShare
      let part = parts[index] > 0 ? parts[index] : translated
      covered += Self.weight(of: word) * part
      if part == 0, word.kind == .whole { missing.append(word.text) }
    }
    return Coverage(share: weight > 0 ? covered / weight : 0, missing: missing)
  }
}

/// What a text covers of a question.
struct Coverage {
  /// The share of the rarity of all words, from 0 to 1.
  let share: Double
  /// The words that it has neither as they are nor in another language.
  let missing: [String]
}
