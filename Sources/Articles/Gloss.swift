import CGloss
import CasebookText

/// Turns the words of another language into the English ones by which the rules find known errors: `Impossible de créer le
/// nœud` into `cannot créer le nœud`.
///
/// A gloss is not a translation. It has the words that say that something fails, what a heading is for and how its text
/// speaks; other words stay, and count as words. A class, because each text of a page refers to it.
final class Gloss: Sendable {
  /// A phrase without its first word, and its English.
  private struct GlossedPhrase: Sendable {
    var rest: [PhraseWord]
    var english: String
    /// How many letters the words after the first have.
    var letters: Int
  }

  /// A word of a phrase, with its letters in lower case.
  private struct PhraseWord: Sendable {
    var letters: [UInt8]
    /// Whether any ending may follow.
    var isStem: Bool

    func matches(_ other: [UInt8]) -> Bool {
      isStem ? other.starts(with: letters) : other == letters
    }
  }

  /// The phrases by the hash of their first word; by that of a stem.
  private let byWord: [UInt64: [GlossedPhrase]]
  private let byStem: [UInt64: [GlossedPhrase]]
  /// How long the stems are that open with the same bytes: a bit for each length.
  private let stemLengths: [UInt64: UInt64]
  /// The meaning of a word by how it ends, where no phrase begins with it: `Anmeldefehler` is an error.
  private let byEnding: [UInt64: String]
  private let longestEnding: Int
  /// The phrases of a script without spaces, by the hash of their characters; the hashes of their beginnings have none.
  private let byCharacters: [UInt64: String?]
  /// The usual form of a character: that of the simplified script for one of the traditional script.
  private let usual: [Unicode.Scalar: Unicode.Scalar]

  /// How many bytes of a word tell the lengths of the stems that it may have. No stem is shorter.
  private static let openingBytes = 3

  /// The gloss of a language; `nil` for English, and for a language that has none.
  static func of(_ language: String) -> Gloss? {
    switch language {
    case "cs": czech
    case "de": german
    case "es": spanish
    case "fr": french
    case "it": italian
    case "ja": japanese
    case "ko": korean
    case "nl": dutch
    case "pl": polish
    case "pt": portuguese
    case "ru": russian
    case "sv": swedish
    case "tr": turkish
    case "zh": chinese
    default: nil
    }
  }

  // Each is made when a page needs it.
  private static let czech = Gloss("cs")
  private static let german = Gloss("de")
  private static let spanish = Gloss("es")
  private static let french = Gloss("fr")
  private static let italian = Gloss("it")
  private static let japanese = Gloss("ja")
  private static let korean = Gloss("ko")
  private static let dutch = Gloss("nl")
  private static let polish = Gloss("pl")
  private static let portuguese = Gloss("pt")
  private static let russian = Gloss("ru")
  private static let swedish = Gloss("sv")
  private static let turkish = Gloss("tr")
  private static let chinese = Gloss("zh")

  private static let data = decompressed(
    embedded: UnsafeRawBufferPointer(start: casebook_gloss(), count: casebook_gloss_size))

  /// Reads the phrases of a language, which `gloss.h` describes.
  private init(_ language: String) {
    var byWord: [UInt64: [GlossedPhrase]] = [:]
    var byStem = byWord
    var stemLengths: [UInt64: UInt64] = [:]
    var byEnding: [UInt64: String] = [:]
    var longestEnding = 0
    var byCharacters: [UInt64: String?] = [:]
    var usual: [Unicode.Scalar: Unicode.Scalar] = [:]

    func add(_ phrase: [UInt8], _ english: String) {
      if english == "=" {
        let pairs = Array(String(decoding: phrase, as: UTF8.self).unicodeScalars)
        for index in stride(from: 1, to: pairs.count, by: 2) { usual[pairs[index - 1]] = pairs[index] }
        return
      }
      if phrase.first == UInt8(ascii: "*") {
        byEnding[stableHash(phrase[1...])] = english
        longestEnding = max(longestEnding, phrase.count - 1)
        return
      }
      let scalars = String(decoding: phrase, as: UTF8.self).unicodeScalars
      if scalars.first?.isIdeographic == true {
        byCharacters[stableHash(phrase)] = english
        for (end, byte) in phrase.enumerated() where end > 0 && byte & 0xC0 != 0x80 {
          let beginning = stableHash(phrase[..<end])
          if byCharacters[beginning] == nil { byCharacters[beginning] = .some(nil) }
        }
        return
      }
      let words = phrase.split(separator: 0x20).map { word in
        let isStem = word.last == UInt8(ascii: "*")
        return PhraseWord(letters: Array(isStem ? word.dropLast() : word), isStem: isStem)
      }
      guard let first = words.first else { return }
      let rest = Array(words.dropFirst())
      let entry = GlossedPhrase(
        rest: rest, english: english, letters: rest.reduce(0) { $0 + $1.letters.count })
      let hash = stableHash(first.letters)
      if first.isStem {
        byStem[hash, default: []].append(entry)
        stemLengths[Self.opening(of: first.letters), default: 0] |= 1 << UInt64(first.letters.count)
      } else {
        byWord[hash, default: []].append(entry)
      }
    }

    for line in Self.data[lines(of: language, in: Self.data) ?? 0..<0].split(separator: 0x0A) {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      let english = String(decoding: fields[0], as: UTF8.self)
      for phrase in fields.dropFirst() { add(Array(phrase), english) }
    }
    (self.byWord, self.byStem, self.stemLengths) = (byWord, byStem, stemLengths)
    (self.byEnding, self.longestEnding) = (byEnding, longestEnding)
    (self.byCharacters, self.usual) = (byCharacters, usual)
  }

  private static func opening(of word: [UInt8]) -> UInt64 { stableHash(word.prefix(openingBytes)) }

  // MARK: Reading

  /// A text with the phrases of the lexicon in English. A word that has none and is not ASCII is followed by `x`, so that it
  /// counts as a word.
  func english(_ text: String) -> String {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.value < Self.firstWide {
        scalars.append(scalar)
      } else if let narrow = Self.narrow[scalar] {
        scalars += narrow
      } else {
        scalars.append(usual[scalar] ?? scalar)
      }
    }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var index = 0
    while index < scalars.count {
      if scalars[index].isIdeographic {
        readCharacters(scalars, &index, &result)
      } else if scalars[index].isWordPart {
        readWord(scalars, &index, &result)
      } else {
        Self.append(scalars[index], &result)
        index += 1
      }
    }
    if result.last == 0x20 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// The same for a text in which some words are code, in their order; they stay as they are.
  func english(_ text: String, besides code: [String]) -> String {
    var result = ""
    var rest = text
    for span in code {
      guard let place = rest.range(ofText: span) else { continue }
      result += english(String(rest[..<place.lowerBound])) + " " + span + " "
      rest = String(rest[place.upperBound...])
    }
    return (result + english(rest)).trimmed
  }

  private func readCharacters(_ scalars: [Unicode.Scalar], _ index: inout Int, _ result: inout [UInt8]) {
    var isOpen = false
    while index < scalars.count, scalars[index].isIdeographic {
      if let (english, length) = longestRun(scalars, index) {
        if isOpen { Self.append("x", &result) }
        isOpen = false
        Self.append(english, &result)
        index += length
      } else {
        Self.append(scalars[index], &result)
        // Hiragana alone is an ending or a particle.
        if !(0x3041...0x3096).contains(scalars[index].value) { isOpen = true }
        index += 1
      }
    }
    if isOpen { Self.append("x", &result) }
  }

  /// The longest phrase that begins at a character, and its length.
  private func longestRun(_ scalars: [Unicode.Scalar], _ start: Int) -> (String, Int)? {
    var bytes: [UInt8] = []
    var found: (String, Int)?
    for index in start..<scalars.count {
      bytes.append(contentsOf: UTF8.encode(scalars[index]) ?? UTF8.encodedReplacementCharacter)
      guard let beginning = byCharacters[stableHash(bytes)] else { break }
      if let english = beginning { found = (english, index + 1 - start) }
    }
    return found
  }

  private func readWord(_ scalars: [Unicode.Scalar], _ index: inout Int, _ result: inout [UInt8]) {
    let end = Self.endOfWord(scalars, index)
    let word = Self.lower(scalars[index..<end])
    let opening = index == 0 ? longest(Self.start + word, scalars, end) : nil
    if let (entry, next) = opening ?? longest(word, scalars, end) {
      Self.append(entry.english, &result)
      index = next
    } else if let english = meaning(ofEnding: word) {
      Self.append(english, &result)
      index = end
    } else {
      for scalar in scalars[index..<end] { Self.append(scalar, &result) }
      if scalars[index..<end].contains(where: { !$0.isASCII }) { Self.append("x", &result) }
      index = end
    }
  }

  /// The phrase with the most words that begins with a word; of those that begin alike, the one with the most letters.
  private func longest(_ word: [UInt8], _ scalars: [Unicode.Scalar], _ end: Int) -> (GlossedPhrase, Int)? {
    var best: (entry: GlossedPhrase, end: Int)?
    var words = FollowingWords(scalars, end)
    func look(_ entries: [GlossedPhrase]?) {
      for entry in entries ?? [] {
        if let best, (entry.rest.count, entry.letters) <= (best.entry.rest.count, best.entry.letters) {
          continue
        }
        if let next = words.end(of: entry.rest) { best = (entry, next) }
      }
    }
    look(byWord[stableHash(word)])
    var lengths = word.count < Self.openingBytes ? 0 : stemLengths[Self.opening(of: word)] ?? 0
    while lengths != 0 {
      let length = 63 - lengths.leadingZeroBitCount
      lengths &= ~(1 << UInt64(length))
      if length <= word.count { look(byStem[stableHash(word[..<length])]) }
    }
    return best.map { ($0.entry, $0.end) }
  }

  private func meaning(ofEnding word: [UInt8]) -> String? {
    guard !byEnding.isEmpty, word.count > 1 else { return nil }
    for length in stride(from: min(word.count - 1, longestEnding), through: 1, by: -1) {
      if let english = byEnding[stableHash(word.suffix(length))] { return english }
    }
    return nil
  }

  /// The words that follow a place, in lower case, each read once.
  private struct FollowingWords {
    private let scalars: [Unicode.Scalar]
    private let start: Int
    private var words: [(letters: [UInt8], end: Int)] = []
    /// Where the words that were read end; `nil` if no other follows.
    private var place: Int?

    init(_ scalars: [Unicode.Scalar], _ start: Int) {
      self.scalars = scalars
      self.start = start
      place = start
    }

    /// Where the words of a phrase end; `nil` if others follow.
    mutating func end(of phrase: [PhraseWord]) -> Int? {
      for (index, word) in phrase.enumerated() {
        if index == words.count, !readNext() { return nil }
        guard word.matches(words[index].letters) else { return nil }
      }
      return phrase.isEmpty ? start : words[phrase.count - 1].end
    }

    private mutating func readNext() -> Bool {
      guard let start = place else { return false }
      place = nil
      var first = start
      while first < scalars.count, first - start <= Gloss.maxGap, !scalars[first].isWordPart,
        !scalars[first].isIdeographic
      {
        if Gloss.ends.contains(scalars[first]) { return false }
        first += 1
      }
      guard first < scalars.count, (1...Gloss.maxGap).contains(first - start),
        scalars[first].isWordPart
      else { return false }
      let end = Gloss.endOfWord(scalars, first)
      words.append((Gloss.lower(scalars[first..<end]), end))
      place = end
      return true
    }
  }

  /// Blanks, marks and quotes between two words of a phrase.
  private static let maxGap = 3
  /// What ends a phrase.
  private static let ends = Set(",.;:!?\n|\u{2014}".unicodeScalars)

  private static func endOfWord(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    var end = start
    while end < scalars.count, scalars[end].isWordPart { end += 1 }
    return end
  }

  private static func lower(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
    let scalars = scalars.prefix(maxWord)
    if scalars.allSatisfy(\.isASCII) { return scalars.map { UInt8($0.value).folded } }
    var word = ""
    word.unicodeScalars.append(contentsOf: scalars)
    // A Turkish capital with a dot becomes a small letter and another dot.
    return word.lowercased().unicodeScalars.flatMap {
      $0 == "\u{307}" ? [] : Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// No phrase has a longer word.
  private static let maxWord = 60

  /// The mark of a phrase that only opens a text.
  private static let start = Array("^".utf8)

  /// The wide marks of Chinese and Japanese, which no blank follows.
  private static let narrow: [Unicode.Scalar: [Unicode.Scalar]] = [
    "：": [":", " "], "？": ["?", " "], "！": ["!", " "], "，": [",", " "], "、": [",", " "], "。": [".", " "],
    "；": [";", " "], "（": [" ", "("], "）": [")", " "],
  ]

  /// The first wide mark. The characters below it have no other usual form.
  private static let firstWide: UInt32 = 0x3000

  private static func append(_ scalar: Unicode.Scalar, _ result: inout [UInt8]) {
    if scalar == " ", result.isEmpty || result.last == 0x20 { return }
    result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Adds English between blanks.
  private static func append(_ english: String, _ result: inout [UInt8]) {
    if let last = result.last, last != 0x20 { result.append(0x20) }
    result.append(contentsOf: english.utf8)
    if let last = result.last, last != 0x20 { result.append(0x20) }
  }
}

extension Gloss? {
  /// A text as the rules read it: in English.
  func reading(_ text: String) -> String { self?.english(text) ?? text }
}

extension Unicode.Scalar {
  /// Whether this is written without spaces between words, or with endings that stick to them: Han, kana, Hangul.
  var isIdeographic: Bool {
    switch value {
    case 0x3005...0x3007, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xAC00...0xD7A3, 0xF900...0xFAFF:
      true
    default: false
    }
  }

  /// Whether this is part of a word of letters or digits.
  fileprivate var isWordPart: Bool {
    if isASCII { return UInt8(value).isLetterOrDigit || self == "_" }
    return properties.isAlphabetic && !isIdeographic
  }
}
