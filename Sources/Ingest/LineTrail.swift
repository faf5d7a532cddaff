/// The latest lines of a log that belong to no event; they may become context of the next one.
struct LineTrail {
  private var lines: [(number: Int, text: [UInt8])]
  private var next = 0

  /// The maximum length of a line in bytes; the rest is dropped.
  private static let lineLimit = 1000

  /// A trail of `count` lines.
  init(count: Int) { lines = Array(repeating: (0, []), count: count) }

  /// Adds a line, replacing the oldest.
  mutating func push(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) {
    if lines.isEmpty { return }
    lines[next].number = number
    lines[next].text.removeAll(keepingCapacity: true)
    lines[next].text.append(contentsOf: text[..<min(text.count, Self.lineLimit)])
    next = next + 1 == lines.count ? 0 : next + 1
  }

  /// Passes on the lines with these numbers, oldest first, and clears the trail.
  mutating func drain(_ numbers: ClosedRange<Int>, _ body: (Int, [UInt8]) throws -> Void) rethrows {
    for offset in lines.indices {
      let index = (next + offset) % lines.count
      if lines[index].number > 0, numbers.contains(lines[index].number) {
        try body(lines[index].number, lines[index].text)
      }
      lines[index].number = 0
    }
  }
}
