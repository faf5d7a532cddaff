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
  /// Reads a column. `NULL` reads as zero or empty, as in SQLite's own interface; read an `Optional` where it matters.
  init(column: Int32, of row: Row)
}

extension Int: SQLConvertible {
  /// An integer.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  /// The column as an integer.
  public init(column: Int32, of row: Row) { self = Int(row.integer(column)) }
}

extension Int64: SQLConvertible {
  /// An integer.
  public var sqlValue: SQLValue { .integer(self) }
  /// The column as an integer.
  public init(column: Int32, of row: Row) { self = row.integer(column) }
}

extension Bool: SQLConvertible {
  /// 0 or 1.
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
  /// Whether the column is not zero.
  public init(column: Int32, of row: Row) { self = row.integer(column) != 0 }
}

extension Double: SQLConvertible {
  /// A real.
  public var sqlValue: SQLValue { .real(self) }
  /// The column as a real.
  public init(column: Int32, of row: Row) { self = row.real(column) }
}

extension String: SQLConvertible {
  /// A text.
  public var sqlValue: SQLValue { .text(self) }
  /// The column as text; bytes that are not UTF-8 are replaced.
  public init(column: Int32, of row: Row) { self = row.text(column) }
}

extension [UInt8]: SQLConvertible {
  /// A blob.
  public var sqlValue: SQLValue { .blob(self) }
  /// The column's bytes.
  public init(column: Int32, of row: Row) { self = row.bytes(column) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  /// The wrapped value, or `NULL`.
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
  /// `nil` where the column is `NULL`.
  public init(column: Int32, of row: Row) {
    self = row.isNull(column) ? nil : Wrapped(column: column, of: row)
  }
}
