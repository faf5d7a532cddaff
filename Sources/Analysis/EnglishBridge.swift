import CasebookKnowledge
import CasebookText

/// From the words of another language to the English ones that they translate: a `Bridge`, crossed the other way.
///
/// It belongs to one thread, because it remembers the words that it has looked up.
public final class EnglishBridge {
  /// A word without its first index term, and the English one that it translates.
  private struct TranslatedWord {
    let rest: [UInt64]
    let english: String
  }

  /// The words that are not analysed yet, each with its English term, by their first characters. A question has few of these.
  private var unread: [Unicode.Scalar: [(word: String, english: String)]] = [:]
  private var translations: [UInt64: [TranslatedWord]] = [:]
  private let analyzer: Analyzer

  /// The bridge from a language; `nil` if there is none.
  public init?(from language: String) {
    guard let locale = LocaleTag(language), let lines = Bridge.lines(of: locale) else { return nil }
    analyzer = Analyzer(locale: locale)
    for line in lines {
      let fields = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
      for word in fields.dropFirst() {
        guard let first = word.unicodeScalars.first else { continue }
        unread[first, default: []].append((word, fields[0]))
      }
    }
  }

  /// Analyses the words that begin as a word of a question does.
  private func read(_ word: String) {
    guard let first = word.lowercased().unicodeScalars.first,
      let words = unread.removeValue(forKey: first)
    else { return }
    for (word, english) in words {
      let terms = analyzer.terms(of: word).utf8.split(separator: UInt8(ascii: " ")).map {
        stableHash(Array($0))
      }
      guard let first = terms.first else { continue }
      translations[first, default: []].append(
        TranslatedWord(rest: Array(terms.dropFirst()), english: english))
    }
  }

  /// The English index terms that words of a question translate, by the places of the words. The longest word at a place wins;
  /// a word of a script without spaces has a place for each pair of its characters.
  public func terms(of words: [QueryTerm?]) -> [(places: Range<Int>, terms: [String])] {
    let own = words.enumerated().compactMap { place, word -> (place: Int, hash: UInt64)? in
      guard let word else { return nil }
      read(word.text)
      switch word.kind {
      case .word: return (place, stableHash(Array(analyzer.terms(of: word.text).utf8.dropLast())))
      case .pair, .single: return (place, stableHash(Array(word.text.utf8)))
      case .part, .whole: return nil
      }
    }
    var found: [(places: Range<Int>, terms: [String])] = []
    var index = 0
    while index < own.count {
      let here = (translations[own[index].hash] ?? []).filter { translation in
        own.dropFirst(index + 1).prefix(translation.rest.count).map(\.hash).elementsEqual(translation.rest)
      }
      let longest = here.map(\.rest.count).max() ?? 0
      if !here.isEmpty {
        let terms = here.filter { $0.rest.count == longest }.map(\.english)
        found.append((own[index].place..<own[index + longest].place + 1, terms))
      }
      index += 1 + longest
    }
    return found
  }
}

extension FunctionWords {
  /// The language in which a question is asked, by its script, or by `least` or more function words that it has more of than of
  /// any other language's; `nil` if it is English or nothing tells it.
  public static func language(of text: String, least: Int = 1) -> String? {
    var (isHan, isKana) = (false, false)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x400...0x4FF: return "ru"
      case 0x3041...0x30FF: isKana = true
      case 0x4E00...0x9FFF: isHan = true
      case 0xAC00...0xD7A3: return "ko"
      default: break
      }
    }
    if isKana { return "ja" }
    if isHan { return "zh" }
    var counts = [Int](repeating: 0, count: smallWords.languages.count)
    for word in text.split(whereSeparator: { !$0.isLetter && $0 != "'" }) {
      let languages = smallWords.languages(ofWord: stableHash(Array(word.lowercased().utf8)))
      for place in counts.indices where languages & 1 << UInt32(place) != 0 { counts[place] += 1 }
    }
    guard let most = counts.max(), most >= least, counts.count(where: { $0 == most }) == 1,
      let best = counts.firstIndex(of: most), smallWords.languages[best] != "en"
    else { return nil }
    return smallWords.languages[best]
  }

  private static let smallWords = SmallWords("function")
}
