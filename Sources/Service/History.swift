import CasebookAnalysis
import CasebookDiagnosis
public import CasebookKnowledge
import CasebookSignatures
import CasebookStorage

extension KnowledgeBase {
  /// The errors of the runs, most frequent first: each known error once, and each signature that no known error claims. A
  /// signature belongs to a known error if an article shows it, a person or an incident says so, or a diagnosis is sure.
  public func history(_ filter: HistoryFilter = HistoryFilter()) throws -> [ErrorHistory] {
    var made: [SignatureAssignment] = []
    let state = try assignmentState()
    let all = try store.snapshot { try errors(filter, state, &made) }
    store.keep(made, madeWith: state)
    return all.filter(filter.wants)
  }

  /// The fixes that resolved incidents of an error, the surest first: what was done, and how often it worked and failed.
  public func fixes(of error: ErrorHistory) throws -> [ErrorFix] {
    let incidents = try error.incidents.prefix(Self.mostIncidents).compactMap { try store.incident($0) }
    return try IncidentMemory(incidents, store).fixes.map {
      ErrorFix(
        text: $0.latest.text, knownError: $0.latest.knownError, incident: $0.latest.incident,
        worked: $0.worked, failed: $0.failed)
    }
  }

  /// How many incidents of one error are read.
  private static let mostIncidents = 200

  private func errors(
    _ filter: HistoryFilter, _ state: String, _ made: inout [SignatureAssignment]
  ) throws -> [ErrorHistory] {
    let counted = try countedSignatures(filter)
    let facts = try store.incidentFacts()
    let bySignature = Dictionary(grouping: facts.filter { $0.signature != nil }) { $0.signature ?? 0 }
    let byKnownError = Dictionary(grouping: facts.filter { $0.knownError != nil }, by: \.knownError)
    let claims = try store.claims()
    let unclaimed = counted.filter { signature in
      claims[signature.number] == nil
        && !bySignature[signature.number, default: []].contains { $0.knownError != nil }
    }
    let assignments = try assignments(of: unclaimed, state, &made)
    var places: [KnownErrorID: Int] = [:]
    var errors: [ErrorHistory] = []
    var seen: [Set<Int>] = []
    // The most frequent signatures come first, and so do their fingerprints.
    for signature in counted.sorted(by: { ($0.history.count, $1.number) > ($1.history.count, $0.number) }) {
      let incidents = bySignature[signature.number] ?? []
      var known = claims[signature.number] ?? []
      for id in incidents.compactMap(\.knownError) where !known.contains(id) { known.append(id) }
      let assigned = known.isEmpty ? assignments[signature.number] : nil
      if let id = assigned?.knownError { known = [id] }
      let place = known.first.flatMap { places[$0] } ?? errors.count
      if place == errors.count {
        errors.append(signature.history)
        errors[place].knownErrors = known
        seen.append([])
        if let first = known.first { places[first] = place }
      } else {
        errors[place].add(signature.history)
      }
      if let found = try store.signature(signature.number) {
        if errors[place].fingerprints.isEmpty { errors[place].template = found.template.text }
        errors[place].fingerprints.append(found.fingerprint)
      }
      if assigned?.isAnswered == true || incidents.contains(where: { $0.resolved != nil }) {
        errors[place].isAnswered = true
      }
      for incident in incidents + known.flatMap({ byKnownError[$0] ?? [] })
      where seen[place].insert(incident.number).inserted {
        errors[place].note(incident)
      }
    }
    for place in errors.indices { errors[place].finish() }
    return errors.sorted { ($0.count, $0.last, $1.template) > ($1.count, $1.last, $0.template) }
  }

  private struct CountedSignature {
    let number: Int64
    var history: ErrorHistory
  }

  private func countedSignatures(_ filter: HistoryFilter) throws -> [CountedSignature] {
    var counted: [CountedSignature] = []
    try store.forEachTally(labels: filter.labels) { tally in
      if counted.last?.number != tally.signature {
        counted.append(
          CountedSignature(
            number: tally.signature,
            history: ErrorHistory(knownErrors: [], first: tally.first, last: tally.last)))
      }
      counted[counted.count - 1].history.add(tally, isInWindow: filter.wants(tally.day))
    }
    if try store.hasSharedTallies() { try addShared(to: &counted, filter) }
    return counted
  }

  /// Adds what other machines counted.
  private func addShared(to counted: inout [CountedSignature], _ filter: HistoryFilter) throws {
    var places = Dictionary(uniqueKeysWithValues: counted.enumerated().map { ($1.number, $0) })
    try store.forEachSharedDay(labels: filter.labels) { tally in
      let place = places[tally.signature] ?? counted.count
      if place == counted.count {
        places[tally.signature] = place
        let history = ErrorHistory(knownErrors: [], first: tally.first, last: tally.last)
        counted.append(CountedSignature(number: tally.signature, history: history))
      }
      counted[place].history.add(tally, isInWindow: filter.wants(tally.day))
    }
    for (signature, origins) in try store.sharedOrigins(
      labels: filter.labels, from: filter.firstDay, through: filter.lastDay)
    {
      guard let place = places[signature] else { continue }
      counted[place].history.machines = origins
      counted[place].history.sharedSample = try store.sharedSample(of: signature)
    }
  }

  // MARK: Assignments

  /// Names the weights, rules, bridges, articles and lessons that assignments depend on.
  private func assignmentState() throws -> String {
    "\(Judge.version)/\(Signer.version)/\(Bridge.version)/\(try store.knowledgeCount())"
  }

  /// How many signatures a history diagnoses in any case, the most frequent first. It goes on while the time below lasts;
  /// the next history does the rest.
  private static let leastAssignments = 20
  private static let assignmentTime = Duration.seconds(1)

  /// Diagnoses signatures, except those with a stored assignment. Adds the new assignments to `made`.
  private func assignments(
    of signatures: [CountedSignature], _ state: String, _ made: inout [SignatureAssignment]
  ) throws -> [Int64: SignatureAssignment] {
    var assignments = try store.assignments(madeWith: state)
    let missing = signatures.filter { assignments[$0.number] == nil }
      .sorted { ($0.history.count, $1.number) > ($1.history.count, $0.number) }
    if missing.isEmpty { return assignments }
    let tools = try DiagnosisTools(self)
    let start = ContinuousClock.now
    for (index, signature) in missing.enumerated() {
      if index >= Self.leastAssignments, start.duration(to: .now) > Self.assignmentTime { break }
      let text =
        try store.event(signature.history.sample)?.message
        ?? signature.history.sharedSample ?? store.signature(signature.number)?.template.text ?? ""
      let outcome = try diagnose(Array(text.utf8), limit: 1, with: tools)
      let sure = outcome.candidates.first { $0.verdict >= .strong }
      let one = SignatureAssignment(
        signature: signature.number,
        knownError: sure.flatMap { $0.id.incidentNumber == nil ? $0.id : nil }, isAnswered: sure != nil)
      assignments[signature.number] = one
      made.append(one)
    }
    return assignments
  }
}

/// A fix that people used for an error, and how often it worked.
public struct ErrorFix: Sendable {
  /// The person's own words; empty if a known error says it.
  public let text: String
  /// The known error whose resolution was followed.
  public let knownError: KnownErrorID?
  /// The number of the last incident that it resolved; `nil` if people only said that it worked.
  public let incident: Int?
  /// How often it resolved an incident, and how often it did not.
  public let worked, failed: Int
}

extension ErrorHistory {
  fileprivate mutating func add(_ tally: Tally, isInWindow: Bool) {
    first = min(first, tally.first)
    if tally.last >= last || sample == 0 { (last, sample) = (tally.last, tally.sample) }
    guard isInWindow else { return }
    count += tally.events
    runs.insert(tally.run)
    days[tally.day, default: 0] += tally.events
  }

  fileprivate mutating func add(_ tally: GroupedTally, isInWindow: Bool) {
    first = min(first, tally.first)
    last = max(last, tally.last)
    guard isInWindow else { return }
    count += tally.events
    days[tally.day, default: 0] += tally.events
  }

  /// Adds the occurrences of another signature.
  fileprivate mutating func add(_ other: ErrorHistory) {
    first = min(first, other.first)
    if sample == 0 || other.sample != 0 && other.last > last { sample = other.sample }
    last = max(last, other.last)
    sharedSample = sharedSample ?? other.sharedSample
    let events = Dictionary((machines + other.machines).map { ($0.origin, $0.events) }, uniquingKeysWith: +)
    machines = events.map { OriginCount(origin: $0.key, events: $0.value) }
      .sorted { ($0.events, $1.origin) > ($1.events, $0.origin) }
    count += other.count
    runs.formUnion(other.runs)
    days.merge(other.days, uniquingKeysWith: +)
  }

  fileprivate mutating func note(_ incident: IncidentFacts) {
    incidents.append(incident.number)
    times.incidents += 1
    if incident.state == .open { times.open += 1 }
    if let took = incident.took { times.seconds.append(took) }
    if let resolved = incident.resolved {
      resolutions.append(Recurrence(incident: incident.number, resolved: resolved))
    }
  }

  /// Makes what depends on all signatures and incidents.
  fileprivate mutating func finish() {
    times.seconds.sort()
    incidents.sort(by: >)
    recurrence = resolutions.filter { $0.resolved < last }.max { $0.resolved < $1.resolved }
  }
}
