import CasebookAnalysis
import CasebookDiagnosis
import CasebookKnowledge
import CasebookStorage
import Glibc

/// A word of a query or a report, with its statistics in this knowledge base.
struct WeighedWord {
  /// The kind of a word.
  enum WordKind {
    /// A separate word, an identifier with all its parts, or a single character.
    case whole
    /// A word inside an identifier, or two adjacent characters of a script without spaces.
    case part
    /// A concept, which has other words in other languages.
    case concept
  }

  let text: String
  /// The index terms, or sequences of terms, that stand for it.
  let terms: [String]
  let kind: WordKind
  /// From 0 if every section has it to 1 if one section has it; lower for parts, function words and concepts.
  let rarity: Double
  /// How many sections contain it.
  let count: Int

  init(text: String, terms: [String], kind: WordKind, rarity: Double, count: Int) {
    self.text = text
    self.terms = terms
    self.kind = kind
    self.rarity = rarity
    self.count = count
  }

  /// Whether it occurs anywhere in the knowledge base.
  var occurs: Bool { count > 0 }
}

/// Word statistics of a knowledge base: how rare words are, and which concepts they name.
final class WordStatistics {
  let analyzer: QueryAnalyzer
  private let store: Store
  private let locales: [LocaleTag]
  private let sections: Double
  /// How to blend the rarity in this knowledge base with that at large.
  let blend: RarityBlend
  private let localesPerFamily: Double
  private let bridges: [Bridge]
  private var translated: [String: [[String]]] = [:]
  private var englishBridges: [String: EnglishBridge?] = [:]
  private var known: [[String]: (count: Int, sections: [Int64]?)] = [:]

  /// Concepts that all kinds of errors share. Bridging them between languages gains nothing.
  private static let genericConcepts: Set = [
    "failure", "exception", "log", "debug", "status-code", "exit-code", "request", "response", "function",
    "execute",
    "command",
  ]
  /// The rarity of a concept that is not counted, as if every tenth section of a small knowledge base had it.
  private static let assumedRarity = 0.4
  /// How many words of a long text to look up as concepts.
  private static let conceptWordLimit = 80

  init(_ store: Store) throws {
    self.store = store
    analyzer = try store.queryAnalyzer()
    locales = try store.locales() + [.english]
    let extent = try store.extent()
    sections = Double(max(1, extent.sections))
    blend = RarityBlend(sections: extent.sections)
    localesPerFamily = max(1, extent.localesPerFamily)
    bridges = Bridge.bridges(to: try store.localesWithoutEnglish())
  }

  /// How many sections contain any of the terms. Cached, because the problems of one log share many words.
  func sectionCount(ofAny terms: [String]) throws -> Int {
    if let known = known[terms] { return known.count }
    let found = try store.holders(ofAny: terms)
    known[terms] = found
    return found.count
  }

  /// The sections that contain any of the terms, in order, if they were counted one by one.
  func knownSections(withAnyOf terms: [String]) -> [Int64]? { known[terms]?.sections }

  /// The rarity from 0 to 1 of something that `count` sections have. The locales of a family have the same
  /// contents and count as one.
  func rarity(ofCount count: Int) -> Double {
    max(0.02, min(1, log2((sections + 1) / (Double(count) / localesPerFamily + 0.5)) / log2(sections + 1)))
  }

  /// The distinct words of a text in order, then the concepts that they name.
  func words(of text: String) throws -> [WeighedWord] {
    let sequence = analyzer.sequence(of: text)
    var seen: Set<String> = []
    var words: [WeighedWord] = []
    let whole = Set(sequence.lazy.filter { $0.kind != .part }.flatMap(\.alternatives))
    // Two forms of a word share a stem in its language. A word that occurs both in a name and alone counts as
    // a word.
    let (concepts, named) = try concepts(in: sequence.prefix(Self.conceptWordLimit))
    let meanings = try meanings(of: text, sequence)
    for (place, term) in sequence.enumerated() where term.alternatives.allSatisfy({ !seen.contains($0) }) {
      if term.kind == .part, term.alternatives.contains(where: whole.contains) { continue }
      seen.formUnion(term.alternatives)
      // A concept has its words in other languages.
      let isBridged = term.kind == .word && !named.contains(term.text)
      var translations = isBridged ? translations(of: term.text).map { $0.joined(separator: " ") } : []
      let meaning = meanings.first { $0.places.contains(place) }
      if let meaning {
        // The pairs of characters of one word mean something together.
        if meaning.places.lowerBound != place { continue }
        translations += meaning.terms
      }
      let all = term.alternatives + translations
      let counts = try all.map { try sectionCount(ofAny: [$0]) }
      let count = counts.reduce(0, +)
      // Drop stems that no section has. If no section has the word at all, keep all stems: logs may contain
      // it.
      let terms = count == 0 ? term.alternatives : zip(all, counts).filter { $0.1 > 0 }.map(\.0)
      words.append(
        WeighedWord(
          text: term.text, terms: terms, kind: term.isPart && meaning == nil ? .part : .whole,
          rarity: rarity(ofCount: count) * (meaning == nil ? term.share : 1), count: count))
    }
    return words + concepts
  }

  /// The words of other languages that translate an English word, each as its index terms.
  func translations(of word: String) -> [[String]] {
    if bridges.isEmpty || FunctionWords.contains(word) { return [] }
    if let known = translated[word] { return known }
    let found = bridges.flatMap { $0.terms(for: word) }
    translated[word] = found
    return found
  }

  /// The English index terms that the words of a question in another language translate, by their places in the question; none
  /// if all English articles have translations into it. `least` is how many function words tell a language.
  func meanings(
    of text: String, _ words: [QueryTerm?], least: Int = 1
  ) throws -> [(places: Range<Int>, terms: [String])] {
    guard text.utf8.count <= Self.longestQuestion,
      let language = FunctionWords.language(of: text, least: least)
    else { return [] }
    return try englishBridge(from: language)?.terms(of: words) ?? []
  }

  private func englishBridge(from language: String) throws -> EnglishBridge? {
    if let known = englishBridges[language] { return known }
    let bridge = try store.hasEnglish(without: language) ? EnglishBridge(from: language) : nil
    englishBridges[language] = .some(bridge)
    return bridge
  }

  /// A longer text is a log, and its messages are English.
  private static let longestQuestion = 400

  /// The concepts that a text names, and the words that name one. At each word the longest name wins, and the words it
  /// covers are skipped.
  private func concepts(
    in sequence: ArraySlice<QueryTerm>
  ) throws -> (concepts: [WeighedWord], named: Set<String>) {
    var found: [String: String] = [:]
    var order: [String] = []
    var named: Set<String> = []
    // Identifiers between the words are not part of a sentence.
    let words = sequence.filter { $0.kind == .word || $0.kind == .pair || $0.kind == .single }
    var index = 0
    while index < words.count {
      var longest: (terms: Int, concepts: [String]) = (0, [])
      for alternative in words[index].alternatives where !words.isInsideKatakana(index) {
        for (terms, concept) in try store.concepts(startingWith: alternative) {
          guard terms.count >= longest.terms, Self.matches(terms, words, at: index) else { continue }
          longest = (terms.count, terms.count > longest.terms ? [concept] : longest.concepts + [concept])
        }
      }
      for concept in longest.concepts where found[concept] == nil && !Self.genericConcepts.contains(concept) {
        order.append(concept)
        named.formUnion(words[index..<index + longest.terms].map(\.text))
        found[concept] = words[index..<index + longest.terms].map(\.text).joined(separator: " ")
      }
      index += max(1, longest.terms)
    }
    let concepts = try order.map { concept in
      let terms = try store.terms(ofConcept: concept, in: locales)
      return WeighedWord(
        text: found[concept] ?? concept, terms: terms, kind: .concept, rarity: Self.assumedRarity, count: 1)
    }
    return (concepts, named)
  }

  private static func matches(_ terms: [String], _ words: [QueryTerm], at index: Int) -> Bool {
    guard index + terms.count <= words.count else { return false }
    return zip(terms, words[index...]).allSatisfy { $1.alternatives.contains($0) }
  }
}

extension [QueryTerm] {
  /// Whether a pair continues a katakana word: プログラム (program) does not contain the word ログ (log).
  fileprivate func isInsideKatakana(_ index: Int) -> Bool {
    guard index > 0, self[index].kind == .pair, self[index - 1].kind == .pair else { return false }
    let (previous, current) = (self[index - 1].text.unicodeScalars, self[index].text.unicodeScalars)
    guard let first = previous.first, let shared = current.first, previous.last == shared else {
      return false
    }
    return [first, shared].allSatisfy { (0x30A1...0x30FF).contains($0.value) }
  }
}

extension QueryTerm {
  fileprivate var isPart: Bool { kind == .part || kind == .pair }

  /// The share of its rarity that a word of this kind counts for.
  fileprivate var share: Double {
    switch kind {
    case .word: FunctionWords.contains(text) ? 0.2 : 1
    case .whole, .single: 1
    case .part: GenericWords.contains(text) || text.allSatisfy(\.isNumber) ? 0.05 : 0.5
    case .pair: FunctionWords.isInflection(text) ? 0.17 : 0.5
    }
  }
}
