/// Small damage to bytes.
enum Mutation {
  private static let marks =
    Array("\"'`()[]{}<>|:;,.=-/\\@#%&*_ \n\t\r\0\u{1B}09Aa".utf8) + [0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]

  /// `bytes` with one to four changes: a byte changed, or a piece removed, doubled, copied, cut off, or inserted.
  static func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) { change(&bytes, &random) }
    return bytes
  }

  private static func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let start = random.below(bytes.count + 1)
    let end = min(bytes.count, start + random.below(random.once(in: 3) ? 200 : 8))
    switch random.below(8) {
    case 0: bytes.insert(marks[random.below(marks.count)], at: start)
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: end)
    case 3: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count + 1))
    case 4: if random.once(in: 3) { bytes.removeSubrange(start...) }
    case 5: if start < bytes.count { bytes[start] = UInt8(random.below(256)) }
    case 6: if start < bytes.count { bytes[start] ^= 1 << UInt8(random.below(8)) }
    default:
      if start < bytes.count {
        let count = random.once(in: 8) ? 300 : 3
        bytes.insert(contentsOf: repeatElement(bytes[start], count: random.below(count)), at: start)
      }
    }
  }

  /// Damage to a text in transit: usually none, else its end is missing, or it is repeated, or it is
  /// corrupted.
  static func handed(_ text: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    switch random.below(12) {
    case 0, 1: return Array(text.prefix(random.below(text.count + 1)))
    case 2:
      let count = random.once(in: 10) ? 4_000 : 2 + random.below(6)
      return Array(repeatElement(text, count: max(1, min(count, 64_000 / max(1, text.count)))).joined())
    case 3, 4: return mutated(text, &random)
    case 5: return beginnings(text)
    default: return text
    }
  }

  /// Every prefix of the first line, as a line and again.
  private static func beginnings(_ text: [UInt8]) -> [UInt8] {
    let line = text.prefix { $0 != 0x0A }.prefix(160)
    return Array(
      (0...line.count).flatMap { repeatElement(Array(line.prefix($0)) + [0x0A], count: 2) }.joined())
  }

  /// A damaged piece of a sample: some of its lines.
  static func piece(of sample: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let length = [120, 400, 1_500, 4_000][random.below(4)]
    var start = random.once(in: 3) ? 0 : random.below(sample.count)
    while start > 0, sample[start - 1] != 0x0A { start -= 1 }
    return mutated(Array(sample[start...].prefix(length)), &random)
  }
}
