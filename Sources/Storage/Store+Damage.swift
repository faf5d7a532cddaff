import CasebookMigrations
import CasebookSQLite

extension Store {
  /// Looks for damage in the file at `path`; `nil` where there is none. When SQLite refuses a statement that is right for a
  /// sound file, the file may be to blame.
  static func damage(in path: String) -> String? {
    do {
      let database = try openExisting(path, .read, busyTimeout: 0)
      if let problem = try schemaProblems(of: database).first { return problem }
      if let problem = try fileProblems(of: database, mostlyFast: true).first { return problem }
      return try brokenReferences(in: database).first
    } catch let error as SQLiteError {
      return error.isDamage ? error.message : nil
    } catch {
      return nil
    }
  }

  /// What SQLite finds when it reads the whole file; faster, without comparing indexes with their tables.
  static func fileProblems(of database: Database, mostlyFast: Bool) throws -> [String] {
    try database.rows(mostlyFast ? "PRAGMA quick_check" : "PRAGMA integrity_check") { $0.shown(0) ?? "" }
      .filter { $0 != "ok" }
  }

  /// The rows that refer to one that is not there.
  static func brokenReferences(in database: Database) throws -> [String] {
    try database.rows("PRAGMA foreign_key_check") { row in
      "\(row.shown(0) ?? ""): row \(row.shown(1) ?? "") refers to a row of \(row.shown(2) ?? "") that is not there"
    }
  }

  /// Where the schema differs from the one that the migrations make, up to the version that the file says it has; and the
  /// full-text indexes that cannot be asked, for their options are stored in rows as well. Objects that somebody added
  /// are none of our business.
  static func schemaProblems(of database: Database) throws -> [String] {
    let version: Int = try database.value("PRAGMA user_version") ?? 0
    let wanted = try schema(upTo: version)
    let later = try schema(upTo: Migration.all.count)
    let found = try objects(in: database)
    var problems: [String] = []
    for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != sql {
      problems.append("\(name): \(found[name] == nil ? "missing" : "not defined as it should be")")
    }
    for name in found.keys.sorted() where later[name] != nil && wanted[name] == nil {
      problems.append("\(name): does not belong to version \(version) of the schema")
    }
    if !problems.isEmpty { return problems }
    for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where sql.contains("USINGfts5") {
      let probe =
        sql.contains("USINGfts5vocab")
        ? "SELECT term FROM \"\(name)\" LIMIT 1"
        : "SELECT rowid FROM \"\(name)\" WHERE \"\(name)\" MATCH '\"a\"' LIMIT 1"
      do {
        try database.run(SQL(stringLiteral: probe))
      } catch {
        guard error.isDamage || error.kind == .other else { throw error }
        problems.append("\(name): \(error.message)")
      }
    }
    return problems
  }

  /// The objects that the migrations up to a version make.
  private static func schema(upTo version: Int) throws -> [String: String] {
    let database = try Database()
    for migration in Migration.all where migration.version <= version {
      try database.runScript(migration.sql)
    }
    return try objects(in: database)
  }

  /// The objects of a schema by name, each with its definition without white space and quotes, which versions of SQLite
  /// write differently. The tables inside a full-text index are SQLite's own affair: of them only the name counts.
  private static func objects(in database: Database) throws -> [String: String] {
    let inner = ["_data", "_idx", "_content", "_docsize", "_config"]
    let rows: [(String, String)] = try database.rows(
      "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    ) { try ($0[0], $0[1]) }
    return Dictionary(
      rows.map { name, sql in
        let isInner = inner.contains { name.hasSuffix("_index" + $0) }
        return (name, isInner ? "" : String(sql.filter { !$0.isWhitespace && !"\"'`".contains($0) }))
      }, uniquingKeysWith: { first, _ in first })
  }
}
