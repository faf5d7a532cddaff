import CasebookAnalysis
import CasebookKnowledge
import CasebookStorage

/// An analysed query: its words, their index terms, and how rare each is in this knowledge base.
struct Question {
  /// The words that count, in order, then the concepts; of a long text, only the rarest.
  let words: [WeighedWord]
  let analyzer: QueryAnalyzer
  /// The rarity of all words together.
  let weight: Double
  /// Whether it is in another language than English. Then an English article lacks its function words.
  private let isForeign: Bool
  /// For each word, the indexes of the concepts that it names.
  private let concepts: [[Int]]

  /// The rarest words of a pasted log find all that matches; more words would only cost time.
  private static let wordLimit = 24
  /// The weight of a word that never occurs: it does not help to choose a section, but no section covers it.
  private static let absentWeight = 0.3
  /// The share that a word counts if only its concept occurs, in other words.
  private static let translatedShare = 0.7

  init(_ text: String, _ lexicon: WordStatistics) throws {
    analyzer = lexicon.analyzer
    isForeign = FunctionWords.language(of: text) != nil
    let all = try lexicon.words(of: text)
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

  /// The words that occur in no section.
  var unknownWords: [String] { words.filter { !$0.occurs && $0.kind == .whole }.map(\.text) }

  /// All terms of the words that occur in any section.
  var rareTerms: [String] { words.filter(\.occurs).flatMap(\.terms) }

  /// All terms, including those of words in no article: they may occur in a log.
  var allTerms: [String] { words.flatMap(\.terms) }

  /// How much of the question a section covers.
  ///
  /// A word in the heading covers more than one in the body, because the heading names the section's topic.
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

  /// `part` returns how much of a word is covered; it receives the word and the index of its first term in
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
      // A translation of a word counts as coverage.
      let translated = (concepts[index].map { parts[$0] }.max() ?? 0) * Self.translatedShare
      let part = parts[index] > 0 ? parts[index] : translated
      covered += Self.weight(of: word) * part
      let isIdle = isForeign && FunctionWords.contains(word.text)
      if part == 0, word.kind == .whole, !isIdle { missing.append(word.text) }
    }
    return Coverage(share: weight > 0 ? covered / weight : 0, missing: missing)
  }
}

/// How much of a question a text covers.
struct Coverage {
  /// The share of the rarity of all words, from 0 to 1.
  let share: Double
  /// The words that it lacks, both literally and in another language.
  let missing: [String]
}
