import CasebookKnowledge
import CasebookText

/// A level that a line names, read from bytes.
///
/// It knows fewer names than `Level(name:)`. Single letters and names that are also common words of a message
/// (`log`, `fail`, `config`) mean nothing at the head of an arbitrary line.
struct LevelWord {
  var level: Level
  /// The length of the word in bytes.
  var count: Int
  /// Whether it is all capitals.
  var isUpper: Bool

  /// The level named by the whole word that starts at `start`. The caller checks the byte before it.
  @inline(__always)
  static func read(_ bytes: Bytes, _ start: Int) -> LevelWord? {
    var packed: UInt64 = 0
    var index = start
    var lower: UInt8 = 0
    while index < bytes.count, bytes[index].isLetter {
      if index - start >= 13 { return nil }
      if index - start < 8 { packed |= UInt64(bytes[index] | 0x20) << UInt64((index - start) * 8) }
      lower |= bytes[index] & 0x20
      index += 1
    }
    let count = index - start
    guard count >= 3, let level = level(packed, count) else { return nil }
    let next = bytes.peek(index)
    if next.isWord { return nil }
    return LevelWord(level: level, count: count, isUpper: lower == 0)
  }

  /// The word in lower case: its first eight letters, packed with the first one lowest.
  @inline(__always)
  private static func level(_ packed: UInt64, _ count: Int) -> Level? {
    switch (packed, count) {
    case (0x6f66_6e69, 4): .info  // info
    case (0x67_7562_6564, 5): .debug  // debug
    case (0x6e72_6177, 4), (0x67_6e69_6e72_6177, 7): .warning  // warn, warning
    case (0x72_6f72_7265, 5): .error  // error
    case (0x6c_6174_6166, 5), (0x6c61_6369_7469_7263, 8): .fatal  // fatal, critical
    case (0x65_6361_7274, 5), (0x65_736f_6272_6576, 7): .trace  // trace, verbose
    case (0x6563_6974_6f6e, 6): .notice  // notice
    case (0x6572_6576_6573, 6): .error  // severe
    case (0x7461_6d72_6f66_6e69, 11), (0x7461_6d72_6f66_6e69, 13): .info  // information, informational
    case (0x72_7265, 3): .error  // err
    case (0x66_6e69, 3): .info  // inf
    case (0x6e_7277, 3): .warning  // wrn
    case (0x67_6264, 3): .debug  // dbg
    case (0x7469_7263, 4): .fatal  // crit
    case (0x63_696e_6170, 5): .fatal  // panic
    case (0x67_7265_6d65, 5), (0x636e_6567_7265_6d65, 9): .fatal  // emerg, emergency
    case (0x74_7265_6c61, 5): .fatal  // alert
    default: nil
    }
  }
}
