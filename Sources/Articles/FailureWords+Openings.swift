import CasebookKnowledge

/// Checks the first and the last words of a heading.
extension FailureWords {
  private static let questions = ["-how-to-", "-how-do-", "-how-can-", "-what-is-", "-what-are-"].map {
    Array($0.utf8)
  }
  private static let procedureWords = hashes(procedures)
  private static let actionWords = hashes(actions)
  private static let outcomeWords = hashes(outcomes)
  private static let verdictWords = hashes(verdicts)
  private static let conditionWords = hashes(conditions)
  private static let instructionWords = hashes(instructions)
  private static let furnitureWords = hashes(furniture)
  private static let closingWords = hashes([
    "example", "examples", "sample", "samples", "overview", "requirements", "parameters",
  ])
  private static let solvingStems = StemMatcher(solving)

  /// The openings in other languages by their first byte. Chinese, Japanese and Korean (from U+3000 on) have
  /// no space after a word.
  private static let openings = Dictionary(
    grouping: procedureOpenings.values.joined().map {
      Array(($0.unicodeScalars.first.map { $0.value >= 0x3000 } == true ? $0 : $0 + " ").utf8)
    }, by: { $0[0] })
  /// The closings by their last byte.
  private static let closings = Dictionary(
    grouping: procedureClosings.values.joined().map { Array($0.utf8) }, by: { $0[$0.count - 1] })

  /// Whether a hyphenated slug or English title reads like a procedure or furniture: `configure-…`, `next-steps`,
  /// `…-example`.
  static func isProcedure(_ words: [UInt8]) -> Bool {
    if questions.contains(where: { words.starts(with: $0) }) { return !solvingStems.matches(words) }
    let parts = words.split(separator: 0x2D)
    guard let first = parts.first, let last = parts.last else { return false }
    if contains(closingWords, last) { return true }
    guard contains(procedureWords, first) else { return false }
    return !(contains(actionWords, first) && fails(parts.dropFirst()))
  }

  /// Whether the words say that an action fails: directly (`Install errors`), or in a sentence without a
  /// condition.
  private static func fails(_ words: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    if let next = words.first, contains(outcomeWords, next) { return true }
    return words.prefix { !contains(conditionWords, $0) }.contains { contains(verdictWords, $0) }
  }

  /// Whether a title in a language other than English opens or ends like a procedure.
  static func isForeignProcedure(_ title: String) -> Bool {
    let text = Array(title.lowercased().utf8)
    guard let first = text.first, let last = text.last else { return false }
    // Adds a space, so that a title that consists of the opening alone matches too.
    let padded = text + [0x20]
    guard
      openings[first]?.contains(where: { padded.starts(with: $0) }) == true
        || closings[last]?.contains(where: { ends(text, with: $0) }) == true
    else { return false }
    return !solvingStems.matches(text)
  }

  private static func ends(_ text: [UInt8], with closing: [UInt8]) -> Bool {
    guard text.count > closing.count, text.suffix(closing.count).elementsEqual(closing) else { return false }
    let before = text.dropLast(closing.count).split(separator: 0x20).last ?? []
    return !infinitiveGuards.contains(String(decoding: before, as: UTF8.self))
  }

  /// Whether a hyphenated title opens like an instruction: `connect-to-…`.
  static func isInstruction(_ words: [UInt8]) -> Bool { opens(words, with: instructionWords) }

  /// Whether text under this hyphenated title usually states facts, not failures: `more-information`,
  /// `limitations`.
  static func isFurniture(_ words: [UInt8]) -> Bool { opens(words, with: furnitureWords) }

  private static func opens(_ words: [UInt8], with openings: Set<UInt64>) -> Bool {
    contains(openings, words.dropFirst().prefix { $0 != 0x2D })
  }

  /// Whether a section with this slug summarises the section above it.
  static func isSummary(_ slug: String) -> Bool { ["summary", "introduction", "overview"].contains(slug) }

  /// Whether a heading with this sign names failures only in general: `Common issues`, `Error messages`.
  static func announces(_ title: String, sign: String) -> Bool {
    announcing.contains(sign) || announcingPhrases.matches(hyphenated(title))
  }
}
