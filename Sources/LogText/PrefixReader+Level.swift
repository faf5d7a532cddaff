import CasebookKnowledge
import CasebookText

/// The level of a line.
extension PrefixReader {
  /// A level at the head of a line: `ERROR: …`, `[WARN] …`, `ERROR 2021-10-21 …`.
  mutating func readLeadingLevel() {
    let isBracketed = line[0] == ascii("[") || line[0] == ascii("(")
    guard let word = LevelWord.read(line, isBracketed ? 1 : 0) else { return }
    var q = word.count
    if isBracketed {
      q += 1
      if line.peek(q) == ascii("|"), let end = groupEnd(0) {
        // Transformers: `[ERROR|trainer.py:120] 2021-10-21 08:00:00,123 >> message`
        logger = (q + 1)..<(end - 1)
        q = end
      } else {
        q = line.skipSpace(q)
        guard line.peek(q) == ascii("]") || line.peek(q) == ascii(")") else { return }
        q += 1
      }
    } else {
      let next = line.peek(q)
      guard word.isUpper, next == ascii(":") || next.isSpace || next == ascii("|") || next == 0 else {
        return
      }
    }
    level = word.level
    p = q
    var r = skipSeparators(q)
    if line.peek(r) == ascii("[") || line.peek(r) == ascii("(") { r += 1 }
    guard let found = ClockReader.read(line, &r), !found.isEpoch else { return }
    clock = found
    if line.peek(r) == ascii("]") || line.peek(r) == ascii(")") { r += 1 }
    p = line.has(" >> ", at: r) ? r + 3 : r
  }

  /// Looks for the level among the fields after the time; leaves `p` after it.
  mutating func findLevel() -> Bool {
    var candidate = 0..<0
    var numbersOnly = true
    for field in 0..<Self.maxFields {
      p = skipSeparators(p)
      guard p < line.count else { return false }
      let byte = line[p]
      if byte == ascii("[") || byte == ascii("(") || byte == ascii("<") {
        guard let end = groupEnd(p) else { return false }
        if let found = levelOfGroup((p + 1)..<(end - 1)) {
          level = found
          p = end
          logger = candidate
          return true
        }
        if !isNumeric((p + 1)..<(end - 1)) {
          if isFailureName((p + 1)..<(end - 1)) { return false }
          candidate = (p + 1)..<(end - 1)
        }
        p = end
        numbersOnly = false
        continue
      }
      let end = fieldEnd(p)
      guard end > p else { return false }
      if field == 0, line[end - 1] == ascii(":"), let dot = line.at(p..<end).index(of: ascii(".")),
        let word = LevelWord.read(line, p + dot + 1), word.isUpper, p + dot + 1 + word.count == end - 1
      {
        // Laravel: `[2021-10-21 08:00:00] production.ERROR: message`
        level = word.level
        logger = p..<(p + dot)
        p = end - 1
        return true
      }
      if byte.isLetter, let word = LevelWord.read(line, p), accepts(word, field) {
        level = word.level
        p += word.count
        logger = candidate
        return true
      }
      if byte.isUpper, end == p + 1, numbersOnly, line.peek(end) == 0x20, let found = Self.letterLevel(byte),
        field > 0 || namesSource(end + 1)
      {
        // Android: `10-21 08:00:00.123  1702  2395 D Tag: …`; TensorFlow: `…: E core/file.cc:12] …`
        level = found
        p = end
        return true
      }
      if byte == ascii("l") || byte == ascii("s"), let word = assignedLevel(at: p) {
        level = word.level
        p = word.end
        return true
      }
      if isNumeric(p..<end) {
        candidate = candidate.isEmpty ? 0..<0 : candidate
      } else {
        numbersOnly = false
        // A quoted text, an opening brace, or a tag with its colon: the message has begun.
        if byte == ascii("\"") || byte == ascii("{") || line[end - 1] == ascii(":") { return false }
        if !byte.isDigit { candidate = p..<end }
      }
      p = end
    }
    return false
  }

  /// Whether the level is a field of its own and not a word of the message.
  func accepts(_ word: LevelWord, _ field: Int) -> Bool {
    let next = line.peek(p + word.count)
    let before = p > 0 ? line[p - 1] : 0
    switch next {
    case ascii("|"), 0x09: return true
    case ascii("]"), ascii(")"), ascii(">"): return true
    case ascii(":"): return word.isUpper || field == 0
    case ascii(","): return word.isUpper
    case 0, 0x20:
      if word.isUpper || field == 0 { return true }
      if before == ascii("|") || before == 0x09 { return true }
      let after = line.peek(p + word.count + 1)
      return after == 0x20 || after == ascii("|")
        || after == ascii("-") && line.peek(p + word.count + 2) == 0x20
    case ascii("-"), ascii("/"), ascii(";"): return word.isUpper && field == 0
    default: return false
    }
  }

  /// `level=error`, `severity=warn`.
  func assignedLevel(at p: Int) -> (level: Level, end: Int)? {
    let start =
      line.has("level=", at: p)
      ? p + 6 : line.has("lvl=", at: p) ? p + 4 : line.has("severity=", at: p) ? p + 9 : 0
    guard start > 0 else { return nil }
    let quoted = line.peek(start) == ascii("\"") ? 1 : 0
    guard let word = LevelWord.read(line, start + quoted) else { return nil }
    return (word.level, start + word.count + 2 * quoted)
  }

  /// Whether a source such as `file.cc:12]` starts at `start`.
  func namesSource(_ start: Int) -> Bool {
    let end = line.wordEnd(start)
    return end > start && line[end - 1] == ascii("]") && line.at(start..<end).index(of: ascii(":")) != nil
  }

  static func letterLevel(_ byte: UInt8) -> Level? {
    switch byte {
    case ascii("V"), ascii("T"): .trace
    case ascii("D"): .debug
    case ascii("I"): .info
    case ascii("W"): .warning
    case ascii("E"): .error
    case ascii("F"), ascii("C"): .fatal
    default: nil
    }
  }

  /// The level of `[ERROR]`, `[E]`, `[core:error]`, `[main/ERROR]`, `[error ]`.
  func levelOfGroup(_ range: Range<Int>) -> Level? {
    let start = line.skipSpace(range.lowerBound)
    if range.count == 1 { return Self.letterLevel(line[range.lowerBound]) }
    guard range.count <= 40 else { return nil }
    var q = start
    let inside = line.at(range)
    if let mark = inside.index(of: ascii(":")) ?? inside.index(of: ascii("/")) {
      q = range.lowerBound + mark + 1
    }
    guard let word = LevelWord.read(line, q), line.skipSpace(q + word.count) == range.upperBound else {
      return nil
    }
    return word.level
  }
}
