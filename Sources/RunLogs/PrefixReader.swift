import CasebookKnowledge

/// Reads the prefix that most loggers write: a time, a level, and between or behind them thread, process and logger.
///
/// It knows the parts and not the formats. The parts come in almost any order and dress (brackets, pipes, dashes,
/// padding), so that one reader understands Python logging, log4j, logback, Spring, Spark, gunicorn, nginx, Apache,
/// loguru, zap and what people configure themselves.
struct PrefixReader {
  private let line: Bytes
  private var p = 0
  private var clock: Clock?
  private var level: Level?
  private var logger = 0..<0
  private var shape = LineShape.plain

  private init(_ line: Bytes) { self.line = line }

  /// How many fields may stand between the time and the level.
  private static let maxFields = 7

  /// Reads the prefix of a line; `nil` for a line with neither a time nor a level at its head.
  static func read(_ line: Bytes) -> LinePrefix? {
    var reader = PrefixReader(line)
    return reader.prefix()
  }

  private mutating func prefix() -> LinePrefix? {
    let first = line[0]
    if first.isDigit || first == ascii("[") || first == ascii("(") || first.isUpper || first == ascii("-") {
      readTime()
      if clock == nil { readLeadingLevel() }
      if clock == nil, level == nil { readTimeAfterField() }
    } else if first.isLower {
      readTimeAfterField()
    } else {
      return nil
    }
    if clock != nil, level == nil, shape != .access {
      // The body of a line without a level starts right behind the time.
      let body = p
      if !findLevel() { p = body }
    }
    guard clock != nil || level != nil else { return nil }
    if shape == .plain { shape = clock == nil ? .level : level == nil ? .time : .timeLevel }
    if shape == .time { readSyslogTag() }
    return result
  }

  private var result: LinePrefix {
    LinePrefix(shape: shape, clock: clock, level: level, logger: logger, body: Swift.min(p, line.count))
  }

  /// Reads on behind the level: thread, process and logger, up to the message.
  ///
  /// Apart from `read`, because most lines of a log are only counted, and need none of it.
  static func readRest(_ prefix: LinePrefix, _ line: Bytes) -> LinePrefix {
    guard prefix.level != nil, prefix.shape == .timeLevel || prefix.shape == .level || prefix.shape == .time
    else {
      return prefix
    }
    var reader = PrefixReader(line)
    reader.p = prefix.body
    reader.clock = prefix.clock
    reader.level = prefix.level
    reader.logger = prefix.logger
    reader.shape = prefix.shape
    reader.readAfterLevel()
    return reader.result
  }

  // MARK: The time

  private mutating func readTime() {
    var q = 0
    if line[0] == ascii("-"), line.peek(1) == 0x20 { q = 2 }
    let open = line.peek(q)
    let isBracketed = open == ascii("[") || open == ascii("(")
    if isBracketed { q = line.skipSpace(q + 1) }
    guard let found = ClockReader.read(line, &q) else {
      if isBracketed { readUptime() }
      return
    }
    if isBracketed {
      // Behind the time the bracket may hold more: `[10/21/21 8:00:00:000 CEST]`.
      guard
        let close = line.at(q..<Swift.min(q + 16, line.count)).index(
          of: open == ascii("[") ? ascii("]") : ascii(")"))
      else { return }
      if close > 0, line[q] != 0x20 { return }
      q += close + 1
    }
    accept(found, q)
  }

  /// `[   12.345678] …`: seconds since the start of the machine say nothing of the day.
  private mutating func readUptime() {
    var q = line.skipSpace(1)
    let whole = line.digitCount(q)
    guard whole > 0, line.peek(q + whole) == ascii(".") else { return }
    q += whole + 1
    let fraction = line.digitCount(q)
    guard fraction == 6, line.peek(q + fraction) == ascii("]") else { return }
    accept(Clock(), q + fraction + 1)
  }

  private mutating func accept(_ time: Clock, _ end: Int) {
    clock = time
    p = skipSeparators(end)
    // A collector's time before the program's own, or a second notation of the same moment.
    for _ in 0..<2 {
      var q = p
      if line.peek(q) == ascii("[") { q += 1 }
      guard let other = ClockReader.read(line, &q) else { return }
      if line.peek(p) == ascii("[") {
        guard line.peek(q) == ascii("]") else { return }
        q += 1
      }
      if clock?.hasDate != true, other.hasDate { clock = other }
      p = skipSeparators(q)
    }
  }

  /// The time after one field: `file.log 2021-10-21 …`, `host Oct 21 …`; or after three, in an access log.
  private mutating func readTimeAfterField() {
    let limit = Swift.min(line.count, 96)
    var q = 0
    while q < limit, line[q] != 0x20 { q += 1 }
    guard q < limit else { return }
    if line.at(q..<Swift.min(q + 80, line.count)).index(of: ascii("[")) != nil, readAccess(q) { return }
    guard line.peek(q + 1).isDigit || line.peek(q + 1) == ascii("["), isFieldLike(0..<q) else { return }
    q += 1
    let isBracketed = line.peek(q) == ascii("[")
    if isBracketed { q += 1 }
    guard let found = ClockReader.read(line, &q), found.hasDate, found.epoch == nil else { return }
    if isBracketed {
      guard line.peek(q) == ascii("]") else { return }
      q += 1
    }
    accept(found, q)
  }

  /// A file name, host or process id rather than a word of prose.
  private func isFieldLike(_ range: Range<Int>) -> Bool {
    for index in range {
      let byte = line[index]
      if byte.isDigit || byte == ascii(".") || byte == ascii("/") || byte == ascii("_") { return true }
    }
    return false
  }

  /// `HOST IDENT USER [TIME] "REQUEST" STATUS SIZE`, the common log format.
  private mutating func readAccess(_ firstEnd: Int) -> Bool {
    var q = firstEnd
    for _ in 0..<2 {
      guard line.peek(q) == 0x20 else { return false }
      q = line.wordEnd(q + 1)
    }
    guard line.peek(q) == 0x20, line.peek(q + 1) == ascii("[") else { return false }
    q += 2
    guard let found = ClockReader.read(line, &q), line.peek(q) == ascii("]"), line.peek(q + 1) == 0x20,
      line.peek(q + 2) == ascii("\""), let quote = line.index(of: ascii("\""), from: q + 3),
      line.peek(quote + 1) == 0x20
    else { return false }
    let status = line.digits(3, quote + 2)
    guard status >= 100, !line.peek(quote + 5).isDigit else { return false }
    clock = found
    shape = .access
    // Refusals for load and time are the server's state; other refusals are the client's affair.
    level =
      switch status {
      case 500...: .error
      case 408, 413, 429: .warning
      default: .info
      }
    p = q + 2
    return true
  }

  // MARK: The level

  /// A level at the head of a line: `ERROR: …`, `[WARN] …`, `ERROR 2021-10-21 …`.
  private mutating func readLeadingLevel() {
    let isBracketed = line[0] == ascii("[") || line[0] == ascii("(")
    guard let word = LevelWord.read(line, isBracketed ? 1 : 0) else { return }
    var q = word.count
    if isBracketed {
      q += 1
      guard line.peek(q) == ascii("]") || line.peek(q) == ascii(")") else { return }
      q += 1
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
    guard let found = ClockReader.read(line, &r), found.epoch == nil else { return }
    clock = found
    if line.peek(r) == ascii("]") || line.peek(r) == ascii(")") { r += 1 }
    p = r
  }

  /// Looks for the level among the fields behind the time; leaves `p` behind it.
  private mutating func findLevel() -> Bool {
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
        if isFailureName((p + 1)..<(end - 1)) { return false }
        if !isNumeric((p + 1)..<(end - 1)) { candidate = (p + 1)..<(end - 1) }
        p = end
        numbersOnly = false
        continue
      }
      let end = fieldEnd(p)
      guard end > p else { return false }
      if byte.isLetter, let word = LevelWord.read(line, p), accepts(word, field) {
        level = word.level
        p += word.count
        logger = candidate
        return true
      }
      if byte.isUpper, end == p + 1, numbersOnly, field > 0, line.peek(end) == 0x20,
        let found = letterLevel(byte)
      {
        // Android: `10-21 08:00:00.123  1702  2395 D Tag: …`
        level = found
        p = end
        return true
      }
      if byte == ascii("l") || byte == ascii("s"), let word = assignedLevel(end) {
        level = word.level
        p = word.end
        return true
      }
      if isNumeric(p..<end) {
        candidate = candidate.isEmpty ? 0..<0 : candidate
      } else {
        numbersOnly = false
        // A quoted text, a path with a colon behind it, an opening brace: the message has begun.
        if byte == ascii("\"") || byte == ascii("{") || line[end - 1] == ascii(":") && field > 1 {
          return false
        }
        candidate = p..<end
      }
      p = end
    }
    return false
  }

  /// A level that is a field of its own, and no word of the message.
  private func accepts(_ word: LevelWord, _ field: Int) -> Bool {
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
  private func assignedLevel(_ end: Int) -> (level: Level, end: Int)? {
    let start =
      line.has("level=", at: p)
      ? p + 6 : line.has("lvl=", at: p) ? p + 4 : line.has("severity=", at: p) ? p + 9 : 0
    guard start > 0 else { return nil }
    let quoted = line.peek(start) == ascii("\"") ? 1 : 0
    guard let word = LevelWord.read(line, start + quoted) else { return nil }
    return (word.level, start + word.count + 2 * quoted)
  }

  private func letterLevel(_ byte: UInt8) -> Level? {
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

  /// The level of `[ERROR]`, `[E]`, `[core:error]`, `[error ]`.
  private func levelOfGroup(_ range: Range<Int>) -> Level? {
    let start = line.skipSpace(range.lowerBound)
    if range.count == 1 { return letterLevel(line[range.lowerBound]) }
    guard range.count <= 40 else { return nil }
    var q = start
    if let colon = line.at(range).index(of: ascii(":")) { q = range.lowerBound + colon + 1 }
    guard let word = LevelWord.read(line, q), line.skipSpace(q + word.count) == range.upperBound else {
      return nil
    }
    return word.level
  }

  // MARK: What stands behind the level

  private mutating func readAfterLevel() {
    if line.peek(p) == ascii("]") || line.peek(p) == ascii(")") || line.peek(p) == ascii(">") { p += 1 }
    // `ERROR:root:message`
    if line.peek(p) == ascii(":"), p + 1 < line.count, !line[p + 1].isSpace {
      let end = loggerEnd(p + 1)
      if end > p + 1, line.peek(end) == ascii(":"), !line.peek(end + 1).isDigit,
        !line.has("//", at: end + 1), !isFailureName((p + 1)..<end)
      {
        if logger.isEmpty { logger = (p + 1)..<end }
        p = end + 1
      } else {
        p += 1
      }
      skipOneSpace()
      return
    }
    if line.peek(p) == ascii(":") || line.peek(p) == ascii(",") { p += 1 }
    let spaced = p
    p = line.skipSpace(p)
    if line.peek(p) == ascii("|") {
      readPipes()
    } else {
      let before = p
      for _ in 0..<5 { if !readField() { break } }
      // Without a logger behind it, the message keeps its own indentation.
      if p == before { p = spaced }
    }
    if p == spaced { skipPadding() }
  }

  /// Padding of the level to five or eight columns is no indentation of the message.
  private mutating func skipPadding() {
    let start = line.skipSpace(p)
    p = start - p <= 6 ? start : Swift.min(p + 1, line.count)
  }

  private mutating func skipOneSpace() { if line.peek(p) == 0x20 { p += 1 } }

  /// `| field | field | message`: fields are single words.
  private mutating func readPipes() {
    p += 1
    for _ in 0..<5 {
      let start = line.skipSpace(p)
      var end = start
      while end < line.count, end - start <= 64, !line[end].isSpace, line[end] != ascii("|") { end += 1 }
      let pipe = line.skipSpace(end)
      guard end > start, line.peek(pipe) == ascii("|") else { break }
      if logger.isEmpty, !isNumeric(start..<end) { logger = start..<end }
      p = pipe + 1
    }
    p = line.skipSpace(p)
    if logger.isEmpty { _ = readField() }
  }

  /// One field between the level and the message; false where the message has begun.
  private mutating func readField() -> Bool {
    let start = p
    guard start < line.count else { return false }
    switch line[start] {
    case ascii("-"):
      // `- message`, `--- [thread]`, `-- message`
      var q = start
      while line.peek(q) == ascii("-") { q += 1 }
      guard q - start <= 3, line.peek(q) == 0x20 else { return false }
      p = line.skipSpace(q)
      return true
    case ascii("|"), ascii(":"):
      guard line.peek(start + 1) == 0x20 else { return false }
      p = line.skipSpace(start + 1)
      return line[start] == ascii("|")
    case ascii("["), ascii("("):
      return readGroup()
    default: break
    }
    if line[start].isDigit { return readNumber() }
    guard line[start].isLetter || line[start] == ascii("_") else { return false }
    let end = loggerEnd(start)
    guard end > start, end - start <= 120 else { return false }
    let after = line.skipSpace(end)
    let isLogger: Bool
    var next = after
    if line.peek(end) == ascii(":"), line.peek(end + 1) == 0x20 || end + 1 == line.count {
      isLogger = isLoggerName(start..<end)
      next = end + 1
    } else if after > end, line.peek(after) == ascii(":"), line.peek(after + 1) == 0x20 {
      isLogger = isLoggerName(start..<end)
      next = after + 1
    } else if after > end, line.peek(after) == ascii("-") || line.peek(after) == ascii("|"),
      line.peek(after + 1) == 0x20
    {
      isLogger = isLoggerName(start..<end)
      next = after + 1
    } else if after > end, line.peek(after) == ascii("["), isDotted(start..<end) {
      isLogger = true
    } else if line.peek(end) == 0x09, line.has(".", at: end) || isDotted(start..<end) {
      isLogger = true
    } else {
      isLogger = false
    }
    guard isLogger, !isFailureName(start..<end) else { return false }
    logger = start..<end
    p = line.skipSpace(next)
    // Behind the logger the message starts, but for a thread in brackets: `a.b.C [thread] message`.
    return next == after
  }

  private mutating func readNumber() -> Bool {
    var end = p
    while end < line.count, line[end].isDigit || line[end] == ascii("#") { end += 1 }
    let isProcess = line.at(p..<end).index(of: ascii("#")) != nil
    if isProcess, line.peek(end) == ascii(":"), line.peek(end + 1) == 0x20 {
      // nginx: `7#7: message`
      p = end + 2
      return true
    }
    // Spring: `12345 --- [thread] logger : message`
    guard line.has(" --- ", at: end) else { return false }
    p = end + 5
    return true
  }

  /// `[thread]`, `[pid 7]`, `(MainThread)`; a group that holds prose or names a failure belongs to the message.
  private mutating func readGroup() -> Bool {
    guard let end = groupEnd(p) else { return false }
    let inside = (p + 1)..<(end - 1)
    guard !inside.isEmpty, line.peek(end) == 0x20 || line.peek(end) == ascii(":") || end == line.count,
      !isFailureName(inside)
    else { return false }
    if line.at(inside).index(of: 0x20) != nil {
      guard line.has("pid ", at: p + 1) || line.has("tid ", at: p + 1) || namesLogger(line.skipSpace(end))
      else {
        return false
      }
    } else if logger.isEmpty, isDotted(inside) || isLoggerName(inside) && !isNumeric(inside) {
      logger = inside
    }
    p = line.skipSpace(line.peek(end) == ascii(":") ? end + 1 : end)
    return true
  }

  /// Whether a logger and its colon or dash stand at `start`.
  private func namesLogger(_ start: Int) -> Bool {
    if line.peek(start) == ascii("-"), line.peek(start + 1) == 0x20 { return true }
    let end = loggerEnd(start)
    return end > start && line.peek(end) == ascii(":") && line.peek(end + 1) == 0x20
      && isLoggerName(start..<end) && !isFailureName(start..<end)
  }

  /// `host program[12]: message` behind a time: the rest of an RFC 3164 line.
  private mutating func readSyslogTag() {
    let host = p..<line.wordEnd(p)
    guard !host.isEmpty, host.count <= 255, line.peek(host.upperBound) == 0x20 else { return }
    let start = host.upperBound + 1
    var end = start
    while end < line.count, end - start <= 64, !line[end].isSpace, line[end] != ascii("["),
      line[end] != ascii(":")
    {
      end += 1
    }
    guard end > start, line[start].isLetter || line[start] == ascii("-") || line[start] == ascii("/") else {
      return
    }
    var q = end
    if line.peek(q) == ascii("[") {
      guard let close = groupEnd(q) else { return }
      q = close
    }
    guard line.peek(q) == ascii(":") else { return }
    shape = .syslog
    logger = start..<end
    p = q + 1
    skipOneSpace()
  }

  // MARK: Words

  @inline(__always)
  private func skipSeparators(_ start: Int) -> Int {
    var index = start
    while index < line.count {
      switch line[index] {
      case 0x20, 0x09, ascii("|"), ascii(","), ascii(";"): index += 1
      case ascii("-"), ascii(":"):
        // A dash or colon that stands alone, or closes the field before.
        let next = line.peek(index + 1)
        guard next.isSpace || next == ascii("-") || index == start && next != ascii("/") else { return index }
        index += 1
      default: return index
      }
    }
    return index
  }

  @inline(__always)
  private func fieldEnd(_ start: Int) -> Int {
    var index = start
    while index < line.count, index - start < 160 {
      switch line[index] {
      case 0x20, 0x09, ascii("|"), ascii(","), ascii(";"), ascii("["), ascii("]"): return index
      default: index += 1
      }
    }
    return index
  }

  /// The end of a bracketed group of at most 160 bytes, brackets inside it balanced.
  private func groupEnd(_ start: Int) -> Int? {
    let open = line[start]
    let close = open == ascii("[") ? ascii("]") : open == ascii("(") ? ascii(")") : ascii(">")
    var depth = 0
    var index = start
    let limit = Swift.min(line.count, start + 160)
    while index < limit {
      if line[index] == open { depth += 1 }
      if line[index] == close {
        depth -= 1
        if depth == 0 { return index + 1 }
      }
      index += 1
    }
    return nil
  }

  /// The end of what could be the name of a logger, a class, or a file with a line number.
  private func loggerEnd(_ start: Int) -> Int {
    var index = start
    while index < line.count, index - start <= 120 {
      switch line[index] {
      case ascii("."), ascii("$"), ascii("@"), ascii("/"), ascii("#"), ascii("-"), ascii("<"), ascii(">"),
        ascii("*"),
        ascii("~"):
        index += 1
      case ascii(":") where line.peek(index + 1).isWord || line.peek(index + 1) == ascii(":"): index += 1
      case let byte where byte.isWord: index += 1
      default: return index
      }
    }
    return index
  }

  private func isNumeric(_ range: Range<Int>) -> Bool {
    range.allSatisfy {
      line[$0].isDigit || line[$0] == ascii("#") || line[$0] == ascii(".") || line[$0] == ascii("-")
    }
  }

  /// `a.b` or `a.b.C`, with a letter behind a dot.
  private func isDotted(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if line[index] == ascii("."), line[index + 1].isLetter, index > range.lowerBound { return true }
      if line[index] == ascii("/") { return false }
      index += 1
    }
    return false
  }

  /// Dotted, with inner capitals or underscores, or all in lower case: a name, and no first word of a sentence.
  private func isLoggerName(_ range: Range<Int>) -> Bool {
    if isNumeric(range) { return false }
    var lower = 0
    for index in range {
      let byte = line[index]
      if byte.isLower { lower += 1 } else if !byte.isUpper { return true }
      if byte.isUpper, index > range.lowerBound, lower > 0 { return true }
    }
    return line[range.lowerBound].isLower
  }

  /// The class of an exception, or a word that opens a message about a failure: never a logger.
  private func isFailureName(_ range: Range<Int>) -> Bool {
    let name = line.at(range)
    return name.ends(with: "Error") || name.ends(with: "Exception") || name.ends(with: "Warning")
      || name.ends(with: "Failure") || name.ends(with: "Fault") || name.ends(with: "Timeout")
      || name.ends(with: "Interrupt") || name.ends(with: "Exit") || Self.isMessageWord(name)
      || name.has("Errno")
  }

  private static func isMessageWord(_ name: Bytes) -> Bool {
    guard name.count <= 12 else { return false }
    switch name.text.lowercased() {
    case "error", "errors", "exception", "failed", "failure", "fatal", "warning", "message", "msg", "reason",
      "cause",
      "caused", "details", "detail", "status", "code", "http", "https", "note", "hint", "output", "stderr",
      "traceback",
      "response", "result", "panic", "unexpected", "invalid", "timeout", "abort", "aborted", "usage":
      return true
    default: return false
    }
  }
}
