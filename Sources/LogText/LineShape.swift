import CasebookKnowledge
import CasebookText

/// How the lines of a log are built.
public enum LineShape: Int, Sendable, CaseIterable, CustomStringConvertible {
  /// No prefix: plain output of a program.
  case plain
  /// A time and a level, in any order, with a logger, thread or process between or after them: Python
  /// logging, log4j, Spark, Hadoop, gunicorn, nginx, Apache and most others.
  case timeLevel
  /// A time, and no level.
  case time
  /// A level, and no time: `ERROR:root:…`, `[WARN] …`.
  case level
  /// `E1021 08:00:00.123456   1 file.go:12] …`
  case klog
  /// `Oct 21 08:00:00 host program[12]: …` (RFC 3164), also with an ISO time.
  case syslog
  /// `<165>1 2021-10-21T08:00:00Z host app 12 id - …` (RFC 5424)
  case syslog5424
  /// `127.0.0.1 - - [21/Oct/2021:08:00:00 +0000] "POST /score HTTP/1.1" 503 12`
  case access
  /// `time=… level=error msg="…"`
  case logfmt
  /// One JSON object per line.
  case json
  /// A user's format.
  case pattern
  /// A format whose lines are complete records, such as rows of a table.
  case row

  /// The name for summaries.
  public var description: String { Self.names[rawValue] }

  private static let names = [
    "plain", "time-level", "time", "level", "klog", "syslog", "syslog-5424", "access", "logfmt", "json",
    "pattern", "row",
  ]
}

/// The part of a line before its message.
struct LinePrefix {
  var shape: LineShape
  var clock: Clock?
  var level: Level?
  /// The place of the logger; empty if there is none.
  var logger: Range<Int> = 0..<0
  /// Where the message starts.
  var body: Int
  /// Where the message ends, if not at the end of the line.
  var bodyEnd = Int.max
  /// Where the time ends, if the line starts with it.
  var timeEnd = 0
  /// Whether the line adds to the record before it: `DETAIL:  …` of PostgreSQL.
  var isDetail = false
  /// Whether the level is where `PrefixReader.findLevel` finds it again.
  var hasPlainLevel = true

  /// The message.
  @inline(__always)
  func body(of line: Bytes) -> Bytes { bodyEnd >= line.count ? line.from(body) : line.at(body..<bodyEnd) }

  /// Reads the prefix of a line; `nil` if the line has none.
  ///
  /// JSON and logfmt lines have their own scanners, because their message is not at the end.
  @inline(__always)
  static func read(_ line: Bytes) -> LinePrefix? {
    guard line.count > 2 else { return nil }
    switch line[0] {
    case 0x20, 0x09: return nil
    case ascii("="): return readErlang(line)
    case ascii("<"):
      if let prefix = readPriority(line) { return prefix }
    case ascii("["), 0xE2:
      if let prefix = readJulia(line) { return prefix }
    case ascii("I"), ascii("W"), ascii("E"), ascii("F"):
      if line[1].isDigit, let prefix = readKlog(line) { return prefix }
    default: break
    }
    return PrefixReader.read(line)
  }
}
