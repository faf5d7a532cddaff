import CasebookText

/// The words of a text in groups of three, as sorted hashes, to tell how much of it two texts share.
struct TextSketch {
  private var groups: [UInt32] = []
  /// More words are not compared.
  private static let maxWords = 20_000

  init(_ texts: some Sequence<String>) {
    var last: (UInt64, UInt64) = (0, 0)
    reading: for text in texts {
      var hash = WordHash.start
      var length = 0
      for byte in text.utf8 {
        guard groups.count < Self.maxWords else { break reading }
        if byte.isLetterOrDigit || byte >= 0x80 {
          hash = WordHash.add(byte, to: hash)
          length += 1
        } else if length > 0 {
          end(hash, &last)
          (hash, length) = (WordHash.start, 0)
        }
      }
      if length > 0 { end(hash, &last) }
    }
    groups.sort()
    removeRepetitions()
  }

  private mutating func end(_ word: UInt64, _ last: inout (UInt64, UInt64)) {
    let group = last.0 &* 31 &+ last.1 &* 17 &+ word
    groups.append(UInt32(truncatingIfNeeded: group ^ group >> 32))
    last = (last.1, word)
  }

  private mutating func removeRepetitions() {
    var count = 0
    for group in groups where count == 0 || group != groups[count - 1] {
      groups[count] = group
      count += 1
    }
    groups.removeLast(groups.count - count)
  }

  /// The size in bytes.
  var size: Int { groups.count * MemoryLayout<UInt32>.size }

  /// Whether this is another state of the other text: with two dates, if both have much of the shorter text;
  /// without, only if they nearly agree.
  func isRevision(of other: TextSketch, isDated: Bool) -> Bool {
    let shared = sharedCount(with: other)
    let (fewer, more) = (min(groups.count, other.groups.count), max(groups.count, other.groups.count))
    if more == 0 { return true }
    return isDated ? shared * 3 >= fewer : shared * 10 >= more * 7
  }

  private func sharedCount(with other: TextSketch) -> Int {
    var (own, theirs, shared) = (0, 0, 0)
    while own < groups.count, theirs < other.groups.count {
      let (a, b) = (groups[own], other.groups[theirs])
      if a == b { shared += 1 }
      if a <= b { own += 1 }
      if b <= a { theirs += 1 }
    }
    return shared
  }
}

/// The sketches of articles that were compared, by the hash of the content. A tree with many pages of one name compares
/// the same articles again and again.
struct SketchCache {
  private var sketches: [String: TextSketch] = [:]
  private var size = 0
  private static let sizeLimit = 8 << 20

  mutating func sketch(of hash: String, _ make: () throws -> TextSketch) rethrows -> TextSketch {
    if let sketch = sketches[hash] { return sketch }
    let sketch = try make()
    if size + sketch.size > Self.sizeLimit { (sketches, size) = ([:], 0) }
    sketches[hash] = sketch
    size += sketch.size
    return sketch
  }
}
