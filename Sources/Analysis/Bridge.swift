import CBridge
public import CasebookKnowledge
import CasebookText

/// From the words of English messages to the words of another language that translate them, so that an English report finds
/// an article in that language. `script/train-bridge` learned them from translation catalogues of programs.
///
/// A bridge belongs to one thread, as its analyzers do.
public struct Bridge {
  /// The lines of the language in `Bridge.data`, in the order of their English terms.
  private let lines: Range<Int>
  private let analyzer: Analyzer
  private let english = Analyzer(locale: .english)

  /// The bridge to the language of a locale; `nil` if there is none.
  public init?(to locale: LocaleTag) {
    guard let lines = Self.place(of: locale) else { return nil }
    self.lines = lines
    analyzer = Analyzer(locale: locale)
  }

  /// The bridges to the languages of some locales, each once.
  public static func bridges(to locales: [LocaleTag]) -> [Bridge] {
    var seen: Set<String> = []
    return locales.filter { seen.insert($0.language).inserted }.compactMap(Bridge.init)
  }

  /// The index terms of the words that translate an English word, the likeliest word first. A word of a script without
  /// spaces has a term for each pair of neighbouring characters.
  public func terms(for word: String) -> [[String]] {
    guard let place = words(for: Array(english.terms(of: word).utf8.dropLast())) else { return [] }
    return Self.data[place].split(separator: UInt8(ascii: "\t")).map { word in
      analyzer.terms(of: String(decoding: word, as: UTF8.self)).split(separator: " ").map(String.init)
    }
  }

  /// Where the words after an English term are.
  private func words(for term: [UInt8]) -> Range<Int>? {
    guard !term.isEmpty else { return nil }
    var (low, high) = (lines.lowerBound, lines.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      let start = (Self.data[low..<middle].lastIndex(of: UInt8(ascii: "\n")) ?? low - 1) + 1
      let end = Self.data[middle..<high].firstIndex(of: UInt8(ascii: "\n")) ?? high
      let tab = Self.data[start..<end].firstIndex(of: UInt8(ascii: "\t")) ?? end
      let own = Self.data[start..<tab]
      if own.elementsEqual(term) { return min(tab + 1, end)..<end }
      if own.lexicographicallyPrecedes(term) { low = end + 1 } else { high = start }
    }
    return nil
  }

  /// The lines of a language: an English index term, and the words that translate it.
  static func lines(of locale: LocaleTag) -> [ArraySlice<UInt8>]? {
    place(of: locale).map { data[$0].split(separator: UInt8(ascii: "\n")) }
  }

  /// Where the lines of a language are.
  private static func place(of locale: LocaleTag) -> Range<Int>? {
    isTraditionalChinese(locale) ? nil : CasebookText.lines(of: locale.language, in: data)
  }

  /// The catalogues are of simplified Chinese.
  private static func isTraditionalChinese(_ locale: LocaleTag) -> Bool {
    let parts = locale.description.split(separator: "-").dropFirst()
    return locale.language == "zh" && parts.contains { ["Hant", "TW", "HK", "MO"].contains($0) }
  }

  /// Names the words that the bridges know; what depends on them is made again when it changes.
  public static let version = stableHash(packed)

  private static var packed: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: casebook_bridge(), count: casebook_bridge_size)
  }

  private static let data = decompressed(embedded: packed)
}
