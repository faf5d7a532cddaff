/// Finds any of many short byte strings in a text in one scan, by the first two bytes of each.
struct StemMatcher: Sendable {
  private let isStart: [Bool]
  private let byStart: [UInt16: [[UInt8]]]

  /// Stems of two bytes or more; shorter ones never match.
  init(_ stems: some Sequence<String>) {
    var isStart = [Bool](repeating: false, count: 1 << 16)
    var byStart: [UInt16: [[UInt8]]] = [:]
    for stem in stems {
      let bytes = Array(stem.utf8)
      guard bytes.count >= 2 else { continue }
      let key = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
      isStart[Int(key)] = true
      byStart[key, default: []].append(bytes)
    }
    self.isStart = isStart
    self.byStart = byStart
  }

  /// The first match from `start` on; the longest of those that begin there.
  func firstMatch(in text: [UInt8], from start: Int = 0) -> Range<Int>? {
    guard text.count >= 2 else { return nil }
    for index in start..<max(start, text.count - 1) {
      let key = UInt16(text[index]) << 8 | UInt16(text[index + 1])
      guard isStart[Int(key)], let stems = byStart[key] else { continue }
      var longest = 0
      for stem in stems where stem.count > longest && index + stem.count <= text.count {
        if text[index..<(index + stem.count)].elementsEqual(stem) { longest = stem.count }
      }
      if longest > 0 { return index..<(index + longest) }
    }
    return nil
  }

  /// Whether a text contains any of the stems.
  func matches(_ text: [UInt8]) -> Bool { firstMatch(in: text) != nil }

  /// The text with each stem replaced by a space.
  func blanking(_ text: [UInt8], with blank: UInt8) -> [UInt8] {
    guard var match = firstMatch(in: text) else { return text }
    var result: [UInt8] = []
    var from = 0
    while true {
      result.append(contentsOf: text[from..<match.lowerBound])
      result.append(blank)
      from = match.upperBound
      guard let next = firstMatch(in: text, from: from) else { break }
      match = next
    }
    result.append(contentsOf: text[from...])
    return result
  }
}
