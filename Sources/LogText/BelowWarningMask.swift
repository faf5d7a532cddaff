import CasebookKnowledge
import CasebookText

/// Recognises lines that have the form of an earlier line and report no problem, without reading them.
///
/// Nearly all lines of a log start with a time in one form, followed by a level, and nearly all levels are
/// below *warning*. The mask holds the first bytes of such a line: which are digits of the time, and which
/// are fixed. Eight bytes are compared at once.
struct BelowWarningMask: Equatable {
  typealias Words = SIMD4<UInt64>

  /// The number of bytes that the mask covers at most.
  static let reach = 32

  /// `0xFF` where the time has a digit.
  private var digits = Words.zero
  /// `0xFF` where the byte must be the same.
  private var fixed = Words.zero
  /// The bytes to compare with.
  private var bytes = Words.zero
  private let timeEnd: Int
  /// Where the level starts, if it directly follows the time.
  private let level: Int?
  private let isUpper: Bool
  /// The byte after the level.
  private let behindLevel: UInt8

  /// The mask of a line whose prefix was read and whose time starts with the year; `nil` for other lines.
  init?(_ line: Bytes, _ prefix: LinePrefix) {
    guard prefix.shape == .timeLevel, prefix.level != nil, prefix.hasPlainLevel, line.count > Self.reach,
      prefix.timeEnd < Self.reach - 8, prefix.clock?.isEpoch == false
    else { return nil }
    timeEnd = prefix.timeEnd
    let start = line[0] == ascii("[") ? 1 : 0
    var places = Set([0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18].map { $0 + start })
    if line[start + 19] == ascii(".") || line[start + 19] == ascii(",") {
      var p = start + 20
      while p < timeEnd, line[p].isDigit {
        places.insert(p)
        p += 1
      }
    }
    guard places.allSatisfy({ $0 < prefix.timeEnd && line[$0].isDigit }), !line[start + 4].isDigit else {
      return nil
    }

    // The level is the word before the body.
    var word = prefix.body
    while word > timeEnd, line[word - 1].isLetter { word -= 1 }
    let isDirect =
      word < prefix.body && word < Self.reach
      && line.at(timeEnd..<word).allSatisfy { !$0.isWord && $0 != ascii("{") }
    let found = isDirect ? LevelWord.read(line, word) : nil
    level = found == nil ? nil : word
    isUpper = found?.isUpper ?? false
    behindLevel = line.peek(prefix.body)
    let all = Self.words(of: line)
    for index in 0..<(level ?? timeEnd + 1) {
      let (lane, byte) = (index / 8, UInt64(0xFF) << UInt64(index % 8 * 8))
      if places.contains(index) { digits[lane] |= byte } else { fixed[lane] |= byte }
    }
    bytes = all & fixed
  }

  private static func words(of line: Bytes) -> Words {
    guard let base = line.baseAddress else { return .zero }
    return UnsafeRawPointer(base).loadUnaligned(as: Words.self)
  }

  /// The digits of a time, packed so that a later time is a greater value.
  struct PackedTime {
    private(set) var words: Words

    static func < (a: PackedTime, b: PackedTime) -> Bool {
      for lane in 0..<4 where a.words[lane] != b.words[lane] {
        return a.words[lane].bigEndian < b.words[lane].bigEndian
      }
      return false
    }
  }

  /// The level and the time of a line that fits the mask and is below *warning*; `nil` for any other line.
  @inline(__always)
  func read(_ line: Bytes, _ levels: inout LevelBytes) -> (level: Level, moment: PackedTime)? {
    guard line.count > Self.reach else { return nil }
    let words = Self.words(of: line)
    // Adding six to a byte from 0x30 to 0x39 keeps its upper half; every other byte with that half loses it.
    let high = Words(repeating: 0xF0F0_F0F0_F0F0_F0F0), three = Words(repeating: 0x3030_3030_3030_3030)
    let six = Words(repeating: 0x0606_0606_0606_0606)
    let wrong =
      ((words & fixed) ^ bytes) | (((words & high) ^ three) & digits)
      | ((((words &+ six) & high) ^ three) & digits)
    guard wrong == .zero else { return nil }
    guard let found = level.map({ readLevel(line, at: $0, &levels) }) ?? findLevel(line), found < .warning,
      // A failure may be logged at any level.
      !Severity.mayOutrank(line)
    else { return nil }
    return (found, PackedTime(words: words & (digits | fixed)))
  }

  @inline(__always)
  private func readLevel(_ line: Bytes, at start: Int, _ levels: inout LevelBytes) -> Level? {
    if let known = levels.level(of: line, at: start) { return known }
    guard let word = LevelWord.read(line, start), word.isUpper == isUpper,
      start + word.count < line.count, line[start + word.count] == behindLevel
    else { return nil }
    levels.learn(word.level, line, start..<start + word.count + 1)
    return word.level
  }

  private func findLevel(_ line: Bytes) -> Level? {
    var reader = PrefixReader(line)
    reader.timeEnd = timeEnd
    reader.p = reader.skipSeparators(timeEnd)
    let next = line.peek(reader.p)
    // The line may carry a second time.
    if next.isDigit || next == ascii("[") && line.peek(reader.p + 1).isDigit { return nil }
    return reader.findLevel() ? reader.level : nil
  }

  /// The time that a moment read with this mask stands for.
  func clock(_ moment: PackedTime) -> Clock? {
    withUnsafeBytes(of: moment.words) { raw in
      var p = 0
      let bytes = raw.bindMemory(to: UInt8.self)
      if bytes.first == ascii("[") { p = 1 }
      return ClockReader.read(bytes, &p)
    }
  }
}

/// The first level words found at the mask's place, as written, each with the byte after it.
struct LevelBytes {
  private var bytes = SIMD4<UInt64>(repeating: 1)
  /// `0xFF` for each of the eight bytes that belongs to the level. An unused entry masks nothing and so never
  /// equals `bytes`.
  private var masks = SIMD4<UInt64>.zero
  private var levels = SIMD4<UInt8>.zero
  private var count = 0

  /// The level at a place in a line that extends beyond it.
  @inline(__always)
  func level(of line: Bytes, at start: Int) -> Level? {
    guard let base = line.baseAddress, start + 8 <= line.count else { return nil }
    let word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self)
    for index in 0..<4 where word & masks[index] == bytes[index] {
      return Level(rawValue: Int(levels[index]))
    }
    return nil
  }

  mutating func learn(_ level: Level, _ line: Bytes, _ range: Range<Int>) {
    guard count < 4, range.count <= 8 else { return }
    masks[count] = range.count == 8 ? ~0 : 1 << UInt64(range.count * 8) - 1
    bytes[count] = 0
    for (index, byte) in line.at(range).enumerated() { bytes[count] |= UInt64(byte) << UInt64(index * 8) }
    levels[count] = UInt8(level.rawValue)
    count += 1
  }
}
