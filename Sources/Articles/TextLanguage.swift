import CasebookKnowledge
import CasebookText

/// Tells in which language a page is written, by its script and its small words.
enum TextLanguage {
  /// How much of a page is read, in bytes of prose.
  private static let most = 12_000
  /// A text with fewer small words, or with fewer in a hundred words, may be in any language.
  private static let leastWords = 4
  private static let leastShare = 0.08
  /// One small word, however often it is there, may be a word of another language.
  private static let leastDifferent = 3
  /// A page in a language has more of its small words than of any other's, by this factor.
  private static let leastLead = 1.15
  /// In a script without spaces, the characters of a page are more than this share of its letters, in bytes, and at least
  /// this number for each small word of another language.
  private static let leastLetters = 0.05
  private static let leastCharacters = 4

  /// The language of a text; `nil` if it is too short to tell, or in a language that is not known here.
  static func locale(of source: SourceText, from line: Int) -> LocaleTag? {
    var counts = LanguageTally()
    var left = most
    var fence: UInt8?
    for number in max(1, line)..<max(2, source.lineCount + 1) where left > 0 {
      let text = source.bytes[source.line(number)].drop { $0 <= 0x20 || $0 == UInt8(ascii: ">") }
      if let mark = ["```", "~~~"].first(where: { text.starts(with: $0.utf8) })?.utf8.first,
        !text.drop(while: { $0 == mark }).contains(mark)
      {
        fence = fence == nil ? mark : fence == mark ? nil : fence
      } else if fence == nil {
        counts.add(text.prefix(left))
        left -= text.count
      }
    }
    return counts.locale
  }

  private static let smallWords = SmallWords("function", "page-language")

  /// What opens the address of a link, and what every address has.
  private static let addresses = [Array("](".utf8), Array("://".utf8)]

  private struct LanguageTally {
    private var words = 0
    private var small = [Int](repeating: 0, count: TextLanguage.smallWords.languages.count)
    /// How many different small words of each language there are.
    private var different = [Int](repeating: 0, count: TextLanguage.smallWords.languages.count)
    private var seen: Set<UInt64> = []
    private var letters = 0
    private var han = 0
    private var kana = 0
    private var hangul = 0
    /// Characters that only the traditional form of Chinese has, and only the simplified one.
    private var traditional = 0
    private var simplified = 0

    /// Counts the words of a line, outside of code spans and addresses.
    mutating func add(_ line: ArraySlice<UInt8>) {
      let hasAddress = TextLanguage.addresses.contains { line.range(ofBytes: $0) != nil }
      var isCode = false
      for part in line.folded.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false) {
        if !isCode {
          for token in part.split(separator: 0x20) {
            addWords(hasAddress ? Self.withoutAddress(token) : token)
          }
        }
        isCode.toggle()
      }
    }

    /// The text before an address or the address of a link.
    private static func withoutAddress(_ token: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let mark = TextLanguage.addresses.lazy.compactMap { token.range(ofBytes: $0) }.first
      return mark.map { token[..<$0.lowerBound] } ?? token
    }

    private mutating func addWords(_ token: ArraySlice<UInt8>) {
      if token.allSatisfy({ $0 < 0x80 }) {
        guard token.contains(where: \.isLetter) else { return }
        for word in token.split(whereSeparator: { !$0.isLetterOrDigit }) { addWord(word) }
      } else {
        // Typographic marks are not part of a word.
        let text = String(decoding: token, as: UTF8.self).lowercased().unicodeScalars
        for word in text.split(whereSeparator: { !$0.properties.isAlphabetic }) {
          addWord(Array(String(word).utf8)[...])
        }
      }
    }

    private mutating func addWord(_ word: ArraySlice<UInt8>) {
      words += 1
      letters += word.count
      if word.contains(where: { $0 >= 0xE3 }) { addCharacters(word) }
      let hash = stableHash(word)
      let bits = TextLanguage.smallWords.languages(ofWord: hash)
      if bits == 0 { return }
      let isNew = seen.insert(hash).inserted
      for index in small.indices where bits & 1 << UInt32(index) != 0 {
        small[index] += 1
        if isNew { different[index] += 1 }
      }
    }

    private mutating func addCharacters(_ word: ArraySlice<UInt8>) {
      for scalar in String(decoding: word, as: UTF8.self).unicodeScalars where scalar.isIdeographic {
        switch scalar.value {
        case 0x3041...0x30FC: kana += 3
        case 0xAC00...0xD7A3: hangul += 3
        default: han += 3
        }
        if TextLanguage.traditionalOnly.contains(scalar) { traditional += 1 }
        if TextLanguage.simplifiedOnly.contains(scalar) { simplified += 1 }
      }
    }

    var locale: LocaleTag? {
      let order = small.indices.sorted { small[$0] > small[$1] }
      let others = order.first.map { small[$0] } ?? 0
      let all = han + kana + hangul
      if Double(all) > TextLanguage.leastLetters * Double(letters),
        all / 3 > max(1, others) * TextLanguage.leastCharacters
      {
        if hangul > max(kana, han) { return LocaleTag("ko") }
        if kana * TextLanguage.leastCharacters * 2 > han { return LocaleTag("ja") }
        return LocaleTag(traditional > simplified ? "zh-TW" : "zh-CN")
      }
      guard let first = order.first, small[first] >= TextLanguage.leastWords,
        different[first] >= TextLanguage.leastDifferent,
        Double(small[first]) >= TextLanguage.leastShare * Double(words),
        order.count < 2 || Double(small[first]) >= TextLanguage.leastLead * Double(small[order[1]])
      else { return nil }
      return LocaleTag(TextLanguage.smallWords.languages[first])
    }
  }

  private static let traditionalOnly = Set("這個們來時會對說錯誤無檔問題應關開設網連".unicodeScalars)
  private static let simplifiedOnly = Set("这个们来时会对说错误无档问题应关开设网连".unicodeScalars)
}
