/// All patterns of all rules in one tree, so that a message is compared with all of them at once.
struct PatternTrie: Sendable {
  struct Edge {
    var step: Pattern.Step
    var target: Int32
    /// The next edge with the same key.
    var next: Int32
  }

  private struct Node {
    /// The accepted pattern, or -1.
    var accepts: Int32 = -1
    /// The first of the edges that are no literal, or -1.
    var open: Int32 = -1
  }

  private var nodes = [Node()]
  private var edges: [Edge] = []
  private var literals: [UInt64: Int32] = [:]
  /// One bit for each hash that begins a pattern: most words of a message end here.
  private var first = [UInt64](repeating: 0, count: 256)

  /// Adds a pattern; `index` is reported when it matches. The first of two equal patterns wins.
  mutating func add(_ pattern: Pattern, index: Int) {
    var node = 0
    for step in pattern.steps { node = target(of: step, from: node) }
    if nodes[node].accepts < 0 { nodes[node].accepts = Int32(index) }
  }

  private mutating func target(of step: Pattern.Step, from node: Int) -> Int {
    let hash = Self.hash(step)
    let key = hash.map { Self.key(node, $0) }
    let head = key.map { literals[$0] ?? -1 } ?? nodes[node].open
    var edge = head
    while edge >= 0 {
      if edges[Int(edge)].step == step { return Int(edges[Int(edge)].target) }
      edge = edges[Int(edge)].next
    }
    nodes.append(Node())
    edges.append(Edge(step: step, target: Int32(nodes.count - 1), next: head))
    if let key { literals[key] = Int32(edges.count - 1) } else { nodes[node].open = Int32(edges.count - 1) }
    if node == 0, let hash { first[Int(hash >> 56)] |= 1 << (hash >> 50 & 63) }
    return nodes.count - 1
  }

  private static func hash(_ step: Pattern.Step) -> UInt64? {
    switch step {
    case .word(let bytes, _): WordHash.of(bytes)
    case .prefixed(let bytes, _, _): WordHash.of(bytes) ^ prefixSalt
    default: nil
    }
  }

  private static let prefixSalt: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func key(_ node: Int, _ hash: UInt64) -> UInt64 {
    hash ^ (UInt64(truncatingIfNeeded: node) &* 0xD6E8_FEB8_6659_FD93)
  }

  // MARK: Matching

  struct Match {
    /// What `add` was given.
    var pattern: Int
    /// Past the last item.
    var end: Int
    /// The item of the first placeholder, or -1.
    var capture: Int
  }

  /// The longest pattern that begins at the item `start`.
  func match(_ items: borrowing [Item], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Match? {
    guard mayBegin(items[start], bytes) else { return nil }
    var best: Match?
    walk(0, items, bytes, start, capture: -1, &best)
    return best
  }

  private func mayBegin(_ item: Item, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch item.kind {
    case .mask, .version, .resource: return false
    case .number, .hexadecimal: return true
    case .word, .mark, .option:
      let hash = item.hash
      if first[Int(hash >> 56)] & 1 << (hash >> 50 & 63) != 0 { return true }
      guard item.flags.contains(.digit), let prefix = prefix(item, bytes) else { return false }
      return first[Int(prefix.hash >> 56)] & 1 << (prefix.hash >> 50 & 63) != 0
    }
  }

  /// The salted hash of a word's letters before its digits, where nothing follows the digits.
  private func prefix(_ item: Item, _ bytes: UnsafeBufferPointer<UInt8>) -> (hash: UInt64, digits: Int)? {
    var hash = WordHash.start
    var index = Int(item.start)
    let end = Int(item.end)
    while index < end, !bytes[index].isDigit {
      hash = WordHash.add(bytes[index], to: hash)
      index += 1
    }
    guard index > Int(item.start), end - index <= 12 else { return nil }
    for rest in index..<end where !bytes[rest].isDigit { return nil }
    return (hash ^ Self.prefixSalt, end - index)
  }

  private func walk(
    _ node: Int, _ items: borrowing [Item], _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int,
    capture: Int,
    _ best: inout Match?
  ) {
    let accepts = nodes[node].accepts
    if accepts >= 0,
      best.map({ position > $0.end || position == $0.end && Int(accepts) < $0.pattern }) ?? true
    {
      best = Match(pattern: Int(accepts), end: position, capture: capture)
    }
    var position = position
    // More soft marks than these in a row are no part of one expression.
    let limit = min(items.count, position + 5)
    while position < limit {
      let item = items[position]
      if item.kind == .word || item.kind == .mark || item.kind == .option {
        follow(literals[Self.key(node, item.hash)] ?? -1, items, bytes, position, capture: capture, &best)
        if item.flags.contains(.digit), let prefix = prefix(item, bytes) {
          let edge = literals[Self.key(node, prefix.hash)] ?? -1
          follow(edge, items, bytes, position, capture: capture, &best)
        }
      }
      if item.kind != .mark {
        follow(nodes[node].open, items, bytes, position, capture: capture, &best)
      }
      // Soft marks may stand between the steps, but not before the first.
      guard node != 0, item.kind == .mark, item.count == 1, Self.isSoft(bytes[Int(item.start)]) else {
        return
      }
      position += 1
    }
  }

  private static func isSoft(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"),
      UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  private func follow(
    _ first: Int32, _ items: borrowing [Item], _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int,
    capture: Int,
    _ best: inout Match?
  ) {
    var index = first
    while index >= 0 {
      let edge = edges[Int(index)]
      if accepts(edge.step, items[position], bytes) {
        let capture = capture < 0 && edge.step.captures ? position : capture
        walk(Int(edge.target), items, bytes, position + 1, capture: capture, &best)
      }
      index = edge.next
    }
  }

  private func accepts(_ step: Pattern.Step, _ item: Item, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let text = bytes[item.range]
    switch step {
    case .word(let word, let exact):
      if item.kind == .mark { return true }
      guard word.count == text.count else { return false }
      return exact ? text.elementsEqual(word) : text.elementsEqual(word) { $0.folded == $1.folded }
    case .prefixed(let word, let counts, let exact):
      guard item.kind == .word, counts.contains(text.count - word.count), text.last?.isDigit == true else {
        return false
      }
      let head = text.prefix(word.count)
      return exact ? head.elementsEqual(word) : head.elementsEqual(word) { $0.folded == $1.folded }
    case .literal(let number):
      return (item.kind == .number || item.kind == .version) && text.elementsEqual(number)
    case .number(let range):
      guard item.kind == .number, text.count <= 19, let value = Int(String(decoding: text, as: UTF8.self))
      else {
        return false
      }
      return range.contains(value)
    case .digits(let counts):
      return item.kind == .number && counts.contains(text.count) && text.allSatisfy(\.isDigit)
    case .hexadecimal(let counts):
      return item.kind == .hexadecimal && counts.contains(text.count - 2)
    case .hresult:
      guard item.kind == .hexadecimal, text.count == 10 else { return false }
      let first = text[text.startIndex + 2]
      return first == UInt8(ascii: "8") || first | 32 == UInt8(ascii: "c")
    case .anyWord: return item.kind == .word
    case .camel: return item.kind == .word && item.flags.contains(.hump) && !item.flags.contains(.wide)
    case .capitals:
      return item.kind == .word && item.flags.contains(.upper)
        && item.flags.isDisjoint(with: [.lower, .wide])
        && text.count > 1
    }
  }
}
