import Glibc

/// The last lines of a log that belong to no event: context of the one that may follow.
struct LineTrail {
  private var lines: [(number: Int, text: [UInt8])]
  private var next = 0
  /// How many more lines may belong to a private key.
  private var keyLines = 0

  /// Of a longer line the rest is left out (bytes).
  private static let lineLimit = 1000
  /// A block without an end does not swallow the whole log.
  private static let keyLimit = 512

  /// A trail of so many lines.
  init(count: Int) { lines = Array(repeating: (0, []), count: count) }

  /// Whether a line may be kept: not when it is empty, nor part of a private key, whose lines say by themselves not
  /// what they are.
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

  /// Remembers a line in place of the oldest.
  mutating func push(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) {
    if lines.isEmpty { return }
    lines[next].number = number
    lines[next].text.removeAll(keepingCapacity: true)
    lines[next].text.append(contentsOf: text[..<min(text.count, Self.lineLimit)])
    next = next + 1 == lines.count ? 0 : next + 1
  }

  /// Hands on the lines with these numbers, the oldest first, and forgets all.
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

/// Where a block of a private key begins or ends.
private enum KeyMark { case begin, end }

extension UnsafeBufferPointer<UInt8> {
  /// The last mark of a private key in it: `-----BEGIN RSA PRIVATE KEY-----`.
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

  /// Whether the label that starts there is a private key's.
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
