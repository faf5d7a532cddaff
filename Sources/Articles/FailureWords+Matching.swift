extension FailureWords {
  /// The words of a slug or of English text, in lower case, joined by hyphens and with one at both ends: `-a-b-`.
  static func hyphenated(_ text: String) -> String {
    var bytes: [UInt8] = [0x2D]
    for byte in text.utf8 {
      if byte.isASCIILetterOrDigit {
        bytes.append(byte.lowercasedASCII)
      } else if byte == 0x27 {
        continue
      } else if byte >= 0x80 {
        // The typographic apostrophe of "can’t" (E2 80 99) vanishes as the plain one does.
        continue
      } else if bytes.last != 0x2D {
        bytes.append(0x2D)
      }
    }
    if bytes.last != 0x2D { bytes.append(0x2D) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The English words that say failure, in a slug or a title; `nil` where none does.
  static func englishSign(_ text: String) -> String? {
    var words = hyphenated(text)
    for neutral in englishNeutral where words.contains("-\(neutral)-") {
      words = words.replacing("-\(neutral)-", with: "-")
    }
    for phrase in englishPhrases where words.contains("-\(phrase)-") {
      return String(phrase.map { $0 == "-" ? " " : $0 })
    }
    for word in words.split(separator: "-") where english.contains(String(word)) { return String(word) }
    return nil
  }

  /// The words of any language that say failure in a title; `nil` where none does.
  static func sign(_ title: String) -> String? {
    if let found = englishSign(title) { return found }
    var text = title.lowercased()
    for neutral in neutralStems + troubleshootStems where text.contains(neutral) {
      text = text.replacing(neutral, with: " ")
    }
    for stem in allStems where text.contains(stem) { return stem }
    return nil
  }

  static let allStems: [String] = stems.keys.sorted().flatMap { stems[$0] ?? [] }

  static func isTroubleshooting(title: String, slug: String) -> Bool {
    let words = hyphenated(slug)
    if troubleshoot.contains(where: { words.contains("-\($0)-") }) { return true }
    let text = title.lowercased()
    return text.contains("troubleshoot") || troubleshootStems.contains { text.contains($0) }
  }

  /// Whether a slug or an English title opens like a procedure or furniture: `configure-…`, `next-steps`, `how-to-…`.
  static func isProcedure(_ text: String) -> Bool {
    let words = hyphenated(text)
    if words.hasPrefix("-how-to-") || words.hasPrefix("-how-do-") || words.hasPrefix("-what-is-")
      || words.hasPrefix("-step-")
    {
      return true
    }
    guard let first = words.split(separator: "-").first else { return false }
    return procedures.contains(String(first))
  }
}
