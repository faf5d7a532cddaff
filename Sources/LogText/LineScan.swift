import CasebookText

/// The kinds of bytes in a line besides printable ASCII, found eight bytes at a time.
struct LineScan {
  /// A byte is beyond ASCII.
  var hasHighBytes = false
  /// A byte is a control character. A tab counts.
  var hasControls = false

  init(_ line: Bytes) {
    guard let base = line.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    var high: UInt64 = 0
    var control: UInt64 = 0
    var index = 0
    var (highs, controls) = (SIMD4<UInt64>.zero, SIMD4<UInt64>.zero)
    while index + 32 <= line.count {
      let words = raw.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
      highs |= words
      controls |= (words &- SIMD4(repeating: 0x2020_2020_2020_2020)) & ~words
      index += 32
    }
    for lane in 0..<4 {
      high |= highs[lane]
      control |= controls[lane]
    }
    while index + 8 <= line.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      high |= word
      // A byte below 0x20 borrows from its own high bit (Anderson, "Bit Twiddling Hacks", hasless).
      control |= (word &- 0x2020_2020_2020_2020) & ~word
      index += 8
    }
    while index < line.count {
      high |= UInt64(line[index])
      if line[index] < 0x20 { control |= 0x80 }
      index += 1
    }
    hasHighBytes = high & 0x8080_8080_8080_8080 != 0
    hasControls = control & 0x8080_8080_8080_8080 != 0
  }

  /// Whether `line` is valid UTF-8 without a NUL.
  func isText(_ line: Bytes) -> Bool {
    if hasControls, line.index(of: 0) != nil { return false }
    return !hasHighBytes || WellFormedText.isValid(line)
  }
}

/// The extent to which part of a log is printable ASCII and line ends, found 64 bytes at a time.
struct PrintableRun {
  private var end: Int

  /// Starts at `start`, with nothing known before it.
  init(from start: Int) { end = start }

  /// Whether everything before `position` is printable; false also if more bytes are needed to tell.
  @inline(__always)
  mutating func reaches(_ position: Int, in bytes: Bytes) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    while end < position {
      guard end + 64 <= bytes.count else { return false }
      let raw = UnsafeRawPointer(base + end)
      let first = Self.others(raw.loadUnaligned(as: Words.self))
      let second = Self.others(raw.loadUnaligned(fromByteOffset: 32, as: Words.self))
      guard first | second == .zero else { return false }
      end += 64
    }
    return true
  }

  private typealias Words = SIMD4<UInt64>

  /// The high bit of each byte that is beyond ASCII, or a control character other than a line feed.
  @inline(__always)
  private static func others(_ words: Words) -> Words {
    let high = Words(repeating: 0x8080_8080_8080_8080), low = Words(repeating: 0x7F7F_7F7F_7F7F_7F7F)
    let feed = words ^ Words(repeating: 0x0A0A_0A0A_0A0A_0A0A)
    // With its high bit set, a byte keeps that bit when 0x20 is subtracted unless the rest of it is less than
    // 0x20. Only zero stays below 0x80 when 0x7F is added.
    let isControl = ~((words | high) &- Words(repeating: 0x2020_2020_2020_2020))
    let isNoFeed = ((feed & low) &+ low) | feed
    return (isControl & isNoFeed | words) & high
  }

  /// Continues at `position`, whatever comes before it.
  mutating func skip(to position: Int) { end = Swift.max(end, position) }
}

/// Well-formed UTF-8 (Unicode 15, table 3-7), without building a string.
enum WellFormedText {
  /// Whether all of `bytes` are well-formed UTF-8.
  static func isValid(_ bytes: Bytes) -> Bool {
    var p = 0
    while p < bytes.count {
      let lead = bytes[p]
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0..<0x80: length = 1
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return false
      }
      guard p + length <= bytes.count else { return false }
      if length > 1 {
        guard second.contains(bytes[p + 1]) else { return false }
        for index in (p + 2)..<max(p + 2, p + length) where bytes[index] & 0xC0 != 0x80 { return false }
      }
      p += length
    }
    return true
  }
}
