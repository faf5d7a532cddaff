public import CasebookKnowledge

/// One error, warning or other record of a log: all the lines that belong to it.
public struct Event: Hashable, Sendable {
  /// The first line of the log that belongs to it, counted from 1.
  public var firstLine: Int
  /// The last line that belongs to it. Lines of another stream may come in between.
  public var lastLine: Int
  /// When it was logged. An event without a time of its own gets the last time logged before it.
  public var time: Timestamp?
  /// The level that the event names, else the one that its words suggest.
  public var level: Level
  /// The logger, class or program that wrote it.
  public var logger: String?
  /// The text without time, level and logger. Lines are separated by `\n`.
  public var message: String
  /// Whether part of the message was left out because it was too long.
  public var isCut: Bool

  /// Creates an event from all of its parts.
  public init(
    firstLine: Int, lastLine: Int, time: Timestamp? = nil, level: Level, logger: String? = nil,
    message: String, isCut: Bool = false
  ) {
    self.firstLine = firstLine
    self.lastLine = lastLine
    self.time = time
    self.level = level
    self.logger = logger
    self.message = message
    self.isCut = isCut
  }
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
