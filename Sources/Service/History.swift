public import CasebookKnowledge
import CasebookStorage

/// When and how often one error occurred in the runs.
public struct ErrorHistory: Sendable {
  /// An incident that had been resolved when the error was seen again.
  public struct Recurrence: Hashable, Sendable {
    /// The number of the incident.
    public let incident: Int
    /// When it was resolved.
    public let resolved: Timestamp
  }

  /// The known errors that claim it; empty if none does.
  public internal(set) var knownErrors: [KnownErrorID]
  /// The fingerprints of its messages, the most frequent first.
  public internal(set) var fingerprints: [Fingerprint] = []
  /// The template of the most frequent fingerprint.
  public internal(set) var template = ""
  /// How often it occurred.
  public internal(set) var count = 0
  /// The numbers of the runs in which it occurred.
  public internal(set) var runs: Set<Int64> = []
  /// Its first occurrence.
  public internal(set) var first: Timestamp
  /// Its last occurrence.
  public internal(set) var last: Timestamp
  /// The count of each day, by days since 1970 in UTC.
  public internal(set) var days: [Int64: Int] = [:]
  /// The number of the last event.
  public internal(set) var sample: Int64 = 0
  /// The latest of its incidents that it came back after.
  public internal(set) var recurrence: Recurrence?

  /// How often it occurred in each of `buckets` periods; the first begins with `range.lowerBound`.
  public func trend(_ range: ClosedRange<Int64>, buckets: Int) -> [Int] {
    let width = (range.upperBound - range.lowerBound + Int64(buckets)) / Int64(buckets)
    var counts = [Int](repeating: 0, count: Int((range.upperBound - range.lowerBound) / width) + 1)
    for (day, count) in days where range.contains(day) {
      counts[Int((day - range.lowerBound) / width)] += count
    }
    return counts
  }
}

/// A filter on the errors of the history.
public struct HistoryFilter: Sendable {
  /// Only runs with all of these labels.
  public var labels: [RunLabel] = []
  /// Only errors first seen at this time or later.
  public var newSince: Timestamp?
  /// Only errors not seen since this time.
  public var goneSince: Timestamp?
  /// Only errors that occurred after one of their incidents was resolved.
  public var isRecurred = false

  /// No filter.
  public init() {}

  func wants(_ error: ErrorHistory) -> Bool {
    if let newSince, error.first < newSince { return false }
    if let goneSince, error.last >= goneSince { return false }
    return !isRecurred || error.recurrence != nil
  }
}

extension KnowledgeBase {
  /// The errors of the runs, most frequent first: each known error once, and each signature that no known
  /// error claims.
  public func history(_ filter: HistoryFilter = HistoryFilter()) throws -> [ErrorHistory] {
    try store.snapshot { try errors(filter).filter(filter.wants) }
  }

  private func errors(_ filter: HistoryFilter) throws -> [ErrorHistory] {
    let claims = try allClaims()
    var places: [KnownErrorID: Int] = [:]
    var errors: [ErrorHistory] = []
    var counts: [[(signature: Int64, count: Int)]] = []
    var current: (signature: Int64, place: Int)?
    try store.forEachTally(labels: filter.labels) { tally in
      let place: Int
      if let current, current.signature == tally.signature {
        place = current.place
      } else {
        let known = claims.known[tally.signature] ?? []
        if let first = known.first, let shared = places[first] {
          place = shared
        } else {
          place = errors.count
          errors.append(ErrorHistory(knownErrors: known, first: tally.first, last: tally.last))
          counts.append([])
          if let first = known.first { places[first] = place }
        }
        counts[place].append((tally.signature, 0))
        current = (tally.signature, place)
      }
      counts[place][counts[place].count - 1].count += tally.events
      errors[place].add(tally)
    }
    for place in errors.indices {
      let signatures = counts[place].sorted { $0.count > $1.count }
      for (signature, _) in signatures {
        guard let found = try store.signature(signature) else { continue }
        if errors[place].fingerprints.isEmpty { errors[place].template = found.template.text }
        errors[place].fingerprints.append(found.fingerprint)
        for incident in claims.incidents[signature] ?? [] { errors[place].noteReturn(after: incident) }
      }
      for known in errors[place].knownErrors {
        for incident in claims.byKnownError[known] ?? [] { errors[place].noteReturn(after: incident) }
      }
    }
    return errors.sorted { ($0.count, $0.last, $1.template) > ($1.count, $1.last, $0.template) }
  }

  private struct Claims {
    var known: [Int64: [KnownErrorID]]
    var incidents: [Int64: [Incident]] = [:]
    var byKnownError: [KnownErrorID: [Incident]] = [:]
  }

  /// The known errors that articles and incidents give for the signatures; an incident claims the signature
  /// of its message.
  private func allClaims() throws -> Claims {
    var claims = Claims(known: try store.claims())
    for (number, signature) in try store.incidentSignatures() {
      guard let incident = try store.incident(number) else { continue }
      claims.incidents[signature, default: []].append(incident)
      guard let known = incident.knownError else { continue }
      claims.byKnownError[known, default: []].append(incident)
      if claims.known[signature]?.contains(known) != true {
        claims.known[signature, default: []].append(known)
      }
    }
    return claims
  }
}

extension ErrorHistory {
  fileprivate mutating func add(_ tally: Tally) {
    count += tally.events
    runs.insert(tally.run)
    first = min(first, tally.first)
    last = max(last, tally.last)
    days[tally.day, default: 0] += tally.events
    sample = max(sample, tally.sample)
  }

  /// Records a resolved incident if the error has occurred since.
  fileprivate mutating func noteReturn(after incident: Incident) {
    guard incident.state == .resolved,
      let resolved = incident.timeline.last(where: { $0.kind == .resolved })?.time,
      resolved < last, recurrence.map({ $0.resolved < resolved }) ?? true
    else { return }
    recurrence = Recurrence(incident: incident.number, resolved: resolved)
  }
}
