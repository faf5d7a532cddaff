import CasebookKnowledge
import CasebookText

/// All patterns of all rules in one tree, so that a message is matched against all of them at once.
struct PatternTrie: Sendable {
  /// A step of a pattern. It has no references, so following an edge does no reference counting.
  private struct Edge {
    enum EdgeKind: UInt8 {
      case word, exactWord, prefixed, exactPrefixed, literal, number, digits, hexadecimal, hresult, anyWord,
        camel, capitals
    }
    var kind: EdgeKind
    /// The range of a number, of digits, or of hexadecimal digits.
    var low = 0
    var high = 0
    /// Bytes of `text`.
    var start: Int32 = 0
    var end: Int32 = 0
    var target: Int32 = 0
    /// The next edge with the same key, or -1.
    var next: Int32 = -1
  }

  private struct Node {
    /// The accepted pattern, or -1.
    var accepts: Int32 = -1
    /// The first edge that matches a range of numbers, hexadecimal numbers, or words, or -1.
    var numbers: Int32 = -1
    var hexadecimals: Int32 = -1
    var words: Int32 = -1
  }

  private var nodes = [Node()]
  private var edges: [Edge] = []
  private var steps: [Pattern.Step] = []
  private var text: [UInt8] = []
  private var literals = HashTable()
  /// One bit for each hash that begins a pattern. Most words of a message fail here.
  private var first = [UInt64](repeating: 0, count: 256)
  /// One bit for each word that may follow a number at the start of a pattern.
  private var second = [UInt64](repeating: 0, count: 256)

  /// Adds a pattern, whose match reports `index`. If two patterns are equal, the first wins.
  mutating func add(_ pattern: Pattern, index: Int) {
    var node = 0
    if Self.hash(pattern.steps[0]) == nil, pattern.steps.count > 1, let hash = Self.hash(pattern.steps[1]) {
      Self.mark(hash, in: &second)
    }
    for step in pattern.steps { node = target(of: step, from: node) }
    if nodes[node].accepts < 0 { nodes[node].accepts = Int32(index) }
  }

  private mutating func target(of step: Pattern.Step, from node: Int) -> Int {
    let hash = Self.hash(step)
    let key = hash.map { Self.key(node, $0) }
    let open = Self.openEdges(step)
    let head = key.map { literals[$0] } ?? nodes[node][keyPath: open]
    var index = head
    while index >= 0 {
      if steps[Int(index)] == step { return Int(edges[Int(index)].target) }
      index = edges[Int(index)].next
    }
    nodes.append(Node())
    var edge = edge(step)
    edge.target = Int32(nodes.count - 1)
    edge.next = head
    edges.append(edge)
    steps.append(step)
    if let key {
      literals[key] = Int32(edges.count - 1)
    } else {
      nodes[node][keyPath: open] = Int32(edges.count - 1)
    }
    if node == 0, let hash { Self.mark(hash, in: &first) }
    return nodes.count - 1
  }

  private static func openEdges(_ step: Pattern.Step) -> WritableKeyPath<Node, Int32> {
    switch step {
    case .literal, .number, .digits: \.numbers
    case .hexadecimal, .hresult: \.hexadecimals
    default: \.words
    }
  }

  private static func mark(_ hash: UInt64, in filter: inout [UInt64]) {
    filter[Int(hash >> 56)] |= 1 << (hash >> 50 & 63)
  }

  private mutating func edge(_ step: Pattern.Step) -> Edge {
    switch step {
    case .word(let word, let exact): edge(exact ? .exactWord : .word, 0...0, word)
    case .prefixed(let word, let counts, let exact): edge(exact ? .exactPrefixed : .prefixed, counts, word)
    case .literal(let number): edge(.literal, 0...0, number)
    case .number(let range): edge(.number, range)
    case .digits(let counts): edge(.digits, counts)
    case .hexadecimal(let counts): edge(.hexadecimal, counts)
    case .hresult: edge(.hresult, 0...0)
    case .anyWord: edge(.anyWord, 0...0)
    case .camel: edge(.camel, 0...0)
    case .capitals: edge(.capitals, 0...0)
    }
  }

  private mutating func edge(_ kind: Edge.EdgeKind, _ range: ClosedRange<Int>, _ bytes: [UInt8] = []) -> Edge
  {
    let start = Int32(text.count)
    text += bytes
    return Edge(
      kind: kind, low: range.lowerBound, high: range.upperBound, start: start, end: Int32(text.count))
  }

  private static func hash(_ step: Pattern.Step) -> UInt64? {
    switch step {
    case .word(let bytes, _): WordHash.of(bytes)
    case .prefixed(let bytes, _, _): WordHash.of(bytes) ^ prefixSalt
    default: nil
    }
  }

  private static let prefixSalt: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always) private static func key(_ node: Int, _ hash: UInt64) -> UInt64 {
    hash ^ (UInt64(truncatingIfNeeded: node) &* 0xD6E8_FEB8_6659_FD93)
  }

  // MARK: Matching

  struct TrieMatch {
    /// The `index` passed to `add`.
    var pattern: Int
    /// Past the last item.
    var end: Int
    /// The item matched by the first placeholder, or -1.
    var capture: Int
  }

  /// The longest pattern that matches from the item `start`.
  @inline(__always)
  func match(
    _ items: UnsafeBufferPointer<ScanToken>, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> TrieMatch? {
    guard mayBegin(items, start, bytes) else { return nil }
    var best = TrieMatch(pattern: Int.max, end: 0, capture: -1)
    walk(0, items, bytes, start, capture: -1, &best)
    return best.end > 0 ? best : nil
  }

  @inline(__always)
  private func mayBegin(
    _ items: UnsafeBufferPointer<ScanToken>, _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let item = items[index]
    switch item.kind {
    case .mask, .version, .resource: return false
    case .number:
      return index + 1 < items.count && items[index + 1].kind == .word
        && contains(second, items[index + 1].hash)
    case .hexadecimal: return true
    case .word, .mark, .option:
      if contains(first, item.hash) { return true }
      guard item.flags.contains(.digit), let prefix = prefix(item, bytes) else { return false }
      return contains(first, prefix)
    }
  }

  @inline(__always) private func contains(_ filter: [UInt64], _ hash: UInt64) -> Bool {
    filter.withUnsafeBufferPointer { $0[Int(hash >> 56)] & 1 << (hash >> 50 & 63) != 0 }
  }

  /// The salted hash of a word's letters before its digits, if the word ends in digits.
  private func prefix(_ item: ScanToken, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
    var hash = WordHash.start
    var index = Int(item.start)
    let end = Int(item.end)
    guard bytes[end - 1].isDigit else { return nil }
    while index < end, !bytes[index].isDigit {
      hash = WordHash.add(bytes[index], to: hash)
      index += 1
    }
    guard index > Int(item.start), end - index <= 12 else { return nil }
    for rest in index..<end where !bytes[rest].isDigit { return nil }
    return hash ^ Self.prefixSalt
  }

  private func walk(
    _ node: Int, _ items: UnsafeBufferPointer<ScanToken>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ position: Int,
    capture: Int, _ best: inout TrieMatch
  ) {
    let accepts = Int(nodes[node].accepts)
    if accepts >= 0, position > best.end || position == best.end && accepts < best.pattern {
      best = TrieMatch(pattern: accepts, end: position, capture: capture)
    }
    var position = position
    // More soft marks than these in a row are not part of one expression.
    let limit = min(items.count, position + 5)
    while position < limit {
      let item = items[position]
      if item.kind == .word || item.kind == .mark || item.kind == .option {
        follow(literals.value(Self.key(node, item.hash)), items, bytes, position, capture: capture, &best)
        if item.flags.contains(.digit), let prefix = prefix(item, bytes) {
          follow(literals.value(Self.key(node, prefix)), items, bytes, position, capture: capture, &best)
        }
      }
      let open =
        switch item.kind {
        case .number, .version: nodes[node].numbers
        case .hexadecimal: nodes[node].hexadecimals
        case .word: nodes[node].words
        default: Int32(-1)
        }
      if open >= 0 { follow(open, items, bytes, position, capture: capture, &best) }
      // Soft marks may come between the steps, but not before the first.
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
    _ first: Int32, _ items: UnsafeBufferPointer<ScanToken>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ position: Int,
    capture: Int, _ best: inout TrieMatch
  ) {
    var index = first
    guard index >= 0 else { return }
    let item = items[position]
    let value = item.kind == .number ? Self.integer(bytes[item.range]) : nil
    edges.withUnsafeBufferPointer { edges in
      while index >= 0 {
        let edge = edges[Int(index)]
        if accepts(edge, item, value, bytes) {
          let isWord = edge.kind.rawValue <= Edge.EdgeKind.exactWord.rawValue || edge.kind == .literal
          walk(
            Int(edge.target), items, bytes, position + 1,
            capture: capture < 0 && !isWord ? position : capture, &best)
        }
        index = edge.next
      }
    }
  }

  /// The value of an integer with its sign; `nil` for a longer text or one with a fraction.
  private static func integer(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard text.count <= 18 else { return nil }
    var value = 0
    var isNegative = false
    for (index, byte) in text.enumerated() {
      if byte.isDigit {
        value = value * 10 + Int(byte - 48)
      } else if index == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        isNegative = byte == UInt8(ascii: "-")
      } else {
        return nil
      }
    }
    return isNegative ? -value : value
  }

  private func accepts(_ edge: Edge, _ item: ScanToken, _ value: Int?, _ bytes: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    switch edge.kind {
    case .word, .exactWord:
      if item.kind == .mark { return true }
      return item.count == Int(edge.end - edge.start)
        && hasText(edge, item, bytes, exact: edge.kind == .exactWord)
    case .prefixed, .exactPrefixed:
      let digits = item.count - Int(edge.end - edge.start)
      return item.kind == .word && digits >= edge.low && digits <= edge.high
        && hasText(edge, item, bytes, exact: edge.kind == .exactPrefixed)
    case .literal:
      return (item.kind == .number || item.kind == .version) && item.count == Int(edge.end - edge.start)
        && hasText(edge, item, bytes, exact: true)
    case .number: return value.map { $0 >= edge.low && $0 <= edge.high } ?? false
    case .digits:
      return item.kind == .number && item.count >= edge.low && item.count <= edge.high
        && bytes[item.range].allSatisfy(\.isDigit)
    case .hexadecimal:
      return item.kind == .hexadecimal && item.count - 2 >= edge.low && item.count - 2 <= edge.high
    case .hresult:
      guard item.kind == .hexadecimal, item.count == 10 else { return false }
      let first = bytes[Int(item.start) + 2]
      return first == UInt8(ascii: "8") || first | 32 == UInt8(ascii: "c")
    case .anyWord: return item.kind == .word
    case .camel: return item.kind == .word && item.flags.contains(.hump) && !item.flags.contains(.wide)
    case .capitals:
      return item.kind == .word && item.flags.contains(.upper)
        && item.flags.isDisjoint(with: [.lower, .wide])
        && item.count > 1
    }
  }

  /// True when the item begins with the edge's text.
  private func hasText(
    _ edge: Edge, _ item: ScanToken, _ bytes: UnsafeBufferPointer<UInt8>, exact: Bool
  ) -> Bool {
    text.withUnsafeBufferPointer { text in
      var position = Int(item.start)
      for index in Int(edge.start)..<Int(edge.end) {
        let (a, b) = (bytes[position], text[index])
        if exact ? a != b : a.folded != b.folded { return false }
        position += 1
      }
      return true
    }
  }
}
