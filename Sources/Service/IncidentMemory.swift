public import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// The fixes that people made for the errors of one signature.
struct IncidentMemory {
  /// A fix and its record.
  struct RecordedFix {
    /// The known error whose resolution it follows; else the last incident that it resolved.
    let id: KnownErrorID
    /// The last time that it worked.
    let latest: IncidentOutcome
    /// How often it worked, and how often it did not.
    let worked: Int
    let failed: Int

    /// The lower bound of its rate of success.
    var leastSuccess: Double { leastRate(worked, of: worked + failed) }
  }

  /// The fixes that ever worked, the surest first.
  let fixes: [RecordedFix]
  /// What never worked, each once.
  let failures: [IncidentOutcome]
  /// When the error occurred in incidents.
  let occurrences: [Timestamp]
  /// The fixes, the latest first.
  let outcomes: [IncidentOutcome]
  /// The numbers of the incidents that are not resolved, the latest first.
  let open: [Int]
  /// The local known errors that people wrote about the incidents, each with the number of its incident.
  let learned: [(id: KnownErrorID, incident: Int)]

  /// How many incidents of one signature are read.
  private static let limit = 100

  init(_ store: Store, _ fingerprint: Fingerprint) throws {
    try self.init(store.incidents(withSignature: fingerprint, limit: Self.limit), store)
  }

  /// Reads incidents of one signature, the latest first, and what people said of their fixes.
  init(_ incidents: [Incident], _ store: Store) throws {
    open = incidents.filter { $0.state == .open }.map(\.number)
    occurrences = incidents.flatMap(\.occurrences)
    learned = try incidents.compactMap { incident in
      try incident.key.flatMap(store.learned).map { ($0, incident.number) }
    }
    var done = DoneList(Set(learned.map(\.id)))
    for incident in incidents { done.add(incident.outcomes.reversed(), try store.outcomes(of: incident)) }
    for id in done.knownErrors { done.add(try store.outcomes(of: id)) }
    let all = done.latestFirst
    outcomes = all.map(\.outcome)
    var order: [FixKey] = []
    for one in all where !order.contains(one.fix) { order.append(one.fix) }
    let byFix = Dictionary(grouping: all, by: \.fix).mapValues { $0.map(\.outcome) }
    fixes = order.compactMap { key in
      // A word on it does not say what was done, or how long it took.
      guard let all = byFix[key],
        let latest = all.first(where: { $0.worked && $0.took != nil }) ?? all.first(where: \.worked),
        let id = key.knownError ?? all.first(where: \.worked)?.incident.map(KnownErrorID.init(incident:))
      else { return nil }
      let worked = all.count(where: \.worked)
      return RecordedFix(id: id, latest: latest, worked: worked, failed: all.count - worked)
    }.sorted { ($0.leastSuccess, $0.latest.time) > ($1.leastSuccess, $1.latest.time) }
    failures = order.compactMap { key in
      byFix[key].flatMap { all in all.contains(where: \.worked) ? nil : all.first }
    }
  }

  /// What happened, in a line: how often, which fix worked when and after how long, and what did not help.
  func summary(of fix: RecordedFix) -> String {
    var parts: [String] = []
    if occurrences.count > 1 { parts.append("seen \(occurrences.count) times") }
    let times = fix.worked > 1 ? " \(fix.worked) times" : ""
    parts.append("\(fix.latest.time.date): \(fix.latest.words) worked\(times)\(fix.latest.circumstances)")
    if fix.failed > 0 { parts.append("it failed \(fix.failed == 1 ? "once" : "\(fix.failed) times")") }
    let failed = failures.prefix(3).map(\.words)
    if !failed.isEmpty { parts.append("\(failed.joined(separator: ", ")) did not help") }
    return parts.joined(separator: "; ")
  }

  /// The history of the incident as a known error of its own. `events` are those with its signature.
  func history(events: EventCounts) -> KnownErrorHistory {
    KnownErrorHistory(
      seen: occurrences.count + events.count,
      lastSeen: (occurrences + [events.last].compactMap(\.self)).max(),
      worked: outcomes.count(where: \.worked), failed: outcomes.count { !$0.worked },
      outcomes: Array(outcomes.prefix(20)), shared: events.shared)
  }
}

/// The lower bound of a rate (Wilson, 1927; 95 %, two-sided): one lucky fix does not outrank ten. 0 without any case.
func leastRate(_ successes: Int, of all: Int) -> Double {
  guard all > 0 else { return 0 }
  let (n, z) = (Double(all), 1.96)
  let share = Double(successes) / n
  let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  return (share + z * z / (2 * n) - spread) / (1 + z * z / n)
}

/// The same fix: the same known error, or the same words.
private struct FixKey: Hashable {
  var knownError: KnownErrorID?
  let words: String

  init(_ outcome: IncidentOutcome) {
    knownError = outcome.knownError
    words = outcome.knownError == nil ? Self.words(of: outcome.text) : ""
  }

  init(_ id: KnownErrorID) { (knownError, words) = (id, "") }

  static func words(of text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}

/// The deeds about errors of one signature, sorted into fixes.
private struct DoneList {
  private var done: [(fix: FixKey, outcome: IncidentOutcome)] = []
  private let learned: Set<KnownErrorID>

  init(_ learned: Set<KnownErrorID>) { self.learned = learned }

  /// The known errors that were followed or written.
  var knownErrors: [KnownErrorID] { learned.union(done.compactMap(\.fix.knownError)).sorted() }

  /// Adds what was done in an incident, the latest first, and what people said of its fix later.
  mutating func add(_ own: [IncidentOutcome], _ said: [IncidentOutcome]) {
    done += own.map { (FixKey($0), $0) }
    if let fix = own.first(where: \.worked) { done += said.map { (FixKey(fix), $0) } }
  }

  /// Adds what people said of a known error.
  mutating func add(_ said: [IncidentOutcome]) { done += said.map { (FixKey($0), $0) } }

  /// All of it, the latest first. Words that a person made an article of are that article elsewhere, too.
  var latestFirst: [(fix: FixKey, outcome: IncidentOutcome)] {
    let articles = Dictionary(
      done.compactMap { one -> (String, KnownErrorID)? in
        guard let id = one.outcome.knownError, learned.contains(id), !one.outcome.text.isEmpty else {
          return nil
        }
        return (FixKey.words(of: one.outcome.text), id)
      }
    ) { first, _ in first }
    return done.map { one in
      guard one.fix.knownError == nil, let id = articles[one.fix.words] else { return one }
      return (FixKey(id), one.outcome)
    }.enumerated().sorted {
      ($0.element.outcome.time, $1.offset) > ($1.element.outcome.time, $0.offset)
    }.map(\.element)
  }
}

extension IncidentOutcome {
  /// It in a sentence: a person's words in quotation marks, or the known error.
  fileprivate var words: String {
    if text.isEmpty { return knownError?.description ?? "it" }
    let line = text.inOneLine
    return "\"\(line.count > 120 ? line.prefix(119) + "…" : line)\""
  }

  /// ` after 42 min (by ops)`
  fileprivate var circumstances: String {
    (took.map { " after \(shownDuration($0))" } ?? "") + (author.isEmpty ? "" : " (by \(author))")
  }

  /// `2021-10-21: "rotated the role" worked after 42 min (by ops)`
  public var sentence: String {
    "\(time.date): \(words) \(worked ? "worked" : "did not help")\(circumstances)"
  }
}

extension String {
  fileprivate var inOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension KnowledgeBase {
  /// A resolved incident as a resolution; `nil` if it does not exist, or nobody wrote down what worked.
  func resolution(ofIncident number: Int) throws -> Resolution? {
    guard let incident = try store.incident(number), incident.state == .resolved,
      let fix = incident.outcomes.last(where: \.worked), !fix.text.isEmpty
    else { return nil }
    let memory = try IncidentMemory([incident], store)
    var markdown = fix.text + "\n\n"
    markdown += "- Worked on \(fix.time.date)"
    if let took = fix.took { markdown += ", after \(shownDuration(took))" }
    markdown += fix.author.isEmpty ? ".\n" : ", by \(fix.author).\n"
    if let id = fix.knownError { markdown += "- It follows `\(id)`.\n" }
    for failure in memory.failures { markdown += "- Did not help: \(failure.words)\n" }
    for note in incident.notes where note.text != fix.text {
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
    guard let fingerprint = try store.currentFingerprint(ofIncident: number) else {
      return try IncidentMemory([store.incident(number)].compactMap(\.self), store).history(
        events: EventCounts())
    }
    return try IncidentMemory(store, fingerprint).history(events: store.events(withSignature: fingerprint))
  }

  /// The known errors of incidents, by their numbers: those that a person named, or else those that resolved the same
  /// message before, which may be the incident itself. Incidents that nobody knows are missing.
  public func knownErrors(of incidents: [Incident]) throws -> [Int: KnownErrorID] {
    var memories: [Fingerprint: IncidentMemory] = [:]
    var known: [Int: KnownErrorID] = [:]
    for incident in incidents {
      known[incident.number] = incident.knownError
      guard incident.knownError == nil,
        let fingerprint = try store.currentFingerprint(ofIncident: incident.number)
      else { continue }
      let memory = try memories[fingerprint] ?? IncidentMemory(store, fingerprint)
      memories[fingerprint] = memory
      let own = memory.fixes.first { $0.id == KnownErrorID(incident: incident.number) }
      known[incident.number] = own?.id ?? memory.fixes.first?.id ?? memory.learned.first?.id
    }
    return known
  }
}
