import CasebookMigrations
import CasebookSQLite
import Glibc

extension Store {
  /// The version of the schema; 0 for an empty database.
  static func version(of database: Database, path: String) throws -> Int {
    // One transaction, because another process may create the schema between two reads.
    try database.runScript("BEGIN")
    defer { try? database.runScript("ROLLBACK") }
    let version = try database.integer("PRAGMA user_version")
    let application = try database.integer("PRAGMA application_id")
    if application == applicationID {
      // The version and the mark are written together, so a file with the mark has a version.
      guard version > 0 else { throw database.damaged("user_version is \(version)") }
      guard version <= Migration.all.count else {
        throw StoreError.newer(path: path, version: version, supported: Migration.all.count)
      }
      return version
    }
    let objects: Int = try database.value("SELECT count(*) FROM sqlite_schema") ?? 0
    guard version == 0, objects == 0, application == 0 else { throw StoreError.foreign(path: path) }
    return 0
  }

  /// Settings for every connection that writes.
  static func configure(_ database: Database) throws {
    let _: Int? = try database.value("PRAGMA foreign_keys = ON")
    let _: Int? = try database.value("PRAGMA synchronous = NORMAL")
    // Keeps the data of an ingest in memory until it commits: 64 MB of pages, 32 MB of log.
    try setCache(articleCache, of: database)
    let _: Int? = try database.value("PRAGMA wal_autocheckpoint = 8192")
  }

  /// The size of the page cache in KiB, while storing articles and while storing a log. A log is stored in
  /// the order in which it is read, and needs few earlier pages.
  private static let (articleCache, logCache) = (65_536, 16_384)

  /// Runs `body` with a page cache of the size for logs.
  package func withLogCache<Result>(_ body: () throws -> Result) throws -> Result {
    try Self.setCache(Self.logCache, of: database)
    defer { try? Self.setCache(Self.articleCache, of: database) }
    return try body()
  }

  /// That of a connection that only reads. A diagnosis reads some pages of a large file many times.
  static let readerCache = 32_768

  static func setCache(_ size: Int, of database: Database) throws(SQLiteError) {
    try database.runScript("PRAGMA cache_size = -\(size)")
  }

  /// The migration since which a fold has how long it took to resolve an incident.
  private static let tookVersion = 12

  /// Applies the missing migrations, each in its own transaction.
  func migrate() throws {
    for migration in Migration.all {
      try database.transaction {
        // Another process may have applied the migration while this one waited for the lock.
        let version: Int = try database.value("PRAGMA user_version") ?? 0
        guard version == migration.version - 1 else { return }
        try database.runScript(migration.sql)
        if migration.version == Self.journalVersion {
          isMakingJournal = true
          defer { isMakingJournal = false }
          try makeJournal()
        }
        // The folds have more columns.
        if migration.version == Self.tookVersion { try foldAll() }
        try database.runScript(
          "PRAGMA user_version = \(migration.version); PRAGMA application_id = \(Self.applicationID)")
      }
    }
  }

  /// Switches to the write-ahead log. SQLite does not wait for the lock that this needs, because two
  /// processes that create the same file would wait for each other.
  static func useWriteAheadLog(_ database: Database, busyTimeout: Int32) throws {
    var waited: Int32 = 0
    while true {
      do throws(SQLiteError) {
        let _: String? = try database.value("PRAGMA journal_mode = WAL")
        return
      } catch {
        guard error.kind == .busy, waited < busyTimeout else { throw error }
        usleep(5000)
        waited += 5
      }
    }
  }
}

extension Database {
  /// The number that a statement returns, of any size; 0 if it returns none.
  fileprivate func integer(_ sql: SQL) throws -> Int {
    Int(try row(sql) { try $0.integer(0, in: .min ... .max) } ?? 0)
  }
}

extension Store {
  /// The version of SQLite.
  package static var sqliteVersion: String { Database.libraryVersion }
  /// The version of the schema of new files.
  package static var schemaVersion: Int { Migration.all.count }
}
