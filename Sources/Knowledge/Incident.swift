/// One occurrence of an error that people dealt with.
public struct Incident: Hashable, Sendable {
  /// The state of an incident, set by the last entry that changed it.
  public enum IncidentState: String, Sendable {
    case open, resolved
  }

  /// One entry of the timeline; entries are never changed.
  public struct TimelineEntry: Hashable, Sendable {
    /// The kind of an entry.
    public enum EntryKind: String, Sendable {
      /// The incident was recorded.
      case recorded
      /// A note.
      case note
      /// A resolution was tried and did not help.
      case tried
      /// The incident was resolved.
      case resolved
      /// The incident came back.
      case reopened
      /// A title, a message, a severity or another entry was corrected.
      case amended
      /// Labels were set.
      case labelled
      /// Another incident turned out to be this one.
      case merged
      /// Something was removed for good.
      case forgotten
    }

    /// Its name in every copy; `nil` only in values made by hand.
    public let key: EntryKey?
    /// When it happened, as the person said.
    public let time: Timestamp
    /// The kind of the entry.
    public let kind: EntryKind
    /// The text of the entry's author.
    public let text: String
    /// The known error that was assumed, tried, or resolved it.
    public let knownError: KnownErrorID?
    /// Who said it; empty if nobody is known.
    public let author: String
    /// Whether the resolution helped only in part, and the incident stays open.
    public let isPartial: Bool

    /// An entry with all its fields.
    public init(
      key: EntryKey? = nil, time: Timestamp, kind: EntryKind, text: String, knownError: KnownErrorID?,
      author: String = "", isPartial: Bool = false
    ) {
      self.key = key
      self.time = time
      self.kind = kind
      self.text = text
      self.knownError = knownError
      self.author = author
      self.isPartial = isPartial
    }
  }

  /// An error of the log that an incident was recorded from.
  public struct IncidentProblem: Hashable, Sendable {
    /// The message.
    public let message: String
    /// The fingerprint of the message.
    public let fingerprint: Fingerprint?
    /// The log; `nil` for standard input.
    public let source: String?
    /// The first line, from 1.
    public let line: Int
    /// How often it occurred.
    public let count: Int
    /// The lines around it, as they were.
    public let lines: [String]

    /// A problem with all its fields.
    public init(
      message: String, fingerprint: Fingerprint?, source: String?, line: Int, count: Int, lines: [String]
    ) {
      self.message = message
      self.fingerprint = fingerprint
      self.source = source
      self.line = line
      self.count = count
      self.lines = lines
    }
  }

  /// How much an incident hurts, from the least.
  public enum IncidentSeverity: String, Sendable, CaseIterable {
    case low, medium, high, critical
  }

  /// Its number in this file, which people use as its name.
  public let number: Int
  /// Its name in every copy; `nil` only in values made by hand.
  public let key: EntryKey?
  /// Its title.
  public let title: String
  /// The error message or report, as pasted.
  public let message: String
  /// The entries, in order.
  public let timeline: [TimelineEntry]
  /// How much it hurts; `nil` if nobody said.
  public let severity: IncidentSeverity?
  /// Its labels, by name.
  public let labels: [RunLabel]
  /// The errors of the log that it was recorded from.
  public let problems: [IncidentProblem]

  /// The incident in which an article answers for what resolved it, unless the person named a known error.
  public func resolved(by id: KnownErrorID) -> Incident {
    let named = timeline.map { entry in
      guard entry.kind == .resolved, entry.knownError == nil else { return entry }
      return TimelineEntry(
        key: entry.key, time: entry.time, kind: entry.kind, text: entry.text, knownError: id,
        author: entry.author, isPartial: entry.isPartial)
    }
    return Incident(
      number: number, key: key, title: title, message: message, timeline: named, severity: severity,
      labels: labels, problems: problems)
  }

  /// An incident with all its fields.
  public init(
    number: Int, key: EntryKey? = nil, title: String, message: String, timeline: [TimelineEntry],
    severity: IncidentSeverity? = nil, labels: [RunLabel] = [], problems: [IncidentProblem] = []
  ) {
    self.number = number
    self.key = key
    self.title = title
    self.message = message
    self.timeline = timeline
    self.severity = severity
    self.labels = labels
    self.problems = problems
  }

  /// The current state. A resolution that helped only in part leaves it open.
  public var state: IncidentState {
    let last = timeline.last { $0.kind == .reopened || $0.kind == .resolved && !$0.isPartial }
    return last?.kind == .resolved ? .resolved : .open
  }

  /// The entry that resolved it; `nil` while it is open.
  public var resolution: TimelineEntry? {
    state == .resolved ? timeline.last { $0.kind == .resolved && !$0.isPartial } : nil
  }

  /// The texts that people noted, when they recorded it or later.
  public var notes: [TimelineEntry] {
    timeline.filter { ($0.kind == .note || $0.kind == .recorded) && !$0.text.isEmpty }
  }

  /// When it was first recorded.
  public var recorded: Timestamp {
    timeline.filter { $0.kind == .recorded }.map(\.time).min() ?? Timestamp(milliseconds: 0)
  }

  /// Seconds from when it was recorded, or came back for the last time, until it was resolved; `nil` while it is open.
  public var took: Int? {
    guard let end = resolution?.time else { return nil }
    let returns = timeline.filter { $0.kind == .reopened && $0.time <= end }.map(\.time)
    let start = returns.max() ?? recorded
    return Int(max(0, end.milliseconds - start.milliseconds) / 1000)
  }

  /// The known error that resolved it; until then, the assumed one.
  public var knownError: KnownErrorID? {
    timeline.last { $0.knownError != nil && $0.kind != .tried }?.knownError
  }
}

/// How often a known error occurred, and how well its resolution worked.
public struct KnownErrorHistory: Hashable, Sendable {
  /// Incidents and events with this known error.
  public var seen: Int
  /// When it last occurred.
  public var lastSeen: Timestamp?
  /// Incidents that it resolved.
  public var worked: Int
  /// Incidents in which it was tried and did not help, or that came back afterwards.
  public var failed: Int
  /// The fixes that people tried, the latest first; not all if there are many.
  public var outcomes: [IncidentOutcome]
  /// The events of other machines among those seen; `nil` without any.
  public var shared: SharedSightings?

  /// A history from its counts.
  public init(
    seen: Int = 0, lastSeen: Timestamp? = nil, worked: Int = 0, failed: Int = 0,
    outcomes: [IncidentOutcome] = [], shared: SharedSightings? = nil
  ) {
    self.seen = seen
    self.lastSeen = lastSeen
    self.worked = worked
    self.failed = failed
    self.outcomes = outcomes
    self.shared = shared
  }
}

/// Events that other machines counted.
public struct SharedSightings: Hashable, Sendable {
  /// How many there are.
  public var events: Int
  /// How many machines had one.
  public var machines: Int
  /// The machines, the most frequent first; empty if there are many.
  public var origins: [OriginCount]

  /// Events from their counts.
  public init(events: Int, machines: Int, origins: [OriginCount]) {
    self.events = events
    self.machines = machines
    self.origins = origins
  }

  /// `9 on 2 other machines (8f3a90b1, 0c2d4e5f)`
  public var summary: String {
    let names = origins.prefix(3).map { String($0.origin.prefix(8)) } + (origins.count > 3 ? ["…"] : [])
    let list = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
    return "\(events) on \(machines == 1 ? "another machine" : "\(machines) other machines")\(list)"
  }
}

/// How many events a machine counted.
public struct OriginCount: Hashable, Sendable {
  /// The file or machine that counted, 16 hexadecimal digits.
  public let origin: String
  /// How many events.
  public let events: Int

  /// A count of a machine.
  public init(origin: String, events: Int) {
    self.origin = origin
    self.events = events
  }
}
