import CasebookKnowledge
import CasebookText
import Glibc

/// One place in otherwise equal shapes, which differ there.
struct GroupingSlot {
  enum SlotKind {
    /// One token of each, with the same `key=`, if it has one.
    case place
    /// The same, of shapes that may differ in other places too.
    case frame
    /// One token of each, with different keys.
    case keys
    /// Some tokens, not of the same number in each.
    case span
  }

  let kind: SlotKind
  /// Where the place begins.
  let position: Int
  /// How many tokens of each shape are before and behind the place.
  let outside: Int
  let shapes: [Int]

  /// The tokens of a shape in this place.
  func range(in tokens: [Int]) -> Range<Int> { position..<(position + tokens.count - outside) }
}

/// The values in a place, and what is known about them.
struct SlotReading {
  /// The part of the token before the values, which all share: `user=`.
  let prefix: [UInt8]
  /// The different values, sorted.
  let values: [[UInt8]]
  /// For each shape of the slot, the index of its value.
  let valueOfShape: [Int]
  /// The word that the values follow.
  let context: SlotContext?

  /// The token before the values, or the part of their own that introduces them.
  struct SlotContext: Hashable {
    var word: [UInt8]
    var prefix: [UInt8]
  }

  private let kinds: [ValueKind]
  private var features: [Double]

  private enum ValueKind { case empty, variable, mixed, word, other }

  private static func kind(_ value: [UInt8]) -> ValueKind {
    if value.isEmpty { return .empty }
    let hasLetters = value.contains { $0.isWord && !$0.isDigit && $0 != 95 }
    if value.contains(GroupingTokens.variable) { return hasLetters ? .mixed : .variable }
    return hasLetters ? .word : .other
  }

  /// Reads the values of a slot.
  init(_ slot: GroupingSlot, _ shapes: [GroupingShapes.Shape], _ vocabulary: GroupingVocabulary) {
    let tokens = shapes[slot.shapes[0]].tokens
    var texts: [[UInt8]] = slot.shapes.map { shape in
      let tokens = shapes[shape].tokens
      return Array(tokens[slot.range(in: tokens)].map { vocabulary.token($0) }.joined(separator: [0x20]))
    }
    var prefix: [UInt8] = []
    if slot.kind != .span {
      let common = GroupingTokens.common(texts)
      prefix = Array(texts[0][..<common.prefix])
      texts = texts.map { Array($0[common.prefix..<($0.count - common.suffix)]) }
    }
    values = Set(texts).sorted { $0.lexicographicallyPrecedes($1) }
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    valueOfShape = texts.map { places[$0] ?? 0 }
    kinds = values.map(Self.kind)
    self.prefix = prefix
    let before = slot.position > 0 ? tokens[slot.position - 1] : nil
    if let last = prefix.last, last == UInt8(ascii: "=") || last == UInt8(ascii: ":") {
      context = SlotContext(word: [], prefix: prefix)
    } else {
      context = before.map { SlotContext(word: vocabulary.token($0).map(\.folded), prefix: prefix) }
    }
    features = [Double](repeating: 0, count: SlotFeature.allCases.count)
    describe(slot, tokens, vocabulary)
  }

  /// Computes the features of the place.
  private mutating func describe(_ slot: GroupingSlot, _ tokens: [Int], _ vocabulary: GroupingVocabulary) {
    let contexts = WordContexts.standard
    let next = slot.range(in: tokens).upperBound
    let words = words
    let mark =
      prefix.last
      ?? (values.allSatisfy { $0.first.map(GroupingTokens.isStructural) == true } ? values[0].first : nil)
    let outside = tokens[..<slot.position] + tokens[next...]
    let constants =
      outside.count { vocabulary.facts[$0].isTelling } + (prefix.contains(where: \.isLetter) ? 1 : 0)
    let variables = outside.count { vocabulary.facts[$0].hasVariable }
    set(
      .before,
      slot.position > 0 ? vocabulary.facts[tokens[slot.position - 1]].before : contexts.odds(after: nil))
    set(.after, next < tokens.count ? vocabulary.facts[tokens[next]].after : contexts.odds(before: nil))
    set(.within, mark.map(contexts.odds(behind:)) ?? 0)
    set(.first, slot.position == 0 && prefix.isEmpty ? 1 : 0)
    set(.last, next >= tokens.count ? 1 : 0)
    set(.masked, kinds.contains(.variable) ? 1 : 0)
    set(.values, log2(1 + Double(values.count)))
    set(.mixed, Double(kinds.count { $0 == .mixed }) / Double(kinds.count))
    if !words.isEmpty {
      func share(_ condition: ([UInt8]) -> Bool) -> Double {
        Double(words.count(where: condition)) / Double(words.count)
      }
      set(.commonness, words.reduce(0) { $0 + contexts.commonness(of: $1) } / Double(words.count))
      set(.states, share(GroupingTokens.isState))
      set(.names, share { GroupingTokens.isName($0[...]) })
    }
    set(.constants, log2(1 + Double(min(constants, 8))))
    set(.variables, log2(1 + Double(variables)))
    set(.truth, words.count == 2 && words.allSatisfy(GroupingTokens.isTruth) ? 1 : 0)
    set(.quoted, mark.map { "'\"`[(<{".utf8.contains($0) } == true ? 1 : 0)
    set(.keyed, mark == UInt8(ascii: "=") || mark == UInt8(ascii: ":") ? 1 : 0)
    set(.keys, slot.kind == .keys ? 1 : 0)
    set(.span, slot.kind == .span ? 1 : 0)
  }

  private mutating func set(_ feature: SlotFeature, _ value: Double) { features[feature.rawValue] = value }

  /// The words among the values.
  private var words: [[UInt8]] { zip(values, kinds).filter { $0.1 == .word }.map(\.0) }

  /// Words that are certainly values: four or more, most of which do not look like states.
  var established: [[UInt8]] {
    let words = words
    return words.count >= 4 && 2 * words.count(where: GroupingTokens.isState) < words.count ? words : []
  }

  /// The same, with the words that are certainly values elsewhere after the same word.
  func knowing(_ pool: [SlotContext: Set<[UInt8]>]) -> SlotReading {
    guard let known = context.flatMap({ pool[$0] }), !known.isEmpty else { return self }
    let words = words
    var reading = self
    if !words.isEmpty {
      reading.set(.known, Double(words.count(where: known.contains)) / Double(words.count))
    }
    return reading
  }

  /// Whether the place is in a text that says something: nothing joins lines of one word.
  var isInText: Bool { features[SlotFeature.constants.rawValue] > 0 }

  /// The features of a value.
  func features(ofValue index: Int) -> [Double] {
    var features = features
    func set(_ feature: SlotFeature, _ value: Double) { features[feature.rawValue] = value }
    switch kinds[index] {
    case .empty: set(.empty, 1)
    case .other: set(.other, 1)
    case .word:
      set(.word, 1)
      set(.ownCommonness, WordContexts.standard.commonness(of: values[index]))
      set(.capital, values[index].first?.isUpper == true ? 1 : 0)
    case .variable, .mixed: break
    }
    return features
  }

  /// The rule that says best why these are values.
  func rule(_ judge: GroupingJudge) -> EventGroup.GroupRule {
    if kinds.contains(.variable) { return .masked }
    if 2 * kinds.count(where: { $0 == .mixed }) > kinds.count { return .generated }
    if features[SlotFeature.truth.rawValue] == 1 { return .truth }
    let introduced: [SlotFeature] = [.before, .after, .within, .quoted, .keyed, .known]
    var two = features
    two[SlotFeature.values.rawValue] = log2(3)
    let many = judge.share(features, of: [.values]) - judge.share(two, of: [.values])
    return judge.share(features, of: introduced) > many ? .introduced : .many
  }
}

/// Decides which values of a slot are one variable.
protocol SlotPolicy {
  /// For each value, whether it joins.
  func accepted(_ reading: SlotReading, in slot: GroupingSlot, of shapes: [GroupingShapes.Shape]) -> [Bool]
  /// The parts of shapes that differ only in variables.
  func pieces(_ part: [Int], of shapes: [GroupingShapes.Shape]) -> [[Int]]
}

/// The trained judge.
struct JudgedSlots: SlotPolicy {
  var judge = GroupingJudge.standard

  func accepted(_ reading: SlotReading, in slot: GroupingSlot, of shapes: [GroupingShapes.Shape]) -> [Bool] {
    reading.values.indices.map { judge.accepts(reading.features(ofValue: $0)) }
  }

  func pieces(_ part: [Int], of shapes: [GroupingShapes.Shape]) -> [[Int]] { [part] }
}
