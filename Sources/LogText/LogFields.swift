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
  /// The names and values of the telling fields, four at most.
  var telling: [(name: Range<Int>, value: Value)] = []

  /// Whether it reports a problem without naming a level.
  var namesError: Bool { error != nil || stack != nil }

  /// The level of a record with these fields.
  var judged: Level { level ?? (namesError ? .error : .info) }

  mutating func add(_ role: FieldRole, _ line: Bytes, name: Range<Int>, _ value: Value) {
    switch role {
    case .time: if time == nil { time = value }
    case .level: level = level ?? Self.level(line.at(value.range))
    case .levelNumber: level = level ?? Self.pythonLevel(line.at(value.range))
    case .priority:
      if level == nil, value.range.count == 1, line[value.range.lowerBound].isDigit {
        level = LinePrefix.level(severity: Int(line[value.range.lowerBound] & 15))
      }
    case .message: if message == nil { message = value }
    case .logger: if logger == nil, value.isQuoted || !line.at(value.range).isEmpty { logger = value }
    case .error: if error == nil, !isNothing(line, value) { error = value }
    case .stack: if stack == nil, !isNothing(line, value) { stack = value }
    case .telling: if telling.count < 4, !isNothing(line, value) { telling.append((name, value)) }
    case .nested: break
    }
  }

  private func isNothing(_ line: Bytes, _ value: Value) -> Bool {
    let bytes = line.at(value.range)
    if bytes.isEmpty { return true }
    return !value.isQuoted
      && (bytes.equals("null") || bytes.equals("false") || bytes.equals("{}") || bytes.equals("[]")
        || bytes.equals("nil"))
  }

  /// A level by name, or by number: 10 to 60 as pino and bunyan count, 0 to 7 as syslog does.
  static func level(_ bytes: Bytes) -> Level? {
    guard let first = bytes.first else { return nil }
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
