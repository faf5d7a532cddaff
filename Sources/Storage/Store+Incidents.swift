public import CasebookKnowledge
import CasebookSQLite

/// Incidents: people add entries to the journal, and read what they folded to.
extension Store {
  /// Records an incident and returns its number.
  public func recordIncident(
    title: String, message: String, signature: Signature, knownError: KnownErrorID?, text: String,
    severity: Incident.IncidentSeverity? = nil, labels: [RunLabel] = [],
    problems: [Incident.IncidentProblem] = [],
    by: Attribution = Attribution()
  ) throws -> Int {
    try saying {
      let key = try append(.recorded, by) { body in
        (body.title, body.message, body.text) = (title, message, text)
        body.signature = EntryBody.BodySignature(signature)
        body.knownError = knownError?.description
        body.severity = severity?.rawValue
        (body.labels, body.problems) = (labels, problems)
      }
      return try number(of: key) ?? 0
    }
  }

  /// Adds an entry to an incident's timeline; `false` if the incident does not exist.
  public func addEntry(
    to number: Int, _ kind: Incident.TimelineEntry.EntryKind, text: String, knownError: KnownErrorID? = nil,
    isPartial: Bool = false, by: Attribution = Attribution()
  ) throws -> Bool {
    guard let kind = JournalKind(rawValue: kind.rawValue) else { return false }
    return try say(kind, about: number, by) { body in
      body.text = text
      body.knownError = knownError?.description
      body.isPartial = isPartial
    }
  }

  /// Corrects an incident: what is `nil` stays. `false` if the incident does not exist.
  public func amend(
    _ number: Int, title: String? = nil, message: (text: String, signature: Signature)? = nil,
    severity: Incident.IncidentSeverity? = nil, by: Attribution = Attribution()
  ) throws -> Bool {
    try say(.amended, about: number, by) { body in
      body.title = title
      body.message = message?.text
      body.signature = message.map { EntryBody.BodySignature($0.signature) }
      body.severity = severity?.rawValue
    }
  }

  /// Corrects the text or the known error of an entry of an incident; `false` if the incident does not exist.
  public func amend(
    _ number: Int, entry: EntryKey, text: String, knownError: KnownErrorID? = nil,
    by: Attribution = Attribution()
  ) throws -> Bool {
    try say(.amended, about: number, by) { body in
      body.target = entry
      body.text = text
      body.knownError = knownError?.description
    }
  }

  /// Sets labels of an incident; a label replaces one of the same name. `false` if the incident does not exist.
  public func label(_ number: Int, _ labels: [RunLabel], by: Attribution = Attribution()) throws -> Bool {
    try say(.labelled, about: number, by) { $0.labels = labels }
  }

  /// Notes that two incidents are one; `false` if one of them does not exist.
  public func merge(_ number: Int, _ other: Int, by: Attribution = Attribution()) throws -> Bool {
    try saying {
      guard let key = try incidentKey(other), try incident(other) != nil else { return false }
      return try say(.merged, about: number, by) { $0.target = key }
    }
  }

  private func say(
    _ kind: JournalKind, about number: Int, _ by: Attribution, _ fill: (inout EntryBody) -> Void
  ) throws -> Bool {
    try saying {
      guard let key = try incidentKey(number), try incident(number) != nil else { return false }
      _ = try append(kind, by, about: key, fill: fill)
      return true
    }
  }

  // MARK: Names

  /// The number that this file gave an incident or a lesson.
  func number(of key: EntryKey) throws -> Int? {
    try database.value("SELECT number FROM number WHERE key = \(key)")
  }

  /// The key of the incident with this number, which may have been merged or forgotten since.
  func incidentKey(_ number: Int) throws -> EntryKey? {
    try database.value("SELECT key FROM number WHERE subject = 'incident' AND number = \(number)")
  }

  /// The numbers of the incidents whose shared name starts like `PREFIX-IDX`, which is `prefix` and `index`.
  public func incidentNumbers(withOrigin prefix: String, index: Int) throws -> [Int] {
    let keys: [(EntryKey, Int)] = try database.rows(
      """
      SELECT key, number FROM number
      WHERE subject = 'incident' AND key GLOB \(prefix + "*") AND CAST(substr(key, 18) AS INTEGER) = \(index)
      ORDER BY number
      """
    ) { try ($0[0], $0[1]) }
    return keys.filter { $0.0.index == index }.map(\.1)
  }

  /// Who removed an incident for good, when, and why; `nil` if it is there, or never was.
  public func forgetting(ofIncident number: Int) throws -> (time: Timestamp, author: String, reason: String)?
  {
    try database.row(
      """
      SELECT said, author, reason FROM forgotten JOIN number ON number.key = forgotten.key
      WHERE subject = 'incident' AND number = \(number) ORDER BY said LIMIT 1
      """
    ) { try ($0[0], $0[1], $0[2]) }
  }

  // MARK: Reading

  /// An incident with its timeline. A merged incident is found under each of its numbers.
  public func incident(_ number: Int) throws -> Incident? {
    guard let key = try incidentKey(number) else { return nil }
    return try incident(root(of: key))
  }

  /// The incident with this key, which is a root.
  func incident(_ root: EntryKey) throws -> Incident? {
    let found: Incident? = try database.row(
      """
      SELECT title, message, severity, problems, number FROM incident JOIN number ON number.key = incident.key
      WHERE incident.key = \(root)
      """
    ) { row in
      let severity = try row[2] as String?
      let problems = try (row[3] as String?).flatMap { try? JSON(parsing: $0.utf8) }?.array
      return Incident(
        number: try row[4], key: root, title: try row[0], message: try row[1], timeline: [],
        severity: severity.flatMap(Incident.IncidentSeverity.init(rawValue:)),
        problems: (problems ?? []).compactMap(Incident.IncidentProblem.init(json:)))
    }
    guard let found else { return nil }
    let labels = try database.rows(
      "SELECT name, value FROM incident_label WHERE incident = \(root) ORDER BY name"
    ) { RunLabel(name: try $0[0], value: try $0[1]) }
    let incident = Incident(
      number: found.number, key: root, title: found.title, message: found.message,
      timeline: try timeline(of: root), severity: found.severity, labels: labels, problems: found.problems)
    return try learned(from: root).map(incident.resolved) ?? incident
  }

  /// The entries of an incident and of those that were merged into it, in order, with their corrections.
  func timeline(of root: EntryKey) throws -> [Incident.TimelineEntry] {
    let members = try members(of: root)
    let rows = try database.rows(
      """
      SELECT key, time, said, kind, author, text, family.slug, known_error.slug, "row", is_partial, amends,
        incident_entry.known_error
      FROM incident_entry LEFT JOIN known_error_name ON name = incident_entry.known_error
      LEFT JOIN known_error ON known_error.id = known_error_id LEFT JOIN family ON family.id = family_id
      WHERE incident IN (\(list: members))
      """
    ) { row in
      let name: String? = try row[11]
      let entry = Incident.TimelineEntry(
        key: try row[0], time: try row[2],
        kind: try row.word(3, Incident.TimelineEntry.EntryKind.init(rawValue:)),
        text: try row[5],
        knownError: row.isNull(6) ? name.flatMap { KnownErrorID($0) } : try row.knownError(at: 6),
        author: try row[4], isPartial: try row[9])
      return (
        time: try row[1] as Timestamp, key: try row[0] as EntryKey, entry: entry,
        amends: try row[10] as EntryKey?
      )
    }
    // A forgotten entry keeps its place, so that the others keep their numbers.
    let gaps = try database.rows(
      """
      SELECT DISTINCT forgotten.key, journal.time FROM incident_entry
      JOIN forgotten ON "by" = incident_entry.key
      JOIN journal ON origin = substr(forgotten.key, 1, 16) AND idx = CAST(substr(forgotten.key, 18) AS INTEGER)
      WHERE incident IN (\(list: members)) AND incident_entry.kind = 'forgotten'
      """
    ) { row in
      let (key, time): (EntryKey, Timestamp) = (try row[0], try row[1])
      let gap = Incident.TimelineEntry(key: key, time: time, kind: .forgotten, text: "", knownError: nil)
      return (time: time, key: key, entry: gap, amends: nil as EntryKey?)
    }
    let all = (rows + gaps).sorted { ($0.time, $0.key) < ($1.time, $1.key) }
    var corrections: [EntryKey: [Incident.TimelineEntry]] = [:]
    for row in all { if let amended = row.amends { corrections[amended, default: []].append(row.entry) } }
    return all.map { row in
      corrections[row.key, default: []].reduce(row.entry) { $0.corrected(by: $1) }
    }
  }

  /// The numbers of all incidents, latest first.
  public func incidentNumbers() throws -> [Int] {
    try database.rows(
      "SELECT number FROM incident JOIN number ON number.key = incident.key ORDER BY number DESC"
    ) { try $0[0] }
  }

  /// The numbers of the incidents that contain any of the terms, best first, with their bm25.
  public func incidents(withAnyOf terms: [String], limit: Int) throws -> [(number: Int, bm25: Double)] {
    let hasAny: Int? = try database.value("SELECT 1 FROM incident LIMIT 1")
    guard hasAny != nil, let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      """
      SELECT rowid, -bm25(incident_index, 4.0, 2.0, 1.0) AS score FROM incident_index
      WHERE incident_index MATCH \(query.expression) ORDER BY score DESC, rowid DESC LIMIT \(limit)
      """
    ) { try ($0[0], $0[1]) }
  }

  /// The other incidents with the same signature or known error, latest first. Other rules may have signed them.
  public func incidents(like incident: Incident) throws -> [Incident] {
    guard let root = incident.key else { return [] }
    let own: (Fingerprint?, String?)? = try database.row(
      "SELECT fingerprint, known_error FROM incident WHERE key = \(root)"
    ) { try ($0[0], $0[1]) }
    guard let (fingerprint, knownError) = own else { return [] }
    let aliases = try fingerprint.map { Self.aliases(of: try current($0)) } ?? "NULL"
    let keys: [EntryKey] = try database.rows(
      """
      SELECT incident.key FROM incident JOIN number ON number.key = incident.key
      WHERE (fingerprint IN (\(aliases)) OR known_error = \(knownError)) AND incident.key <> \(root)
      ORDER BY number DESC LIMIT 100
      """
    ) { try $0[0] }
    return try keys.compactMap { try self.incident($0) }
  }

  /// The latest open incident with this signature.
  public func openIncident(withSignature fingerprint: Fingerprint) throws -> Incident? {
    let key: EntryKey? = try database.value(
      """
      SELECT incident.key FROM incident JOIN number ON number.key = incident.key
      WHERE fingerprint IN (\(Self.aliases(of: fingerprint))) AND state = 'open' ORDER BY number DESC LIMIT 1
      """)
    return try key.flatMap(incident)
  }

  func indexIncident(_ root: EntryKey) throws {
    guard let (number, columns) = try incidentColumns(root) else { return }
    try database.run(
      """
      INSERT INTO incident_index (rowid, title, message, notes)
      VALUES (\(number), \(columns.title), \(columns.message), \(columns.notes))
      """)
  }

  func unindexIncident(_ root: EntryKey) throws {
    guard let (number, columns) = try incidentColumns(root) else { return }
    try database.run(
      """
      INSERT INTO incident_index (incident_index, rowid, title, message, notes)
      VALUES ('delete', \(number), \(columns.title), \(columns.message), \(columns.notes))
      """)
  }

  private func incidentColumns(
    _ root: EntryKey
  ) throws -> (number: Int, columns: (title: String, message: String, notes: String))? {
    try incident(root).map { incident in
      (
        incident.number,
        (
          indexing.terms(ofMessage: incident.title), indexing.terms(ofMessage: incident.message),
          indexing.terms(ofMessage: incident.timeline.map(\.text).joined(separator: "\n"))
        )
      )
    }
  }
}

extension Incident.TimelineEntry {
  /// The entry with the text and the known error of a correction.
  fileprivate func corrected(by other: Self) -> Self {
    Self(
      key: key, time: time, kind: kind, text: other.text.isEmpty ? text : other.text,
      knownError: other.knownError ?? knownError, author: author, isPartial: isPartial)
  }
}

extension EntryBody.BodySignature {
  init(_ signature: Signature) {
    self.init(fingerprint: signature.fingerprint, template: signature.template)
  }
}
