import CasebookKnowledge
import CasebookText

/// Finds the places in which shapes differ. All shapes are compared at once, by the hashes of what is around a place.
extension GroupingShapes {
  /// All places in which two or more shapes of the same length differ, and in nothing else.
  func placeSlots() -> [GroupingSlot] {
    // Sorting by key puts equal keys side by side. Most places occur in only one shape, and a table of all of
    // them would take ten times the memory.
    var places: [TokenPlace] = []
    let alive = alive
    places.reserveCapacity(alive.reduce(0) { $0 + min(shapes[$1].tokens.count, Self.mostTokens) })
    for shape in alive {
      let tokens = shapes[shape].tokens
      var whole: UInt64 = UInt64(tokens.count)
      for (position, token) in tokens.enumerated() { whole &+= vocabulary.mixed(token, at: position) }
      for (position, token) in tokens.prefix(Self.mostTokens).enumerated() {
        let facts = vocabulary.facts[token]
        let rest =
          (whole &- vocabulary.mixed(token, at: position) ^ UInt64(position)) &* 0x9E37_79B9_7F4A_7C15
        func add(_ key: UInt64, keys: Bool) {
          places.append(
            TokenPlace(
              key: key, shape: UInt32(truncatingIfNeeded: shape),
              position: UInt32(truncatingIfNeeded: position),
              count: UInt32(truncatingIfNeeded: tokens.count), hasKeys: keys))
        }
        add(rest ^ facts.keyHash, keys: false)
        if facts.hasKey { add(rest &+ 0x51_7C_C1_B7, keys: true) }
      }
    }
    places.sort { ($0.key, $0.count, $0.shape) < ($1.key, $1.count, $1.shape) }
    var slots: [GroupingSlot] = []
    var start = 0
    while start < places.count {
      var end = start + 1
      // Hashes may collide by chance or by design; only templates of the same length are ever compared.
      while end < places.count, places[end].key == places[start].key,
        places[end].count == places[start].count,
        places[end].hasKeys == places[start].hasKeys, places[end].position == places[start].position
      {
        end += 1
      }
      if end > start + 1, let slot = slot(places[start..<end]) { slots.append(slot) }
      start = end
    }
    return slots
  }

  /// A token of a shape, ordered by the key that it is compared under.
  private struct TokenPlace {
    let key: UInt64
    let shape: UInt32
    let position: UInt32
    /// The number of tokens in the shape.
    let count: UInt32
    /// Whether it is compared with tokens of other keys.
    let hasKeys: Bool
  }

  private func slot(_ places: ArraySlice<TokenPlace>) -> GroupingSlot? {
    let first = places[places.startIndex]
    let position = Int(first.position)
    let found = places.map { Int($0.shape) }
    if first.hasKeys {
      let keys = Set(found.map { vocabulary.facts[shapes[$0].tokens[position]].keyHash })
      guard keys.count > 1 else { return nil }
    }
    return GroupingSlot(
      kind: first.hasKeys ? .keys : .place, position: position, outside: Int(first.count) - 1, shapes: found)
  }

  // MARK: Frames

  /// Shapes that are the same but for two tokens or more that look like values (`login of ann on web`,
  /// `login of bob on db`), or that hold a variable in one of them. Whether they are values is for the judge to say.
  func frames() -> [[Int]] {
    var groups: [[UInt64]: [Int]] = [:]
    var patterns: [[Int]: [Int]] = [:]
    var shapesOfLength: [Int: [Int]] = [:]
    for shape in alive where shapes[shape].tokens.count <= Self.mostTokens {
      let tokens = shapes[shape].tokens
      shapesOfLength[tokens.count, default: []].append(shape)
      if let frame = frame(tokens, without: likelyValues(tokens)) { groups[frame, default: []].append(shape) }
      let variables = tokens.indices.filter { vocabulary.facts[tokens[$0]].hasVariable }
      if variables.count > 1 { patterns[[tokens.count] + variables, default: []].append(shape) }
    }
    var frames = Array(groups.values)
    var comparisons = 0
    for (pattern, _) in patterns.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let others = shapesOfLength[pattern[0]] ?? []
      comparisons += others.count
      if comparisons > Self.mostComparisons { break }
      var groups: [[UInt64]: [Int]] = [:]
      for shape in others {
        if let frame = frame(shapes[shape].tokens, without: Set(pattern[1...])) {
          groups[frame, default: []].append(shape)
        }
      }
      frames += groups.values
    }
    frames = frames.filter { group in
      let tokens = shapes[group[0]].tokens
      return group.count > 1
        && tokens.indices.count { position in
          group.contains { shapes[$0].tokens[position] != tokens[position] }
        } > 1
    }
    // The first shape stands for its frame, so the order of the messages must not choose it.
    return frames.map { frame in
      frame.map { (shape: $0, text: text(shapes[$0].tokens)) }
        .sorted { $0.text.lexicographicallyPrecedes($1.text) }.map(\.shape)
    }
  }

  /// How many shapes are compared with the variables of others, at most. It bounds the time for hostile input.
  private static let mostComparisons = 200_000
  /// How much a token must look like a value to be taken out of a frame. A lower limit only costs time.
  private static let leastLikeness = 1.0

  /// The places of tokens that look like values.
  private func likelyValues(_ tokens: [Int]) -> Set<Int> {
    var places: Set<Int> = []
    for (position, token) in tokens.enumerated() {
      let facts = vocabulary.facts[token]
      let isAfterWord = position > 0 && !places.contains(position - 1)
      let before = isAfterWord ? vocabulary.facts[tokens[position - 1]].before : 0
      if facts.isValue || facts.hasLetter && facts.likeness + before > Self.leastLikeness {
        places.insert(position)
      }
    }
    return places
  }

  /// The tokens without those in some places; `nil` if these are fewer than two, or fewer than two others hold a word.
  private func frame(_ tokens: [Int], without places: Set<Int>) -> [UInt64]? {
    guard places.count > 1 else { return nil }
    var constants = 0
    let frame = tokens.enumerated().map { position, token in
      let facts = vocabulary.facts[token]
      // The hash of a `key=` never equals the number of a token.
      if places.contains(position) { return facts.keyHash | 1 << 63 }
      constants += facts.hasLetter ? 1 : 0
      return UInt64(token)
    }
    return constants > 1 ? frame : nil
  }

  private func text(_ tokens: some Sequence<Int>) -> [UInt8] {
    Array(tokens.map { vocabulary.token($0) }.joined(separator: [0x20]))
  }

  // MARK: Spans

  /// The most words of a span.
  private static let longestSpan = 8
  /// The most tokens of a template that is compared in spans.
  private static let longestSpanned = 64
  /// This many pairs of a beginning and an end are compared at once. It bounds time and memory.
  private static let mostSpans = 200_000

  /// A shape without some of its tokens.
  private struct Remainder {
    let key: UInt64
    let shape: UInt32
    /// How many tokens are before the gap, and behind it.
    let before: UInt16
    let behind: UInt16
  }

  /// Places in which shapes of different lengths differ, and in nothing else; the narrowest first.
  func spanSlots() -> [GroupingSlot] {
    var remainders: [Remainder] = []
    for shape in alive where shapes[shape].tokens.count <= Self.longestSpanned {
      append(shape, to: &remainders)
      if remainders.count > Self.mostSpans { return [] }
    }
    remainders.sort { ($0.key, $0.before, $0.behind, $0.shape) < ($1.key, $1.before, $1.behind, $1.shape) }
    var slots: [GroupingSlot] = []
    var start = 0
    while start < remainders.count {
      let first = remainders[start]
      var end = start + 1
      while end < remainders.count, remainders[end].key == first.key, remainders[end].before == first.before,
        remainders[end].behind == first.behind
      {
        end += 1
      }
      if end > start + 1, let slot = spanSlot(remainders[start..<end]) { slots.append(slot) }
      start = end
    }
    return slots.map { (slot: $0, rank: rank($0)) }.sorted { $0.rank < $1.rank }.map(\.slot)
  }

  private func append(_ shape: Int, to remainders: inout [Remainder]) {
    let tokens = shapes[shape].tokens
    let count = tokens.count
    // The hashes of what is before each position, and of what is behind it.
    var before: [UInt64] = [7]
    var behind = [UInt64](repeating: 11, count: count + 1)
    var words = [0]
    for token in tokens {
      before.append((before[before.count - 1] ^ vocabulary.facts[token].hash) &* 0x9E37_79B9_7F4A_7C15)
      words.append(words[words.count - 1] + (vocabulary.facts[token].hasLetter ? 1 : 0))
    }
    for position in tokens.indices.reversed() {
      behind[position] =
        (behind[position + 1] ^ vocabulary.facts[tokens[position]].hash) &* 0xD6E8_FEB8_6659_FD93
    }
    for position in 0...count {
      for gap in 0...min(Self.longestSpan, count - position) {
        let outside = words[position] + words[count] - words[position + gap]
        guard outside >= 2, outside >= gap else { continue }
        remainders.append(
          Remainder(
            key: before[position] ^ behind[position + gap].byteSwapped,
            shape: UInt32(truncatingIfNeeded: shape), before: UInt16(position),
            behind: UInt16(count - position - gap)))
      }
    }
  }

  /// A slot, if the gaps have different lengths and no other slot has narrower ones of the same shapes.
  private func spanSlot(_ remainders: ArraySlice<Remainder>) -> GroupingSlot? {
    let first = remainders[remainders.startIndex]
    let position = Int(first.before)
    let slot = GroupingSlot(
      kind: .span, position: position, outside: position + Int(first.behind),
      shapes: remainders.map { Int($0.shape) })
    let tokens = shapes[slot.shapes[0]].tokens
    let gaps = slot.shapes.map { shapes[$0].tokens[slot.range(in: shapes[$0].tokens)] }
    guard Set(gaps.map(\.count)).count > 1 else { return nil }
    if gaps.allSatisfy({ !$0.isEmpty }) {
      guard Set(gaps.map(\.first)).count > 1, Set(gaps.map(\.last)).count > 1 else { return nil }
    }
    // Hashes may collide.
    let isEqual = slot.shapes.allSatisfy { shape in
      let other = shapes[shape].tokens
      return other[..<position] == tokens[..<position]
        && other.suffix(Int(first.behind)) == tokens.suffix(Int(first.behind))
    }
    return isEqual ? slot : nil
  }

  /// The order of slots, which does not depend on the order of the shapes: narrow gaps, many shapes, text.
  private func rank(_ slot: GroupingSlot) -> SpanRank {
    let tokens = shapes[slot.shapes[0]].tokens
    let gaps = slot.shapes.reduce(0) { $0 + shapes[$1].tokens.count - slot.outside }
    let outside = tokens[..<slot.position] + tokens[slot.range(in: tokens).upperBound...]
    return SpanRank(
      gap: Double(gaps) / Double(slot.shapes.count), shapes: slot.shapes.count, position: slot.position,
      text: text(outside))
  }

  private struct SpanRank: Comparable {
    let gap: Double
    let shapes: Int
    let position: Int
    let text: [UInt8]

    static func < (one: SpanRank, other: SpanRank) -> Bool {
      if one.gap != other.gap { return one.gap < other.gap }
      if one.shapes != other.shapes { return one.shapes > other.shapes }
      if one.text != other.text { return one.text.lexicographicallyPrecedes(other.text) }
      return one.position < other.position
    }
  }
}
