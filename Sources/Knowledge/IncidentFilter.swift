/// Which incidents a person wants to see.
public struct IncidentFilter: Sendable {
  /// Only those in this state.
  public var state: Incident.IncidentState?
  /// Only those recorded at this time or later.
  public var since: Timestamp?
  /// Only those recorded before this time.
  public var until: Timestamp?
  /// Only those with all of these labels.
  public var labels: [RunLabel] = []
  /// Only those that hurt this much.
  public var severity: Incident.IncidentSeverity?
  /// Only those that name this known error in the end.
  public var knownError: KnownErrorID?
  /// Only those about which this person said something, in any case.
  public var author: String?
  /// Only those with all of these words in the title, the message or the timeline.
  public var words = ""

  /// No filter.
  public init() {}
}
