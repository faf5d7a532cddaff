public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage

extension KnowledgeBase {
  /// Records that something was seen; returns the incident.
  ///
  /// - Parameters:
  ///   - message: What was seen, as it was pasted.
  ///   - title: What to call it; the leading message by itself where nothing is given.
  ///   - knownError: What it is taken for.
  ///   - text: What else is worth saying.
  public func record(
    _ message: String, title: String? = nil, knownError: KnownErrorID? = nil, text: String = ""
  ) throws
    -> Incident?
  {
    let message = store.redacted(message)
    let lead = ErrorReport(reading: message).messages.first?.text ?? message
    let number = try store.recordIncident(
      title: title ?? Self.firstLine(lead), message: message, signature: signer.signature(of: lead),
      knownError: knownError, text: text)
    return try store.incident(number)
  }

  /// Adds a note, or with `tried` that a resolution was tried in vain; `nil` when there is no such incident.
  public func note(_ number: Int, _ text: String, tried: KnownErrorID? = nil) throws -> Incident? {
    let isThere = try store.addEntry(to: number, tried == nil ? .note : .tried, text: text, knownError: tried)
    return isThere ? try store.incident(number) : nil
  }

  /// Says that it is over and what worked; without `knownError`, what it was taken for. `nil` when there is no such
  /// incident.
  public func resolve(_ number: Int, _ text: String, knownError: KnownErrorID? = nil) throws -> Incident? {
    guard let incident = try store.incident(number) else { return nil }
    // What was tried in vain is not what worked, whatever the incident was taken for at first.
    let assumed = incident.knownError.flatMap { known in
      incident.timeline.contains { $0.kind == .tried && $0.knownError == known } ? nil : known
    }
    _ = try store.addEntry(to: number, .resolved, text: text, knownError: knownError ?? assumed)
    return try store.incident(number)
  }

  /// Says that it is back; `nil` when there is no such incident.
  public func reopen(_ number: Int, _ text: String) throws -> Incident? {
    let isThere = try store.addEntry(to: number, .reopened, text: text)
    return isThere ? try store.incident(number) : nil
  }

  /// The incidents, the latest first.
  public func incidents(state: Incident.State? = nil) throws -> [Incident] {
    try store.incidentNumbers().compactMap { try store.incident($0) }.filter {
      state == nil || $0.state == state
    }
  }

  private static func firstLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first ?? ""
    return line.count > 100 ? line.prefix(99) + "…" : String(line)
  }
}
