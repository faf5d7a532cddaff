public import CasebookKnowledge

/// One error, warning or other record of a log: all the lines that belong to it.
public struct Event: Hashable, Sendable {
  /// The first line of the log that belongs to it, counted from 1.
  public var firstLine: Int
  /// The last line that belongs to it; lines of another stream may stand between.
  public var lastLine: Int
  /// When it was logged; for lines without a time of their own, that of the last line before that had one.
  public var time: Timestamp?
  /// How serious it says that it is, or what its words say where it names no level.
  public var level: Level
  /// The logger, class or program that wrote it.
  public var logger: String?
  /// What it says, without time, level and logger; lines are separated by `\n`.
  public var message: String
  /// Whether something of the message was left out because it is too long.
  public var isCut: Bool

  /// An event with all that is known of it.
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

/// What is known of a whole log once it was read.
public struct RunSummary: Hashable, Sendable {
  /// Its lines; a last line without an end counts.
  public var lines = 0
  /// Its size in bytes.
  public var bytes = 0
  /// The earliest time that a line carries.
  public var start: Timestamp?
  /// The latest time that a line carries.
  public var end: Timestamp?
  /// How many records there are of each level; a record that tells no level counts as `info`.
  public var counts: [Level: Int] = [:]
  /// The name of the line shape that most lines have: `time-level`, `json`, `cri/klog`.
  public var format = "plain"
  /// Lines that are not valid UTF-8, hold a NUL, or are longer than `LogReader.maxLine`.
  public var brokenLines = 0
  /// The exit status that the log tells last.
  public var exitStatus: Int?

  /// The summary of an empty log.
  public init() {}
}
