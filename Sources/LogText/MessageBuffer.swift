import CasebookText

/// Collects the lines of one message. Of a long message, it keeps the head and the tail.
struct MessageBuffer: Sendable {
  /// The size in bytes above which part of a message is left out.
  static let limit = 64 << 10
  private static let head = 48 << 10
  private static let tail = limit - head

  private var bytes: [UInt8] = []
  private var dropped = 0
  /// Whether an added line had been cut itself.
  private var hasCutLine = false

  var isEmpty: Bool { bytes.isEmpty }
  var isCut: Bool { dropped > 0 || hasCutLine || bytes.count > Self.limit }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * Self.limit)
    dropped = 0
    hasCutLine = false
  }

  mutating func markCut() { hasCutLine = true }

  /// Adds a line. Lines are joined by `\n`, or a space if the writer broke the line.
  mutating func append(line: Bytes, isWrapped: Bool = false) {
    if !bytes.isEmpty || dropped > 0 { bytes.append(isWrapped ? 0x20 : 0x0A) }
    if line.count > Self.limit {
      // Only the ends of a huge line can matter.
      bytes.append(contentsOf: line.at(0..<Self.head))
      dropMiddle()
      dropped += line.count - Self.head - Self.tail
      bytes.append(contentsOf: line.from(line.count - Self.tail))
    } else {
      bytes.append(contentsOf: line)
    }
    if bytes.count > 4 * Self.limit { dropMiddle() }
  }

  private mutating func dropMiddle() {
    let surplus = bytes.count - Self.limit
    guard surplus > 0 else { return }
    bytes.removeSubrange(Self.head..<(Self.head + surplus))
    dropped += surplus
  }

  /// The message without colours and control characters, with a note where text was left out.
  mutating func text() -> String {
    let wasCut = dropped > 0 || bytes.count > Self.limit
    dropMiddle()
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1].isSpace { end -= 1 }
    return bytes.withUnsafeBufferPointer { all in
      let bytes = all.at(0..<end)
      guard wasCut, end > Self.head else { return Self.clean(bytes) }
      // Do not cut inside a character.
      var first = Self.head
      while first > 0, bytes[first] & 0xC0 == 0x80 { first -= 1 }
      var second = Self.head
      while second < end, bytes[second] & 0xC0 == 0x80 { second += 1 }
      return Self.clean(bytes.at(0..<first)) + "\n[… \(dropped) bytes left out …]\n"
        + Self.clean(bytes.from(second))
    }
  }

  private static func clean(_ bytes: Bytes) -> String {
    let isClean = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 }
    if isClean { return bytes.text }
    var cleaned: [UInt8] = []
    Terminal.strip(bytes, to: &cleaned)
    return String(decoding: cleaned, as: UTF8.self)
  }
}
