import CasebookKnowledge
import CasebookText

/// A level that a line names, read from bytes.
///
/// It knows the names that `data/words` marks with `head`, fewer than `Level(name:)`. Single letters and names that are
/// also common words of a message (`log`, `fail`, `config`) mean nothing at the head of an arbitrary line.
struct LevelWord {
  var level: Level
  /// The length of the word in bytes.
  var count: Int
  /// Whether it is all capitals.
  var isUpper: Bool

  /// The level named by the whole word that starts at `start`. The caller checks the byte before it.
  @inline(__always)
  static func read(_ bytes: Bytes, _ start: Int) -> LevelWord? {
    var packed: UInt64 = 0
    var index = start
    var lower: UInt8 = 0
    while index < bytes.count, bytes[index].isLetter {
      if index - start >= 13 { return nil }
      if index - start < 8 { packed |= UInt64(bytes[index] | 0x20) << UInt64((index - start) * 8) }
      lower |= bytes[index] & 0x20
      index += 1
    }
    let count = index - start
    guard count >= 3, let level = level(packed, count) else { return nil }
    let next = bytes.peek(index)
    if next.isWord { return nil }
    return LevelWord(level: level, count: count, isUpper: lower == 0)
  }

  /// The word in lower case: its first eight letters, packed with the first one lowest.
  @inline(__always)
  private static func level(_ packed: UInt64, _ count: Int) -> Level? {
    let value = names.value(key(packed, count))
    return value < 0 ? nil : Level(rawValue: Int(value))
  }

  @inline(__always)
  private static func key(_ packed: UInt64, _ count: Int) -> UInt64 { packed ^ UInt64(count) << 59 }

  private static let names = {
    var names = HashTable()
    for row in Vocabulary.rows("logs", "level", kind: "head") {
      for word in row.words {
        let letters = word.utf8.prefix(8).enumerated()
        let packed = letters.reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64($1.offset * 8) }
        names[key(packed, word.utf8.count)] = Level(name: word).map { Int32($0.rawValue) } ?? 0
      }
    }
    return names
  }()
}
