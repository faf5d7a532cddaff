/// One value of SQLite's five types.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// A Swift type that can be bound to a parameter and read from a column.
public protocol SQLConvertible {
  /// The value as SQLite stores it.
  var sqlValue: SQLValue { get }
  /// Reads a column. Throws for a value of another type or out of range, and for `NULL`: read an `Optional`
  /// if the column may be `NULL`.
  init(column: Int32, of row: Row) throws(SQLiteError)
}

extension Int: SQLConvertible {
  /// An integer.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  /// The column as a count or a number: not negative, and small enough that adding a few cannot overflow.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = Int(try row.integer(column, in: 0...Int64.greatestStored))
  }
}

extension Int64: SQLConvertible {
  /// An integer.
  public var sqlValue: SQLValue { .integer(self) }
  /// The column as a row number, from 1.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = try row.integer(column, in: 1...Self.greatestStored)
  }

  /// The largest allowed count or row number: the largest integer that all JSON readers represent exactly.
  public static let greatestStored: Int64 = 1 << 53
}

extension Bool: SQLConvertible {
  /// 0 or 1.
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
  /// Whether the column is 1; it must be 0 or 1.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = try row.integer(column, in: 0...1) == 1
  }
}

extension Double: SQLConvertible {
  /// A real.
  public var sqlValue: SQLValue { .real(self) }
  /// The column as a real.
  public init(column: Int32, of row: Row) throws(SQLiteError) { self = try row.real(column) }
}

extension String: SQLConvertible {
  /// A text.
  public var sqlValue: SQLValue { .text(self) }
  /// The column as text; bytes that are not UTF-8 are replaced.
  public init(column: Int32, of row: Row) throws(SQLiteError) { self = try row.text(column) }
}

extension [UInt8]: SQLConvertible {
  /// A blob.
  public var sqlValue: SQLValue { .blob(self) }
  /// The column's bytes.
  public init(column: Int32, of row: Row) throws(SQLiteError) { self = try row.bytes(column) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  /// The wrapped value, or `NULL`.
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
  /// `nil` if the column is `NULL`.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = row.isNull(column) ? nil : try Wrapped(column: column, of: row)
  }
}
