import CasebookKnowledge
import CasebookText

/// Templates in the form in which they are compared, and the joins between them.
struct GroupingShapes {
  /// A different sequence of normalised tokens.
  struct Shape {
    var tokens: [Int]
    var count = 0
  }

  /// Why shapes were joined.
  struct Join {
    var shape: Int
    var position: Int
    var verdict: GroupingSlot.SlotVerdict
  }

  private(set) var lexicon = GroupingVocabulary()
  private(set) var shapes: [Shape] = []
  private var shapeOf: [[Int]: Int] = [:]
  /// The shape of each entry.
  private var places: [Int] = []
  /// The shape that a shape was merged into, or the shape itself.
  private var parents: [Int] = []
  private(set) var joins: [Join] = []

  /// Templates with more tokens than this are compared only as a whole.
  static let mostTokens = 128
  /// Joining ends on its own. This bounds the time for input that was made to take long.
  static let mostRounds = 6

  init(_ entries: [Grouping.CountedTemplate]) {
    for entry in entries {
      let tokens = GroupingTokens.normalised(entry.template).map { lexicon.index($0) }
      let shape = shape(tokens)
      shapes[shape].count += entry.count
      places.append(shape)
    }
  }

  private mutating func shape(_ tokens: [Int]) -> Int {
    if let shape = shapeOf[tokens] { return shape }
    shapeOf[tokens] = shapes.count
    shapes.append(Shape(tokens: tokens))
    parents.append(shapes.count - 1)
    return shapes.count - 1
  }

  private mutating func root(_ shape: Int) -> Int {
    var root = shape
    while parents[root] != root { root = parents[root] }
    var step = shape
    while parents[step] != root { (step, parents[step]) = (parents[step], root) }
    return root
  }

  // MARK: Joining

  mutating func join() {
    for _ in 0..<Self.mostRounds where !round() { break }
  }

  /// Compares all unmerged shapes once; false if nothing joined.
  private mutating func round() -> Bool {
    let alive = shapes.indices.filter { parents[$0] == $0 }
    let slots = slots(of: alive)
    let contexts = pooled(slots)
    var sets = Sets(count: shapes.count)
    var hasJoined = false
    func take(_ slot: GroupingSlot, _ verdict: GroupingSlot.SlotVerdict) {
      let first = slot.shapes[verdict.members[0]]
      for member in verdict.members { sets.join(first, slot.shapes[member]) }
      joins.append(Join(shape: first, position: slot.position, verdict: verdict))
      hasJoined = true
    }
    for slot in slots {
      if let verdict = slot.verdict(lexicon, contexts) { take(slot, verdict) }
    }
    for (slot, verdict) in jointSlots(of: alive) { take(slot, verdict) }
    guard hasJoined else { return false }
    var members: [Int: [Int]] = [:]
    for shape in alive { members[sets.root(shape), default: []].append(shape) }
    for (_, group) in members.sorted(by: { $0.key < $1.key }) where group.count > 1 { merge(group) }
    return true
  }

  /// All slots in which two or more shapes differ.
  private func slots(of alive: [Int]) -> [GroupingSlot] {
    // Sorting by key puts equal keys side by side. Most places occur in only one shape, and a table of all of
    // them would take ten times the memory.
    var places: [TokenPlace] = []
    places.reserveCapacity(alive.reduce(0) { $0 + min(shapes[$1].tokens.count, Self.mostTokens) })
    for shape in alive {
      let tokens = shapes[shape].tokens
      var whole: UInt64 = UInt64(tokens.count)
      for (position, token) in tokens.enumerated() { whole &+= lexicon.mixed(token, at: position) }
      for (position, token) in tokens.prefix(Self.mostTokens).enumerated() {
        let rest =
          (whole &- lexicon.mixed(token, at: position) ^ UInt64(position)) &* 0x9E37_79B9_7F4A_7C15
        places.append(
          TokenPlace(
            key: rest ^ lexicon.keyHash(token), shape: UInt32(truncatingIfNeeded: shape),
            position: UInt32(truncatingIfNeeded: position), count: UInt32(truncatingIfNeeded: tokens.count)))
      }
    }
    places.sort { ($0.key, $0.count, $0.shape) < ($1.key, $1.count, $1.shape) }
    var slots: [GroupingSlot] = []
    var start = 0
    while start < places.count {
      var end = start + 1
      // Hashes may collide by chance or by design; only templates of the same length are ever compared.
      while end < places.count, places[end].key == places[start].key, places[end].count == places[start].count
      {
        end += 1
      }
      if end > start + 1 { slots.append(slot(places[start..<end])) }
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
  }

  private func slot(_ places: ArraySlice<TokenPlace>) -> GroupingSlot {
    // Each token is read at its own place, because a colliding hash may belong to another place.
    let first = places[places.startIndex]
    return GroupingSlot(
      position: Int(first.position), tokens: shapes[Int(first.shape)].tokens,
      shapes: places.map { Int($0.shape) },
      values: places.map { shapes[Int($0.shape)].tokens[Int($0.position)] })
  }

  /// Shapes that differ in two or more introduced places at once (`user ann on db`, `user bob on web`).
  private func jointSlots(of alive: [Int]) -> [(GroupingSlot, GroupingSlot.SlotVerdict)] {
    func groups(_ shapes: [Int], without places: (Int) -> [Int]) -> [[Int]] {
      let groups = Dictionary(grouping: shapes) { shape in
        let tokens = self.shapes[shape].tokens
        var key = tokens.map { UInt64($0) }
        // The hash of a `key=` never equals the number of a token.
        for place in places(shape) { key[place] = lexicon.keyHash(tokens[place]) | 1 << 63 }
        return key
      }
      return groups.values.filter { $0.count > 1 }
    }
    var introduced: [Int: [Int]] = [:]
    let candidates = alive.filter { shape in
      let places = GroupingSlot.introducedPlaces(shapes[shape].tokens, lexicon)
      if places.count > 1 { introduced[shape] = places }
      return places.count > 1
    }
    var found: [(GroupingSlot, GroupingSlot.SlotVerdict)] = []
    for group in groups(candidates, without: { introduced[$0] ?? [] }) {
      let varying = (introduced[group[0]] ?? []).filter { place in
        GroupingSlot(position: place, shapes: group, of: shapes).jointVerdict(lexicon) != nil
      }
      guard varying.count > 1 else { continue }
      for part in groups(group, without: { _ in varying }) {
        for place in varying {
          let slot = GroupingSlot(position: place, shapes: part, of: shapes)
          if let verdict = slot.jointVerdict(lexicon) { found.append((slot, verdict)) }
        }
      }
    }
    return found
  }

  /// For each word that introduces values, the words that are certainly values.
  private func pooled(_ slots: [GroupingSlot]) -> [GroupingSlot.Context: Set<[UInt8]>] {
    var contexts: [GroupingSlot.Context: Set<[UInt8]>] = [:]
    for slot in slots {
      guard let context = slot.context(lexicon) else { continue }
      contexts[context, default: []].formUnion(slot.established(lexicon))
    }
    return contexts
  }

  /// Merges several shapes of the same length into one.
  private mutating func merge(_ group: [Int]) {
    var tokens = shapes[group[0]].tokens
    for position in tokens.indices {
      let different = Set(group.map { shapes[$0].tokens[position] })
      if different.count > 1 {
        tokens[position] = lexicon.index(GroupingSlot.merged(different.map { lexicon.token($0) }))
      }
    }
    let merged = shape(tokens)
    let target = root(merged)
    for member in group where member != target {
      shapes[target].count += shapes[member].count
      parents[member] = target
    }
  }

  private struct Sets {
    var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ index: Int) -> Int {
      var root = index
      while parents[root] != root { root = parents[root] }
      var step = index
      while parents[step] != root { (step, parents[step]) = (parents[step], root) }
      return root
    }

    mutating func join(_ one: Int, _ other: Int) {
      let (one, other) = (root(one), root(other))
      parents[max(one, other)] = min(one, other)
    }
  }

  // MARK: Groups

  mutating func groups(_ entries: [Grouping.CountedTemplate]) -> EventGroups {
    var members: [Int: [Int]] = [:]
    for (entry, place) in places.enumerated() { members[root(place), default: []].append(entry) }
    var reasons: [Int: Set<EventGroup.Reason>] = [:]
    for join in joins { reasons[root(join.shape), default: []].insert(reason(join)) }
    // Groups that ended up with the same template are one.
    var byTemplate: [[UInt8]: (count: Int, entries: [Int], reasons: Set<EventGroup.Reason>)] = [:]
    for (shape, members) in members {
      let fallback = shapes[shape].tokens.map { lexicon.token($0) }
      let template = GroupingForm.template(of: members.map { entries[$0] }, fallback: fallback)
      let count = members.reduce(0) { $0 + entries[$1].count }
      byTemplate[template, default: (0, [], [])].count += count
      byTemplate[template, default: (0, [], [])].entries += members
      byTemplate[template, default: (0, [], [])].reasons.formUnion(reasons[shape] ?? [])
    }
    var groups: [EventGroup] = []
    var result = [Int](repeating: 0, count: entries.count)
    let named = byTemplate.map { (Template($0.key, slot: GroupingTokens.variable), $0.value) }
    for (template, found) in named.sorted(by: { $0.0.text.utf8.lexicographicallyPrecedes($1.0.text.utf8) }) {
      for entry in found.entries { result[entry] = groups.count }
      let sorted = found.reasons.sorted {
        ($0.place, $0.rule.rawValue, $0.values, $0.examples.joined(separator: " "))
          < ($1.place, $1.rule.rawValue, $1.values, $1.examples.joined(separator: " "))
      }
      groups.append(EventGroup(template: template, count: found.count, reasons: sorted))
    }
    return EventGroups(groups: groups, places: result)
  }

  /// The reason in the words of the final group, so that it does not matter which shape came first.
  private mutating func reason(_ join: Join) -> EventGroup.Reason {
    let tokens = shapes[root(join.shape)].tokens
    let around = ((join.position - 2)..<(join.position + 2)).clamped(to: tokens.indices)
    return EventGroup.Reason(
      place: around.map { GroupingTokens.text(lexicon.token(tokens[$0])) }.joined(separator: " "),
      rule: join.verdict.rule, values: join.verdict.values,
      examples: join.verdict.examples.map(GroupingTokens.text))
  }
}

/// The different tokens of all shapes.
struct GroupingVocabulary {
  private var tokens: [[UInt8]] = []
  private var hashes: [UInt64] = []
  private var keyHashes: [UInt64] = []
  private var indices: [[UInt8]: Int] = [:]

  mutating func index(_ token: [UInt8]) -> Int {
    if let index = indices[token] { return index }
    indices[token] = tokens.count
    tokens.append(token)
    hashes.append(stableHash(token))
    keyHashes.append(stableHash(GroupingSlot.key(of: token)))
    return tokens.count - 1
  }

  func token(_ index: Int) -> [UInt8] { tokens[index] }

  /// The hash of the `key=` at the start of a token.
  func keyHash(_ index: Int) -> UInt64 { keyHashes[index] }

  /// A hash of a token at its position. The hashes of a template's tokens add up to one for the whole.
  func mixed(_ index: Int, at position: Int) -> UInt64 {
    let hash = (hashes[index] ^ UInt64(truncatingIfNeeded: position)) &* 0xD6E8_FEB8_6659_FD93
    return (hash ^ hash >> 32) &* UInt64(truncatingIfNeeded: 2 * position + 1)
  }
}
