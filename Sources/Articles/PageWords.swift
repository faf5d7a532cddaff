import CasebookText

/// Titles of pages and sections that name no failure, whatever words they have.
enum PageWords {
  private static let releasePhrases = StemMatcher(
    Vocabulary.words("headings", "release").map { "-\($0)-" })
  private static let versionWords = WordList("headings", "version")

  /// Whether a title belongs to release notes: `Release notes`, `v1.6.3`, `Changes since 1.6.2`.
  static func isRelease(_ title: String) -> Bool {
    let words = FailureWords.hyphenated(title)
    if releasePhrases.matches(words) { return true }
    // The words of other scripts are not among these.
    guard title.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    let parts = words.split(separator: 0x2D)
    guard (2...10).contains(parts.count),
      parts.count(where: { $0.allSatisfy(\.isDigit) || isVersion($0) }) >= 2
    else { return false }
    return parts.allSatisfy { $0.allSatisfy(\.isDigit) || isVersion($0) || versionWords.contains($0) }
  }

  /// `v1`, `0b3`.
  private static func isVersion(_ word: ArraySlice<UInt8>) -> Bool {
    let number = word.first == UInt8(ascii: "v") ? word.dropFirst() : word
    return word.count <= 8 && number.first?.isDigit == true
  }

  /// `--fail-fast N`, `error( text: String )`, `onError: (T) -> ()`.
  private static func isDeclaration(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: "--".utf8) { return bytes.dropFirst(2).first?.isLetter == true }
    let name = bytes.prefix { $0.isLetterOrDigit || $0 == 0x5F || $0 == UInt8(ascii: ".") }
    guard name.first?.isLower == true else { return false }
    let rest = bytes.dropFirst(name.count)
    if rest.first == UInt8(ascii: "(") {
      return bytes.last == UInt8(ascii: ")") || rest.range(ofBytes: Array("): ".utf8)) != nil
    }
    let type = rest.dropFirst(2)
    return name.contains(where: \.isUpper) && rest.starts(with: ": ".utf8)
      && (!type.contains(0x20) || type.first == UInt8(ascii: "("))
  }

  /// The points that a title loses because it is the name of an option, a function or a field: one for a word that may
  /// be an option (`timeout`), two for a name in program text (`max_unavailable`, `retry()`, `timeoutSeconds`).
  static func optionPoints(_ title: String) -> Int {
    let bytes = Array(title.utf8)
    if isDeclaration(bytes) { return 2 }
    guard isOption(bytes) else { return 0 }
    return bytes.contains { $0.isUpper || $0 == 0x5F || $0 == UInt8(ascii: "(") } ? 2 : 1
  }

  private static func isOption(_ bytes: [UInt8]) -> Bool {
    guard (2...120).contains(bytes.count), !bytes.contains(0x20), let first = bytes.first,
      !["err-", "err_", "ERR_"].contains(where: { bytes.starts(with: $0.utf8) })
    else { return false }
    if bytes.contains(UInt8(ascii: "(")) || bytes.contains(UInt8(ascii: "_")) {
      return first.isLower || first == 0x5F
    }
    return first.isLower && bytes.allSatisfy { $0.isLetterOrDigit || ".-/".utf8.contains($0) }
  }
}
