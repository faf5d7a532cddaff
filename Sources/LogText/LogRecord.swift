public import CasebookKnowledge

/// One entry of a log, with all the lines that belong to it, or a pasted report as a whole.
///
/// `LogReader` reads the header and the fields of each record, and what belongs to it. What its body says about
/// causes is read by `errors`, once for each wording and not for each record: most records repeat others.
public struct LogRecord: Hashable, Sendable {
  /// The first line of the log that belongs to it, counted from 1.
  public var firstLine: Int
  /// The last line that belongs to it. Lines of another stream may come in between.
  public var lastLine: Int
  /// When it was logged. A record without a time of its own gets the last time logged before it.
  public var time: Timestamp?
  /// The level that the record names, else the one that its words suggest.
  public var level: Level
  /// The logger, class or program that wrote it.
  public var logger: String?
  /// The text without time, level and logger: the message, the fields that matter, frames and causes. Lines
  /// are separated by `\n`.
  public var body: String
  /// Whether part of the body was left out because it was too long.
  public var isCut: Bool

  /// Creates a record from all of its parts.
  public init(
    firstLine: Int, lastLine: Int, time: Timestamp? = nil, level: Level, logger: String? = nil,
    body: String, isCut: Bool = false
  ) {
    self.firstLine = firstLine
    self.lastLine = lastLine
    self.time = time
    self.level = level
    self.logger = logger
    self.body = body
    self.isCut = isCut
  }

  /// A pasted report, or a message that was stored: a record without a header.
  public init(_ body: String) { self.init(firstLine: 1, lastLine: 1, level: .error, body: body) }

  /// The error messages in the body.
  public var errors: ErrorReport { ErrorReport(reading: body) }

  /// The message that its signature is made of: the most probable root cause, or the whole body if that holds no
  /// message.
  public var lead: String { errors.messages.first?.text ?? body }
}

/// Which records of a log become events.
public enum Keep: Sendable {
  /// Warnings, errors and tracebacks.
  case problems
  /// Every record.
  case all
}

/// Facts about a whole log, known once it was read.
public struct RunSummary: Hashable, Sendable {
  /// The number of lines, including a last line without a line end.
  public var lines = 0
  /// The size in bytes.
  public var bytes = 0
  /// The earliest time found in a line.
  public var start: Timestamp?
  /// The latest time found in a line.
  public var end: Timestamp?
  /// The number of records by level. A record without a level counts as `info`.
  public var counts: [Level: Int] = [:]
  /// The name of the most common line shape: `time-level`, `json`, `cri/klog`.
  public var format = "plain"
  /// The number of lines that are not valid UTF-8, contain a NUL, or are longer than `LogReader.maxLine`.
  public var brokenLines = 0
  /// The last exit status that the log reports.
  public var exitStatus: Int?

  /// The summary of an empty log.
  public init() {}
}
