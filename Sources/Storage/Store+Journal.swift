public import CasebookKnowledge
import CasebookSQLite
import CasebookText
import Glibc

/// The journal: what people say, as entries that are only ever added.
extension Store {
  /// Runs `body` as one transaction that is on the disk when this returns. For what people say: nobody can say it again
  /// for them. Data from files needs less, because the files are there to be read again.
  public func saying<Result>(_ body: () throws -> Result) throws -> Result {
    guard !database.isInTransaction else { return try database.transaction(body) }
    try database.runScript("PRAGMA synchronous = FULL")
    defer { try? database.runScript("PRAGMA synchronous = NORMAL") }
    return try database.transaction(body)
  }

  /// Adds an entry of this file, which `fill` completes, and brings the folds up to date.
  func append(
    _ kind: JournalKind, _ by: Attribution, about incident: EntryKey? = nil,
    fill: (inout EntryBody) throws -> Void
  ) throws -> EntryKey {
    try saying {
      let now = now()
      var body = EntryBody(by, now: now, incident: incident)
      try fill(&body)
      let origin = try writableOrigin()
      let last: (index: Int, time: Timestamp)? = try database.row(
        "SELECT idx, time FROM journal WHERE origin = \(origin) ORDER BY idx DESC LIMIT 1"
      ) { try ($0[0], $0[1]) }
      let entry = JournalEntry(
        key: EntryKey(origin: origin, index: (last?.index ?? 0) + 1), time: try tick(now, after: last?.time),
        kind: kind, body: body.redacted(redacted).json.description)
      try insert(entry)
      var folding = JournalFolding(self)
      try folding.add(entry)
      try folding.finish()
      return entry.key
    }
  }

  /// The place of the last exchange; `nil` before the first.
  public func syncPlace() throws -> String? {
    try database.value("SELECT value FROM meta WHERE name = 'sync_place'")
  }

  /// Notes the place of an exchange, which has no password in it.
  public func keepSyncPlace(_ place: String) throws {
    guard try syncPlace() != place else { return }
    try database.run("INSERT OR REPLACE INTO meta VALUES ('sync_place', \(place))")
  }

  /// Stores an entry as it is. A forgotten key wins over its body.
  func insert(_ entry: JournalEntry) throws {
    let isGone = try entry.kind != JournalKind.forgotten.rawValue && isForgotten(entry.key)
    let content = isGone ? nil : entry.content
    try database.run(
      """
      INSERT INTO journal (origin, idx, time, kind, schema, salt, body, hash, redacted)
      VALUES (\(entry.key.origin), \(entry.key.index), \(entry.time), \(entry.kind), \(entry.schema),
        \(content?.salt), \(content?.body), \(entry.hash), \(entry.isRedacted))
      """)
  }

  /// One entry; `nil` if it is not here.
  public func entry(_ key: EntryKey) throws -> JournalEntry? {
    try database.row("\(Self.entryColumns) WHERE origin = \(key.origin) AND idx = \(key.index)", Self.entry)
  }

  static let entryColumns: SQL =
    "SELECT origin, idx, time, kind, schema, salt, body, hash, redacted FROM journal"

  /// The entry in a row of `entryColumns`.
  static func entry(_ row: Row) throws -> JournalEntry {
    let salt: [UInt8]? = try row[5]
    let body: String? = try row[6]
    let content = salt.flatMap { salt in body.map { JournalEntry.EntryContent(salt: salt, body: $0) } }
    let origin = try row.word(0) { EntryKey.isOrigin($0) ? $0 : nil }
    return JournalEntry(
      key: EntryKey(origin: origin, index: try row[1]), time: try row[2], kind: try row[3],
      schema: try row[4], content: content, hash: try row[7], isRedacted: try row[8])
  }

  // MARK: Origin

  /// The origin of new entries. A copy of the file gets an origin of its own: two files that went on from one would
  /// otherwise both say something under the same key.
  func writableOrigin() throws -> String {
    let place = Self.place(ofFile: path)
    let known: String? = try database.value("SELECT value FROM meta WHERE name = 'origin'")
    let knownPlace: String? = try database.value("SELECT value FROM meta WHERE name = 'origin_place'")
    if let known, knownPlace == place, EntryKey.isOrigin(known) { return known }
    return try renewOrigin()
  }

  /// Takes a new origin for all entries from now on.
  func renewOrigin() throws -> String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    let origin = String(repeating: "0", count: EntryKey.originLength - digits.utf8.count) + digits
    try database.run("INSERT OR REPLACE INTO meta VALUES ('origin', \(origin))")
    try database.run("INSERT OR REPLACE INTO meta VALUES ('origin_place', \(Self.place(ofFile: path)))")
    return origin
  }

  /// The device and the inode of a file.
  private static func place(ofFile path: String) -> String {
    var status = stat()
    guard path != ":memory:", stat(path, &status) == 0 else { return "memory" }
    return "\(status.st_dev):\(status.st_ino)"
  }

  // MARK: Clock

  /// The next time of a hybrid logical clock: that of the system, or just after what this file already knows.
  private func tick(_ now: Timestamp, after last: Timestamp?) throws -> Timestamp {
    let now = now.milliseconds
    var time = now
    // A clock that was wrong by years would otherwise be followed for years.
    if let known = try clock(), known <= now + Self.mostSkew { time = max(time, known + 1) }
    if let last { time = max(time, last.milliseconds + 1) }
    let next = Timestamp(
      milliseconds: min(max(time, Timestamp.stored.lowerBound), Timestamp.stored.upperBound))
    try setClock(next)
    return next
  }

  /// Notes the time of an entry from elsewhere. One from more than a day ahead is kept, but not followed.
  func follow(_ time: Timestamp) throws {
    guard time.milliseconds <= now().milliseconds + Self.mostSkew else { return }
    if try clock().map({ $0 < time.milliseconds }) ?? true { try setClock(time) }
  }

  private func clock() throws -> Int64? {
    let text: String? = try database.value("SELECT value FROM meta WHERE name = 'clock'")
    return text.flatMap { Int64($0) }
  }

  private func setClock(_ time: Timestamp) throws {
    try database.run("INSERT OR REPLACE INTO meta VALUES ('clock', \(String(time.milliseconds)))")
  }

  private static let mostSkew: Int64 = 86_400_000
}
