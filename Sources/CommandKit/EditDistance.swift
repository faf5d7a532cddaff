/// The word that was probably meant: the nearest by edit distance, or one that starts with the typed text.
///
/// `nil` if nothing is close: a wrong suggestion is worse than none. Case and leading hyphens do not count.
/// The first of several equally close words wins. `distance` limits the edits; the default is one edit for
/// words of up to five characters, and one more for every four characters after that, up to three.
public func nearest(
  to word: String, in candidates: some Sequence<String>, within distance: Int? = nil
) -> String? {
  let typed = comparable(word)
  guard !typed.isEmpty, typed.count <= 128 else { return nil }
  var best: (word: String, distance: Int)?
  var limit = distance ?? min(3, max(1, (typed.count - 2) / 4 + 1))
  var completed: String?
  for candidate in candidates {
    let known = comparable(candidate)
    if completed == nil, typed.count >= 2, known.count > typed.count, known.starts(with: typed) {
      completed = candidate
    }
    guard let edits = editDistance(typed, known, atMost: limit), edits < best?.distance ?? .max,
      edits < max(typed.count, known.count)
    else { continue }
    best = (candidate, edits)
    if edits == 0 { break }
    limit = edits
  }
  if let best, best.distance <= 1 { return best.word }
  return completed ?? best?.word
}

/// The number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the
/// other; `nil` if that is more than `limit`. (Optimal string alignment, the restricted Damerau-Levenshtein
/// distance.)
public func editDistance(_ a: String, _ b: String, atMost limit: Int = .max) -> Int? {
  editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: limit)
}

private func comparable(_ word: String) -> [Unicode.Scalar] {
  let letters = word.drop { $0 == "-" }
  return Array(letters.lowercased().unicodeScalars)
}

func editDistance<Element: Equatable>(_ a: [Element], _ b: [Element], atMost limit: Int) -> Int? {
  guard abs(a.count - b.count) <= limit else { return nil }
  var before = [Int](repeating: 0, count: b.count + 1)
  var above = Array(0...b.count)
  var row = above
  for i in a.indices {
    row[0] = i + 1
    var least = row[0]
    for j in b.indices {
      var edits = min(above[j] + (a[i] == b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = min(edits, before[j - 1] + 1) }
      row[j + 1] = edits
      least = min(least, edits)
    }
    // A swap uses the row two above, and the row above has at most one less than this one.
    if least > limit, (above.min() ?? 0) >= limit { return nil }
    (before, above, row) = (above, row, before)
  }
  return above[b.count] <= limit ? above[b.count] : nil
}
