/// One occurrence that people dealt with.
public struct Incident: Hashable, Sendable {
  /// Where an incident stands; the last entry that changed it decides.
  public enum State: String, Sendable {
    case open, resolved
  }

  /// One entry of the timeline; entries are never changed.
  public struct Entry: Hashable, Sendable {
    /// What an entry reports.
    public enum Kind: String, Sendable {
      /// The incident was seen.
      case recorded
      /// Something worth remembering.
      case note
      /// A resolution was tried, and did not help.
      case tried
      /// It is over.
      case resolved
      /// It is back.
      case reopened
    }

    /// When it was entered.
    public let time: Timestamp
    /// What it reports.
    public let kind: Kind
    /// The words of whoever entered it.
    public let text: String
    /// What it was taken for, what was tried, or what worked.
    public let knownError: KnownErrorID?

    /// All of it.
    public init(time: Timestamp, kind: Kind, text: String, knownError: KnownErrorID?) {
      self.time = time
      self.kind = kind
      self.text = text
      self.knownError = knownError
    }
  }

  /// The number by which people name it.
  public let number: Int
  /// What it is called.
  public let title: String
  /// What was seen, as it was pasted.
  public let message: String
  /// What happened, in order.
  public let timeline: [Entry]

  /// All of it.
  public init(number: Int, title: String, message: String, timeline: [Entry]) {
    self.number = number
    self.title = title
    self.message = message
    self.timeline = timeline
  }

  /// Where it stands.
  public var state: State {
    switch timeline.last(where: { $0.kind != .note && $0.kind != .tried })?.kind {
    case .resolved: .resolved
    default: .open
    }
  }

  /// What worked, once it is resolved; what it was taken for before.
  public var knownError: KnownErrorID? {
    timeline.last { $0.knownError != nil && $0.kind != .tried }?.knownError
  }
}

/// How often a known error was met, and how its resolution fared.
public struct KnownErrorHistory: Hashable, Sendable {
  /// Incidents and events that were this.
  public var seen: Int
  /// The last time.
  public var lastSeen: Timestamp?
  /// Incidents that it resolved.
  public var worked: Int
  /// Incidents in which it was tried in vain, or after which the incident came back.
  public var failed: Int

  /// Counts.
  public init(seen: Int = 0, lastSeen: Timestamp? = nil, worked: Int = 0, failed: Int = 0) {
    self.seen = seen
    self.lastSeen = lastSeen
    self.worked = worked
    self.failed = failed
  }
}
