import CasebookKnowledge
import CasebookText

/// All patterns of all rules in one tree, so that a message is matched against all of them at once.
struct PatternTrie: Sendable {
  /// A step of a pattern. It has no references, so following an edge does no reference counting.
  struct Edge {
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

  struct Node {
    /// The accepted pattern, or -1.
    var accepts: Int32 = -1
    /// The first edge that matches a range of numbers, hexadecimal numbers, or words, or -1.
    var numbers: Int32 = -1
    var hexadecimals: Int32 = -1
    var words: Int32 = -1
  }

  private(set) var nodes = [Node()]
  private(set) var edges: [Edge] = []
  private var steps: [Pattern.Step] = []
  private(set) var text: [UInt8] = []
  private(set) var literals = HashTable()
  /// One bit for each hash that begins a pattern. Most words of a message fail here.
  private(set) var first = [UInt64](repeating: 0, count: 256)
  /// One bit for each word that may follow a number at the start of a pattern.
  private(set) var second = [UInt64](repeating: 0, count: 256)

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
    let place = place(hash)
    filter[Int(place >> 6)] |= 1 << (place & 63)
  }

  /// The bit of a hash in a filter. The upper bits of `WordHash` alone are the same for all words of one byte.
  @inline(__always) static func place(_ hash: UInt64) -> UInt64 { (hash &* 0x9E37_79B9_7F4A_7C15) >> 50 }

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

  static let prefixSalt: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always) static func key(_ node: Int, _ hash: UInt64) -> UInt64 {
    hash ^ (UInt64(truncatingIfNeeded: node) &* 0xD6E8_FEB8_6659_FD93)
  }
}
