import CasebookText

/// The words of a title without signs at its ends, marks of struck text and the number of an issue.
enum TitleText {
  /// The words of a title; the title itself if nothing else is in it.
  static func plain(_ title: String) -> String {
    guard title.utf8.count <= Outline.maxTitleBytes else { return title }
    var text = withoutSigns(title)
    if text.contains(text: "~~") { text = withoutStrikes(text) }
    text = withoutIssueNumber(withoutInnerBlanks(text)).trimmed
    return text.contains { $0.isLetter || $0.isNumber } ? text : title
  }

  /// The text without the marks of struck words, `~~`.
  private static func withoutStrikes(_ title: String) -> String {
    var text: [UInt8] = []
    var rest = Array(title.utf8)[...]
    while let mark = rest.range(ofBytes: [0x7E, 0x7E]) {
      text += rest[..<mark.lowerBound]
      rest = rest[mark.upperBound...]
    }
    return String(decoding: text + rest, as: UTF8.self)
  }

  /// The text without emoji and their names at its ends: `🚨 Copies fail`, `:warning: Copies fail`.
  private static func withoutSigns(_ title: String) -> String {
    var text = title.unicodeScalars[...]
    var isAtEnd = false
    while !isAtEnd {
      let count = text.count
      text = text.drop { isSign($0) || ($0.properties.isWhitespace) }
      while let last = text.last, isSign(last) || last.properties.isWhitespace { text.removeLast() }
      if let name = nameOfSign(text) { text = text.dropFirst(name) }
      isAtEnd = text.count == count
    }
    return String(text)
  }

  /// Whether a character is a picture, or belongs to one.
  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x2000: false
    // The joiner, the mark of a picture, and the blocks of symbols, arrows left out.
    case 0x200D, 0xFE0F, 0x2600...0x27BF, 0x1F000...0x1FAFF: true
    default: scalar.properties.isEmojiPresentation
    }
  }

  /// The length of `:warning: ` at the start of a text.
  private static func nameOfSign(_ text: Substring.UnicodeScalarView) -> Int? {
    guard text.first == ":" else { return nil }
    let name = text.dropFirst().prefix(maxNameLength).prefix { ("a"..."z").contains($0) || $0 == "_" }
    let rest = text.dropFirst(1 + name.count)
    return name.count > 2 && rest.first == ":" && rest.dropFirst().first == " " ? name.count + 2 : nil
  }

  private static let maxNameLength = 40

  /// `" Copies fail "` without the blanks between the marks and the words.
  private static func withoutInnerBlanks(_ title: String) -> String {
    guard let first = title.first, let last = title.last, title.count > 2,
      [("\"", "\""), ("'", "'"), ("\u{201C}", "\u{201D}")].contains(where: {
        $0 == String(first) && $1 == String(last)
      })
    else { return title }
    return String(first) + String(title.dropFirst().dropLast()).trimmed + String(last)
  }

  /// The text behind the label of `Issue 2: Copies fail`. A code is a part of its title: `Error 4711: copies fail`.
  private static func withoutIssueNumber(_ title: String) -> String {
    guard let colon = title.firstIndex(of: ":"), title[..<colon].utf8.count <= maxNameLength else {
      return title
    }
    let label = String(title[..<colon])
    let rest = String(title[title.index(after: colon)...])
    let number = label.reversed().prefix { $0.isNumber }.count
    guard (1...2).contains(number), rest.first == " ", SectionRole(label: label) == .symptom,
      SectionRole.isWeak(label)
    else { return title }
    return rest.trimmed
  }
}

/// The numbers of the sections of a text: `3.2 Copies fail` has one if there is a section 3 or 3.1.
struct SectionNumbers {
  private var seen: Set<[Int]> = []

  private static let maxParts = 5
  private static let maxDigits = 3

  /// The title without its number, if it continues those of the sections before it.
  mutating func title(without title: String) -> String {
    let bytes = Array(title.utf8.prefix(24))
    var parts: [Int] = []
    var index = 0
    var isEnded = false
    while index < bytes.count, parts.count < Self.maxParts {
      let digits = bytes[index...].prefix { $0.isDigit }
      guard (1...Self.maxDigits).contains(digits.count),
        let number = Int(String(decoding: digits, as: UTF8.self))
      else { break }
      parts.append(number)
      index = digits.endIndex
      guard index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")") else {
        break
      }
      isEnded = index + 1 < bytes.count && bytes[index + 1] == 0x20
      index += 1
    }
    guard let last = parts.last, parts.count > 1 || isEnded, index < bytes.count, bytes[index] == 0x20 else {
      if parts.count == 1 { seen.insert(parts) }
      return title
    }
    // A version is not the number of a section: `5.15 kernel crashes`. A part of a section comes after that.
    let continues =
      parts.count == 1
      ? last <= 1 || seen.contains([last - 1])
      : seen.contains(Array(parts.dropLast())) || parts.allSatisfy { $0 == 1 }
    seen.insert(parts)
    let rest = String(Substring(title.utf8.dropFirst(index))).trimmed
    return continues && rest.contains(where: \.isLetter) ? rest : title
  }
}
