import CasebookText

extension PrefixReader {
  /// `host program[12]: message` after a time: the rest of an RFC 3164 line.
  mutating func readSyslogTag() -> Bool {
    let host = p..<line.wordEnd(p)
    guard !host.isEmpty, host.count <= 255, line.peek(host.upperBound) == 0x20, line[p].isWord,
      LevelWord.read(line, p)?.isUpper != true
    else { return false }
    let start = host.upperBound + 1
    var end = start
    while end < line.count, end - start <= 64, !line[end].isSpace, line[end] != ascii("["),
      line[end] != ascii(":")
    {
      end += 1
    }
    guard end > start, line[start].isLetter || line[start] == ascii("-") || line[start] == ascii("/") else {
      return false
    }
    var q = end
    if line.peek(q) == ascii("[") {
      guard let close = groupEnd(q) else { return false }
      q = close
    }
    guard line.peek(q) == ascii(":"), line.peek(q + 1).isSpace || q + 1 == line.count else { return false }
    shape = .syslog
    logger = start..<end
    p = q + 1
    skipOneSpace()
    // HAProxy: `10.0.0.9:3331 [21/Oct/2021:08:00:00.655] web shop/a 0/0/1/-1/30 504 …`
    if readProxied(p) { return true }
    let first = line.peek(p) == ascii("[") ? p + 1 : p
    if let word = LevelWord.read(line, first), word.isUpper || line.peek(first + word.count) == ascii(":") {
      level = word.level
      p = first + word.count
    } else if let word = assignedLevel(at: first) {
      level = word.level
    }
    return true
  }
}
