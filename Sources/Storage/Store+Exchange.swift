import CasebookKnowledge
import CasebookSQLite

/// What came of taking entries from elsewhere.
public struct TakenEntries: Equatable, Sendable {
  /// How many were new.
  public var added = 0
  /// How many of them were of this file's own origin: it is a copy from before they were added.
  public var takenBack = 0
  /// How many entries of this file got another name, because its old names are in use elsewhere.
  public var renamed = 0
  /// How many entries lost their text here, because others forgot them.
  public var forgotten = 0
  /// The entries that were not taken, and why.
  public var problems: [String] = []
  /// Origins with an entry that was refused. Their later entries are refused too.
  public var refused: Set<String> = []
}

/// How far a journal goes for one origin.
public struct OriginState: Hashable, Sendable {
  /// The file that its entries come from.
  public let origin: String
  /// The number of its last entry.
  public let last: Int
  /// How many entries there are: as many as `last`, unless some are missing.
  public let entries: Int
  /// How many of them have their text.
  public let texts: Int
  /// The hash of the last entry.
  public let hash: [UInt8]
}

/// Why entries from elsewhere were refused as a whole.
public enum ExchangeError: Error, Equatable, Sendable {
  /// They would make this file forget more than a person checks at a glance.
  case tooManyForgets(Int)
}

/// Journals are exchanged as entries, and merge by union.
extension Store {
  /// The number of its own entries that this file forgets for foreign ones without being asked.
  public static let mostForgets = 10

  /// All entries of an origin from a number on, in order.
  public func forEachEntry(of origin: String, from index: Int = 1, _ body: (JournalEntry) throws -> Void)
    throws
  {
    try database.forEachRow("\(Self.entryColumns) WHERE origin = \(origin) AND idx >= \(index) ORDER BY idx")
    {
      try body(Self.entry($0))
    }
  }

  /// The origins of the entries here, in alphabetical order, each with its last number.
  public func origins() throws -> [(origin: String, last: Int)] {
    try database.rows("SELECT origin, max(idx) FROM journal GROUP BY origin ORDER BY origin") { row in
      (try row.word(0) { EntryKey.isOrigin($0) ? $0 : nil }, try row[1])
    }
  }

  /// How far the journal goes, by origin.
  public func journalState() throws -> [String: OriginState] {
    let states = try database.rows(
      """
      SELECT last.origin, last.idx, last.entries, last.texts, journal.hash
      FROM (
        SELECT origin, max(idx) AS idx, count(*) AS entries, count(body) AS texts FROM journal GROUP BY origin
      ) AS last
      JOIN journal ON journal.origin = last.origin AND journal.idx = last.idx
      """
    ) { row in
      OriginState(
        origin: try row.word(0) { EntryKey.isOrigin($0) ? $0 : nil }, last: try row[1],
        entries: try row.tally(2), texts: try row.tally(3), hash: try row[4])
    }
    return Dictionary(uniqueKeysWithValues: states.map { ($0.origin, $0) })
  }

  /// The entries of an origin up to a number that were forgotten here.
  public func forgottenEntries(of origin: String, upTo last: Int) throws -> [JournalEntry] {
    try database.rows(
      """
      \(Self.entryColumns) WHERE origin = \(origin) AND idx <= \(last) AND body IS NULL ORDER BY idx
      """, Self.entry)
  }

  /// How many entries here would lose their text if these entries of others were taken.
  public func countTexts(forgottenBy entries: [JournalEntry]) throws -> Int {
    let own = try ownOrigin()
    var keys: Set<EntryKey> = []
    for entry in entries where entry.kind == JournalKind.forgotten.rawValue && entry.key.origin != own {
      for key in entry.body?.entries ?? [] where try self.entry(key)?.content != nil { keys.insert(key) }
    }
    return keys.count
  }

  /// An entry as others may see it: without the secrets that the rules of today find in it.
  public func outgoing(_ entry: JournalEntry) -> JournalEntry { entry.redacted(redacted) }

  /// Takes entries in any order: those that are new and follow on what is here. All in one transaction.
  ///
  /// - Throws: `ExchangeError`.
  public func take(_ entries: [JournalEntry], acceptingForgets: Bool = false) throws -> TakenEntries {
    try saying {
      var taking = try Taking(self)
      try taking.take(entries.sorted { $0.key < $1.key })
      if !acceptingForgets, taking.taken.forgotten > Self.mostForgets {
        throw ExchangeError.tooManyForgets(taking.taken.forgotten)
      }
      return taking.taken
    }
  }

  /// The origin of this file's latest entries; `nil` before the first.
  func ownOrigin() throws -> String? { try database.value("SELECT value FROM meta WHERE name = 'origin'") }

  /// Gives this file's entries from a number on a new origin, because another file said something else under their
  /// names. What they refer to among themselves follows.
  fileprivate func renameEntries(from index: Int, of origin: String) throws -> Int {
    var moved: [JournalEntry] = []
    try forEachEntry(of: origin, from: index) { moved.append($0) }
    let renamed = try renewOrigin()
    var names: [EntryKey: EntryKey] = [:]
    for (offset, entry) in moved.enumerated() {
      names[entry.key] = EntryKey(origin: renamed, index: offset + 1)
    }
    let trigger: String? = try database.value("SELECT sql FROM sqlite_schema WHERE name = 'journal_is_kept'")
    try database.runScript("DROP TRIGGER journal_is_kept")
    try database.run("DELETE FROM journal WHERE origin = \(origin) AND idx >= \(index)")
    if let trigger { try database.runScript(trigger) }
    for entry in moved {
      guard let key = names[entry.key] else { continue }
      try database.run("UPDATE number SET key = \(key) WHERE key = \(entry.key)")
      guard let kind = JournalKind(rawValue: entry.kind), var body = entry.body else {
        // Entries that are forgotten, and those that this program cannot read, keep their bytes.
        try insert(
          JournalEntry(
            key: key, time: entry.time, kind: entry.kind, schema: entry.schema, content: entry.content,
            hash: entry.hash, isRedacted: true))
        continue
      }
      body.incident = body.incident.map { names[$0] ?? $0 }
      body.target = body.target.map { names[$0] ?? $0 }
      body.entries = body.entries.map { names[$0] ?? $0 }
      try insert(JournalEntry(key: key, time: entry.time, kind: kind, body: body.json.description))
    }
    try foldAll()
    return moved.count
  }
}

/// Takes a batch of entries that are sorted by key.
private struct Taking {
  private let store: Store
  private var folding: JournalFolding
  /// The last number of each origin.
  private var last: [String: Int]
  private(set) var taken = TakenEntries()

  init(_ store: Store) throws {
    self.store = store
    folding = JournalFolding(store)
    last = Dictionary(uniqueKeysWithValues: try store.origins().map { ($0.origin, $0.last) })
  }

  mutating func take(_ entries: [JournalEntry]) throws {
    for entry in entries where !taken.refused.contains(entry.key.origin) { try take(entry) }
    try folding.finish()
  }

  private mutating func take(_ entry: JournalEntry) throws {
    let key = entry.key
    guard entry.isGenuine else {
      return stop(key, "its text is not what its hash says; somebody changed it")
    }
    let next = last[key.origin, default: 0] + 1
    if key.index > next {
      return stop(key, "entry \(EntryKey(origin: key.origin, index: next)) comes before it, and is missing")
    }
    if key.index < next {
      guard let known = try store.entry(key) else { return }
      if known.hash == entry.hash {
        if known.content != nil, entry.content == nil { try forget(key) }
        return
      }
      guard try store.ownOrigin() == key.origin else {
        return stop(key, "another entry has this name here, with another hash; one of them is forged")
      }
      try folding.finish()
      taken.renamed += try store.renameEntries(from: key.index, of: key.origin)
      folding = JournalFolding(store)
      last = Dictionary(uniqueKeysWithValues: try store.origins().map { ($0.origin, $0.last) })
    }
    try add(entry)
  }

  private mutating func add(_ entry: JournalEntry) throws {
    let isOwn = try store.ownOrigin() == entry.key.origin
    let entry = entry.redacted(store.redacted)
    if entry.kind == JournalKind.forgotten.rawValue, !isOwn {
      for key in entry.body?.entries ?? [] where try store.entry(key)?.content != nil { taken.forgotten += 1 }
    }
    try store.insert(entry)
    try store.follow(entry.time)
    try folding.add(entry)
    if entry.kind == JournalKind.forgotten.rawValue { try store.noteUnscrubbed() }
    last[entry.key.origin] = entry.key.index
    taken.added += 1
    if isOwn { taken.takenBack += 1 }
  }

  /// Forgets an entry whose text another copy has lost already.
  private mutating func forget(_ key: EntryKey) throws {
    taken.forgotten += 1
    try folding.forget(key)
    try store.noteUnscrubbed()
  }

  private mutating func stop(_ key: EntryKey, _ reason: String) {
    taken.refused.insert(key.origin)
    taken.problems.append("\(key): \(reason)")
  }
}

extension JournalEntry {
  /// The entry without the secrets that the rules of this program find in it.
  fileprivate func redacted(_ redact: (String) -> String) -> JournalEntry {
    guard let content, let body else { return self }
    let clean = body.redacted(redact)
    if clean == body { return self }
    return JournalEntry(
      key: key, time: time, kind: kind, schema: schema,
      content: EntryContent(salt: content.salt, body: clean.json.description), hash: hash, isRedacted: true)
  }
}
