public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage

/// An error of the runs without a known explanation.
public struct UnknownError: Sendable {
  /// How often it occurred, and when.
  public let history: ErrorHistory
  /// Its last event; `nil` if that was pruned.
  public let event: EventHit?
  /// Its text: the leading message of the event, or the template.
  public let message: String
  /// The latest incident with its message that was resolved.
  public let resolved: Int?
  /// Its place among the errors of its runs.
  public internal(set) var place: ErrorPlace
}

/// What speaks for an error being the cause of others.
public struct ErrorPlace: Hashable, Sendable {
  /// In how many runs no other error or warning came before it.
  public internal(set) var leads = 0
  /// How many events of errors and warnings followed it in its runs.
  public internal(set) var followers = 0
  /// Whether an event names it as what another error led to.
  public internal(set) var isConsequence = false
}

extension KnowledgeBase {
  /// The leading message of the last event with a fingerprint; the template if there is none any more. `nil` if the
  /// fingerprint is unknown.
  public func lastMessage(of fingerprint: Fingerprint) throws -> String? {
    try store.lastEvent(withSignature: fingerprint).map { LogRecord($0.message).lead }
      ?? store.template(of: fingerprint)?.text
  }

  /// The unknown errors of the runs, the likeliest cause first, and how many there are. Leaves out what people said is
  /// harmless, unless `withHarmless`.
  ///
  /// A cause comes before its consequences: errors before warnings, then what no chain names as a consequence, what most
  /// often came first in its runs, what most events followed, and what is most frequent.
  public func triage(
    _ filter: HistoryFilter = HistoryFilter(), withHarmless: Bool = false, limit: Int
  ) throws -> (errors: [UnknownError], total: Int) {
    let unknown = try history(filter).filter { $0.knownErrors.isEmpty && !$0.isAnswered }
    return try store.snapshot {
      let harmless = withHarmless ? [] : try harmlessFingerprints()
      let left = unknown.filter { harmless.isDisjoint(with: $0.fingerprints) }
      let places = try places(of: left, filter)
      var errors = try left.map { history in
        let event = try store.event(history.sample)
        let incidents = try history.fingerprints.flatMap { try store.incidents(withSignature: $0, limit: 1) }
        return UnknownError(
          history: history, event: event,
          message: event.map { LogRecord($0.message).lead } ?? history.sharedSample ?? history.template,
          resolved: incidents.first { $0.state == .resolved }?.number,
          place: history.fingerprints.first.flatMap { places[$0] } ?? ErrorPlace())
      }
      let consequences = consequences(in: errors)
      for index in errors.indices {
        errors[index].place.isConsequence = !consequences.isDisjoint(with: errors[index].history.fingerprints)
      }
      errors.sort { $0.isLikelier(than: $1) }
      return (Array(errors.prefix(limit)), errors.count)
    }
  }

  /// The messages that people said are harmless, under all their fingerprints.
  private func harmlessFingerprints() throws -> Set<Fingerprint> {
    var fingerprints: Set<Fingerprint> = []
    for lesson in try store.lessons() where lesson.counts && lesson.kind == .harmless {
      for subject in lesson.subjects {
        if let fingerprint = subject.fingerprint { fingerprints.insert(fingerprint) }
        // The rules of signing may have changed since.
        fingerprints.insert(signer.signature(of: subject.text).fingerprint)
      }
    }
    return fingerprints
  }

  /// The places of errors among the errors and warnings of their runs.
  private func places(
    of errors: [ErrorHistory], _ filter: HistoryFilter
  ) throws -> [Fingerprint: ErrorPlace] {
    struct CountedStart {
      let signature: Int64
      let first: Timestamp
      let sample: Int64
      var events: Int
    }
    var runs: [Int64: [CountedStart]] = [:]
    try store.forEachTally(labels: filter.labels) { tally in
      guard filter.wants(tally.day) else { return }
      var starts = runs.removeValue(forKey: tally.run) ?? []
      if starts.last?.signature == tally.signature {
        // Another hour of the same run.
        starts[starts.count - 1].events += tally.events
      } else {
        starts.append(
          CountedStart(
            signature: tally.signature, first: tally.first, sample: tally.sample, events: tally.events))
      }
      runs[tally.run] = starts
    }
    var places: [Int64: ErrorPlace] = [:]
    for starts in runs.values {
      // Without times in the log, its order decides.
      let order = starts.sorted { ($0.first, $0.sample) < ($1.first, $1.sample) }
      var followers = order.reduce(0) { $0 + $1.events }
      for (position, start) in order.enumerated() {
        followers -= start.events
        if position == 0 { places[start.signature, default: ErrorPlace()].leads += 1 }
        places[start.signature, default: ErrorPlace()].followers += followers
      }
    }
    var named: [Fingerprint: ErrorPlace] = [:]
    let wanted = Set(errors.compactMap(\.fingerprints.first))
    for (signature, place) in places {
      guard let found = try store.signature(signature), wanted.contains(found.fingerprint) else { continue }
      named[found.fingerprint] = place
    }
    return named
  }

  /// The fingerprints of messages that the chain in an event names after its cause.
  private func consequences(in errors: [UnknownError]) -> Set<Fingerprint> {
    var consequences: Set<Fingerprint> = []
    for event in errors.prefix(Self.mostChains).compactMap(\.event) {
      let chain = ErrorReport(reading: event.message).messages.filter { $0.role != .context }
      for message in chain.dropFirst() {
        consequences.insert(signer.signature(of: message.text).fingerprint)
        // A log often says it without the class of the exception.
        if let code = message.code, message.text.hasPrefix(code + ": ") {
          let text = String(message.text.dropFirst(code.count + 2))
          consequences.insert(signer.signature(of: text).fingerprint)
        }
      }
    }
    return consequences
  }

  /// How many events are read for their chains.
  private static let mostChains = 200
}

extension UnknownError {
  /// The order of likely causes.
  fileprivate func isLikelier(than other: UnknownError) -> Bool {
    if isError != other.isError { return isError }
    if place.isConsequence != other.place.isConsequence { return other.place.isConsequence }
    if leadShare != other.leadShare { return leadShare > other.leadShare }
    if meanFollowers != other.meanFollowers { return meanFollowers > other.meanFollowers }
    return (history.count, history.last, other.history.template)
      > (other.history.count, other.history.last, history.template)
  }

  /// A warning says what may go wrong.
  private var isError: Bool { event.map { $0.level > .warning } ?? true }
  private var leadShare: Double { Double(place.leads) / Double(max(1, history.runs.count)) }

  /// How many events followed it in a run, on average.
  public var meanFollowers: Double { Double(place.followers) / Double(max(1, history.runs.count)) }
}
