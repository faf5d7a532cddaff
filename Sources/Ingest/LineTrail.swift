import Glibc

/// The latest lines of a log that belong to no event; they may become context of the next one.
struct LineTrail {
  private var lines: [(number: Int, text: [UInt8])]
  private var next = 0
  /// How many more lines may belong to a private key.
  private var keyLines = 0

  /// The maximum length of a line in bytes; the rest is dropped.
  private static let lineLimit = 1000
  /// The maximum number of lines in a key, so that a key without an end does not swallow the whole log.
  private static let keyLimit = 512

  /// A trail of `count` lines.
  init(count: Int) { lines = Array(repeating: (0, []), count: count) }

  /// Whether a line may be kept. Empty lines are not, nor are lines of a private key, which do not show alone
  /// that they are secret.
  mutating func admits(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if let mark = text.keyMark {
      keyLines = mark == .begin ? Self.keyLimit : 0
      return false
    }
    if keyLines > 0 {
      keyLines -= 1
      return false
    }
    return text.contains { $0 > 0x20 }
  }

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

/// The beginning or the end of a private key.
private enum KeyMark { case begin, end }

extension UnsafeBufferPointer<UInt8> {
  /// The last marker of a private key in it: `-----BEGIN RSA PRIVATE KEY-----`.
  fileprivate var keyMark: KeyMark? {
    guard let baseAddress else { return nil }
    var mark: KeyMark?
    var start = 0
    while let found = memchr(baseAddress + start, Int32(UInt8(ascii: "-")), count - start) {
      start = UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
      if starts("-----BEGIN ", at: start), isKey(from: start + 11) { mark = .begin }
      if starts("-----END ", at: start), isKey(from: start + 9) { mark = .end }
      start += 1
    }
    return mark
  }

  /// Whether the label that starts at this offset is that of a private key.
  private func isKey(from start: Int) -> Bool {
    (start..<Swift.min(start + 40, count)).contains { starts("PRIVATE KEY", at: $0) }
  }

  private func starts(_ text: StaticString, at position: Int) -> Bool {
    guard position + text.utf8CodeUnitCount <= count else { return false }
    return text.withUTF8Buffer { text in
      text.indices.allSatisfy { self[position + $0] == text[$0] }
    }
  }
}
