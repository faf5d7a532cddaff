/// How a word sounds, roughly, whatever the alphabet: a translation engine that takes the name of a package for a word
/// writes it in its own letters.
///
/// Consonants fall into classes that transcriptions mix up; vowels are one class, which kana and hangul add to any
/// consonant, so that only consonants are compared with those.
struct Sound: Hashable {
  /// The alphabet of the word, as far as it matters here.
  enum Alphabet { case latin, cyrillic, greek, kana, hangul }

  let alphabet: Alphabet
  private let classes: [UInt8]

  private static let vowel = UInt8(ascii: "a")

  /// The sound of an ASCII word.
  init(latin word: some Collection<UInt8>) {
    alphabet = .latin
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

  /// The sound of a word in one of the other alphabets; `nil` for scripts that do not spell.
  init?(_ word: some Sequence<Unicode.Scalar>) {
    var out: [UInt8] = []
    var alphabet: Alphabet?
    for scalar in word {
      switch scalar.value {
      case 0x400...0x45F:
        alphabet = .cyrillic
        out += Self.cyrillic(scalar)
      case 0x370...0x3FF, 0x1F00...0x1FFF:
        alphabet = .greek
        out += Self.greek(scalar)
      case 0x3041...0x30FF:
        alphabet = .kana
        out += Self.kana(scalar)
      case 0xAC00...0xD7A3:
        alphabet = .hangul
        out += Self.hangul(scalar)
      default: return nil
      }
    }
    guard let alphabet else { return nil }
    self.alphabet = alphabet
    classes = Self.collapsed(out)
  }

  /// Whether there is enough of it to be no chance.
  var isTelling: Bool { classes.count(where: { $0 != Self.vowel }) >= 4 || classes.count >= 6 }

  /// Whether a word of another alphabet is this one. `strictly` allows no endings.
  func matches(_ other: Sound, strictly: Bool = false) -> Bool {
    switch other.alphabet {
    case .latin: return false
    case .cyrillic, .greek:
      if classes == other.classes { return true }
      if strictly { return false }
      // An ending of the other language.
      return classes.count >= 6 && other.classes.count <= classes.count + 2
        && other.classes.starts(with: classes)
    case .kana: return !strictly && matchesSyllables(other, merging: Self.kanaMerges)
    case .hangul: return !strictly && matchesSyllables(other, merging: Self.hangulMerges)
    }
  }

  /// Compares consonants alone. An r that ends a syllable is not heard there, and mostly not written.
  private func matchesSyllables(_ other: Sound, merging merges: [UInt8: UInt8]) -> Bool {
    let theirs = other.consonants(classes: other.classes, merging: merges)
    let silent = classes.indices.filter {
      classes[$0] == UInt8(ascii: "r") && ($0 + 1 == classes.count || classes[$0 + 1] != Self.vowel)
    }
    let heard = classes.indices.filter { !silent.contains($0) }.map { classes[$0] }
    return [classes, heard].contains { form in
      let own = consonants(classes: form, merging: merges)
      if own.count < 4 { return false }
      if own == theirs { return true }
      // A particle follows in Korean without a space.
      return other.alphabet == .hangul && own.count >= 5 && theirs.starts(with: own)
        && theirs.count <= own.count + 2
    }
  }

  private func consonants(classes: [UInt8], merging merges: [UInt8: UInt8]) -> [UInt8] {
    Self.collapsed(classes.filter { $0 != Self.vowel && $0 != UInt8(ascii: "h") }.map { merges[$0] ?? $0 })
  }

  private static let kanaMerges = merges("lr vb")
  private static let hangulMerges = merges("lr gk dt bp fp vp")

  private static func merges(_ pairs: String) -> [UInt8: UInt8] {
    var table: [UInt8: UInt8] = [:]
    for pair in pairs.utf8.split(separator: 0x20) {
      if let from = pair.first, let to = pair.last { table[from] = to }
    }
    return table
  }

  /// Doubled letters and rows of vowels are one.
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

  /// By arithmetic: asking for a property of each letter of a long text takes longer than all else.
  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let shift: UInt32 =
      switch scalar.value {
      case 0x391...0x3AB, 0x410...0x42F: 0x20
      case 0x400...0x40F: 0x50
      default: 0
      }
    return Unicode.Scalar(scalar.value + shift) ?? scalar
  }

  private static func greek(_ scalar: Unicode.Scalar) -> [UInt8] {
    return switch lowercased(scalar) {
    case "α", "ε", "η", "ι", "ο", "υ", "ω", "ά", "έ", "ή", "ί", "ϊ", "ΐ", "ό", "ύ", "ϋ", "ΰ", "ώ": [vowel]
    case "β": [UInt8(ascii: "v")]
    case "γ": [UInt8(ascii: "g")]
    case "δ": [UInt8(ascii: "d")]
    case "ζ", "σ", "ς": [UInt8(ascii: "s")]
    case "θ", "τ": [UInt8(ascii: "t")]
    case "κ": [UInt8(ascii: "k")]
    case "λ": [UInt8(ascii: "l")]
    case "μ": [UInt8(ascii: "m")]
    case "ν": [UInt8(ascii: "n")]
    case "ξ": Array("ks".utf8)
    case "π": [UInt8(ascii: "p")]
    case "ρ": [UInt8(ascii: "r")]
    case "φ": [UInt8(ascii: "f")]
    case "χ": [UInt8(ascii: "h")]
    case "ψ": Array("ps".utf8)
    default: []
    }
  }

  /// The consonants of katakana; hiragana lies 0x60 below.
  private static func kana(_ scalar: Unicode.Scalar) -> [UInt8] {
    var value = scalar.value
    if value < 0x30A0 { value += 0x60 }
    // The small っ and the long mark.
    if value == 0x30C3 || value >= 0x30FB { return [] }
    return katakana(value)
  }

  private static func katakana(_ value: UInt32) -> [UInt8] {
    switch value {
    case 0x30A1...0x30AA: return [vowel]
    case 0x30AB...0x30B4: return [UInt8(ascii: value % 2 == 1 ? "k" : "g"), vowel]
    case 0x30B5...0x30BE: return [UInt8(ascii: "s"), vowel]
    // チ ヂ ツ ヅ are sibilants.
    case 0x30BF: return [UInt8(ascii: "t"), vowel]
    case 0x30C0: return [UInt8(ascii: "d"), vowel]
    case 0x30C1...0x30C5: return [UInt8(ascii: "s"), vowel]
    case 0x30C6, 0x30C8: return [UInt8(ascii: "t"), vowel]
    case 0x30C7, 0x30C9: return [UInt8(ascii: "d"), vowel]
    case 0x30CA...0x30CE: return [UInt8(ascii: "n"), vowel]
    // フ is f before a small vowel, and in loanwords.
    case 0x30D5: return [UInt8(ascii: "f"), vowel]
    case 0x30CF...0x30DD:
      let kinds = Array("hbp".utf8)
      return [kinds[Int(value - 0x30CF) % 3], vowel]
    case 0x30DE...0x30E2: return [UInt8(ascii: "m"), vowel]
    case 0x30E3...0x30E8: return [vowel]
    case 0x30E9...0x30ED: return [UInt8(ascii: "r"), vowel]
    case 0x30F3: return [UInt8(ascii: "n")]
    case 0x30F4: return [UInt8(ascii: "v"), vowel]
    default: return [vowel]
    }
  }

  /// A syllable is an initial, a vowel and a final, by arithmetic (Unicode, 3.12).
  private static func hangul(_ scalar: Unicode.Scalar) -> [UInt8] {
    let index = Int(scalar.value - 0xAC00)
    let initials = Array("kkntt" + "rmpps" + "s.sss" + "ktph").map { Array(String($0).utf8) }
    let finals = Array(".kkknnntrrrrrrrrmppssnssktph").map { Array(String($0).utf8) }
    var out: [UInt8] = []
    let initial = initials[index / 588]
    if initial != [UInt8(ascii: ".")] { out += initial }
    out.append(vowel)
    let final = finals[index % 28]
    if final != [UInt8(ascii: ".")] { out += final }
    return out
  }
}

extension Passage {
  /// The words of the text in alphabets other than Latin that spell sounds.
  var foreignWords: [(sound: Sound, range: Range<Int>)] {
    var found: [(Sound, Range<Int>)] = []
    var start: Int?
    var script: UInt8 = 0
    var index = 0
    func close(_ end: Int, _ start: Int?) {
      guard let start, end - start >= 6, end - start <= 120 else { return }
      if let sound = Sound(String(decoding: text[start..<end], as: UTF8.self).unicodeScalars) {
        found.append((sound, start..<end))
      }
    }
    while index < text.count {
      let length = min(UInt8.length(ofScalarStarting: text[index]), text.count - index)
      let kind = Self.script(text[index..<index + length])
      if kind != script || kind == 0 {
        close(index, start)
        start = kind == 0 ? nil : index
        script = kind
      }
      index += length
    }
    close(text.count, start)
    return found
  }

  /// 0 for what is no spelling script, else a number for each.
  private static func script(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    let scalar = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    switch scalar {
    case 0xCDB0...0xCFBF: return 1
    case 0xD080...0xD19F: return 2
    case 0xE38181...0xE3829F: return 3
    case 0xE382A1...0xE383BA, 0xE383BC: return 4
    case 0xEAB080...0xED9EA3: return 5
    default: return 0
    }
  }
}
