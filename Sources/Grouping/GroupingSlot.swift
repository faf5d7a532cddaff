import CasebookKnowledge
import CasebookText

/// One place in otherwise equal shapes, with the different tokens found in it.
///
/// A varying word is often a state (`Started`, `Paused`), so words alone join only on strong evidence.
struct GroupingSlot {
  let position: Int
  /// All tokens of the first shape. The ones around the place are the same in every shape.
  let tokens: [Int]
  let shapes: [Int]
  let values: [Int]

  /// The token before the values, which introduces them.
  struct Context: Hashable {
    var word: [UInt8]
    var prefix: [UInt8]
  }

  struct SlotVerdict {
    /// Indexes into `shapes`.
    var members: [Int]
    var rule: EventGroup.GroupRule
    /// The number of different values, and some of them.
    var values: Int
    var examples: [[UInt8]]
  }

  /// Creates a slot for one place with the tokens of its shapes.
  init(position: Int, tokens: [Int], shapes: [Int], values: [Int]) {
    self.position = position
    self.tokens = tokens
    self.shapes = shapes
    self.values = values
  }

  /// Creates a slot for one place of shapes that may differ elsewhere too.
  init(position: Int, shapes: [Int], of all: [GroupingShapes.Shape]) {
    self.position = position
    self.shapes = shapes
    tokens = shapes.first.map { all[$0].tokens } ?? []
    values = shapes.map { all[$0].tokens[position] }
  }

  /// The `key=` of `key=value`. Tokens with different keys are never compared.
  static func key(of token: [UInt8]) -> ArraySlice<UInt8> {
    guard let equals = token.lastIndex(of: UInt8(ascii: "=")) else { return [] }
    return token[...equals]
  }

  // MARK: What differs

  /// How much the tokens share at their beginnings and ends, in whole names and marks only.
  static func common(_ tokens: [[UInt8]]) -> (prefix: Int, suffix: Int) {
    guard let first = tokens.first else { return (0, 0) }
    var prefix = first.count
    var suffix = first.count
    for token in tokens.dropFirst() {
      prefix = min(prefix, zip(first, token).prefix { $0 == $1 }.count)
      suffix = min(suffix, zip(first.reversed(), token.reversed()).prefix { $0 == $1 }.count)
    }
    let shortest = tokens.map(\.count).min() ?? 0
    prefix = min(prefix, shortest)
    suffix = min(suffix, shortest - prefix)
    while prefix > 0, !GroupingTokens.isStructural(first[prefix - 1]) { prefix -= 1 }
    while suffix > 0, !GroupingTokens.isStructural(first[first.count - suffix]) { suffix -= 1 }
    return (prefix, suffix)
  }

  /// The tokens as one token, with a variable where they differ.
  static func merged(_ tokens: [[UInt8]]) -> [UInt8] {
    guard let first = tokens.first else { return [] }
    let (prefix, suffix) = common(tokens)
    return first[..<prefix] + [GroupingTokens.variable] + first[(first.count - suffix)...]
  }

  private func regions(_ lexicon: GroupingVocabulary) -> (
    prefix: ArraySlice<UInt8>, values: [ArraySlice<UInt8>]
  ) {
    let all = values.map { lexicon.token($0) }
    let (prefix, suffix) = Self.common(all)
    return (all[0][..<prefix], all.map { $0[prefix..<($0.count - suffix)] })
  }

  // MARK: Judging

  private enum SlotKind {
    case empty, variable, mixed, word, other
  }

  private static func kind(_ region: ArraySlice<UInt8>) -> SlotKind {
    if region.isEmpty { return .empty }
    let hasLetters = region.contains { $0.isWord && !$0.isDigit && $0 != 95 }
    if region.contains(GroupingTokens.variable) { return hasLetters ? .mixed : .variable }
    return hasLetters ? .word : .other
  }

  /// The words among the values.
  func words(_ lexicon: GroupingVocabulary) -> [[UInt8]] {
    regions(lexicon).values.filter { Self.kind($0) == .word }.map(Array.init)
  }

  func context(_ lexicon: GroupingVocabulary) -> Context? {
    let prefix = regions(lexicon).prefix
    if let last = prefix.last, last == UInt8(ascii: "=") || last == UInt8(ascii: ":") {
      return Context(word: [], prefix: Array(prefix))
    }
    guard position > 0 else { return nil }
    let before = lexicon.token(tokens[position - 1])
    // The text after `error: ` is often all that a message says.
    return before.last == UInt8(ascii: "=") || Self.introduces(before)
      ? Context(word: before, prefix: Array(prefix)) : nil
  }

  static func introduces(_ word: [UInt8]) -> Bool { introducing.contains(word.map(\.folded)) }

  /// Words that are certainly values: many of them after a word that introduces values.
  func established(_ lexicon: GroupingVocabulary) -> [[UInt8]] {
    let words = words(lexicon)
    return Self.areMany(words) ? words : []
  }

  /// Whether there are four or more words, most of which are not states.
  static func areMany(_ words: [[UInt8]]) -> Bool {
    words.count >= 4 && 2 * words.count(where: isState) < words.count
  }

  /// Words that are followed by a value rather than a state.
  private static let introducing = WordList("names", "slot-introduction")

  private static func isState(_ word: [UInt8]) -> Bool {
    if word.count > 1, word.allSatisfy({ !$0.isLower }) { return true }
    return word.suffix(2).elementsEqual("ed".utf8) || word.suffix(3).elementsEqual("ing".utf8)
  }

  private static func isTruth(_ word: [UInt8]) -> Bool {
    let word = word.map(\.folded)
    return word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
  }

  func verdict(_ lexicon: GroupingVocabulary, _ contexts: [Context: Set<[UInt8]>]) -> SlotVerdict? {
    let (prefix, regions) = regions(lexicon)
    let kinds = regions.map(Self.kind)
    let constants = constants(lexicon, prefix)
    guard constants > 0 else { return nil }
    func count(_ kind: SlotKind) -> Int { kinds.count { $0 == kind } }
    let isFirst = position == 0 && prefix.isEmpty
    var taken: Set<SlotKind> = []
    var rule = EventGroup.GroupRule.masked
    if count(.variable) > 0 {
      taken = [.variable, .mixed, .empty]
      // The first word is often the subject, but a dotted one among addresses is a host.
      let isTold =
        isFirst
        ? count(.word) > 2 || words(lexicon).allSatisfy { $0.contains(UInt8(ascii: ".")) } : constants > 1
      if isTold { taken.insert(.word) }
    } else if count(.mixed) > (isFirst ? 3 : 2) {
      taken = [.mixed]
      if !isFirst { taken.insert(.word) }
      rule = .generated
    } else {
      let words = words(lexicon)
      let context = context(lexicon)
      let known = context.flatMap { contexts[$0] } ?? []
      if words.count == 2, words.allSatisfy(Self.isTruth) {
        taken = [.word]
        rule = .truth
      } else if context != nil, Self.areMany(words) || 2 * words.count(where: known.contains) > words.count {
        taken = [.word, .mixed]
        rule = .introduced
      } else if !isFirst, words.count >= (context != nil || constants > 2 && isNamed(lexicon) ? 6 : 10) {
        taken = [.word, .mixed]
        rule = .many
      }
    }
    let members = kinds.indices.filter { taken.contains(kinds[$0]) }
    guard members.count > 1 else { return nil }
    let examples = Set(members.map { Array(regions[$0]) }).sorted { $0.lexicographicallyPrecedes($1) }
    return SlotVerdict(
      members: members, rule: rule, values: examples.count, examples: Array(examples.prefix(3)))
  }

  /// The number of tokens next to the place that hold a constant word.
  private func constants(_ lexicon: GroupingVocabulary, _ prefix: ArraySlice<UInt8>) -> Int {
    func holds(_ text: some Sequence<UInt8>) -> Bool { text.contains(where: \.isLetter) }
    return tokens.indices.count { $0 != position && holds(lexicon.token(tokens[$0])) }
      + (holds(prefix) ? 1 : 0)
  }

  /// True after `name: `.
  private func isNamed(_ lexicon: GroupingVocabulary) -> Bool {
    position > 0 && lexicon.token(tokens[position - 1]).last == UInt8(ascii: ":")
  }

  /// The places in `tokens` that a word or a `key=` introduces, if there are two or more. Their values may
  /// differ together.
  static func introducedPlaces(_ tokens: [Int], _ lexicon: GroupingVocabulary) -> [Int] {
    guard tokens.count < GroupingShapes.mostTokens else { return [] }
    return tokens.indices.filter { index in
      let token = lexicon.token(tokens[index])
      let key = key(of: token)
      if !key.isEmpty { return key.count < token.count }
      guard index > 0, introduces(lexicon.token(tokens[index - 1])) else { return false }
      return !introduces(token) && kind(token[...]) != .other
    }
  }

  /// The verdict on many words in a place whose neighbours may differ as well.
  func jointVerdict(_ lexicon: GroupingVocabulary) -> SlotVerdict? {
    let regions = regions(lexicon).values
    let words = Set(regions.filter { Self.kind($0) == .word || Self.kind($0) == .mixed }.map(Array.init))
    guard Self.areMany(Array(words)) else { return nil }
    let examples = words.sorted { $0.lexicographicallyPrecedes($1) }
    return SlotVerdict(
      members: Array(values.indices), rule: .introduced, values: examples.count,
      examples: Array(examples.prefix(3)))
  }
}
