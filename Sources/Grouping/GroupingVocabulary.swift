import CasebookText

/// The different tokens of all shapes, with what a comparison needs of each.
struct GroupingVocabulary {
  /// The properties of a token.
  struct TokenFacts {
    let hash: UInt64
    /// The hash of the `key=` at its start.
    let keyHash: UInt64
    let hasKey: Bool
    let hasLetter: Bool
    /// Whether it says something by itself. The `error:` before a message does not.
    let isTelling: Bool
    let hasVariable: Bool
    /// Whether it is certainly a value, or holds one: `key=value`, `'value'`, a masked value.
    let isValue: Bool
    /// How much it looks like a value by itself: a name, a word that format strings do not have.
    let likeness: Double
    /// The odds of a variable after it and before it.
    let before: Double
    let after: Double
  }

  private let contexts: WordContexts
  private var tokens: [[UInt8]] = []
  private(set) var facts: [TokenFacts] = []
  private var indices: [[UInt8]: Int] = [:]

  init(_ contexts: WordContexts = .standard) { self.contexts = contexts }

  mutating func index(_ token: [UInt8]) -> Int {
    if let index = indices[token] { return index }
    indices[token] = tokens.count
    tokens.append(token)
    facts.append(TokenFacts(token, contexts))
    return tokens.count - 1
  }

  func token(_ index: Int) -> [UInt8] { tokens[index] }

  /// A hash of a token at its position. The hashes of a template's tokens add up to one for the whole.
  func mixed(_ index: Int, at position: Int) -> UInt64 {
    let hash = (facts[index].hash ^ UInt64(truncatingIfNeeded: position)) &* 0xD6E8_FEB8_6659_FD93
    return (hash ^ hash >> 32) &* UInt64(truncatingIfNeeded: 2 * position + 1)
  }
}

extension GroupingVocabulary.TokenFacts {
  fileprivate init(_ token: [UInt8], _ contexts: WordContexts) {
    let key = GroupingTokens.key(of: token)
    hash = stableHash(token)
    keyHash = stableHash(Array(key))
    hasKey = !key.isEmpty
    hasLetter = token.contains(where: \.isLetter)
    isTelling = hasLetter && !Self.openings.contains(GroupingTokens.bare(token).map(\.folded))
    hasVariable = token.contains(GroupingTokens.variable)
    // `msg=` introduces the message itself.
    let isMessage = key.elementsEqual("msg=".utf8) || key.elementsEqual("message=".utf8)
    isValue = hasVariable || hasKey && !isMessage || token.first.map(GroupingTokens.isQuotationMark) == true
    likeness = 2 - 0.45 * contexts.commonness(of: token) + (GroupingTokens.isName(token[...]) ? 1.5 : 0)
    before = contexts.odds(after: token)
    after = contexts.odds(before: token)
  }

  /// Words that open a message, and tell nothing of it.
  private static let openings = WordList("logs", "message-opening")
}
