import CasebookMigrations
import CasebookSQLite
import Glibc

extension Store {
  /// The schema's version; 0 for a database that is still empty.
  static func version(of database: Database, path: String) throws -> Int {
    // One transaction: another process may be making the schema between two reads.
    try database.runScript("BEGIN")
    defer { try? database.runScript("ROLLBACK") }
    let version = try database.integer("PRAGMA user_version")
    let application = try database.integer("PRAGMA application_id")
    if application == applicationID {
      // The version is written with the mark, so it is never without one.
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

  /// What each connection that writes must set.
  static func configure(_ database: Database) throws {
    let _: Int? = try database.value("PRAGMA foreign_keys = ON")
    let _: Int? = try database.value("PRAGMA synchronous = NORMAL")
    // What an ingest writes stays in memory until it is written for good: 64 MB of pages, 32 MB of log.
    try setCache(articleCache, of: database)
    let _: Int? = try database.value("PRAGMA wal_autocheckpoint = 8192")
  }

  /// How much of the file a connection keeps in memory while it stores articles, and while it stores a log, in KiB: a
  /// log is stored in the order in which it is read, and needs little of what was stored before.
  private static let (articleCache, logCache) = (65_536, 16_384)

  /// Runs `body` with as much memory for pages as a log needs.
  package func withLogCache<Result>(_ body: () throws -> Result) throws -> Result {
    try Self.setCache(Self.logCache, of: database)
    defer { try? Self.setCache(Self.articleCache, of: database) }
    return try body()
  }

  private static func setCache(_ size: Int, of database: Database) throws {
    try database.runScript("PRAGMA cache_size = -\(size)")
  }

  /// Takes the steps that the database has not taken yet, each in its own transaction.
  static func migrate(_ database: Database) throws {
    for migration in Migration.all {
      try database.transaction {
        // Another process may have taken the step while this one waited for the lock.
        let version: Int = try database.value("PRAGMA user_version") ?? 0
        guard version == migration.version - 1 else { return }
        try database.runScript(migration.sql)
        try database.runScript(
          "PRAGMA user_version = \(migration.version); PRAGMA application_id = \(applicationID)")
      }
    }
    try loadConcepts(into: database)
  }

  /// Switches to the write-ahead log. SQLite does not wait for the lock that it takes: two processes that make one file
  /// would wait for each other.
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
  /// The one number that a statement gives, of any size: 0 where it gives none.
  fileprivate func integer(_ sql: SQL) throws -> Int {
    Int(try row(sql) { try $0.integer(0, in: .min ... .max) } ?? 0)
  }
}
