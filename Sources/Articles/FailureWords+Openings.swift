import CasebookText

/// Checks the first and the last words of a heading by the words of `data/words/headings.jsonl`.
extension FailureWords {
  private static let questions = StemMatcher(Vocabulary.words("headings", "open-question").map { "-\($0)" })
  private static let polarWords = WordList("headings", "polar")
  private static let procedureWords = WordList("headings", "procedure")
  private static let actionWords = WordList("headings", "action")
  private static let repairWords = WordList("headings", "repair")
  private static let outcomeWords = WordList("failure", "word", kind: "outcome")
  private static let verdictWords = WordList("failure", "verdict")
  static let conditionWords = WordList("headings", "condition")
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
    if isOpenQuestion(words) { return !solvingStems.matches(words) }
    let parts = words.split(separator: 0x2D)
    guard let first = parts.first, let last = parts.last, !isIdiom(words) else { return false }
    if closingWords.contains(last) || words.withUnsafeBufferPointer(prohibitions.begins) { return true }
    guard isActivity(first) else { return false }
    let rest = parts.dropFirst()
    if actionWords.contains(first), fails(rest) { return false }
    return !(repairWords.contains(first) && states(rest))
  }

  /// Whether a word is one of the procedure words, or its form in *-ing*: `check`, `checking`, `verifying`.
  private static func isActivity(_ word: ArraySlice<UInt8>) -> Bool {
    if procedureWords.contains(word) { return true }
    guard word.count >= 6, word.suffix(3).elementsEqual("ing".utf8) else { return false }
    let stem = word.dropLast(3)
    return procedureWords.contains(stem) || procedureWords.contains(stem + "e".utf8)
  }

  /// Whether words state a failure, so that to debug it is to fix it: `debugging-` before `a-node-that-is-not-ready`.
  private static func states(_ words: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    if words.contains(where: { linkWords.contains($0) && $0.ends(with: "ing".utf8) }) { return false }
    let text = [0x2D] + words.joined(separator: [0x2D]) + [0x2D]
    return weight(ofSlug: Array(text)).map { $0.points >= 2 && !isWeak($0.sign) } ?? false
  }

  /// Whether a hyphenated title is about solving something: `how-to-fix-…`, `resolve-…`.
  static func solves(_ words: [UInt8]) -> Bool {
    let opening = words.prefix(40)
    return solvingStems.matches(Array(opening))
      && (isOpenQuestion(words) || solvingStems.begins(String(decoding: words.dropFirst(), as: UTF8.self)))
  }

  /// Whether a hyphenated title asks how or what: `how-do-i-…`.
  static func isOpenQuestion(_ words: [UInt8]) -> Bool { words.withUnsafeBufferPointer(questions.begins) }

  /// Whether a hyphenated title heads frequent questions.
  static func asksQuestions(_ words: [UInt8]) -> Bool {
    questionPages.matches(words)
  }

  private static let questionPages = StemMatcher(
    Vocabulary.words("headings", "question-page").map { "-\($0)-" })

  /// Whether a hyphenated title has the words of a clause, which tells what happens.
  static func isClause(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D).drop { $0.elementsEqual("the".utf8) }
    // `The symptoms when a gate is shut` is a part.
    guard let first = parts.first, SectionRole(label: String(decoding: first, as: UTF8.self)) == nil else {
      return false
    }
    return parts.contains { clauseWords.contains($0) }
  }

  /// Whether a hyphenated title heads remedies: `Error resolutions`.
  static func endsInRemedies(_ words: [UInt8]) -> Bool {
    words.split(separator: 0x2D).last.map { remedyWords.contains($0) } == true
  }

  private static let clauseWords = WordList("headings", "clause")
  private static let remedyWords = WordList("headings", "remedies")

  /// The words without the number of a step: `2-create-…`.
  static func withoutNumber(_ words: [UInt8]) -> [UInt8] {
    let number = words.dropFirst().prefix { $0.isDigit }
    guard !number.isEmpty, number.endIndex < words.endIndex, words[number.endIndex] == 0x2D else {
      return words
    }
    return Array(words[number.endIndex...])
  }

  /// Openings that look like an activity and tell of a failure: `-running-out-of-…`.
  private static func isIdiom(_ words: [UInt8]) -> Bool { words.withUnsafeBufferPointer(idioms.begins) }

  private static let idioms = StemMatcher(Vocabulary.words("failure", "idiom").map { "-\($0)-" })

  /// Whether a hyphenated title tells of an activity: `-installing-…`.
  static func isGerund(_ words: [UInt8]) -> Bool {
    if isIdiom(words) { return false }
    let first = words.dropFirst().prefix { $0 != 0x2D }
    return first.count >= 6 && first.suffix(3).elementsEqual("ing".utf8)
  }

  /// Whether a hyphenated title is about finding out what is wrong.
  static func isDebugging(_ words: [UInt8]) -> Bool { debuggingPhrases.matches(words) }

  private static let debuggingPhrases = StemMatcher(
    Vocabulary.words("failure", "debugging-phrase").map { "-\($0)-" })

  /// The first word of a hyphenated title that denies something, or says that it is there already.
  static func negation(_ words: [UInt8]) -> String? {
    words.split(separator: 0x2D).first { textWords.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let textWords = WordList("failure", "word", kind: "text")

  /// Whether a title asks for yes or no: `Can I …?` Such a question is about facts.
  static func isPolarQuestion(_ title: String) -> Bool {
    guard title.last == "?", let first = title.split(separator: " ", maxSplits: 1).first else { return false }
    return polarWords.contains(first)
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

  /// Whether a hyphenated title says in which way something is done: `with-mirrors`.
  static func opensWithManner(_ words: [UInt8]) -> Bool { opens(words, with: mannerWords) }

  /// Whether the other words beside *troubleshooting* name nothing that fails: `general-troubleshooting-tips`.
  static func isPlainTroubleshooting(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D)
    let others = parts.filter { !$0.starts(with: "troubleshoot".utf8) }
    return others.count < parts.count && others.allSatisfy { fillerWords.contains($0) }
  }

  /// Whether a hyphenated title has no word that names a thing: `other-known-issues`.
  static func isPlain(_ words: [UInt8]) -> Bool {
    words.split(separator: 0x2D).allSatisfy { fillerWords.contains($0) }
  }

  private static let prohibitions = StemMatcher(Vocabulary.words("headings", "prohibition").map { "-\($0)" })
  private static let mannerWords = WordList("headings", "manner")
  private static let fillerWords = WordList("headings", "filler")

  /// Whether a hyphenated title opens with a condition, which a step has: `if-the-copy-fails`.
  static func opensWithCondition(_ words: [UInt8]) -> Bool { opens(words, with: conditionWords) }

  /// Whether a hyphenated title opens like an instruction: `connect-to-…`.
  static func isInstruction(_ words: [UInt8]) -> Bool { opens(words, with: instructionWords) }

  /// Whether text under this hyphenated title usually states facts, not failures: `more-information`,
  /// `limitations`.
  static func isFurniture(_ words: [UInt8]) -> Bool { opens(words, with: furnitureWords) }

  private static func opens(_ words: [UInt8], with openings: WordList) -> Bool {
    openings.contains(words.dropFirst().prefix { $0 != 0x2D })
  }
}
