/// A fixed list of words that costs nothing until it is asked: it is searched in the program's own text.
public struct WordList: Sendable {
  private let text: StaticString

  /// Words in lower case, separated by white space.
  public init(_ text: StaticString) { self.text = text }

  /// Whether a word, in any case, is in the list.
  public func contains(_ word: some StringProtocol) -> Bool {
    var word = word.lowercased()
    return word.withUTF8 { word in
      text.withUTF8Buffer { text in
        guard let first = word.first, !word.contains(where: { $0 <= 0x20 }) else { return false }
        var start = 0
        while start + word.count <= text.count {
          let starts = text[start] == first && (start == 0 || text[start - 1] <= 0x20)
          let end = start + word.count
          if starts, end == text.count || text[end] <= 0x20, text[start..<end].elementsEqual(word) {
            return true
          }
          start += 1
        }
        return false
      }
    }
  }
}
