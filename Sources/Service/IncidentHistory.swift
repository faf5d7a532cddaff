import CasebookIngest
public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage

extension KnowledgeBase {
  /// Records an incident and returns it.
  ///
  /// - Parameters:
  ///   - message: The error message or report, as pasted.
  ///   - title: Its title; the leading message by default.
  ///   - knownError: The known error that a person assumes.
  ///   - text: A note to add.
  ///   - severity: How much it hurts.
  ///   - problems: The errors of the log that it was found in.
  ///   - by: Who records it, and when it was.
  public func record(
    _ message: String, title: String? = nil, knownError: KnownErrorID? = nil, text: String = "",
    severity: Incident.IncidentSeverity? = nil, labels: [RunLabel] = [],
    problems: [Incident.IncidentProblem] = [], by: Attribution = Attribution()
  ) throws -> Incident? {
    let message = store.redacted(message)
    let lead = LogRecord(message).lead
    let number = try store.recordIncident(
      title: title ?? Self.firstLine(lead), message: message, signature: signer.signature(of: lead),
      knownError: knownError, text: text, severity: severity, labels: labels, problems: problems, by: by)
    return try store.incident(number)
  }

  /// The latest open incident with the same message.
  public func openIncident(like message: String) throws -> Incident? {
    let lead = LogRecord(store.redacted(message)).lead
    return try store.openIncident(withSignature: signer.signature(of: lead).fingerprint)
  }

  /// Adds a note; with `tried`, records that a resolution did not help. `nil` if the incident does not exist.
  public func note(
    _ number: Int, _ text: String, tried: KnownErrorID? = nil, isTried: Bool = false,
    by: Attribution = Attribution()
  ) throws -> Incident? {
    let kind: Incident.TimelineEntry.EntryKind = isTried || tried != nil ? .tried : .note
    let isThere = try store.addEntry(to: number, kind, text: text, knownError: tried, by: by)
    return isThere ? try store.incident(number) : nil
  }

  /// Resolves an incident and saves what worked; without `knownError`, the assumed known error. One that is resolved in
  /// part stays open. `nil` if the incident does not exist.
  public func resolve(
    _ number: Int, _ text: String, knownError: KnownErrorID? = nil, isPartial: Bool = false,
    by: Attribution = Attribution()
  ) throws -> Incident? {
    guard let incident = try store.incident(number) else { return nil }
    // A resolution that did not help is not the one that worked, even if it was assumed at first.
    let assumed = incident.knownError.flatMap { known in
      incident.timeline.contains { $0.kind == .tried && $0.knownError == known } ? nil : known
    }
    _ = try store.addEntry(
      to: number, .resolved, text: text, knownError: knownError ?? assumed, isPartial: isPartial, by: by)
    return try store.incident(number)
  }

  /// Reopens an incident; `nil` if it does not exist.
  public func reopen(_ number: Int, _ text: String, by: Attribution = Attribution()) throws -> Incident? {
    let isThere = try store.addEntry(to: number, .reopened, text: text, by: by)
    return isThere ? try store.incident(number) : nil
  }

  /// Corrects an incident: what is `nil` stays. `nil` if the incident does not exist.
  public func amend(
    _ number: Int, title: String? = nil, message: String? = nil,
    severity: Incident.IncidentSeverity? = nil, labels: [RunLabel] = [], by: Attribution = Attribution()
  ) throws -> Incident? {
    try store.saying {
      guard try store.incident(number) != nil else { return nil }
      if title != nil || message != nil || severity != nil {
        let message = message.map { text in
          let text = store.redacted(text)
          return (text: text, signature: signer.signature(of: LogRecord(text).lead))
        }
        _ = try store.amend(number, title: title, message: message, severity: severity, by: by)
      }
      if !labels.isEmpty { _ = try store.label(number, labels, by: by) }
      return try store.incident(number)
    }
  }

  /// Corrects an entry of an incident's timeline; `nil` if the incident does not exist.
  public func amend(
    _ number: Int, entry: EntryKey, text: String, knownError: KnownErrorID?, by: Attribution = Attribution()
  ) throws -> Incident? {
    _ = try store.amend(number, entry: entry, text: text, knownError: knownError, by: by)
    return try store.incident(number)
  }

  /// Notes that two incidents are one, and returns it; `nil` if one of them does not exist.
  public func merge(_ number: Int, _ other: Int, by: Attribution = Attribution()) throws -> Incident? {
    try store.merge(number, other, by: by) ? try store.incident(number) : nil
  }

  // MARK: Forgetting

  /// Who forgot an incident, when and why; `nil` if nobody did.
  public func forgetting(
    ofIncident number: Int
  ) throws -> (time: Timestamp, author: String, reason: String)? {
    try store.forgetting(ofIncident: number)
  }

  /// Removes an incident from the bytes of the file; the journal keeps that it was. Returns how many entries it had;
  /// `nil` if it does not exist.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains; `busy` while another process reads.
  public func forgetIncident(_ number: Int, reason: String, by: Attribution) throws -> Int? {
    try scrubbing { try store.forgetIncident(number, reason: reason, by: by) }
  }

  /// Removes an entry of a timeline in the same way; `false` if it is gone already.
  public func forget(_ key: EntryKey, reason: String, by: Attribution) throws -> Bool {
    try scrubbing { try store.forget(key, reason: reason, by: by) }
  }

  /// Removes the runs of a log in the same way, by number or path. Returns how many there were.
  public func forgetRun(_ name: String, path: String, reason: String, by: Attribution) throws -> Int {
    try scrubbing { try store.forgetRun(name, path: canonicalPath(path), reason: reason, by: by) }
  }

  /// How many runs of a log there are, by number or path.
  public func runCount(of name: String, path: String) throws -> Int {
    try store.runs(named: name, path: canonicalPath(path)).count
  }

  func scrubbing<Result>(_ body: () throws -> Result) throws -> Result {
    try store.expectNoReaders()
    let result = try store.saying {
      let result = try body()
      try store.followLocalResolutions(signer: signer)
      return result
    }
    try store.scrub()
    return result
  }

  /// Makes incidents, lessons and local articles from the journal again. Returns how many rows of its folds differ.
  public func rebuild() throws -> Int {
    try store.saying {
      let changed = try store.rebuildFolds()
      try store.followLocalResolutions(everything: true, signer: signer)
      return changed
    }
  }

  // MARK: Reading

  /// The numbers of the incidents that a person may mean.
  public func incidentNumbers(named name: IncidentName) throws -> [Int] {
    switch name {
    case .number(let number): [number]
    case .shared(let prefix, let index): try store.incidentNumbers(withOrigin: prefix, index: index)
    }
  }

  /// All incidents, the latest first.
  public func incidents(state: Incident.IncidentState? = nil) throws -> [Incident] {
    var filter = IncidentFilter()
    filter.state = state
    return try incidents(filter, limit: .max).incidents
  }

  /// The incidents that a filter wants, the latest first, and how many there are.
  public func incidents(
    _ filter: IncidentFilter, limit: Int
  ) throws -> (incidents: [Incident], total: Int) {
    try store.snapshot { try store.incidents(filter, limit: limit) }
  }

  static func firstLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first ?? ""
    return line.count > 100 ? line.prefix(99) + "…" : String(line)
  }
}
