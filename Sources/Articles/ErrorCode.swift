import CasebookText

/// Error numbers as compilers, linkers and services write them.
enum ErrorCode {
  /// Standards and products that are named by letters and digits.
  private static let others = WordList("names", "coded")

  /// `C2065`, `LNK2019`, `0x80070005`, `AADSTS70043`: capital letters followed by three or more digits, or
  /// hexadecimal.
  static func first(in title: String) -> String? {
    for word in Array(title.utf8).split(whereSeparator: { !$0.isLetterOrDigit }) {
      if word.count >= 6, word.starts(with: Array("0x".utf8)),
        word.dropFirst(2).contains(where: \.isDigit)
      {
        return String(decoding: word, as: UTF8.self)
      }
      let letters = word.prefix { $0.isUpper }
      let digits = word[letters.endIndex...]
      if (1...8).contains(letters.count), (3...8).contains(digits.count), digits.allSatisfy(\.isDigit),
        !others.contains(letters.folded), !others.contains(word.folded)
      {
        return String(decoding: word, as: UTF8.self)
      }
    }
    return nil
  }

  /// `C2065` at the end of a title. Hexadecimal does not count: it names a system result, not a message.
  static func last(in title: String) -> String? {
    guard let word = title.split(separator: " ").last.map(String.init), first(in: word) == word,
      !word.hasPrefix("0x")
    else { return nil }
    return word
  }
}
