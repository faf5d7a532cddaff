/// Finds any of many short byte strings in a text in one scan, by the first two bytes of each.
package struct StemMatcher: Sendable {
  /// A bit for each pair of bytes that opens a stem.
  private var isStart = [UInt64](repeating: 0, count: 1 << 10)
  private var byStart: [UInt16: [[UInt8]]] = [:]
  private let isExact: Bool
  /// A bit for the hash of the first four bytes of each stem; empty if a stem is shorter. Pairs are common in any text,
  /// four bytes are not.
  private var isOpening: [UInt64] = []

  /// The words of a list of `data/words` in all languages.
  package init(_ file: String, _ list: String, kind: String? = nil) {
    let rows = Vocabulary.rows(file, list, kind: kind)
    self.init(rows.flatMap(\.words), isExact: rows[0].match == "exact-start")
  }

  /// Stems of two bytes or more; shorter ones never match. They are in lower case, and letters of ASCII match in either,
  /// except with `isExact`.
  package init(_ stems: some Sequence<String>, isExact: Bool = false) {
    self.isExact = isExact
    for stem in stems {
      let bytes = Array(stem.utf8)
      guard bytes.count >= 2 else { continue }
      let key = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
      isStart[Int(key >> 6)] |= 1 << UInt64(key & 63)
      byStart[key, default: []].append(bytes)
    }
    let all = byStart.values.joined()
    guard all.allSatisfy({ $0.count >= 4 }) else { return }
    isOpening = [UInt64](repeating: 0, count: 64)
    for stem in all {
      let bit = stem.withUnsafeBytes { Self.openingBit($0.loadUnaligned(as: UInt32.self)) }
      isOpening[bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }

  /// Which bit stands for four bytes, in either case.
  @inline(__always)
  private static func openingBit(_ bytes: UInt32) -> Int {
    Int(((bytes | 0x2020_2020) &* 0x9E37_79B1) >> 20)
  }

  /// The length of the longest stem that is at `index`; 0 if there is none.
  private func length(_ text: Bytes, at index: Int) -> Int {
    guard index + 1 < text.count else { return 0 }
    let key = UInt16(byte(text[index])) << 8 | UInt16(byte(text[index + 1]))
    guard isStart[Int(key >> 6)] & 1 << UInt64(key & 63) != 0, let stems = byStart[key] else { return 0 }
    var longest = 0
    for stem in stems where stem.count > longest && index + stem.count <= text.count {
      if stem.indices.allSatisfy({ byte(text[index + $0]) == stem[$0] }) { longest = stem.count }
    }
    return longest
  }

  private func byte(_ byte: UInt8) -> UInt8 { isExact ? byte : byte.folded }

  /// The first match from `start` on; the longest of those that begin there.
  private func firstMatch(_ text: Bytes, from start: Int) -> Range<Int>? {
    if !isOpening.isEmpty {
      guard let base = text.baseAddress, text.count >= 4 else { return nil }
      return isOpening.withUnsafeBufferPointer { openings in
        for index in start..<max(start, text.count - 3) {
          let bytes = UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self)
          let bit = Self.openingBit(bytes)
          guard openings[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { continue }
          let length = length(text, at: index)
          if length > 0 { return index..<(index + length) }
        }
        return nil
      }
    }
    for index in start..<max(start, text.count) {
      let length = length(text, at: index)
      if length > 0 { return index..<(index + length) }
    }
    return nil
  }

  /// The first match from `start` on; the longest of those that begin there.
  package func firstMatch(in text: [UInt8], from start: Int = 0) -> Range<Int>? {
    text.withUnsafeBufferPointer { firstMatch($0, from: start) }
  }

  /// Whether a text contains any of the stems.
  package func matches(_ text: [UInt8]) -> Bool { firstMatch(in: text) != nil }

  /// Whether a text contains any of the stems.
  package func occurs(in text: Bytes) -> Bool { firstMatch(text, from: 0) != nil }

  /// Whether a text contains any of the stems.
  package func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { firstMatch($0, from: 0) != nil }
  }

  /// Whether a text begins with any of the stems.
  package func begins(_ text: Bytes) -> Bool { length(text, at: 0) > 0 }

  /// Whether a text begins with any of the stems.
  package func begins(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { begins($0) }
  }

  /// The text with each stem replaced by `blank`.
  package func blanking(_ text: [UInt8], with blank: UInt8) -> [UInt8] {
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
