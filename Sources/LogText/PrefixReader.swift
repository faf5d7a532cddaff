import CasebookKnowledge
import CasebookText

/// Reads the prefix that most loggers write: a time, a level, and between or after them a thread, process and
/// logger.
///
/// It knows the parts, not the formats. The parts come in almost any order and punctuation (brackets, pipes,
/// dashes, padding), so one reader covers Python logging, log4j, logback, Spring, Spark, gunicorn, nginx,
/// Apache, loguru, zap and custom layouts.
struct PrefixReader {
  let line: Bytes
  var p = 0
  var clock: Clock?
  var level: Level?
  var logger = 0..<0
  var shape = LineShape.plain
  var timeEnd = 0
  /// Whether a colon follows the level: `ERROR: message`.
  var isLabelled = false
  /// Whether a label follows the time that says that the line adds to another: `DETAIL:`.
  var isDetail = false
  var hasPlainLevel = true
  /// Whether spaces pad the level to a column.
  var isColumn = false

  init(_ line: Bytes) { self.line = line }

  /// The number of fields that may come between the time and the level.
  static let maxFields = 7

  /// Reads the prefix of a line; `nil` if the line starts with neither a time nor a level.
  static func read(_ line: Bytes) -> LinePrefix? {
    if line.isEmpty { return nil }
    var reader = PrefixReader(line)
    return reader.prefix()
  }

  mutating func prefix() -> LinePrefix? {
    let first = line[0]
    if first.isDigit || first == ascii("[") || first == ascii("(") || first.isUpper || first == ascii("-") {
      readTime()
      if clock == nil { readLeadingLevel() }
      if clock == nil, level == nil, !readColonFields() { readTimeAfterField() }
    } else if first.isLower {
      readTimeAfterField()
    } else if first == ascii("#") {
      guard readMarkedLevel() else { return nil }
    } else {
      return nil
    }
    if let clock, level == nil, shape != .access {
      readBehindTime(isSyslogTime: clock.year == 0 && clock.month > 0)
    }
    guard clock != nil || level != nil else { return nil }
    if shape == .plain { shape = clock == nil ? .level : level == nil ? .time : .timeLevel }
    return result
  }

  /// Reads on after a time: a syslog tag if the time has syslog's form, else a level, else a tag after all.
  mutating func readBehindTime(isSyslogTime: Bool) {
    if line[0] == ascii("["), readRequest() { return }
    if isSyslogTime, readSyslogTag() { return }
    if findLevel() { return }
    logger = 0..<0
    p = bodyBehindTime
    if line.peek(timeEnd) == ascii("|") {
      p = timeEnd
      readPipes()
    } else if !isSyslogTime {
      _ = readSyslogTag()
    }
  }

  /// Where the message of a line without a level starts: directly after the time, with its own indentation.
  var bodyBehindTime: Int {
    var q = timeEnd
    if line.peek(q) == ascii(":") || line.peek(q) == ascii(",") || line.peek(q) == ascii("|") { q += 1 }
    if line.has(" - ", at: q) || line.has(" | ", at: q) { return q + 3 }
    return line.peek(q).isSpace ? q + 1 : q
  }

  var result: LinePrefix {
    LinePrefix(
      shape: shape, clock: clock, level: level, logger: logger, body: Swift.min(p, line.count),
      timeEnd: timeEnd, isDetail: isDetail, hasPlainLevel: hasPlainLevel)
  }

  /// Reads on after the level: thread, process and logger, up to the message.
  ///
  /// This is separate from `read` because most lines of a log are only counted and do not need it.
  static func readRest(_ prefix: LinePrefix, _ line: Bytes) -> LinePrefix {
    guard prefix.level != nil,
      prefix.shape == .timeLevel || prefix.shape == .level || prefix.shape == .syslog
    else { return prefix }
    var reader = PrefixReader(line)
    reader.p = prefix.body
    reader.clock = prefix.clock
    reader.level = prefix.level
    reader.logger = prefix.logger
    reader.shape = prefix.shape
    reader.timeEnd = prefix.timeEnd
    reader.readAfterLevel()
    return reader.result
  }
}
