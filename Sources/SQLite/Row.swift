private import CSQLite

/// The current row of a statement, valid until its next step.
///
/// The contents of a file are not trusted: each column is read as the type that the context asks for, or
/// reading throws an `SQLiteError` of kind `corrupt` that names the table and the column.
public struct Row {
  let handle: OpaquePointer
  let database: Database

  /// The column at `index` (from 0) as the type that the context asks for.
  public subscript<Value: SQLConvertible>(index: Int32) -> Value {
    get throws(SQLiteError) { try Value(column: index, of: self) }
  }

  /// The number of columns.
  public var count: Int32 { sqlite3_column_count(handle) }

  /// The name of the column at `index`.
  public func name(_ index: Int32) -> String {
    sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
  }

  /// Any value as SQLite converts it to text; `nil` for `NULL`. For messages.
  public func shown(_ index: Int32) -> String? { isNull(index) ? nil : rawText(index) }

  /// An integer in a range.
  public func integer(_ index: Int32, in range: ClosedRange<Int64>) throws(SQLiteError) -> Int64 {
    try check(index, SQLITE_INTEGER, "an integer")
    let value = sqlite3_column_int64(handle, index)
    guard range.contains(value) else {
      throw damaged(index, "is \(value), which is out of range")
    }
    return value
  }

  /// A count, small enough that the sum of millions of counts fits an integer.
  public func tally(_ index: Int32) throws(SQLiteError) -> Int { Int(try integer(index, in: 0...1 << 40)) }

  /// A text converted by `make`, such as one of a closed set of words.
  public func word<Value>(_ index: Int32, _ make: (String) -> Value?) throws(SQLiteError) -> Value {
    let text = try text(index)
    guard let value = make(text) else { throw damaged(index, "has a word that is not one of its words") }
    return value
  }

  /// The error for a column with an impossible value; the message is the column's name and `what`.
  public func damaged(_ index: Int32, _ what: String) -> SQLiteError {
    database.damaged("\(place(index)) \(what)")
  }

  /// Whether the column is `NULL`.
  public func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

  func real(_ index: Int32) throws(SQLiteError) -> Double {
    if sqlite3_column_type(handle, index) != SQLITE_INTEGER { try check(index, SQLITE_FLOAT, "a number") }
    return sqlite3_column_double(handle, index)
  }

  func text(_ index: Int32) throws(SQLiteError) -> String {
    try check(index, SQLITE_TEXT, "a text")
    return rawText(index)
  }

  func bytes(_ index: Int32) throws(SQLiteError) -> [UInt8] {
    try check(index, SQLITE_BLOB, "a blob")
    guard let start = sqlite3_column_blob(handle, index) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
  }

  private func rawText(_ index: Int32) -> String {
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func check(_ index: Int32, _ type: Int32, _ name: String) throws(SQLiteError) {
    let found = sqlite3_column_type(handle, index)
    if found == type { return }
    throw damaged(index, found == SQLITE_NULL ? "is missing" : "is not \(name)")
  }

  /// `event.line`, or `max(id) of section` for a computed value.
  private func place(_ index: Int32) -> String {
    guard let table = sqlite3_column_table_name(handle, index),
      let column = sqlite3_column_origin_name(handle, index)
    else {
      let words = sqlite3_sql(handle).map { String(cString: $0).split(whereSeparator: \.isWhitespace) } ?? []
      let table = zip(words, words.dropFirst()).first { $0 == "FROM" && !$1.hasPrefix("(") }?.1
      // Without an alias, the name of a computed column is its whole expression.
      let name = name(index).contains(" ") ? "a value" : name(index)
      return name + (table.map { " of \($0.prefix { $0.isLetter || $0 == "_" })" } ?? "")
    }
    return "\(String(cString: table)).\(String(cString: column))"
  }
}
