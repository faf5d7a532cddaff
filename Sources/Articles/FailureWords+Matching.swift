import CasebookKnowledge

extension FailureWords {
  private static let neutralPhrases = StemMatcher(englishNeutral.map { "-\($0)-" })
  private static let phrases = StemMatcher(englishPhrases.map { "-\($0)-" })
  private static let words = hashes(english)
  private static let procedureWords = hashes(procedures)
  private static let procedureOpenings = ["-how-to-", "-how-do-", "-how-can-", "-what-is-", "-what-are-"].map
  { Array($0.utf8) }
  private static let closingWords = hashes([
    "example", "examples", "sample", "samples", "overview", "requirements", "parameters",
  ])
  private static let neutral = StemMatcher(neutralStems + troubleshootStems)
  private static let anyStem = StemMatcher(stems.keys.sorted().flatMap { stems[$0] ?? [] })
  private static let troubleshootPhrases = StemMatcher(troubleshoot.map { "-\($0)-" })
  private static let troubleshootWords = StemMatcher(troubleshootStems + ["troubleshoot"])

  private static func hashes(_ words: Set<String>) -> Set<UInt64> {
    Set(words.map { stableHash(Array($0.utf8)) })
  }

  private static func contains(_ words: Set<UInt64>, _ word: ArraySlice<UInt8>) -> Bool {
    words.contains(word.withUnsafeBufferPointer { stableHash($0) })
  }

  /// The words of a slug or of English text, in lower case, joined by hyphens and with one at both ends: `-a-b-`.
  static func hyphenated(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 2)
    bytes.append(0x2D)
    for byte in text.utf8 {
      if byte.isASCIILetterOrDigit {
        bytes.append(byte.lowercasedASCII)
      } else if byte == 0x27 || byte >= 0x80 {
        // The apostrophe of "can't" vanishes, and so does the typographic one (E2 80 99).
        continue
      } else if bytes.last != 0x2D {
        bytes.append(0x2D)
      }
    }
    if bytes.last != 0x2D { bytes.append(0x2D) }
    return bytes
  }

  /// The English words that say failure, in a hyphenated slug or title; `nil` where none does.
  static func englishSign(_ hyphenated: [UInt8]) -> String? {
    let text = neutralPhrases.blanking(hyphenated, with: 0x2D)
    if let found = phrases.firstMatch(in: text) {
      return String(
        decoding: text[found].dropFirst().dropLast().map { $0 == 0x2D ? 0x20 : $0 }, as: UTF8.self)
    }
    for word in text.split(separator: 0x2D) where contains(words, word) {
      return String(decoding: word, as: UTF8.self)
    }
    return nil
  }

  /// The words of any language that say failure in a title; `nil` where none does.
  static func sign(_ title: String) -> String? {
    sign(title, english: englishSign(hyphenated(title)))
  }

  /// The same where it is known what the English words of the title say.
  static func sign(_ title: String, english: String?) -> String? {
    if let english { return english }
    // Padded, so that a stem with a space at its side matches a whole word.
    var text: [UInt8] = [0x20]
    text.append(contentsOf: title.lowercased().utf8)
    text.append(0x20)
    for index in text.indices where text[index] == UInt8(ascii: ":") { text[index] = 0x20 }
    text = neutral.blanking(text, with: 0x20)
    return anyStem.firstMatch(in: text).map { String(decoding: text[$0], as: UTF8.self).trimmed }
  }

  static func isTroubleshooting(title: String, slug: [UInt8]) -> Bool {
    troubleshootPhrases.matches(slug) || troubleshootWords.matches(Array(title.lowercased().utf8))
  }

  /// Whether a hyphenated slug or English title reads like a procedure or furniture: `configure-…`, `next-steps`,
  /// `…-example`.
  static func isProcedure(_ words: [UInt8]) -> Bool {
    if procedureOpenings.contains(where: { words.starts(with: $0) }) { return true }
    let parts = words.split(separator: 0x2D)
    guard let first = parts.first, let last = parts.last else { return false }
    return contains(procedureWords, first) || contains(closingWords, last)
  }
}
