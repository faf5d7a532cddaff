/// Which records of a run log become events. Records with a known signature always do.
public enum KeptEvents: String, CaseIterable, Sendable, Comparable {
  /// Errors.
  case errors
  /// Errors and warnings.
  case warnings
  /// Every record.
  case all

  /// Orders by how many records are kept.
  public static func < (a: KeptEvents, b: KeptEvents) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A label that a person gives a run: `env=prod`.
public struct RunLabel: Hashable, Sendable, CustomStringConvertible {
  /// `env`
  public let name: String
  /// `prod`
  public let value: String

  /// A label whose secrets are replaced already.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// `env=prod`
  public var description: String { "\(name)=\(value)" }
}

/// The command whose output a run is.
public struct RunCommand: Hashable, Sendable {
  /// The words as a shell reads them.
  public let line: String
  /// When it began and ended.
  public let started, ended: Timestamp
  /// The exit status, as a shell says it.
  public let exitStatus: Int

  /// A command that ended.
  public init(line: String, started: Timestamp, ended: Timestamp, exitStatus: Int) {
    self.line = line
    self.started = started
    self.ended = ended
    self.exitStatus = exitStatus
  }
}

/// Options for ingesting run logs.
public struct RunOptions: Sendable {
  /// Which records become events.
  public var kept: KeptEvents
  /// How many lines to keep before and after an event, apart from other events.
  public var context: Int
  /// Skip records older than this.
  public var since: Timestamp?
  /// The labels for the runs.
  public var labels: [RunLabel]
  /// How packed logs are unpacked.
  public var unpacking: UnpackOptions
  /// Called now and then, on the thread that reads, with the path of a log, the number of bytes read and, unless it is
  /// packed or a stream, all of them.
  public var progress: @Sendable (_ path: String, _ read: Int, _ total: Int?) -> Void
  /// The command that wrote the log; `nil` for the log of a file. Each time that a command runs is a run of its own.
  public var command: RunCommand?

  /// The maximum for `context`.
  public static let mostContext = 20

  /// Options with defaults.
  public init(
    kept: KeptEvents = .warnings, context: Int = 3, since: Timestamp? = nil, labels: [RunLabel] = [],
    unpacking: UnpackOptions = UnpackOptions(),
    progress: @escaping @Sendable (_ path: String, _ read: Int, _ total: Int?) -> Void = { _, _, _ in }
  ) {
    self.kept = kept
    self.context = min(max(0, context), Self.mostContext)
    self.since = since
    self.labels = labels
    self.unpacking = unpacking
    self.progress = progress
  }

  /// Whether these options would store records that the others left out.
  package func isWider(than kept: KeptEvents, since: Timestamp?) -> Bool {
    if self.kept > kept { return true }
    guard let since else { return false }
    return self.since.map { $0 < since } ?? true
  }
}
