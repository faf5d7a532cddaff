import CasebookKnowledge
import CasebookText

/// The level of a line.
extension PrefixReader {
  /// A level at the head of a line: `ERROR: …`, `[WARN] …`, `ERROR 2021-10-21 …`.
  mutating func readLeadingLevel() {
    let isBracketed = line[0] == ascii("[") || line[0] == ascii("(")
    if line[0] == ascii("["), let found = Self.letterLevel(line.peek(1)), readLetterGroup(found) { return }
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

  /// `[W629 11:22:30.118 file.cpp:15] …`, `[E:onnxruntime:, file.cc:17 run()] …`, `[E] …`: the letter of a level, with
  /// what programs add to it.
  private mutating func readLetterGroup(_ found: Level) -> Bool {
    guard let end = groupEnd(0), line.peek(end) == 0x20 else { return false }
    let next = line.peek(2)
    if next.isDigit {
      let digits = line.digitCount(2, limit: 5)
      guard (3...4).contains(digits), line.peek(2 + digits) == 0x20 else { return false }
      let day = line.digits(digits, 2)
      var q = 3 + digits
      guard let time = ClockReader.read(line, &q), line.peek(q) == 0x20, (1...12).contains(day / 100) else {
        return false
      }
      clock = time.on(month: day / 100, day: day % 100)
      logger = line.skipSpace(q)..<(end - 1)
    } else if next == 0x20 {
      guard namesSource(3) else { return false }
      logger = 3..<(end - 1)
    } else {
      guard next == ascii("]") || next == ascii(":") else { return false }
    }
    level = found
    p = end
    return true
  }

  /// `MainThread::ERROR::2011-12-05 07:04:56,300::vdsm::74::vds::(run) message`: fields between double colons.
  mutating func readColonFields() -> Bool {
    let head = line.at(0..<Swift.min(line.count, 64))
    guard let mark = head.index(of: "::"), head.at(0..<mark).allSatisfy({ $0.isWord || $0 == ascii("-") }),
      let word = LevelWord.read(line, mark + 2), word.isUpper, line.has("::", at: mark + 2 + word.count)
    else { return false }
    var q = mark + 4 + word.count
    guard let found = ClockReader.read(line, &q), line.has("::", at: q) else { return false }
    q += 2
    logger = q..<q
    for _ in 0..<4 {
      var end = q
      while line.peek(end).isWord || line.peek(end) == ascii(".") { end += 1 }
      guard end > q, line.has("::", at: end) else { break }
      if !isNumeric(q..<end) { logger = q..<end }
      q = end + 2
    }
    if line.peek(q) == ascii("("), let end = groupEnd(q) { q = end }
    (clock, level, p, hasPlainLevel) = (found, word.level, q, false)
    return true
  }

  /// `##[error]message`, as build services mark lines.
  mutating func readMarkedLevel() -> Bool {
    guard line.has("##[", at: p), let word = LevelWord.read(line, p + 3),
      line.peek(p + 3 + word.count) == ascii("]")
    else { return false }
    level = word.level
    p += word.count + 4
    return true
  }

  /// `LOG:  …`, a level of PostgreSQL alone, or `DETAIL:  …` and its like.
  private mutating func readLabel(_ range: Range<Int>) -> Bool {
    guard range.count > 3, line[range.upperBound - 1] == ascii(":") else { return false }
    switch Self.labels.value(WordHash.exact(line.at(range.lowerBound..<(range.upperBound - 1)))) {
    case 0: level = .info
    case 1: isDetail = true
    default: return false
    }
    p = isDetail ? range.lowerBound : range.upperBound - 1
    hasPlainLevel = false
    return true
  }

  private static let labels = HashTable("logs", "label") { kinds in kinds[0] == "info" ? 0 : 1 }

  /// Looks for the level among the fields after the time; leaves `p` after it.
  mutating func findLevel() -> Bool {
    var candidate = 0..<0
    var numbersOnly = true
    for field in 0..<Self.maxFields {
      p = skipSeparators(p)
      guard p < line.count else { return false }
      let byte = line[p]
      if byte == ascii("#"), readMarkedLevel() { return true }
      if byte == ascii("[") || byte == ascii("(") || byte == ascii("<")
        || byte == ascii("{") && holdsSource(p)
      {
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
      if byte.isUpper, readLabel(p..<end) { return true }
      if byte.isLetter, let word = LevelWord.read(line, p), accepts(word, field) {
        level = word.level
        p += word.count
        logger = candidate
        return true
      }
      if byte.isUpper, end == p + 1, numbersOnly, line.peek(end) == 0x20, let found = Self.letterLevel(byte),
        field > 0 || namesSource(end + 1) || line.peek(end + 1) == ascii("|") || namesComponent(end + 1)
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

  /// Whether a group such as `{taskinstance.py:1851}`, `{}` or `{3f2a-77}` starts at `start`, and not JSON.
  private func holdsSource(_ start: Int) -> Bool {
    guard let end = groupEnd(start) else { return false }
    let inside = line.at((start + 1)..<(end - 1))
    return inside.allSatisfy { $0.isWord || $0 == ascii("-") || $0 == ascii(".") || $0 == ascii(":") }
      && (inside.isEmpty || line[end - 2] != ascii(":") && inside.contains { $0.isDigit })
  }

  /// Whether a component in capitals and a group follow, as in MongoDB's old logs: `STORAGE  [initandlisten]`.
  private func namesComponent(_ start: Int) -> Bool {
    var end = start
    while line.peek(end).isUpper { end += 1 }
    return end >= start + 3 && line.peek(line.skipSpace(end)) == ascii("[") && line.peek(end) == 0x20
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
    if range.count == 1 || line.peek(range.lowerBound + 1) == ascii(":") && line[range.lowerBound].isUpper {
      return Self.letterLevel(line[range.lowerBound])
    }
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
