import CasebookKnowledge

extension ArticleOutline {
  /// For each entry, the index of the matching entry in `reference`, or `nil` if it has none.
  ///
  /// Matches by anchors and by the literals that name rows first. The remaining entries are matched by code,
  /// numbers and names that only one entry on each side has, and then by order, where both sides have the
  /// same number of entries left between two matches. `text` returns the title and the Markdown of an entry;
  /// it is called for remaining entries only.
  package func matches(in reference: ArticleOutline, text: (Int64) throws -> String) rethrows -> [Int?] {
    var matching = Matching(self, reference)
    matching.matchSections()
    if matching.hasLeftSections {
      try matching.matchLeft(entries.indices.filter { !entries[$0].isRow }, text: text)
    }
    for (section, other) in matching.sectionPairs {
      matching.matchRows(of: section, with: other)
      let rows = self.rows(of: section)
      if rows.contains(where: { matching.found[$0] == nil }) {
        try matching.matchLeft(Array(rows), inside: reference.rows(of: other), text: text)
      }
    }
    return matching.found
  }

  /// The rows of the section at `index`.
  func rows(of index: Int) -> Range<Int> {
    var end = index + 1
    while end < entries.count, entries[end].isRow { end += 1 }
    return index + 1..<end
  }
}

/// Two outlines while they are being matched.
private struct Matching {
  let own: [ArticleOutline.OutlineEntry]
  let other: [ArticleOutline.OutlineEntry]
  let isTranslation: Bool
  var found: [Int?]
  /// Whether an entry of the other outline is already matched.
  var isTaken: [Bool]

  init(_ outline: ArticleOutline, _ reference: ArticleOutline) {
    own = outline.entries
    other = reference.entries
    isTranslation = outline.locale.language != reference.locale.language
    found = Array(repeating: nil, count: own.count)
    isTaken = Array(repeating: false, count: other.count)
  }

  mutating func match(_ index: Int, _ target: Int) {
    found[index] = target
    isTaken[target] = true
  }

  // MARK: Sections

  var hasLeftSections: Bool {
    own.indices.contains { !own[$0].isRow && found[$0] == nil }
      && other.indices.contains { !other[$0].isRow && !isTaken[$0] }
  }

  var sectionPairs: [(Int, Int)] {
    own.indices.compactMap { index in own[index].isRow ? nil : found[index].map { (index, $0) } }
  }

  mutating func matchSections() {
    var places: [String: Int] = [:]
    for index in other.indices where !other[index].isRow { places[other[index].name.slug] = index }
    for index in own.indices where !own[index].isRow {
      if let place = places[own[index].name.slug], !isTaken[place] { match(index, place) }
    }
    // The title of the article matches the title, even if another revision words it differently.
    if let title = own.firstIndex(where: { $0.level == 1 }), found[title] == nil,
      let target = other.firstIndex(where: { $0.level == 1 }), !isTaken[target]
    {
      match(title, target)
    }
  }

  // MARK: Rows

  mutating func matchRows(of section: Int, with target: Int) {
    var places: [String: Int] = [:]
    for index in other.indices[(target + 1)...].prefix(while: { other[$0].isRow })
    where !other[index].name.isPositional {
      places[other[index].row] = index
    }
    for index in own.indices[(section + 1)...].prefix(while: { own[$0].isRow }) {
      if let place = places[own[index].row], !isTaken[place] { match(index, place) }
    }
  }

  // MARK: The remaining entries

  mutating func matchLeft(_ candidates: [Int], text: (Int64) throws -> String) rethrows {
    try matchLeft(candidates, among: other.indices.filter { !other[$0].isRow }, text: text)
  }

  mutating func matchLeft(_ candidates: [Int], inside range: Range<Int>, text: (Int64) throws -> String)
    rethrows
  {
    try matchLeft(candidates, among: Array(range), text: text)
  }

  private mutating func matchLeft(
    _ candidates: [Int], among targets: [Int], text: (Int64) throws -> String
  ) rethrows {
    let left = candidates.filter { found[$0] == nil && canMoveToAnotherName(own[$0]) }
    let free = targets.filter { !isTaken[$0] }
    guard !left.isEmpty, !free.isEmpty else { return }
    if left.count <= Self.limit, free.count <= Self.limit {
      let words = RareWords(try left.map { try text(own[$0].number) })
      let otherWords = RareWords(try free.map { try text(other[$0].number) })
      for (a, b) in words.pairs(with: otherWords) where fits(left[a], free[b]) { match(left[a], free[b]) }
    }
    matchByOrder(candidates, among: targets)
  }

  /// Above this number, entries are matched by order alone, without reading their text.
  private static let limit = 200

  /// A heading in the same language, or with a stated anchor, keeps its name and is not matched to a
  /// different one.
  private func canMoveToAnotherName(_ entry: ArticleOutline.OutlineEntry) -> Bool {
    entry.isRow || (isTranslation && entry.isNamedByTitle)
  }

  private func fits(_ index: Int, _ target: Int) -> Bool {
    own[index].isRow || own[index].level == other[target].level
  }

  /// Runs of equal length between two matches are the same entries.
  private mutating func matchByOrder(_ candidates: [Int], among targets: [Int]) {
    var position: [Int: Int] = [:]
    for (place, target) in targets.enumerated() { position[target] = place }
    var run: [Int] = []
    var last = -1
    for candidate in candidates + [-1] {
      let match = candidate < 0 ? nil : found[candidate]
      if candidate >= 0, match == nil {
        run.append(candidate)
        continue
      }
      let end = candidate < 0 ? targets.count : match.flatMap { position[$0] } ?? last
      let gap = end > last ? targets[(last + 1)..<end].filter { !isTaken[$0] } : []
      if gap.count == run.count,
        zip(run, gap).allSatisfy({ fits($0, $1) && canMoveToAnotherName(own[$0]) })
      {
        for (a, b) in zip(run, gap) { self.match(a, b) }
      }
      run.removeAll()
      last = end
    }
  }
}
