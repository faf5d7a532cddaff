/// A fix that people tried, and whether it helped.
public struct IncidentOutcome: Hashable, Sendable {
  /// The number of the incident in which it was done, or whose fix it was; `nil` for a known error without an incident.
  public let incident: Int?
  /// The fix, in the words of the person who made it. It may be empty if there is a known error.
  public let text: String
  /// The known error whose resolution was followed.
  public let knownError: KnownErrorID?
  /// Who did it; empty if nobody is known.
  public let author: String
  /// When it was done.
  public let time: Timestamp
  /// Seconds since the incident was recorded or, later, reopened; `nil` without an incident of its own.
  public let took: Int?
  /// Whether it resolved the incident for good: one that was reopened did not.
  public let worked: Bool

  /// An outcome with all its fields.
  public init(
    incident: Int?, text: String, knownError: KnownErrorID?, author: String, time: Timestamp, took: Int?,
    worked: Bool
  ) {
    self.incident = incident
    self.text = text
    self.knownError = knownError
    self.author = author
    self.time = time
    self.took = took
    self.worked = worked
  }
}

extension Incident {
  /// The steps that were tried and the one that worked, in order.
  public var outcomes: [IncidentOutcome] {
    // A resolution that did not help is not the one that worked, even if it was assumed at first.
    let assumed = knownError.flatMap { known in
      timeline.contains { $0.kind == .tried && $0.knownError == known } ? nil : known
    }
    var outcomes: [IncidentOutcome] = []
    var start = timeline.first?.time
    var note = ""
    for (place, entry) in timeline.enumerated() {
      func add(_ text: String, _ knownError: KnownErrorID?, worked: Bool) {
        if text.isEmpty, knownError == nil { return }
        let took = start.map { (entry.time.milliseconds - $0.milliseconds) / 1000 } ?? 0
        outcomes.append(
          IncidentOutcome(
            incident: number, text: text, knownError: knownError, author: entry.author, time: entry.time,
            took: max(0, Int(took)), worked: worked))
      }
      switch entry.kind {
      case .recorded: note = entry.text
      case .note: note = entry.text
      case .tried: add(entry.text, entry.knownError, worked: false)
      case .resolved where entry.isPartial: note = entry.text
      case .resolved:
        let next = timeline[(place + 1)...].first {
          $0.kind == .reopened || $0.kind == .resolved && !$0.isPartial
        }
        // A second resolution corrects the first.
        if next?.kind == .resolved { continue }
        let isLasting = next == nil
        // A person who writes the fix into a note resolves without repeating it.
        let text = entry.text.isEmpty && entry.knownError == nil ? note : entry.text
        add(text, entry.knownError ?? assumed, worked: isLasting)
      case .reopened:
        start = entry.time
        note = ""
      case .amended, .labelled, .merged, .forgotten: break
      }
    }
    return outcomes
  }

  /// How often its error occurred: when it was recorded, and each time it came back.
  public var occurrences: [Timestamp] {
    timeline.filter { $0.kind == .recorded || $0.kind == .reopened }.map(\.time)
  }
}
