import CasebookKnowledge
import CasebookText

/// Shapes whose fields are at fixed places.
extension LinePrefix {
  /// `E1021 08:00:00.123456   1 file.go:12] message`, mostly without a year.
  static func readKlog(_ line: Bytes) -> LinePrefix? {
    let digits = line.digitCount(1, limit: 9)
    guard digits == 4 || digits == 6 || digits == 8, line.peek(digits + 1) == 0x20 else { return nil }
    let month = line.digits(2, digits - 3)
    let day = line.digits(2, digits - 1)
    var p = line.skipSpace(digits + 1)
    var clock: Clock
    if month == 0, day == 0, line.has("00:00:", at: p) {
      // Abseil before it is set up: `E0000 00:00:1634803200.123456   77 file.cc:12] message`
      let end = line.wordEnd(p + 6)
      guard let epoch = ClockReader.epoch(line.at((p + 6)..<end)) else { return nil }
      (clock, p) = (epoch, end)
    } else {
      guard (1...12).contains(month), (1...31).contains(day), let time = ClockReader.read(line, &p) else {
        return nil
      }
      clock = time.on(month: month, day: day)
      // CockroachDB writes two digits of the year, Abseil can write four.
      if digits > 4 { clock.year = Int16(line.digits(digits - 4, 1) + (digits == 6 ? 2000 : 0)) }
    }
    p = line.skipSpace(p)
    let thread = line.digitCount(p)
    guard thread > 0, line.peek(p + thread) == 0x20 else { return nil }
    p = line.skipSpace(p + thread)
    let end = line.wordEnd(p)
    guard end > p, line[end - 1] == ascii("]") || digits == 6 && line[end - 1].isDigit else { return nil }
    let level = PrefixReader.letterLevel(line[0]) ?? .fatal
    let file = line.at(p..<end)
    let logger = p..<(p + (file.index(of: ascii(":")) ?? file.count - 1))
    var prefix = LinePrefix(
      shape: .klog, clock: clock, level: level, logger: logger, body: Swift.min(end + 1, line.count))
    // Structured logging quotes the message: `"Collecting metrics"`.
    if line.peek(prefix.body) == ascii("\""), line.closingQuote(prefix.body) == line.count - 1 {
      prefix.body += 1
      prefix.bodyEnd = line.count - 1
    }
    return prefix
  }

  /// `[ Error: message` and `┌ Error: message`, as Julia logs; the lines of the second end with one that begins with `└`.
  static func readJulia(_ line: Bytes) -> LinePrefix? {
    let start = line.has("[ ") ? 2 : line.has("┌ ") ? 4 : 0
    // A table has a title between such lines.
    if start == 4, line.index(of: "─") != nil || line.ends(with: "┐") { return nil }
    guard start > 0, let word = LevelWord.read(line, start), line.peek(start + word.count) == ascii(":")
    else { return nil }
    return LinePrefix(shape: .level, level: word.level, body: start + word.count, hasPlainLevel: false)
  }

  /// `=ERROR REPORT==== 27-Apr-2014::05:05:12 ===`: the message follows on the next lines.
  static func readErlang(_ line: Bytes) -> LinePrefix? {
    guard let word = LevelWord.read(line, 1), word.isUpper, line.has(" REPORT==== ", at: 1 + word.count)
    else {
      return nil
    }
    var p = 1 + word.count + 12
    guard let clock = ClockReader.read(line, &p) else { return nil }
    return LinePrefix(shape: .timeLevel, clock: clock, level: word.level, body: line.count)
  }

  /// `<PRI>` of syslog: followed by version 1 and the rest of RFC 5424, or by a time and RFC 3164.
  static func readPriority(_ line: Bytes) -> LinePrefix? {
    let digits = line.digitCount(1, limit: 4)
    guard (1...3).contains(digits), line.peek(digits + 1) == ascii(">") else { return nil }
    let priority = line.digits(digits, 1)
    guard priority <= 191 else { return nil }
    let level = level(severity: priority & 7)
    let p = digits + 2
    if line.peek(p) == ascii("1"), line.peek(p + 1) == 0x20, let prefix = read5424(line, p + 2, level) {
      return prefix
    }
    if var prefix = PrefixReader.read(line.from(p)) {
      let logger = prefix.logger
      prefix.logger = (logger.lowerBound + p)..<(logger.upperBound + p)
      prefix.body += p
      prefix.level = prefix.level ?? level
      return prefix
    }
    return LinePrefix(shape: .level, level: level, body: p)
  }

  /// A severity of syslog, 0 (emergency) to 7 (debug).
  static func level(severity: Int) -> Level {
    switch severity {
    case ...2: .fatal
    case 3: .error
    case 4: .warning
    case 5: .notice
    case 6: .info
    default: .debug
    }
  }

  /// `TIMESTAMP HOST APP PROCID MSGID SD MSG` (RFC 5424, section 6).
  private static func read5424(_ line: Bytes, _ start: Int, _ level: Level) -> LinePrefix? {
    var prefix = LinePrefix(shape: .syslog5424, level: level, body: start)
    var p = start
    let timeEnd = line.wordEnd(p)
    prefix.clock = ClockReader.whole(line.at(p..<timeEnd))
    guard prefix.clock != nil || line.at(p..<timeEnd).has("-") else { return nil }
    p = timeEnd
    for field in 0..<4 {
      guard line.peek(p) == 0x20 else { return nil }
      let end = line.wordEnd(p + 1)
      if field == 1, line.peek(p + 1) != ascii("-") || end > p + 2 { prefix.logger = (p + 1)..<end }
      p = end
    }
    guard line.peek(p) == 0x20 else { return nil }
    p += 1
    if line.peek(p) == ascii("-") {
      p += 1
    } else {
      while line.peek(p) == ascii("[") {
        guard let end = structuredDataEnd(line, p) else { return nil }
        p = end
      }
    }
    if line.peek(p) == 0x20 { p += 1 }
    // A byte-order mark may open the message.
    if line.peek(p) == 0xEF, line.peek(p + 1) == 0xBB, line.peek(p + 2) == 0xBF { p += 3 }
    prefix.body = p
    return prefix
  }

  private static func structuredDataEnd(_ line: Bytes, _ start: Int) -> Int? {
    var p = start + 1
    var quoted = false
    while p < line.count {
      switch line[p] {
      case ascii("\\") where quoted: p += 1
      case ascii("\""): quoted.toggle()
      case ascii("]") where !quoted: return p + 1
      default: break
      }
      p += 1
    }
    return nil
  }
}
