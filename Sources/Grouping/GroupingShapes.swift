import CasebookKnowledge
import CasebookText

/// Templates in the form in which they are compared, and the joins between them.
struct GroupingShapes {
  /// A different sequence of normalised tokens.
  struct Shape {
    var tokens: [Int]
    var count = 0
    /// The first of its entries.
    var entry: Int
  }

  /// Why shapes were joined: the values of a place that are one variable.
  struct Join {
    var shape: Int
    var position: Int
    var rule: EventGroup.GroupRule
    /// How many values there are, and some of them.
    var values: Int
    var examples: [[UInt8]]
  }

  private(set) var vocabulary = GroupingVocabulary()
  private(set) var shapes: [Shape] = []
  private var shapeOf: [[Int]: Int] = [:]
  /// The shape of each entry.
  private var places: [Int] = []
  /// The shape that a shape was merged into, or the shape itself.
  private var parents: [Int] = []
  private var joins: [Join] = []

  /// Templates with more tokens than this are compared only as a whole.
  static let mostTokens = 128
  /// Joining ends on its own. This bounds the time for input that was made to take long.
  static let mostRounds = 6

  init(_ entries: [Grouping.CountedTemplate]) {
    for entry in entries {
      let tokens = GroupingTokens.normalised(entry.template).map { vocabulary.index($0) }
      let shape = shape(tokens, places.count)
      shapes[shape].count += entry.count
      places.append(shape)
    }
  }

  private mutating func shape(_ tokens: [Int], _ entry: Int) -> Int {
    if let shape = shapeOf[tokens] { return shape }
    shapeOf[tokens] = shapes.count
    shapes.append(Shape(tokens: tokens, entry: entry))
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

  /// The shapes that were not merged into others.
  var alive: [Int] { shapes.indices.filter { parents[$0] == $0 } }

  mutating func join(_ policy: some SlotPolicy = JudgedSlots()) {
    for _ in 0..<Self.mostRounds where !round(policy) { break }
  }

  /// Compares all unmerged shapes once; false if nothing joined.
  private mutating func round(_ policy: some SlotPolicy) -> Bool {
    let slots = placeSlots()
    let pool = pool(slots)
    var sets = Sets(count: shapes.count)
    var hasJoined = false
    for slot in slots {
      guard let found = judged(slot, pool, policy) else { continue }
      joins.append(found.join)
      for member in found.members { sets.join(found.members[0], member) }
      hasJoined = true
    }
    for frame in frames() {
      for part in parts(of: frame, pool, policy) where part.count > 1 {
        for member in part { sets.join(part[0], member) }
        hasJoined = true
      }
    }
    guard hasJoined else { return joinSpans(pool, policy) }
    var members: [Int: [Int]] = [:]
    for shape in alive { members[sets.root(shape), default: []].append(shape) }
    for (_, group) in members.sorted(by: { $0.key < $1.key }) where group.count > 1 { merge(group) }
    return true
  }

  /// For each word that introduces values, the words that are certainly values.
  private func pool(_ slots: [GroupingSlot]) -> [SlotReading.SlotContext: Set<[UInt8]>] {
    var pool: [SlotReading.SlotContext: Set<[UInt8]>] = [:]
    for slot in slots where slot.shapes.count >= 4 {
      let reading = SlotReading(slot, shapes, vocabulary)
      if let context = reading.context { pool[context, default: []].formUnion(reading.established) }
    }
    return pool
  }

  /// The shapes whose values in a slot are one variable; `nil` if fewer than two different values are.
  private func judged(
    _ slot: GroupingSlot, _ pool: [SlotReading.SlotContext: Set<[UInt8]>], _ policy: some SlotPolicy
  ) -> (members: [Int], join: Join)? {
    let reading = SlotReading(slot, shapes, vocabulary).knowing(pool)
    guard reading.isInText else { return nil }
    let accepted = policy.accepted(reading, in: slot, of: shapes)
    let values = reading.values.indices.filter { accepted[$0] }
    guard values.count > 1 else { return nil }
    let members = zip(slot.shapes, reading.valueOfShape).filter { accepted[$0.1] }.map(\.0)
    let join = Join(
      shape: members[0], position: slot.position, rule: reading.rule(.standard), values: values.count,
      examples: values.prefix(3).map { reading.values[$0] })
    return (members, join)
  }

  /// The parts of shapes of one frame that differ in variables alone.
  private mutating func parts(
    of frame: [Int], _ pool: [SlotReading.SlotContext: Set<[UInt8]>], _ policy: some SlotPolicy
  ) -> [[Int]] {
    let tokens = shapes[frame[0]].tokens
    var parts = [frame]
    var found: [Join] = []
    for position in tokens.indices
    where frame.contains(where: { shapes[$0].tokens[position] != tokens[position] }) {
      let slot = GroupingSlot(kind: .frame, position: position, outside: tokens.count - 1, shapes: frame)
      let judged = judged(slot, pool, policy)
      if let judged { found.append(judged.join) }
      let members = Set(judged?.members ?? [])
      parts = parts.flatMap { part in
        Dictionary(grouping: part) { members.contains($0) ? -1 : shapes[$0].tokens[position] }
          .sorted { $0.value[0] < $1.value[0] }.map(\.value)
      }
    }
    parts = parts.flatMap { policy.pieces($0, of: shapes) }
    for part in parts where part.count > 1 {
      joins += found.map { join in
        var join = join
        join.shape = part[0]
        return join
      }
    }
    return parts
  }

  /// Merges several shapes of the same length into one.
  private mutating func merge(_ group: [Int]) {
    var tokens = shapes[group[0]].tokens
    for position in tokens.indices {
      let different = Set(group.map { shapes[$0].tokens[position] })
      if different.count > 1 {
        tokens[position] = vocabulary.index(GroupingTokens.merged(different.map { vocabulary.token($0) }))
      }
    }
    merge(group, into: tokens)
  }

  private mutating func merge(_ group: [Int], into tokens: [Int]) {
    let target = root(shape(tokens, shapes[group[0]].entry))
    for member in group where member != target {
      shapes[target].count += shapes[member].count
      shapes[target].entry = min(shapes[target].entry, shapes[member].entry)
      parents[member] = target
    }
  }

  /// Joins shapes that have several words, or none, where others have a word.
  private mutating func joinSpans(
    _ pool: [SlotReading.SlotContext: Set<[UInt8]>], _ policy: some SlotPolicy
  ) -> Bool {
    var used: Set<Int> = []
    var hasJoined = false
    for slot in spanSlots() {
      let free = slot.shapes.filter { !used.contains($0) }
      guard Set(free.map { shapes[$0].tokens.count }).count > 1 else { continue }
      let slot = GroupingSlot(kind: .span, position: slot.position, outside: slot.outside, shapes: free)
      guard let (members, join) = judged(slot, pool, policy) else { continue }
      joins.append(join)
      used.formUnion(members)
      let tokens = shapes[members[0]].tokens
      let variable = vocabulary.index([GroupingTokens.variable])
      merge(
        members, into: tokens[..<slot.position] + [variable] + tokens[slot.range(in: tokens).upperBound...])
      hasJoined = true
    }
    return hasJoined
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
      let fallback = shapes[shape].tokens.map { vocabulary.token($0) }
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
      place: around.map { GroupingTokens.text(vocabulary.token(tokens[$0])) }.joined(separator: " "),
      rule: join.rule, values: join.values,
      examples: join.examples.map(GroupingTokens.text))
  }
}
