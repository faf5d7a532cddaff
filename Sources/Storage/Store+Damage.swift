import CasebookKnowledge
import CasebookMigrations
import CasebookSQLite
import CasebookText

extension Store {
  /// Looks for damage in the file at `path`; `nil` if there is none. If SQLite refuses a statement that works
  /// on an intact file, the file may be the cause.
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

  /// The problems that SQLite finds when it reads the whole file. The faster check does not compare indexes
  /// with their tables.
  static func fileProblems(of database: Database, mostlyFast: Bool) throws -> [String] {
    try database.rows(mostlyFast ? "PRAGMA quick_check" : "PRAGMA integrity_check") { $0.shown(0) ?? "" }
      .filter { $0 != "ok" }
  }

  /// The rows whose references do not resolve.
  static func brokenReferences(in database: Database) throws -> [String] {
    try database.rows("PRAGMA foreign_key_check") { row in
      "\(row.shown(0) ?? ""): row \(row.shown(1) ?? "") refers to a row of \(row.shown(2) ?? "") that is not there"
    }
  }

  /// The differences from the schema that the migrations make, up to the version in the file; and the
  /// full-text indexes that cannot be queried, because their options are also stored in rows. Ignores objects
  /// that people added.
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
    for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where sql.contains(text: "USINGfts5") {
      let probe =
        sql.contains(text: "USINGfts5vocab")
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

  /// The objects that the migrations create up to a version.
  private static func schema(upTo version: Int) throws -> [String: String] {
    let database = try Database()
    for migration in Migration.all where migration.version <= version {
      try database.runScript(migration.sql)
    }
    return try objects(in: database)
  }

  /// The objects of a schema by name, each with its definition. White space and quotes are removed, because
  /// versions of SQLite write them differently. The tables inside a full-text index belong to SQLite, so only
  /// their names are compared.
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
