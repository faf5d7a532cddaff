private import CSQLite

/// A connection to one SQLite database, for one thread. Deliberately not `Sendable`.
public final class Database {
  /// The permissions of a connection.
  public enum OpenMode: Sendable {
    /// Read and write; create the file if it does not exist.
    case create
    /// Read and write a file that exists.
    case write
    /// Read an existing file, even on a read-only medium.
    case read
  }

  private let handle: OpaquePointer
  /// The path as given; SQLite would report the absolute path.
  private let path: String?
  /// The cache of prepared statements, by their text.
  private var kept: [String: PreparedStatement] = [:]
  private var depth = 0

  /// The version of the library: `3.40.1`.
  public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

  /// The size of the cache; further statements are finalised after use.
  private static let cacheLimit = 64

  /// Opens the file at `path`. Reads nothing yet: a file that is not a database fails at the first statement.
  ///
  /// - Parameter busyTimeout: How long a statement waits for another connection's lock, in milliseconds.
  public init(path: String, access: OpenMode, busyTimeout: Int32 = 5000) throws(SQLiteError) {
    let flags =
      switch access {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .write: SQLITE_OPEN_READWRITE
      case .read: SQLITE_OPEN_READONLY
      }
    handle = try Self.open(path, flags: flags)
    self.path = path
    sqlite3_busy_timeout(handle, busyTimeout)
  }

  /// Opens a file that nobody can write (a read-only medium), without locks and without a write-ahead log.
  public init(immutable path: String) throws(SQLiteError) {
    handle = try Self.open(Self.uri(path) + "?immutable=1", flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    self.path = path
  }

  /// Opens a new database in memory.
  public init(inMemory: Void = ()) throws(SQLiteError) {
    handle = try Self.open(":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    path = nil
  }

  /// Opens the bytes of a database file, to read them.
  public init(image: [UInt8]) throws(SQLiteError) {
    handle = try Self.open(":memory:", flags: SQLITE_OPEN_READWRITE)
    path = nil
    guard let copy = sqlite3_malloc64(UInt64(image.count)) else {
      throw SQLiteError(code: SQLITE_NOMEM, message: "no memory for an image")
    }
    UnsafeMutableRawBufferPointer(start: copy, count: image.count).copyBytes(from: image)
    // SQLite frees the copy, whatever it returns.
    let code = sqlite3_deserialize(
      handle, "main", copy.assumingMemoryBound(to: UInt8.self), Int64(image.count), Int64(image.count),
      UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY))
    if code != SQLITE_OK { throw error(code, sql: nil) }
  }

  deinit {
    for statement in kept.values { sqlite3_finalize(statement.handle) }
    sqlite3_close_v2(handle)
  }

  private static func open(_ path: String, flags: Int32) throws(SQLiteError) -> OpaquePointer {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle else {
      let message = String(cString: sqlite3_errstr(code))
      let systemError = code & 0xFF == SQLITE_CANTOPEN ? sqlite3_system_errno(handle) : 0
      sqlite3_close_v2(handle)
      throw SQLiteError(code: code, message: message, systemError: systemError)
    }
    return handle
  }

  private static func uri(_ path: String) -> String {
    let reserved: Set<UInt8> = [UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#")]
    let escaped = path.utf8.map { byte in
      reserved.contains(byte) ? "%" + String(byte, radix: 16, uppercase: true) : nil
    }
    var text: [UInt8] = Array("file:".utf8)
    for (byte, escape) in zip(path.utf8, escaped) { text += escape.map { Array($0.utf8) } ?? [byte] }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Statements

  /// A statement from the cache, or freshly prepared.
  public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    let known = kept[sql]
    if let known, known.isIdle {
      known.isIdle = false
      return Statement(known, sql: sql, database: self)
    }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(self.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else { throw error(code, sql: sql) }
    let isKept = known == nil && kept.count < Self.cacheLimit
    let statement = PreparedStatement(handle: handle, isKept: isKept)
    if isKept { kept[sql] = statement }
    return Statement(statement, sql: sql, database: self)
  }

  /// Runs a statement to its end.
  public func run(_ sql: SQL) throws(SQLiteError) {
    var statement = try prepare(sql.text)
    try statement.run(sql.bindings)
  }

  /// Runs several statements without values, separated by semicolons, such as a migration.
  public func runScript(_ script: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    if code != SQLITE_OK { throw error(code, sql: nil) }
  }

  /// All rows, each converted by `read`.
  public func rows<Element>(_ sql: SQL, _ read: (Row) throws -> Element) throws -> [Element] {
    var statement = try prepare(sql.text)
    try statement.bind(sql.bindings)
    var elements: [Element] = []
    while try statement.step() { elements.append(try read(statement.row)) }
    return elements
  }

  /// The first column of all rows, which is a `rowid`. It takes less time than `rows`, which checks each value.
  public func rowIDs(_ sql: SQL) throws(SQLiteError) -> [Int64] {
    var statement = try prepare(sql.text)
    try statement.bind(sql.bindings)
    var numbers: [Int64] = []
    while try statement.step() { numbers.append(statement.number) }
    return numbers
  }

  /// Calls `body` with each row, however many there are.
  public func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    var statement = try prepare(sql.text)
    try statement.bind(sql.bindings)
    while try statement.step() { try body(statement.row) }
  }

  /// The first row, converted by `read`; `nil` if there is none.
  public func row<Element>(_ sql: SQL, _ read: (Row) throws -> Element) throws -> Element? {
    var statement = try prepare(sql.text)
    try statement.bind(sql.bindings)
    return try statement.step() ? try read(statement.row) : nil
  }

  /// The first column of the first row; `nil` without a row, or for `NULL`.
  public func value<Value: SQLConvertible>(_ sql: SQL) throws(SQLiteError) -> Value? {
    var statement = try prepare(sql.text)
    try statement.bind(sql.bindings)
    return try statement.step() ? try statement.row[0] : nil
  }

  /// The rowid of the last inserted row.
  public var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the last statement changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// Adds the full-text function `matches(TABLE)` to this connection. It returns one byte per phrase of the
  /// query; bit n is set if the phrase occurs in column n.
  public func addMatchesFunction() throws(SQLiteError) {
    let code = casebook_register_matches(handle)
    if code != SQLITE_OK { throw error(code, sql: nil) }
  }

  // MARK: Transactions

  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs all of `body` or undoes it. The outermost transaction takes the write lock at once, so that it
  /// cannot fail half-way for lack of the lock; an inner transaction is a savepoint.
  public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    let (begin, commit, rollback) =
      depth == 0
      ? ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
      : ("SAVEPOINT s\(depth)", "RELEASE s\(depth)", "ROLLBACK TO s\(depth); RELEASE s\(depth)")
    try runScript(begin)
    depth += 1
    defer { depth -= 1 }
    do {
      let result = try body()
      try runScript(commit)
      return result
    } catch {
      // After a full disk or an I/O error SQLite may already have rolled back, so there is nothing to undo.
      if depth > 1 || sqlite3_get_autocommit(handle) == 0 { try? runScript(rollback) }
      throw error
    }
  }

  /// Runs `body` as a transaction, and undoes it. No transaction may be open.
  public func rehearse<Result>(_ body: () throws -> Result) throws -> Result {
    try runScript("BEGIN IMMEDIATE")
    depth += 1
    defer {
      depth -= 1
      // After a full disk SQLite may already have rolled back.
      if isInTransaction { try? runScript("ROLLBACK") }
    }
    return try body()
  }

  /// Moves all of the write-ahead log into the file and empties it.
  ///
  /// - Throws: An error of kind `busy` while another connection needs the log.
  public func truncateLog() throws {
    let isBlocked = try row("PRAGMA wal_checkpoint (TRUNCATE)") { try $0.integer(0, in: 0...1) == 1 }
    if isBlocked == true { throw SQLiteError(code: SQLITE_BUSY, message: "others read the file", path: path) }
  }

  /// Runs `body` on one state of the database, whatever other connections write meanwhile. Inside a
  /// transaction, this is the transaction's state.
  public func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    guard sqlite3_get_autocommit(handle) != 0 else { return try body() }
    try runScript("BEGIN")
    // A read transaction that fails to end loses nothing.
    defer { try? runScript("COMMIT") }
    return try body()
  }

  /// The error for an impossible stored value; `what` names its table and column.
  public func damaged(_ what: String) -> SQLiteError {
    SQLiteError(code: SQLITE_CORRUPT, message: what, path: path)
  }

  func error(_ code: Int32, sql: String?) -> SQLiteError {
    let isOfSystem = [SQLITE_IOERR, SQLITE_CANTOPEN].contains(code & 0xFF)
    return SQLiteError(
      code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql, path: path,
      systemError: isOfSystem ? sqlite3_system_errno(handle) : 0)
  }
}
