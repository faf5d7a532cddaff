private import CSQLite

/// A prepared statement. It returns to its database's cache when it goes out of scope.
public struct Statement: ~Copyable {
  private let prepared: PreparedStatement
  private let sql: String
  private let database: Database

  private var handle: OpaquePointer { prepared.handle }

  init(_ prepared: PreparedStatement, sql: String, database: Database) {
    self.prepared = prepared
    self.sql = sql
    self.database = database
  }

  deinit { prepared.recycle() }

  /// Replaces all bindings and rewinds.
  public mutating func bind(_ values: [SQLValue]) throws(SQLiteError) {
    sqlite3_reset(handle)
    for (index, value) in values.enumerated() {
      let parameter = Int32(index + 1)
      let result =
        switch value {
        case .null: sqlite3_bind_null(handle, parameter)
        case .integer(let number): sqlite3_bind_int64(handle, parameter, number)
        case .real(let number): sqlite3_bind_double(handle, parameter, number)
        case .text(let text): Self.bind(text, to: parameter, of: handle)
        case .blob(let bytes):
          bytes.withUnsafeBytes { casebook_bind_blob(handle, parameter, $0.baseAddress, UInt64($0.count)) }
        }
      if result != SQLITE_OK { throw database.error(result, sql: sql) }
    }
  }

  private static func bind(_ text: String, to parameter: Int32, of handle: OpaquePointer) -> Int32 {
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        casebook_bind_text(handle, parameter, $0.baseAddress, UInt64($0.count))
      }
    }
  }

  /// Binds one integer, or `NULL`, without an intermediate value, for statements that run once per event of a
  /// log.
  public mutating func bind(_ parameter: Int32, _ number: Int64?) throws(SQLiteError) {
    try check(
      number.map { sqlite3_bind_int64(handle, parameter, $0) } ?? sqlite3_bind_null(handle, parameter))
  }

  /// Binds one text, given as UTF-8.
  public mutating func bind(
    _ parameter: Int32, text: UnsafeBufferPointer<UInt8>
  ) throws(SQLiteError) {
    let code = text.withMemoryRebound(to: CChar.self) {
      casebook_bind_text(handle, parameter, $0.baseAddress, UInt64($0.count))
    }
    try check(code)
  }

  /// Binds a column of another database's row, whatever its type.
  public mutating func bind(_ parameter: Int32, _ row: Row, column: Int32) throws(SQLiteError) {
    try check(sqlite3_bind_value(handle, parameter, sqlite3_column_value(row.handle, column)))
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    if code != SQLITE_OK { throw database.error(code, sql: sql) }
  }

  /// Runs to the end with the values that were bound one by one, and rewinds.
  public mutating func runBound() throws(SQLiteError) {
    while try step() {}
    sqlite3_reset(handle)
  }

  /// Moves to the next row; `false` at the end.
  public mutating func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let error = database.error(code, sql: sql)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// The first column at the last `step`, where it can only be a number: a `rowid`.
  var number: Int64 { sqlite3_column_int64(handle, 0) }

  /// The row at the last `step`.
  public var row: Row { Row(handle: handle, database: database) }

  /// Binds, runs to the end and ignores the rows.
  public mutating func run(_ values: [SQLValue] = []) throws(SQLiteError) {
    try bind(values)
    while try step() {}
  }
}

/// A compiled statement. Its database keeps it for reuse, or finalises it after use.
final class PreparedStatement {
  let handle: OpaquePointer
  var isIdle = false
  private let isKept: Bool

  init(handle: OpaquePointer, isKept: Bool) {
    self.handle = handle
    self.isKept = isKept
  }

  /// Resets the statement and clears its bindings.
  func recycle() {
    guard isKept else {
      sqlite3_finalize(handle)
      return
    }
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    isIdle = true
  }
}
