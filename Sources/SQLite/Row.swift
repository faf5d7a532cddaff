private import CSQLite

/// The current row of a statement, valid until the statement steps on.
public struct Row {
  let handle: OpaquePointer

  /// The column at `index` (from 0) as the type that the context asks for.
  public subscript<Value: SQLConvertible>(index: Int32) -> Value { Value(column: index, of: self) }

  /// How many columns there are.
  public var count: Int32 { sqlite3_column_count(handle) }

  /// The name of the column at `index`.
  public func name(_ index: Int32) -> String {
    sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
  }

  func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }
  func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }
  func real(_ index: Int32) -> Double { sqlite3_column_double(handle, index) }

  func text(_ index: Int32) -> String {
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    return String(decoding: bytes, as: UTF8.self)
  }

  func bytes(_ index: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, index) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
  }
}
