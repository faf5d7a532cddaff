import CasebookKnowledge
import CasebookText

/// Distinguishes failures from other text by the words of `data/words/failure.jsonl`. All languages are checked
/// together, because titles mix languages and an article may not state its own.
enum FailureWords {
  static let neutralPhrases = phrases("neutral-phrase")
  static let phrases = phrases("phrase")
  static let words = WordList("failure", "word", kind: "heading")
  private static let neutral = StemMatcher(
    Vocabulary.words("failure", "neutral-stem") + Vocabulary.words("failure", "troubleshoot-stem"))
  private static let anyStem = StemMatcher("failure", "stem")
  private static let troubleshootPhrases = phrases("troubleshoot-phrase")
  private static let troubleshootWords = StemMatcher(
    Vocabulary.words("failure", "troubleshoot-stem") + ["troubleshoot"])
  static let weakSigns = WordList("failure", "weak")
  private static let announcing = WordList("failure", "announcing")
  private static let announcingPhrases = phrases("announcing-phrase")
  private static let announcingTitles = WordList("failure", "announcing-title")

  private static let cuePhrases = phrases("cue-phrase")
  private static let outputOpenings = StemMatcher("failure", "opening", kind: "error")
  private static let cueStems = StemMatcher("failure", "cue-stem")
  private static let reportParts = StemMatcher("failure", "part", kind: "report")

  /// The phrases of a list between hyphens, as `hyphenated` writes them.
  private static func phrases(_ list: String) -> StemMatcher {
    StemMatcher(Vocabulary.words("failure", list).map { "-\($0)-" })
  }

  /// The words of a slug or of English text, in lower case, separated by hyphens and with a hyphen at both
  /// ends: `-a-b-`.
  static func hyphenated(_ text: String) -> [UInt8] { hyphenated(Array(text.utf8)) }

  static func hyphenated(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 2)
    bytes.append(0x2D)
    for byte in text {
      if byte.isLetterOrDigit {
        bytes.append(byte.folded)
      } else if byte == 0x27 || byte >= 0x80 {
        // Drops the apostrophe of "can't", plain or typographic (E2 80 99).
        continue
      } else if bytes.last != 0x2D {
        bytes.append(0x2D)
      }
    }
    if bytes.last != 0x2D { bytes.append(0x2D) }
    return bytes
  }

  /// The first English failure word or phrase in a hyphenated slug or title, preferably not a weak sign; `nil` if
  /// the text contains none.
  static func englishSign(_ hyphenated: [UInt8]) -> String? {
    let text = neutralPhrases.blanking(hyphenated, with: 0x2D)
    var weak: String?
    if let found = phrases.firstMatch(in: text) {
      let sign = String(
        decoding: text[found].dropFirst().dropLast().map { $0 == 0x2D ? 0x20 : $0 }, as: UTF8.self)
      if !isWeak(sign) { return sign }
      weak = sign
    }
    for word in text.split(separator: 0x2D) where words.contains(word) {
      let sign = String(decoding: word, as: UTF8.self)
      if !isWeak(sign) { return sign }
      if weak == nil { weak = sign }
    }
    return weak
  }

  /// The failure words of any language in a title; `nil` if there are none.
  static func sign(_ title: String) -> String? {
    // Padded, so that a stem with a space at its side matches a whole word.
    var text: [UInt8] = [0x20]
    text.append(contentsOf: title.lowercased().utf8)
    text.append(0x20)
    for index in text.indices where text[index] == UInt8(ascii: ":") { text[index] = 0x20 }
    text = neutral.blanking(text, with: 0x20)
    if let found = englishSign(hyphenated(text)) { return found }
    return anyStem.firstMatch(in: text).map { String(decoding: text[$0], as: UTF8.self).trimmed }
  }

  static func isTroubleshooting(title: String, slug: [UInt8]) -> Bool {
    troubleshootPhrases.matches(slug) || troubleshootWords.matches(Array(title.lowercased().utf8))
  }

  /// Whether a sign also occurs in statements of fact: `is not`.
  static func isWeak(_ sign: String) -> Bool { weakSigns.contains(sign) }

  /// The words of a paragraph that say that an error occurs: `this error occurs`; `nil` if it has none.
  static func cue(in text: [UInt8]) -> String? {
    let words = hyphenated(text)
    if let found = cuePhrases.firstMatch(in: words) {
      return String(
        decoding: words[found].dropFirst().dropLast().map { $0 == 0x2D ? 0x20 : $0 }, as: UTF8.self)
    }
    guard text.contains(where: { $0 >= 0x80 }) else { return nil }
    return cueStems.firstMatch(in: text).map { String(decoding: text[$0], as: UTF8.self) }
  }

  /// Whether a line of printed output is a failure by its first words, or calls itself an error.
  static func opensLikeError(_ text: String) -> Bool {
    outputOpenings.begins(text) || errorLevels.matches(text)
  }

  /// A level, or what an exception's name ends with, as programs print it. In lower case, for any case.
  private static let errorLevels = StemMatcher(["error:", "error]", "=error", " error ", "\"error\""])

  /// Whether a text that is quoted in a heading is an error message.
  static func saysFailure(_ text: String) -> Bool {
    TextShape(Array(text.utf8)[...]).hasFailureWord || reportParts.matches(text)
  }

  /// Whether a section with this slug summarises the section above it.
  static func isSummary(_ slug: String) -> Bool { ["summary", "introduction", "overview"].contains(slug) }

  /// Whether a heading with this sign names failures only in general: `Common issues`, `Error messages`.
  static func announces(_ title: String, sign: String) -> Bool {
    let words = hyphenated(title)
    return announcing.contains(sign) || announcingPhrases.matches(words)
      || announcingTitles.contains(words.dropFirst().dropLast())
  }
}
