/// Finds which of many short byte strings a text ends with, by their last byte.
package struct EndingMatcher: Sendable {
  private var byEnd = [[[UInt8]]](repeating: [], count: 256)

  /// The words of a list of `data/words` in all languages.
  package init(_ file: String, _ list: String, kind: String? = nil) {
    self.init(Vocabulary.words(file, list, kind: kind))
  }

  package init(_ endings: [String]) {
    for ending in endings {
      let bytes = Array(ending.utf8)
      if let last = bytes.last { byEnd[Int(last)].append(bytes) }
    }
  }

  /// Whether a text ends with any of the strings. `accepts` may refuse one by its length.
  package func matches(_ text: some Sequence<UInt8>, where accepts: (Int) -> Bool = { _ in true }) -> Bool {
    withContiguousBytes(text) { text in
      guard let last = text.last else { return false }
      return byEnd[Int(last)].contains { ending in
        ending.count <= text.count && text.from(text.count - ending.count).elementsEqual(ending)
          && accepts(ending.count)
      }
    }
  }
}
