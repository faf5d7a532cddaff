import CasebookKnowledge
import CasebookText

/// The places of the fields in a structured line.
struct LogFields {
  /// A value: its place in the line, without quotes. It is small because lines are passed around.
  struct Value {
    private let start: Int32
    private let end: Int32
    let isQuoted: Bool

    init(range: Range<Int>, isQuoted: Bool) {
      start = Int32(truncatingIfNeeded: range.lowerBound)
      end = Int32(truncatingIfNeeded: range.upperBound)
      self.isQuoted = isQuoted
    }

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  var time: Value?
  var level: Level?
  var message: Value?
  var logger: Value?
  var error: Value?
  var stack: Value?
  /// The class or the name of the error.
  var errorKind: Value?
  /// A level of one digit, which loggers count in different ways.
  private var smallLevel: Int?
  private var isGELF = false
  /// Whether the error is only a message in an object of the line.
  private var isErrorMessage = false
  /// Whether the message is text that a program wrote to a standard stream, to which a log service gave a level.
  private(set) var isTextPayload = false
  /// Whether it is an event of Kubernetes, whose type is its level, or an alert of Prometheus.
  private var isEvent = false
  /// The names and values of the telling fields, four at most.
  var telling: [(name: Range<Int>, value: Value)] = []
  /// Whether it is a line of PostgreSQL.
  private(set) var isPostgres = false
  /// The names and values of fields that add a line of their own if PostgreSQL wrote them, four at most.
  private(set) var details: [(name: Range<Int>, value: Value)] = []

  /// Whether it reports a problem without naming a level.
  var namesError: Bool { error != nil || stack != nil }

  /// The level of a record with these fields.
  var judged: Level { level ?? (namesError ? .error : .info) }

  /// Makes a level of a number, once all fields are known: 0 to 7 as syslog does if they are fields of GELF, else 0
  /// (debug) to 4 (fatal).
  mutating func end() {
    if isEvent { telling = [] }
    guard level == nil, let smallLevel else { return }
    level =
      isGELF
      ? LinePrefix.level(severity: smallLevel)
      : [.debug, .info, .warning, .error, .fatal][Swift.min(smallLevel, 4)]
  }

  mutating func add(_ role: FieldRole, _ line: Bytes, name: Range<Int>, _ value: Value) {
    switch role {
    case .time: if time == nil { time = value }
    case .level:
      isPostgres = isPostgres || line.at(name).equals("error_severity")
      if !value.isQuoted, value.range.count == 1, line[value.range.lowerBound].isDigit {
        smallLevel = smallLevel ?? Int(line[value.range.lowerBound] & 15)
      } else {
        level = level ?? Self.level(line.at(value.range))
      }
    case .otlpLevel:
      // OpenTelemetry counts four numbers a level, from trace (1) to fatal (24).
      if level == nil, let number = Self.smallNumber(line.at(value.range)), (1...24).contains(number) {
        level = [.trace, .debug, .info, .warning, .error, .fatal][(number - 1) / 4]
      }
    case .kind:
      let kind = line.at(value.range)
      guard kind.equals("Warning") || kind.equals("Normal"), level == nil else { break }
      level = kind.equals("Warning") ? .warning : .info
      isEvent = true
    case .levelNumber: level = level ?? Self.pythonLevel(line.at(value.range))
    case .priority:
      if level == nil, value.range.count == 1, line[value.range.lowerBound].isDigit {
        level = LinePrefix.level(severity: Int(line[value.range.lowerBound] & 15))
      }
    case .message:
      isGELF = isGELF || line.at(name).equals("short_message")
      isTextPayload = isTextPayload || line.at(name).equals("textPayload")
      if message == nil { message = value }
    case .logger: if logger == nil, value.isQuoted || !line.at(value.range).isEmpty { logger = value }
    case .error:
      // The string may be the traceback itself.
      if value.isQuoted, line.at(value.range).has(Structure.head) {
        stack = stack ?? value
      } else if !isNothing(line, value) {
        takeError(value, kind: errorKind, line)
      }
    case .stack: if stack == nil, !isNothing(line, value) { stack = value }
    case .telling where line.at(value.range).equals("firing"): isEvent = true
    case .telling where line.at(value.range).equals("resolved"): (isEvent, level) = (true, .info)
    case .telling: if telling.count < 4, !isNothing(line, value) { telling.append((name, value)) }
    case .detail:
      if line.at(name).equals("state_code") {
        isPostgres = isPostgres || RowReader.isState(line.at(value.range))
      }
      if details.count < 4, value.isQuoted, !isNothing(line, value) { details.append((name, value)) }
    case .nested: break
    }
  }

  /// Whether a value is only a number, which says little about an error.
  private func isNumber(_ value: Value?, _ line: Bytes) -> Bool {
    guard let value, !value.isQuoted else { return false }
    return line.digitCount(value.range.lowerBound) == value.range.count
  }

  /// Takes a text for the error, unless there is one that says more than a number. A further message (`isMessage`) is the
  /// error only until a field is called so.
  mutating func takeError(_ text: Value, kind: Value?, _ line: Bytes, isMessage: Bool = false) {
    guard error == nil || isNumber(error, line) || isErrorMessage && !isMessage else { return }
    (error, errorKind, isErrorMessage) = (text, kind, isMessage)
  }

  private func isNothing(_ line: Bytes, _ value: Value) -> Bool {
    let bytes = line.at(value.range)
    if bytes.isEmpty { return true }
    return !value.isQuoted
      && (bytes.equals("null") || bytes.equals("false") || bytes.equals("{}") || bytes.equals("[]")
        || bytes.equals("nil"))
  }

  /// A level by name, with or without a number behind it (`DEBUG2`), or by number: 10 to 60 as pino and bunyan count, 0
  /// to 7 as syslog does.
  static func level(_ bytes: Bytes) -> Level? {
    guard let first = bytes.first else { return nil }
    if first.isLetter, let last = bytes.last, last.isDigit { return level(bytes.at(0..<(bytes.count - 1))) }
    if let word = LevelWord.read(bytes, 0), word.count == bytes.count { return word.level }
    guard first.isDigit else { return bytes.count <= 16 ? Level(name: bytes.text) : nil }
    guard let number = smallNumber(bytes) else { return nil }
    return switch number {
    case ..<8: LinePrefix.level(severity: number)
    case ...10: .trace
    case ...20: .debug
    case ...30: .info
    case ...40: .warning
    case ...50: .error
    default: .fatal
    }
  }

  /// A `levelno` of Python: 10 (debug) to 50 (critical).
  private static func pythonLevel(_ bytes: Bytes) -> Level? {
    guard let number = smallNumber(bytes) else { return nil }
    return switch number {
    case ...10: .debug
    case ...20: .info
    case ...30: .warning
    case ...40: .error
    default: .fatal
    }
  }

  private static func smallNumber(_ bytes: Bytes) -> Int? {
    bytes.count <= 2 && !bytes.isEmpty && bytes.digitCount(0) == bytes.count
      ? bytes.digits(bytes.count, 0) : nil
  }
}
