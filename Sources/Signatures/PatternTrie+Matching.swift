import CasebookText

extension PatternTrie {
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
    let place = Self.place(hash)
    return filter.withUnsafeBufferPointer { $0[Int(place >> 6)] & 1 << (place & 63) != 0 }
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
