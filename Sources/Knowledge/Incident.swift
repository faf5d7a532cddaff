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
    }

    /// When the entry was made.
    public let time: Timestamp
    /// The kind of the entry.
    public let kind: EntryKind
    /// The text of the entry's author.
    public let text: String
    /// The known error that was assumed, tried, or resolved it.
    public let knownError: KnownErrorID?

    /// An entry with all its fields.
    public init(time: Timestamp, kind: EntryKind, text: String, knownError: KnownErrorID?) {
      self.time = time
      self.kind = kind
      self.text = text
      self.knownError = knownError
    }
  }

  /// Its number, which people use as its name.
  public let number: Int
  /// Its title.
  public let title: String
  /// The error message or report, as pasted.
  public let message: String
  /// The entries, in order.
  public let timeline: [TimelineEntry]

  /// An incident with all its fields.
  public init(number: Int, title: String, message: String, timeline: [TimelineEntry]) {
    self.number = number
    self.title = title
    self.message = message
    self.timeline = timeline
  }

  /// The current state.
  public var state: IncidentState {
    switch timeline.last(where: { $0.kind != .note && $0.kind != .tried })?.kind {
    case .resolved: .resolved
    default: .open
    }
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

  /// A history from its counts.
  public init(
    seen: Int = 0, lastSeen: Timestamp? = nil, worked: Int = 0, failed: Int = 0,
    outcomes: [IncidentOutcome] = []
  ) {
    self.seen = seen
    self.lastSeen = lastSeen
    self.worked = worked
    self.failed = failed
    self.outcomes = outcomes
  }
}
