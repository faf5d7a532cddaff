public import CasebookKnowledge

/// When and how often one error occurred in the runs.
public struct ErrorHistory: Sendable {
  /// An incident that had been resolved when the error was seen again.
  public struct Recurrence: Hashable, Sendable {
    /// The number of the incident.
    public let incident: Int
    /// When it was resolved.
    public let resolved: Timestamp
  }

  /// How long its incidents took.
  public struct ResolutionTimes: Hashable, Sendable {
    /// How many incidents there were.
    public internal(set) var incidents = 0
    /// How many of them are open.
    public internal(set) var open = 0
    /// The seconds that each resolved one took, in ascending order.
    var seconds: [Int] = []

    /// The median of the resolved ones, in seconds; `nil` without one.
    public var median: Int? { quantile(1, of: 2) }
    /// Nine of ten took no longer, in seconds.
    public var ninetieth: Int? { quantile(9, of: 10) }

    /// The least value that this share of the values does not exceed.
    private func quantile(_ part: Int, of whole: Int) -> Int? {
      seconds.isEmpty ? nil : seconds[(seconds.count * part + whole - 1) / whole - 1]
    }
  }

  /// How often it occurred in each of some periods of equal length, the last of which ends with the window.
  public struct ErrorTrend: Hashable, Sendable {
    /// The first and the last day, by days since 1970 in UTC.
    public let days: ClosedRange<Int64>
    /// The length of a period in days.
    public let width: Int64
    /// The counts, the oldest first.
    public let counts: [Int]

    /// Sums of counts by days since 1970, for at most `buckets` periods of a window.
    init(of days: [Int64: Int], _ window: ClosedRange<Int64>, buckets: Int) {
      let length = window.upperBound - window.lowerBound + 1
      let width = (length + Int64(buckets) - 1) / Int64(buckets)
      var counts = [Int](repeating: 0, count: Int((length + width - 1) / width))
      for (day, count) in days where window.contains(day) {
        counts[counts.count - 1 - Int((window.upperBound - day) / width)] += count
      }
      (self.days, self.width, self.counts) = (window, width, counts)
    }
  }

  /// The known errors that claim it; empty if none does.
  public internal(set) var knownErrors: [KnownErrorID]
  /// Whether a diagnosis of its messages is sure of an answer.
  public internal(set) var isAnswered = false
  /// The fingerprints of its messages, the most frequent first.
  public internal(set) var fingerprints: [Fingerprint] = []
  /// The template of the most frequent fingerprint.
  public internal(set) var template = ""
  /// How often it occurred in the window.
  public internal(set) var count = 0
  /// The numbers of the runs of the window in which it occurred.
  public internal(set) var runs: Set<Int64> = []
  /// Its first occurrence ever.
  public internal(set) var first: Timestamp
  /// Its last occurrence ever.
  public internal(set) var last: Timestamp
  /// The count of each day of the window, by days since 1970 in UTC.
  public internal(set) var days: [Int64: Int] = [:]
  /// The number of the last event.
  public internal(set) var sample: Int64 = 0
  /// Its incidents that were resolved.
  var resolutions: [Recurrence] = []
  /// The latest of its incidents that it came back after.
  public internal(set) var recurrence: Recurrence?
  /// How long its incidents took.
  public internal(set) var times = ResolutionTimes()
  /// Other machines that had it in the window, the most frequent first. Their events are in all counts.
  public internal(set) var machines: [OriginCount] = []
  /// A message of another machine.
  var sharedSample: String?
  /// The numbers of its incidents, the latest first.
  public internal(set) var incidents: [Int] = []

  /// How often it occurred in each of at most `buckets` periods of a window. The newest period is whole; the oldest may be
  /// shorter than the others.
  public func trend(_ window: ClosedRange<Int64>, buckets: Int) -> ErrorTrend {
    ErrorTrend(of: days, window, buckets: buckets)
  }
}

/// A filter on the errors of the history.
public struct HistoryFilter: Sendable {
  /// Only runs with all of these labels.
  public var labels: [RunLabel] = []
  /// Only what occurred on the day of this time or later.
  public var since: Timestamp?
  /// Only what occurred on the day of this time or before.
  public var until: Timestamp?
  /// Only errors first seen at this time or later.
  public var newSince: Timestamp?
  /// Only errors not seen since this time.
  public var goneSince: Timestamp?
  /// Only errors that occurred after one of their incidents was resolved.
  public var isRecurred = false

  /// No filter.
  public init() {}

  func wants(_ error: ErrorHistory) -> Bool {
    if error.count == 0 { return false }
    if let newSince, error.first < newSince { return false }
    if let goneSince, error.last >= goneSince { return false }
    return !isRecurred || error.recurrence != nil
  }

  /// The first and the last day of the window, since 1970 in UTC.
  var firstDay: Int64 { since?.day ?? .min }
  var lastDay: Int64 { until?.day ?? .max }

  /// Whether a day is in the window.
  func wants(_ day: Int64) -> Bool { day >= firstDay && day <= lastDay }

  /// The days of the window: those that were asked for, and else those of the errors.
  public func window(of errors: [ErrorHistory]) -> ClosedRange<Int64> { window(of: errors.map(\.days)) }

  /// The same for counts by days.
  func window(of counts: [[Int64: Int]]) -> ClosedRange<Int64> {
    let days = counts.flatMap { days in [days.keys.min(), days.keys.max()].compactMap { $0 } }
    let first = since?.day ?? days.min() ?? 0
    return first...max(first, until?.day ?? days.max() ?? first)
  }
}
