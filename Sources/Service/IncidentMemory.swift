import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// What people did about the errors of one signature: the record of each fix.
struct IncidentMemory {
  /// A fix and its record.
  struct RecordedFix {
    /// The known error whose resolution it follows; else the last incident that it resolved.
    let id: KnownErrorID
    /// The last time that it worked.
    let latest: IncidentOutcome
    /// How often it resolved an incident, and how often it did not.
    let worked: Int
    let failed: Int

    /// The lower bound of its rate of success (Wilson, 1927; 95 %, two-sided): one lucky fix does not outrank ten.
    var leastSuccess: Double {
      let (n, z) = (Double(worked + failed), 1.96)
      let share = Double(worked) / n
      let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      return (share + z * z / (2 * n) - spread) / (1 + z * z / n)
    }
  }

  /// The fixes that ever worked, the surest first.
  let fixes: [RecordedFix]
  /// What never worked, each once.
  let failures: [IncidentOutcome]
  /// When the error occurred in incidents.
  let occurrences: [Timestamp]
  /// What was done, the latest first.
  let outcomes: [IncidentOutcome]
  /// The numbers of the incidents that are not resolved, the latest first.
  let open: [Int]

  /// How many incidents of one signature are read.
  private static let limit = 100

  init(_ store: Store, _ fingerprint: Fingerprint) throws {
    self.init(try store.incidents(withSignature: fingerprint, limit: Self.limit))
  }

  /// Reads incidents of one signature, the latest first.
  init(_ incidents: [Incident]) {
    open = incidents.filter { $0.state == .open }.map(\.number)
    occurrences = incidents.flatMap(\.occurrences)
    outcomes = incidents.flatMap { $0.outcomes.reversed() }
    var order: [FixKey] = []
    let byFix = Dictionary(grouping: outcomes, by: FixKey.init)
    for outcome in outcomes where !order.contains(FixKey(outcome)) { order.append(FixKey(outcome)) }
    fixes = order.compactMap { key in
      guard let all = byFix[key], let latest = all.first(where: \.worked) else { return nil }
      let worked = all.count(where: \.worked)
      return RecordedFix(
        id: latest.knownError ?? KnownErrorID(incident: latest.incident), latest: latest, worked: worked,
        failed: all.count - worked)
    }.sorted { ($0.leastSuccess, $0.latest.time) > ($1.leastSuccess, $1.latest.time) }
    failures = order.compactMap { key in
      byFix[key].flatMap { all in all.contains(where: \.worked) ? nil : all.first }
    }
  }

  /// The same fix: the same known error, or the same words.
  private struct FixKey: Hashable {
    let knownError: KnownErrorID?
    let words: String

    init(_ outcome: IncidentOutcome) {
      knownError = outcome.knownError
      words =
        outcome.knownError == nil
        ? outcome.text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") : ""
    }
  }

  /// What happened, in a line: how often, which fix worked when and after how long, and what did not help.
  func summary(of fix: RecordedFix) -> String {
    var parts: [String] = []
    if occurrences.count > 1 { parts.append("seen \(occurrences.count) times") }
    let times = fix.worked > 1 ? " \(fix.worked) times" : ""
    let by = fix.latest.author.isEmpty ? "" : " (by \(fix.latest.author))"
    parts.append(
      "\(fix.latest.time.date): \(fix.latest.words) worked\(times) after \(fix.latest.took.asDuration)\(by)")
    if fix.failed > 0 { parts.append("it failed \(fix.failed == 1 ? "once" : "\(fix.failed) times")") }
    let failed = failures.prefix(3).map(\.words)
    if !failed.isEmpty { parts.append("\(failed.joined(separator: ", ")) did not help") }
    return parts.joined(separator: "; ")
  }

  /// The number of incidents in which a known error did not help, less those in which it did.
  func failures(of id: KnownErrorID) -> Int {
    outcomes.reduce(0) { $0 + ($1.knownError == id ? $1.worked ? -1 : 1 : 0) }
  }

  /// The history of the incident as a known error of its own. `events` are those with its signature.
  func history(events: (count: Int, last: Timestamp?)) -> KnownErrorHistory {
    KnownErrorHistory(
      seen: occurrences.count + events.count,
      lastSeen: (occurrences + [events.last].compactMap(\.self)).max(),
      worked: outcomes.count(where: \.worked), failed: outcomes.count { !$0.worked },
      outcomes: Array(outcomes.prefix(20)))
  }
}

extension IncidentOutcome {
  /// It in a sentence: a person's words in quotation marks, or the known error.
  fileprivate var words: String {
    if text.isEmpty { return knownError?.description ?? "" }
    let line = text.inOneLine
    return "\"\(line.count > 120 ? line.prefix(119) + "…" : line)\""
  }
}

extension String {
  fileprivate var inOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Int {
  /// Seconds as people say them: `42 min`.
  fileprivate var asDuration: String {
    switch self {
    case ..<60: "\(self) s"
    case ..<3600: "\(self / 60) min"
    case ..<172_800: "\(self / 3600) h"
    default: "\(self / 86_400) days"
    }
  }
}

extension KnowledgeBase {
  /// A resolved incident as a resolution; `nil` if it does not exist, or nobody wrote down what worked.
  func resolution(ofIncident number: Int) throws -> Resolution? {
    guard let incident = try store.incident(number), incident.state == .resolved,
      let fix = incident.outcomes.last(where: \.worked), !fix.text.isEmpty
    else { return nil }
    let memory = IncidentMemory([incident])
    var markdown = fix.text + "\n\n"
    let by = fix.author.isEmpty ? "" : ", by \(fix.author)"
    markdown += "- Worked on \(fix.time.date), after \(fix.took.asDuration)\(by).\n"
    if let id = fix.knownError { markdown += "- It follows `\(id)`.\n" }
    for failure in memory.failures { markdown += "- Did not help: \(failure.words)\n" }
    let notes = incident.timeline.filter { ($0.kind == .note || $0.kind == .recorded) && !$0.text.isEmpty }
    for note in notes where note.text != fix.text {
      markdown += "- Noted on \(note.time.date): \(note.text.inOneLine)\n"
    }
    let lines = incident.message.split(separator: "\n").prefix(20).map { "    " + $0 }
    markdown += "\nThe message:\n\n\(lines.joined(separator: "\n"))\n"
    return Resolution(
      id: KnownErrorID(incident: number), locale: preferred, title: incident.title,
      heading: incident.title, markdown: markdown, updated: fix.time.date, source: "incident", line: number,
      reason: "an incident that was resolved")
  }

  /// The history of a resolved incident: that of all incidents and events with its signature.
  func history(ofIncident number: Int) throws -> KnownErrorHistory {
    guard let fingerprint = try store.fingerprint(ofIncident: number) else {
      return try IncidentMemory([store.incident(number)].compactMap(\.self)).history(events: (0, nil))
    }
    return try IncidentMemory(store, fingerprint).history(events: store.events(withSignature: fingerprint))
  }
}
