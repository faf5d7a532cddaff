public import CasebookKnowledge
import CasebookMigrations
public import CasebookLogText
import CasebookRedaction
public import CasebookSQLite
import CasebookSignatures
import Glibc

/// The file of a knowledge base. All SQL is in this module.
///
/// A store belongs to one thread. Several stores may read a file at once; one may write.
public final class Store {
  /// The path of the file; `:memory:` for one in memory.
  public let path: String
  let database: Database
  /// The clock; every record carries its time.
  package let now: () -> Timestamp
  let indexing = Indexing()
  /// The log formats.
  public var formats = LogFormats.standard
  /// Whether logs are only counted: of the events, one for each count is kept, and no lines around them.
  package var isCounting = false
  private lazy var redactor = Redactor()
  var sketches = SketchCache()
  private var knownLocales: [LocaleTag]?
  /// Whether the journal is being made from older tables.
  var isMakingJournal = false

  /// `Case` in ASCII, to distinguish a knowledge base from the databases of other programs.
  static let applicationID = 0x4361_7365

  /// Creates an empty file that only its owner can read, because logs and incidents are private. SQLite gives
  /// the files beside it the same mode. An existing file keeps its mode.
  private static func makeFile(_ path: String) {
    guard path != ":memory:" else { return }
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }

  /// How long to wait for another process's lock, in milliseconds.
  public static let busyTimeout: Int32 = 5_000

  /// How long to wait for a process that makes or upgrades the knowledge base, in milliseconds: nothing can be answered
  /// before it ends.
  public static let makingTimeout: Int32 = 60_000

  /// Opens the knowledge base at `path` and brings it to this version's schema.
  ///
  /// - Parameters:
  ///   - busyTimeout: How long to wait for another process's lock, in milliseconds.
  ///   - now: The clock, in UTC.
  ///   - fill: Called for a new knowledge base. Its contents become visible to others together with the
  ///     knowledge base; if several processes create one at once, it runs in one of them.
  /// - Throws: `StoreError`.
  public init(
    path: String, access: FileAccess, busyTimeout: Int32 = Store.busyTimeout,
    now: @escaping () -> Timestamp = Timestamp.now,
    fill: (Store) throws -> Void = { _ in }
  ) throws(StoreError) {
    self.path = path
    self.now = now
    do {
      switch access {
      case .create:
        Self.makeFile(path)
        database = try Database(path: path, access: .create, busyTimeout: busyTimeout)
      case .write, .writeIfPossible, .read:
        guard Glibc.access(path, F_OK) == 0 else { throw StoreError.missing(path: path) }
        database = try Self.openExisting(path, access, busyTimeout: busyTimeout)
      }
      let version = try Self.version(of: database, path: path)
      if access == .read {
        // Update an older file even if it is only read: this version cannot find what another analyzer
        // indexed.
        if try version < Migration.all.count || isIndexOutdated() {
          _ = try Store(
            path: path, access: .write, busyTimeout: busyTimeout > 0 ? Self.makingTimeout : 0, now: now,
            fill: fill)
        }
        return
      }
      if version < Migration.all.count {
        try Self.useWriteAheadLog(database, busyTimeout: busyTimeout)
        try Self.configure(database)
        if version == 0 { try makeSchema(fill) }
        if 1..<Self.journalVersion ~= version { try keepCopy(ofVersion: version) }
        try migrate()
        try Self.loadConcepts(into: database)
      } else {
        try Self.configure(database)
        try Self.loadConcepts(into: database)
      }
      try reindexIfOutdated()
      try rereadIfOutdated()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// A new knowledge base in memory.
  public init(inMemory: Void = (), now: @escaping () -> Timestamp = Timestamp.now) throws(StoreError) {
    path = ":memory:"
    self.now = now
    do {
      database = try Database()
      try Self.useWriteAheadLog(database, busyTimeout: 0)
      try Self.configure(database)
      try migrate()
      try Self.loadConcepts(into: database)
      try reindexIfOutdated()
      try rereadIfOutdated()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Creates the schema and fills it in one transaction, unless another process was faster.
  private func makeSchema(_ fill: (Store) throws -> Void) throws {
    try transaction {
      guard try database.value("PRAGMA user_version") == 0 else { return }
      try migrate()
      try reindexIfOutdated()
      try rereadIfOutdated()
      try fill(self)
      try Self.loadConcepts(into: database)
    }
  }

  /// Runs `body` on one state of the knowledge base, whatever others write meanwhile. It takes one lock
  /// instead of one per query.
  public func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try database.snapshot(body)
  }

  /// Runs `body` as one transaction: either all of it takes effect, or nothing.
  public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try database.transaction(body)
  }

  /// Runs `body` as one transaction, and takes back all that it stored.
  public func rehearse<Result>(_ body: () throws -> Result) throws -> Result {
    defer { forgetLocales() }
    return try database.rehearse(body)
  }

  /// The locales in which the knowledge base has articles, in alphabetical order.
  public func locales() throws -> [LocaleTag] {
    if let knownLocales { return knownLocales }
    // Jumps from one language to the next in the index, whatever the number of articles.
    let locales: [LocaleTag] = try database.rows(
      """
      WITH RECURSIVE found (locale) AS (
        SELECT min(locale) FROM article
        UNION ALL
        SELECT (SELECT min(locale) FROM article WHERE article.locale > found.locale) FROM found
        WHERE found.locale IS NOT NULL
      )
      SELECT locale FROM found WHERE locale IS NOT NULL
      """
    ) { try $0[0] }
    knownLocales = locales
    return locales
  }

  /// A text with its secrets replaced by placeholders. Logs and incidents are stored only in this form.
  public func redacted(_ text: String) -> String {
    Redactor.isPlain(text) ? text : redactor.redacted(text)
  }

  /// A text without its secrets and their placeholders: what of it can be looked for.
  public func remainder(of text: String) -> String {
    Redactor.isPlain(text) ? text : redactor.remainder(of: text)
  }

  /// The name under which a file is stored; see `Redactor.storedName`.
  package func storedName(ofPath path: String) -> String { redactor.storedName(ofPath: path) }

  func forgetLocales() { knownLocales = nil }

  /// All locales of the articles and English, the language of messages: each article is indexed in its own
  /// locale.
  func queryLocales() throws -> [LocaleTag] {
    let locales = try locales()
    return locales.contains(.english) ? locales : locales + [.english]
  }

  static func openExisting(
    _ path: String, _ access: FileAccess, busyTimeout: Int32
  ) throws(SQLiteError) -> Database {
    guard access == .read else {
      return try Database(path: path, access: .write, busyTimeout: busyTimeout)
    }
    let database = try Database(path: path, access: .read, busyTimeout: busyTimeout)
    // The first statement that reads shows whether the write-ahead log can be used. A read-only medium has no
    // room for the log's index, and nobody can write to it either.
    do {
      try setCache(readerCache, of: database)
      try database.run("PRAGMA user_version")
      return database
    } catch {
      guard error.kind == .cannotOpen || error.kind == .readOnly else { return database }
      // Rows that are only in the log would be missing without notice.
      if hasContent(path + "-wal") { throw error }
      return try Database(immutable: path)
    }
  }

  private static func hasContent(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }
}

extension StoreError {
  /// An error of SQLite after opening, with the path of its file.
  public init(_ error: SQLiteError) { self.init(error, path: error.path ?? ":memory:") }

  /// An error of this module or of SQLite; `nil` for any other.
  public init?(of error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as SQLiteError: self.init(error)
    default: return nil
    }
  }

  /// Any error of this module with a path; an error with a path is unchanged.
  package init(_ error: any Error, path: String) {
    self =
      switch error {
      case let error as StoreError: error
      case let error as SQLiteError: Self.judged(error, path: path)
      default: .sqlite(path: path, SQLiteError(unexpected: "\(error)"))
      }
  }

  /// Checks the file if it may be the cause of an SQLite error.
  private static func judged(_ error: SQLiteError, path: String) -> StoreError {
    switch error.kind {
    case .notADatabase: .notADatabase(path: path)
    // SQLite reports a file system without locks as one where others hold them.
    case .busy where !canLock(beside: path): .sqlite(path: path, error.causedByMissingLocks)
    case .constraint, .other:
      .sqlite(path: path, Store.damage(in: path).map(error.caused(byDamage:)) ?? error)
    default: .sqlite(path: path, error)
    }
  }
}
