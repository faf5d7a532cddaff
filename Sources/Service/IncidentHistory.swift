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
  public func record(
    _ message: String, title: String? = nil, knownError: KnownErrorID? = nil, text: String = ""
  ) throws
    -> Incident?
  {
    let message = store.redacted(message)
    let lead = LogRecord(message).lead
    let number = try store.recordIncident(
      title: title ?? Self.firstLine(lead), message: message, signature: signer.signature(of: lead),
      knownError: knownError, text: text)
    return try store.incident(number)
  }

  /// Adds a note; with `tried`, records that a resolution did not help. `nil` if the incident does not exist.
  public func note(_ number: Int, _ text: String, tried: KnownErrorID? = nil) throws -> Incident? {
    let isThere = try store.addEntry(to: number, tried == nil ? .note : .tried, text: text, knownError: tried)
    return isThere ? try store.incident(number) : nil
  }

  /// Resolves an incident and saves what worked; without `knownError`, the assumed known error. `nil` if the
  /// incident does not exist.
  public func resolve(_ number: Int, _ text: String, knownError: KnownErrorID? = nil) throws -> Incident? {
    guard let incident = try store.incident(number) else { return nil }
    // A resolution that did not help is not the one that worked, even if it was assumed at first.
    let assumed = incident.knownError.flatMap { known in
      incident.timeline.contains { $0.kind == .tried && $0.knownError == known } ? nil : known
    }
    _ = try store.addEntry(to: number, .resolved, text: text, knownError: knownError ?? assumed)
    return try store.incident(number)
  }

  /// Reopens an incident; `nil` if it does not exist.
  public func reopen(_ number: Int, _ text: String) throws -> Incident? {
    let isThere = try store.addEntry(to: number, .reopened, text: text)
    return isThere ? try store.incident(number) : nil
  }

  /// The incidents, the latest first.
  public func incidents(state: Incident.IncidentState? = nil) throws -> [Incident] {
    try store.incidentNumbers().compactMap { try store.incident($0) }.filter {
      state == nil || $0.state == state
    }
  }

  private static func firstLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first ?? ""
    return line.count > 100 ? line.prefix(99) + "…" : String(line)
  }
}
