/// The rough sound of a word in Latin or Cyrillic letters. A translation engine that mistakes a package name
/// for a word transcribes it.
///
/// Consonants are grouped into classes that transcriptions confuse; all vowels are one class.
struct Pronunciation: Hashable {
  private let classes: [UInt8]

  private static let vowel = UInt8(ascii: "a")

  /// The pronunciation of an ASCII word.
  init(latin word: some Collection<UInt8>) {
    var out: [UInt8] = []
    let letters = word.map { $0 | 0x20 }
    var index = 0
    while index < letters.count {
      let next = index + 1 < letters.count ? letters[index + 1] : 0
      var step = 1
      switch Unicode.Scalar(letters[index]) {
      case "a", "e", "i", "o", "u", "y": out.append(Self.vowel)
      case "c":
        if next == UInt8(ascii: "h") {
          out.append(UInt8(ascii: "s"))
          step = 2
        } else {
          out.append("eiy".utf8.contains(next) ? UInt8(ascii: "s") : UInt8(ascii: "k"))
        }
      case "k", "q": out.append(UInt8(ascii: "k"))
      case "s", "z", "j":
        out.append(UInt8(ascii: "s"))
        if next == UInt8(ascii: "h") { step = 2 }
      case "p":
        out.append(next == UInt8(ascii: "h") ? UInt8(ascii: "f") : UInt8(ascii: "p"))
        if next == UInt8(ascii: "h") { step = 2 }
      case "t":
        out.append(UInt8(ascii: "t"))
        if next == UInt8(ascii: "h") { step = 2 }
      case "x": out += Array("ks".utf8)
      case "w": out.append(index > 0 && !Self.isVowel(next) ? Self.vowel : UInt8(ascii: "v"))
      default: out.append(letters[index])
      }
      index += step
    }
    classes = Self.collapsed(out)
  }

  private static func isVowel(_ letter: UInt8) -> Bool { "aeiouy".utf8.contains(letter) }

  /// The pronunciation of a Cyrillic word; `nil` for any other word.
  init?(cyrillic word: some Sequence<Unicode.Scalar>) {
    var out: [UInt8] = []
    var count = 0
    for scalar in word {
      guard (0x400...0x45F).contains(scalar.value) else { return nil }
      out += Self.cyrillic(scalar)
      count += 1
    }
    if count == 0 { return nil }
    classes = Self.collapsed(out)
  }

  /// Whether it is long enough to rule out chance.
  var isTelling: Bool { classes.count(where: { $0 != Self.vowel }) >= 4 || classes.count >= 6 }

  /// Whether a Cyrillic word sounds like this one. With `strictly`, endings are not allowed.
  func matches(_ other: Pronunciation, strictly: Bool = false) -> Bool {
    if classes == other.classes { return true }
    if strictly { return false }
    // An ending added by the other language.
    return classes.count >= 6 && other.classes.count <= classes.count + 2
      && other.classes.starts(with: classes)
  }

  /// Merges doubled letters and runs of vowels.
  private static func collapsed(_ classes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for one in classes where one != out.last { out.append(one) }
    return out
  }

  // MARK: Alphabets

  private static func cyrillic(_ scalar: Unicode.Scalar) -> [UInt8] {
    switch lowercased(scalar) {
    case "а", "е", "ё", "и", "й", "о", "у", "ы", "э", "ю", "я", "і", "ї", "є", "ў": [vowel]
    case "б": [UInt8(ascii: "b")]
    case "в": [UInt8(ascii: "v")]
    case "г", "ґ": [UInt8(ascii: "g")]
    case "д": [UInt8(ascii: "d")]
    case "ж", "з", "с", "ц", "ч", "ш", "щ", "ј", "ђ", "џ": [UInt8(ascii: "s")]
    case "к": [UInt8(ascii: "k")]
    case "л", "љ": [UInt8(ascii: "l")]
    case "м": [UInt8(ascii: "m")]
    case "н", "њ": [UInt8(ascii: "n")]
    case "п": [UInt8(ascii: "p")]
    case "р": [UInt8(ascii: "r")]
    case "т": [UInt8(ascii: "t")]
    case "ф": [UInt8(ascii: "f")]
    case "х": [UInt8(ascii: "h")]
    default: []
    }
  }

  /// By arithmetic, because looking up a property of each letter in a long text takes longer than everything
  /// else.
  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let shift: UInt32 =
      switch scalar.value {
      case 0x410...0x42F: 0x20
      case 0x400...0x40F: 0x50
      default: 0
      }
    return Unicode.Scalar(scalar.value + shift) ?? scalar
  }
}

extension ComparedText {
  /// The Cyrillic words of the text.
  var cyrillicWords: [(pronunciation: Pronunciation, range: Range<Int>)] {
    var found: [(Pronunciation, Range<Int>)] = []
    var index = 0
    while index < text.count {
      let start = index
      // U+0400 to U+045F: D0 80 to D1 9F.
      while index + 1 < text.count, text[index] == 0xD0 || text[index] == 0xD1 && text[index + 1] <= 0x9F {
        index += 2
      }
      if (6...120).contains(index - start),
        let word = Pronunciation(
          cyrillic: String(decoding: text[start..<index], as: UTF8.self).unicodeScalars)
      {
        found.append((word, start..<index))
      }
      if index == start { index += 1 }
    }
    return found
  }
}
