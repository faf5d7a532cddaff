import CasebookKnowledge
import CasebookText

extension FailureWords {
  private static let neutralPhrases = StemMatcher(englishNeutral.map { "-\($0)-" })
  private static let phrases = StemMatcher(englishPhrases.map { "-\($0)-" })
  private static let words = hashes(english)
  private static let neutral = StemMatcher(neutralStems + troubleshootStems)
  private static let anyStem = StemMatcher(stems.keys.sorted().flatMap { stems[$0] ?? [] })
  private static let troubleshootPhrases = StemMatcher(troubleshoot.map { "-\($0)-" })
  private static let troubleshootWords = StemMatcher(troubleshootStems + ["troubleshoot"])

  static func hashes(_ words: Set<String>) -> Set<UInt64> {
    Set(words.map { stableHash(Array($0.utf8)) })
  }

  static func contains(_ words: Set<UInt64>, _ word: ArraySlice<UInt8>) -> Bool {
    words.contains(word.withUnsafeBufferPointer { stableHash($0) })
  }

  /// The words of a slug or of English text, in lower case, separated by hyphens and with a hyphen at both
  /// ends: `-a-b-`.
  static func hyphenated(_ text: String) -> [UInt8] { hyphenated(Array(text.utf8)) }

  private static func hyphenated(_ text: [UInt8]) -> [UInt8] {
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
      if !weakSigns.contains(sign) { return sign }
      weak = sign
    }
    for word in text.split(separator: 0x2D) where contains(words, word) {
      let sign = String(decoding: word, as: UTF8.self)
      if !weakSigns.contains(sign) { return sign }
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
}
