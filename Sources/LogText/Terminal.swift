import CasebookText

/// Control sequences that programs send to a terminal between words: colours, cursor moves, bells.
enum Terminal {
  static let escape: UInt8 = 0x1B

  /// Appends `bytes` without escape sequences (ECMA-48) and control characters other than tab and newline.
  static func strip(_ bytes: Bytes, to text: inout [UInt8]) {
    var p = 0
    while p < bytes.count {
      let byte = bytes[p]
      if byte == escape {
        p = sequenceEnd(bytes, p)
      } else {
        if byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x09 { text.append(byte) }
        p += 1
      }
    }
  }

  private static func sequenceEnd(_ bytes: Bytes, _ start: Int) -> Int {
    var p = start + 1
    switch bytes.peek(p) {
    case ascii("["):
      // Parameters and intermediates, then one final byte.
      p += 1
      while p < bytes.count, (0x20...0x3F).contains(bytes[p]) { p += 1 }
      return p < bytes.count && (0x40...0x7E).contains(bytes[p]) ? p + 1 : p
    case ascii("]"):
      // A string for the terminal, ended by a bell or by ESC \.
      while p < bytes.count, bytes[p] != 0x07, bytes[p] != escape, bytes[p] != 0x0A { p += 1 }
      if bytes.peek(p) == escape, bytes.peek(p + 1) == ascii("\\") { return p + 2 }
      return p < bytes.count && bytes[p] == 0x07 ? p + 1 : p
    case ascii("("), ascii(")"): return Swift.min(p + 2, bytes.count)
    default: return p
    }
  }
}
