import CasebookText

/// Checks the first and the last words of a heading by the words of `data/words/headings.jsonl`.
extension FailureWords {
  private static let questions = ["-how-to-", "-how-do-", "-how-can-", "-what-is-", "-what-are-"].map {
    Array($0.utf8)
  }
  private static let procedureWords = WordList("headings", "procedure")
  private static let actionWords = WordList("headings", "action")
  private static let outcomeWords = WordList("failure", "word", kind: "outcome")
  private static let verdictWords = WordList("failure", "verdict")
  private static let conditionWords = WordList("headings", "condition")
  private static let instructionWords = WordList("headings", "instruction")
  private static let furnitureWords = WordList("headings", "furniture")
  private static let closingWords = WordList("headings", "closing")
  private static let infinitiveGuards = WordList("headings", "infinitive-guard")
  private static let solvingStems = StemMatcher("failure", "solving")
  private static let openings = StemMatcher("headings", "opening")
  private static let closings = EndingMatcher("headings", "ending")

  /// Whether a hyphenated slug or English title reads like a procedure or furniture: `configure-…`, `next-steps`,
  /// `…-example`.
  static func isProcedure(_ words: [UInt8]) -> Bool {
    if questions.contains(where: { words.starts(with: $0) }) { return !solvingStems.matches(words) }
    let parts = words.split(separator: 0x2D)
    guard let first = parts.first, let last = parts.last else { return false }
    if closingWords.contains(last) { return true }
    guard procedureWords.contains(first) else { return false }
    return !(actionWords.contains(first) && fails(parts.dropFirst()))
  }

  /// Whether the words say that an action fails: directly (`Install errors`), or in a sentence without a
  /// condition.
  private static func fails(_ words: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    if let next = words.first, outcomeWords.contains(next) { return true }
    return words.prefix { !conditionWords.contains($0) }.contains { verdictWords.contains($0) }
  }

  /// Whether a title in a language other than English opens or ends like a procedure.
  static func isForeignProcedure(_ title: String) -> Bool {
    let text = Array(title.lowercased().utf8)
    // Adds a space, so that a title that consists of the opening alone matches too.
    guard !text.isEmpty, (text + [0x20]).withUnsafeBufferPointer(openings.begins) || endsLikeProcedure(text)
    else { return false }
    return !solvingStems.matches(text)
  }

  private static func endsLikeProcedure(_ text: [UInt8]) -> Bool {
    closings.matches(text) { length in
      length < text.count
        && !infinitiveGuards.contains(text.dropLast(length).split(separator: 0x20).last ?? [])
    }
  }

  /// Whether a hyphenated title opens like an instruction: `connect-to-…`.
  static func isInstruction(_ words: [UInt8]) -> Bool { opens(words, with: instructionWords) }

  /// Whether text under this hyphenated title usually states facts, not failures: `more-information`,
  /// `limitations`.
  static func isFurniture(_ words: [UInt8]) -> Bool { opens(words, with: furnitureWords) }

  private static func opens(_ words: [UInt8], with openings: WordList) -> Bool {
    openings.contains(words.dropFirst().prefix { $0 != 0x2D })
  }
}
