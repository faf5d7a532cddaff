import CasebookKnowledge
import CasebookSQLite

/// Brings the folds up to date with entries of the journal, which may come in any order.
///
/// Each entry first becomes rows of its own. What depends on several entries (which incidents are one, and how an incident
/// stands) is made afterwards, for the incidents that any of the entries is about.
struct JournalFolding {
  private let store: Store
  private var database: Database { store.database }
  /// Whether the folds were emptied before, so that no index has a row of them.
  private let isRebuilding: Bool
  /// The incidents that entries are about.
  private var touched: Set<EntryKey> = []
  /// The incidents that stood for them before.
  private var oldRoots: Set<EntryKey> = []
  private var hasMerged = false

  init(_ store: Store, isRebuilding: Bool = false) {
    self.store = store
    self.isRebuilding = isRebuilding
  }

  /// Makes the rows of an entry. Entries of kinds that this program does not know have none.
  mutating func add(_ entry: JournalEntry) throws {
    guard let content = entry.content, let kind = JournalKind(rawValue: entry.kind),
      entry.schema <= JournalKind.schema, let body = EntryBody(stored: content.body),
      try kind == .forgotten || !store.isForgotten(entry.key)
    else { return }
    if let name = body.knownError { try store.resolveName(name) }
    switch kind {
    case .recorded:
      try addTimelineEntry(entry, body, kind, about: entry.key)
      try store.giveNumber("incident", to: entry.key)
    case .note, .tried, .resolved, .reopened, .amended, .labelled:
      if let incident = body.incident { try addTimelineEntry(entry, body, kind, about: incident) }
    case .merged:
      guard let incident = body.incident, let other = body.target, incident != other else { return }
      try touch(other)
      try addTimelineEntry(entry, body, kind, about: incident)
      hasMerged = true
    case .forgotten:
      for key in body.entries {
        try database.run(
          """
          INSERT OR IGNORE INTO forgotten (key, "by", said, author, reason)
          VALUES (\(key), \(entry.key), \(body.said), \(body.author), \(body.text))
          """)
        try forget(key)
      }
      if let incident = body.incident { try addTimelineEntry(entry, body, kind, about: incident) }
    case .lesson, .undo: try addLesson(entry, body)
    case .resolution:
      guard let slug = body.slug, let locale = body.locale.flatMap({ LocaleTag($0) }),
        let markdown = body.markdown
      else { return }
      try database.run(
        """
        INSERT INTO local_resolution (key, slug, locale, time, said, author, incident, markdown)
        VALUES (\(entry.key), \(slug), \(locale), \(entry.time), \(body.said), \(body.author),
          \(body.incident), \(markdown))
        """)
      try store.noteLocalArticlesOutdated()
    case .worked, .failed:
      guard (body.incident == nil) != (body.knownError == nil) else { return }
      try database.run(
        """
        INSERT INTO outcome (key, time, said, author, text, worked, known_error, incident)
        VALUES (\(entry.key), \(entry.time), \(body.said), \(body.author), \(body.text), \(kind == .worked),
          \(body.knownError), \(body.incident))
        """)
    }
  }

  /// Makes what depends on several entries.
  mutating func finish() throws {
    if hasMerged { try store.foldRoots() }
    for root in oldRoots { try store.removeIncident(root) }
    let roots = Set(try touched.map { try store.root(of: $0) })
    for root in roots.sorted() {
      try store.foldIncident(root)
      try store.indexIncident(root)
    }
  }

  // MARK: Single entries

  private mutating func addTimelineEntry(
    _ entry: JournalEntry, _ body: EntryBody, _ kind: JournalKind, about incident: EntryKey
  ) throws {
    try touch(incident)
    let amends = kind == .amended ? body.target : nil
    try database.run(
      """
      INSERT INTO incident_entry (key, incident, time, said, kind, author, text, known_error, is_partial, amends)
      VALUES (\(entry.key), \(incident), \(entry.time), \(body.said), \(kind.rawValue), \(body.author),
        \(body.timelineText(kind)), \(body.knownError), \(body.isPartial), \(amends))
      """)
  }

  private func addLesson(_ entry: JournalEntry, _ body: EntryBody) throws {
    let kind = entry.kind == JournalKind.undo.rawValue ? .undo : body.lesson
    guard let kind, (kind == .match) == (body.knownError != nil), (kind == .undo) == (body.target != nil)
    else { return }
    try database.run(
      """
      INSERT INTO lesson (key, time, said, author, kind, known_error, undone)
      VALUES (\(entry.key), \(entry.time), \(body.said), \(body.author), \(kind.rawValue), \(body.knownError),
        \(body.target))
      """)
    for (position, subject) in body.subjects.enumerated() {
      if let fingerprint = subject.fingerprint {
        try store.keepSignature(EntryBody.BodySignature(fingerprint: fingerprint, template: subject.template))
      }
      try database.run(
        """
        INSERT INTO lesson_subject (lesson, position, fingerprint, group_id, text)
        VALUES (\(entry.key), \(position), \(subject.fingerprint), \(subject.group), \(subject.text))
        """)
    }
    try store.giveNumber("lesson", to: entry.key)
  }

  /// Removes the bytes of an entry and the rows that it made. That something was forgotten is not forgotten itself.
  mutating func forget(_ key: EntryKey) throws {
    let row: (incident: EntryKey, kind: String)? = try database.row(
      "SELECT incident, kind FROM incident_entry WHERE key = \(key) AND kind <> 'forgotten'"
    ) { try ($0[0], $0[1]) }
    if let row {
      try touch(row.incident)
      if row.kind == JournalKind.merged.rawValue {
        // The incidents that it joined stand for themselves again.
        for member in try store.members(of: store.root(of: row.incident)) { try touch(member) }
        hasMerged = true
      }
      try database.run("DELETE FROM incident_entry WHERE key = \(key)")
    }
    try database.run("DELETE FROM lesson_subject WHERE lesson = \(key)")
    try database.run("DELETE FROM lesson WHERE key = \(key)")
    try database.run("DELETE FROM outcome WHERE key = \(key)")
    try database.run("DELETE FROM local_resolution WHERE key = \(key)")
    if database.changes > 0 { try store.noteLocalArticlesOutdated() }
    try database.run(
      """
      UPDATE journal SET salt = NULL, body = NULL
      WHERE origin = \(key.origin) AND idx = \(key.index) AND body IS NOT NULL AND kind <> 'forgotten'
      """)
  }

  /// Notes that an incident changes. The index forgets the old text while that is still there.
  private mutating func touch(_ incident: EntryKey) throws {
    guard touched.insert(incident).inserted else { return }
    let root = try store.root(of: incident)
    guard oldRoots.insert(root).inserted, !isRebuilding else { return }
    try store.unindexIncident(root)
  }
}

extension EntryBody {
  /// The line about it in the timeline of an incident.
  fileprivate func timelineText(_ kind: JournalKind) -> String {
    switch kind {
    case .amended where target == nil:
      [title.map { "title: \($0)" }, message.map { "message: \($0)" }, severity.map { "severity: \($0)" }]
        .compactMap(\.self).joined(separator: "\n") + (text.isEmpty ? "" : "\n\(text)")
    case .labelled: labels.map(\.description).joined(separator: "\n")
    case .merged: target.map(\.shown) ?? ""
    default: text
    }
  }
}
