import CasebookGroupingData
import CasebookText

/// Counts from format strings of programs: whether a variable usually comes next to words like these, and how common a
/// word is.
///
/// The numbers are counted in the log statements and error messages of some hundred open programs, where the place of each
/// variable is known.
struct WordContexts: Sendable {
  /// The logarithm of the odds of a variable after a word, beside that of any place.
  private var before: [UInt64: Double] = [:]
  /// The same before a word.
  private var after: [UInt64: Double] = [:]
  /// The same after a mark inside a word: the `=` of `key=value`.
  private var within = [Double](repeating: 0, count: 256)
  /// How common a word is as a constant: the binary logarithm of how often it occurs.
  private var common: [UInt64: Double] = [:]

  /// The table of this program.
  static let standard = WordContexts(decompressed(GroupingData.packedContexts))

  /// The levels of the odds are fourths of a unit.
  private static let step = 0.25

  /// Reads lines of a table, a level and words; other lines are skipped.
  init(_ data: [UInt8]) {
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: 0x20)
      guard words.count > 2, let level = Int(String(decoding: words[1], as: UTF8.self)) else { continue }
      let odds = Double(level) * Self.step
      for word in words[2...] {
        switch String(decoding: words[0], as: UTF8.self) {
        case "before": before[stableHash(word)] = odds
        case "after": after[stableHash(word)] = odds
        case "within": within[Int(word[word.startIndex])] = odds
        case "word": common[stableHash(word)] = Double(level)
        default: break
        }
      }
    }
  }

  /// The odds of a variable after a token, or at the beginning.
  func odds(after token: [UInt8]?) -> Double { before[Self.key(token, edge: "^")] ?? 0 }

  /// The odds of a variable before a token, or at the end.
  func odds(before token: [UInt8]?) -> Double { after[Self.key(token, edge: "$")] ?? 0 }

  /// The odds of a variable after a mark inside a token.
  func odds(behind mark: UInt8) -> Double { within[Int(mark)] }

  /// How common the words of a text are, on average.
  func commonness(of text: some Collection<UInt8>) -> Double {
    let words = text.split { $0 <= 0x20 }
    guard !words.isEmpty else { return 0 }
    let sum = words.reduce(0) { $0 + (common[stableHash(GroupingTokens.bare($1).map(\.folded))] ?? 0) }
    return sum / Double(words.count)
  }

  /// A token as its neighbours see it: a token with a variable is that, and the mark at its end.
  private static func key(_ token: [UInt8]?, edge: StaticString) -> UInt64 {
    guard let token else { return stableHash([edge.utf8Start[0]]) }
    guard token.contains(GroupingTokens.variable) else { return stableHash(token.map(\.folded)) }
    let mark = token.last.flatMap { closing.contains($0) ? $0 : nil }
    return stableHash(Array("<*>".utf8) + (mark.map { [$0] } ?? []))
  }

  private static let closing = Set("=:,;)]}'\"|".utf8)
}
