/// Two lists of lines side by side: `-` is missing, `+` is unexpected, with two lines around each change.
func lineDifference(expected: [String], actual: [String]) -> [String] {
  // Comparing long lists without common lines takes quadratic time, and nobody reads the result.
  let limit = 500
  guard expected.count <= limit, actual.count <= limit else {
    let same = zip(expected, actual).prefix { $0 == $1 }.count
    let missing = expected.dropFirst(same).prefix(5).map { "- " + $0 }
    return ["  (\(same) lines are the same)"] + missing
      + actual.dropFirst(same).prefix(5).map { "+ " + $0 } + ["  (and so on)"]
  }
  let changes = actual.difference(from: expected)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in changes {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var lines: [(text: String, isChange: Bool)] = []
  var (e, a) = (0, 0)
  while e < expected.count || a < actual.count {
    if e < expected.count, removed.contains(e) {
      lines.append(("- " + expected[e], true))
      e += 1
    } else if a < actual.count, inserted.contains(a) {
      lines.append(("+ " + actual[a], true))
      a += 1
    } else {
      lines.append(("  " + actual[a], false))
      (e, a) = (e + 1, a + 1)
    }
  }
  let near = lines.indices.map { index in
    lines[max(0, index - 2)...min(lines.count - 1, index + 2)].contains(where: \.isChange)
  }
  return lines.indices.compactMap { index in
    if near[index] { return lines[index].text }
    return index == 0 || near[index - 1] ? "  (…)" : nil
  }
}
