import CasebookText

/// The words that only one of several texts has, for matching texts across languages: code, numbers, names
/// and acronyms survive translation.
struct RareWords {
  /// The text that contains a word, and the weight of the word.
  private var holders: [String: (text: Int, weight: Int)?] = [:]
  private let count: Int
  /// Two shared words can be coincidence, unless a number or a name is among them.
  private static let threshold = 3

  init(_ texts: [String]) {
    count = texts.count
    for (index, text) in texts.enumerated() {
      for (word, weight) in Self.words(text) {
        if case .some(let known) = holders[word] {
          if known?.text != index { holders.updateValue(nil, forKey: word) }
        } else {
          holders.updateValue((index, weight), forKey: word)
        }
      }
    }
  }

  /// The matching pairs, each text once, the most certain first.
  func pairs(with other: RareWords) -> [(Int, Int)] {
    var scores: [SIMD2<Int>: Int] = [:]
    for case (let word, let holder?) in holders {
      guard case .some(let theirs?) = other.holders[word] else { continue }
      scores[SIMD2(holder.text, theirs.text), default: 0] += min(holder.weight, theirs.weight)
    }
    let ranked = scores.filter { $0.value >= Self.threshold }.sorted {
      ($1.value, $0.key.x, $0.key.y) < ($0.value, $1.key.x, $1.key.y)
    }
    var pairs: [(Int, Int)] = []
    var used: (Set<Int>, Set<Int>) = ([], [])
    for (pair, _) in ranked where !used.0.contains(pair.x) && !used.1.contains(pair.y) {
      used.0.insert(pair.x)
      used.1.insert(pair.y)
      pairs.append((pair.x, pair.y))
    }
    return pairs
  }

  /// The ASCII words of a text in lower case, with their weights: 3 for a word with a digit or mark inside or
  /// in capitals, 2 if the text is in another script, so that the word stands out, else 1.
  private static func words(_ text: String) -> [(String, Int)] {
    var bytes = Array(text.utf8)
    // Links differ between locales.
    blankLinks(&bytes)
    let foreign = bytes.lazy.filter { $0 >= 0xC4 }.count
    let letters = bytes.lazy.filter(\.isLetter).count
    let standsOut = foreign * 2 > letters
    var words: [(String, Int)] = []
    for part in bytes.split(whereSeparator: { !$0.isLetterOrDigit && !marks.contains($0) }) {
      var part = part
      while let first = part.first, marks.contains(first) { part.removeFirst() }
      while let last = part.last, marks.contains(last) { part.removeLast() }
      guard part.count >= 2, part.count <= 64 else { continue }
      let isName =
        part.contains(where: \.isDigit) || part.contains(where: marks.contains)
        || part.allSatisfy(\.isUpper)
      guard isName || part.count >= 3 else { continue }
      let weight = isName ? 3 : standsOut ? 2 : 1
      words.append(
        (String(decoding: part.folded, as: UTF8.self), weight))
    }
    return words
  }

  private static let marks = Set("_.:/".utf8)

  /// Overwrites the targets of links, `](…)`.
  private static func blankLinks(_ bytes: inout [UInt8]) {
    var index = 0
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "]"), bytes[index + 1] == UInt8(ascii: "(") {
        index += 2
        while index < bytes.count, bytes[index] != UInt8(ascii: ")"), bytes[index] != 0x0A {
          bytes[index] = 0x20
          index += 1
        }
      } else {
        index += 1
      }
    }
  }
}
