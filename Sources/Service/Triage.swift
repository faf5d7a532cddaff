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
}

extension KnowledgeBase {
  /// The unknown errors of the runs, most frequent first, and the number of errors whose message no known
  /// error claims. Errors that a diagnosis is sure of are left out of the list.
  public func triage(
    _ filter: HistoryFilter = HistoryFilter(), limit: Int
  ) throws -> (errors: [UnknownError], unclaimed: Int) {
    try store.snapshot { try unknownErrors(filter, limit: limit) }
  }

  private func unknownErrors(
    _ filter: HistoryFilter, limit: Int
  ) throws -> (errors: [UnknownError], unclaimed: Int) {
    let unclaimed = try history(filter).filter { $0.knownErrors.isEmpty }
    let tools = try DiagnosisTools(self)
    var errors: [UnknownError] = []
    for history in unclaimed where errors.count < limit {
      let event = try store.event(history.sample)
      if let event {
        let verdict = try diagnose(Array(event.message.utf8), limit: 1, with: tools).verdict
        if verdict >= .strong { continue }
      }
      let message = event.map { LogRecord($0.message).lead } ?? history.template
      let incidents = try history.fingerprints.flatMap { try store.incidents(withSignature: $0, limit: 1) }
      let resolved = incidents.first { $0.state == .resolved }?.number
      errors.append(UnknownError(history: history, event: event, message: message, resolved: resolved))
    }
    return (errors, unclaimed.count)
  }
}
