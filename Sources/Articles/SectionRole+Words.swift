import CasebookText

extension SectionRole {
  private static let byWord: [String: SectionRole] = {
    var table: [String: SectionRole] = [:]
    for row in Vocabulary.rows("headings", "role") {
      for word in row.words { table[word] = SectionRole(rawValue: row.kinds[0]) }
    }
    return table
  }()

  /// The role that a heading or a bold label names: `Cause`, `Cause 2`, `Solution 1: restart`, `Ursache:`.
  init?(label: String) {
    guard let word = Self.word(label), let role = Self.byWord[word] else { return nil }
    self = role
  }

  /// Whether a label announces a problem, which plans and studies have, too.
  static func isWeak(_ label: String) -> Bool { word(label).map { weakWords.contains($0) } == true }

  private static let weakWords = WordList("headings", "role", kind: "weak")

  /// A label in lower case without its number and what follows a colon; `nil` if it is too long for one.
  private static func word(_ label: String) -> String? {
    guard label.utf8.count <= longestLabel else { return nil }
    var text = Substring(label.lowercased().trimmed).unicodeScalars
    if let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) { text = text[..<colon] }
    while let last = text.last, isEnd(last) { text.removeLast() }
    return String(text)
  }

  /// Longer headings are not labels, in any script.
  private static let longestLabel = 200

  /// Whether a character is part of a number or of the punctuation around it: `Cause 2.`
  private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return scalar == " " || scalar == "." || scalar == "#" || ("0"..."9").contains(scalar)
    }
    // Ignores letters with a numeric value: `兆`, which means a trillion, also ends a word for symptoms.
    return [.decimalNumber, .letterNumber, .otherNumber].contains(scalar.properties.generalCategory)
  }
}
