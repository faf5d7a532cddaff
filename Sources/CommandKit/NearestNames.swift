/// The names that are most like a typed one, the likest first; names that have nothing to do with it are left out.
///
/// A name is like another if few edits turn one into the other, or if they share words. Case does not count, nor does the
/// character between two words. Of equally near names, those with the same characters in another order come first.
public func nearestNames(to typed: String, in names: some Sequence<String>, most: Int = 3) -> [String] {
  let typed = ComparedName(typed)
  guard !typed.words.isEmpty, typed.scalars.count <= 128 else { return [] }
  var found: [(name: String, likeness: Double, isSwapped: Bool)] = []
  for name in names {
    let known = ComparedName(name)
    guard let likeness = typed.likeness(to: known) else { continue }
    found.append((name, likeness, typed.sorted == known.sorted))
  }
  found.sort { a, b in
    if a.likeness != b.likeness { return a.likeness > b.likeness }
    if a.isSwapped != b.isSwapped { return a.isSwapped }
    return (a.name.utf8.count, a.name) < (b.name.utf8.count, b.name)
  }
  return found.prefix(most).map(\.name)
}

/// A name cut into words.
private struct ComparedName {
  let scalars: [Unicode.Scalar]
  let words: [[Unicode.Scalar]]
  /// How many characters the words have.
  let length: Int

  init(_ name: String) {
    scalars = Array(name.lowercased().unicodeScalars)
    words = scalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }.map(Array.init)
    length = words.reduce(0) { $0 + $1.count }
  }

  /// The characters in order: equal for names that differ by swaps.
  var sorted: [Unicode.Scalar] { scalars.sorted() }

  /// How alike two names are, from 0 to 1; `nil` if they are different.
  func likeness(to other: ComparedName) -> Double? {
    let longest = max(scalars.count, other.scalars.count)
    // Two of five characters may differ.
    let edits = editDistance(scalars, other.scalars, atMost: longest * 2 / 5)
    let spelling = edits.map { 1 - Double($0) / Double(longest) } ?? 0
    let shared = sharedLength(with: other)
    let isShared = shared * 2 >= Double(length)
    let wording = 2 * shared / Double(length + other.length)
    guard edits != nil && spelling > 0.6 || isShared else { return nil }
    return max(spelling, wording)
  }

  /// How many characters are in words that the other name has, too, or begins with, or has with one slip.
  private func sharedLength(with other: ComparedName) -> Double {
    words.reduce(0) { sum, word in
      let best = other.words.reduce(0.0) { max($0, Self.match(word, $1)) }
      return sum + best * Double(word.count)
    }
  }

  private static func match(_ typed: [Unicode.Scalar], _ known: [Unicode.Scalar]) -> Double {
    if typed == known { return 1 }
    guard typed.count > 2 else { return 0 }
    if known.starts(with: typed) { return 0.9 }
    // Of numbers only a swap is a slip: 404 is not 405.
    if typed.allSatisfy({ $0.properties.numericType != nil }) {
      return typed.sorted() == known.sorted() ? 0.8 : 0
    }
    // In a short word a slip makes another word: head, heap.
    return typed.count > 4 && editDistance(typed, known, atMost: 1) != nil ? 0.8 : 0
  }
}
