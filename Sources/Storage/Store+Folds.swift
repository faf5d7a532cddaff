import CasebookKnowledge
import CasebookSQLite

/// The parts of the folds that depend on several entries.
extension Store {
  func isForgotten(_ key: EntryKey) throws -> Bool {
    try database.value("SELECT 1 FROM forgotten WHERE key = \(key) LIMIT 1") == 1
  }

  /// Gives an incident or a lesson the next number of this file, unless it has one.
  func giveNumber(_ subject: String, to key: EntryKey) throws {
    try database.run(
      """
      INSERT OR IGNORE INTO number (subject, number, key)
      SELECT \(subject), coalesce(max(number), 0) + 1, \(key) FROM number WHERE subject = \(subject)
      """)
  }

  /// Notes which known error a name means here, if there is one.
  func resolveName(_ name: String) throws {
    guard try database.value("SELECT 1 FROM known_error_name WHERE name = \(name)") != 1,
      let id = KnownErrorID(name), let number = try knownErrorNumber(of: id)
    else { return }
    try database.run("INSERT INTO known_error_name (name, known_error_id) VALUES (\(name), \(number))")
  }

  /// Stores a signature as others made it, unless its fingerprint is known.
  func keepSignature(_ signature: EntryBody.BodySignature) throws {
    try database.run(
      "INSERT OR IGNORE INTO signature (fingerprint, template) VALUES (\(signature.fingerprint), \(signature.template))"
    )
  }

  // MARK: Merged incidents

  /// The incident that stands for this one.
  func root(of incident: EntryKey) throws -> EntryKey {
    try database.value("SELECT root FROM incident_root WHERE incident = \(incident)") ?? incident
  }

  /// The incidents that one stands for, itself included.
  func members(of root: EntryKey) throws -> [EntryKey] {
    [root]
      + (try database.rows("SELECT incident FROM incident_root WHERE root = \(root) ORDER BY incident") {
        try $0[0]
      })
  }

  /// Finds again which incidents are one: those that merges connect, in any order, also in a circle.
  func foldRoots() throws {
    let merges: [(key: EntryKey, incident: EntryKey)] = try database.rows(
      "SELECT key, incident FROM incident_entry WHERE kind = 'merged'"
    ) { try ($0[0], $0[1]) }
    var parents: [EntryKey: EntryKey] = [:]
    func root(_ key: EntryKey) -> EntryKey {
      var key = key
      while let parent = parents[key] { key = parent }
      return key
    }
    for merge in merges {
      guard let other = try entry(merge.key)?.body?.target else { continue }
      let roots = [root(merge.incident), root(other)].sorted()
      if roots[0] != roots[1] { parents[roots[1]] = roots[0] }
    }
    try database.run("DELETE FROM incident_root")
    for key in parents.keys.sorted() {
      try database.run("INSERT INTO incident_root (incident, root) VALUES (\(key), \(root(key)))")
    }
  }

  // MARK: Incidents

  /// Removes what is folded of an incident as a whole.
  func removeIncident(_ root: EntryKey) throws {
    try database.run("DELETE FROM incident WHERE key = \(root)")
    try database.run("DELETE FROM incident_label WHERE incident = \(root)")
  }

  /// Stores an incident as its entries leave it. It has none until the entry that recorded it arrives.
  func foldIncident(_ root: EntryKey) throws {
    let timeline = try timeline(of: root)
    let recorded = timeline.filter { $0.kind == .recorded }.compactMap(\.key).sorted()
    guard let first = recorded.first, let base = try entry(first).flatMap(\.body) else { return }
    var (title, message, signature, severity) = (
      base.title ?? "", base.message ?? "", base.signature, base.severity
    )
    var labels: [String: String] = [:]
    let changes = try timeline.filter(\.changesIncident).compactMap { try $0.key.flatMap(entry)?.body }
    // The labels of all that were merged; the first incident's own come last.
    for body in try recorded.reversed().compactMap({ try entry($0)?.body }) + changes {
      for label in body.labels { labels[label.name] = label.value }
    }
    for body in changes {
      title = body.title ?? title
      severity = body.severity ?? severity
      if let changed = body.message { (message, signature) = (changed, body.signature) }
    }
    if let signature { try keepSignature(signature) }
    let said = timeline.filter { $0.kind == .recorded }.map(\.time).min()
    let incident = Incident(number: 0, title: title, message: message, timeline: timeline)
    let problems = base.problems.isEmpty ? nil : JSON.array(base.problems.map(\.json)).description
    try database.run(
      """
      INSERT INTO incident (key, title, message, fingerprint, state, severity, known_error, recorded, problems)
      VALUES (\(root), \(title), \(message), \(signature?.fingerprint), \(incident.state.rawValue), \(severity),
        \(try knownErrorName(of: root, timeline)), \(said ?? base.said), \(problems))
      """)
    // The step that makes the journal comes before these columns.
    if !isMakingJournal {
      try database.run(
        "UPDATE incident SET resolved = \(incident.resolution?.time), took = \(incident.took) WHERE key = \(root)"
      )
    }
    for (name, value) in labels {
      try database.run("INSERT INTO incident_label VALUES (\(root), \(name), \(value))")
    }
    try giveNumber("incident", to: root)
  }

  /// The known error that an incident names in the end, under the name that the person said: names of this file would
  /// differ from those of others.
  private func knownErrorName(of root: EntryKey, _ timeline: [Incident.TimelineEntry]) throws -> String? {
    guard let entry = timeline.last(where: { $0.knownError != nil && $0.kind != .tried }) else { return nil }
    let amended: String? = try database.value(
      """
      SELECT known_error FROM incident_entry WHERE amends = \(entry.key) AND known_error IS NOT NULL
        AND incident IN (\(list: try members(of: root))) ORDER BY time DESC, key DESC LIMIT 1
      """)
    return try amended
      ?? database.value("SELECT known_error FROM incident_entry WHERE key = \(entry.key)")
  }
}

extension JournalEntry {
  /// What it says; `nil` if it was forgotten or cannot be read.
  var body: EntryBody? { content.flatMap { EntryBody(stored: $0.body) } }
}

extension Incident.TimelineEntry {
  /// Whether it changes the title, the message, the severity or the labels.
  fileprivate var changesIncident: Bool { kind == .amended || kind == .labelled }
}
