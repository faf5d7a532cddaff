public import CasebookKnowledge
public import CasebookSQLite
import CasebookSignatures

extension Timestamp: SQLConvertible {
  /// Milliseconds since 1970.
  public var sqlValue: SQLValue { .integer(milliseconds) }

  /// The column as a time in the range `stored`.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self.init(milliseconds: try row.integer(column, in: Self.stored))
  }

  /// The years 0 to 9999, with one more day at both ends for time zones; in milliseconds since 1970.
  static let stored: ClosedRange<Int64> = -62_167_305_600_000...253_402_387_200_000

  /// The range of a stored day, in days since 1970.
  static let storedDays: ClosedRange<Int64> = -719_529...2_932_897
}

extension LocaleTag: SQLConvertible {
  /// The tag as text.
  public var sqlValue: SQLValue { .text(description) }

  /// The column as a tag.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = try row.word(column) { LocaleTag($0) }
  }
}

extension Fingerprint: SQLConvertible {
  /// The canonical text.
  public var sqlValue: SQLValue { .text(description) }

  /// The column as stored; rules of another version may have made it.
  public init(column: Int32, of row: Row) throws(SQLiteError) { self.init(stored: try row[column]) }
}

extension Row {
  /// The message of an event, from the text with masks, the number of masks that stand for values, and the
  /// values.
  func wording(text: Int32, variables: Int32, values: Int32) throws(SQLiteError) -> Wording {
    let wording = Wording(stored: try self[text], variables: try self[variables], values: try self[values])
    guard let wording else { throw damaged(text, Wording.mismatch) }
    return wording
  }

  /// The id of a known error from three columns: family, slug, row.
  func knownError(at first: Int32) throws(SQLiteError) -> KnownErrorID {
    KnownErrorID(family: try self[first], slug: try self[first + 1], row: Store.row(try self[first + 2]))
  }
}

extension Wording {
  /// The message for a wording that `init(stored:variables:values:)` refuses.
  static let mismatch = "has not as many masks as there are values"

  /// Parses the database's form, with values separated by line feeds. `nil` if text and values do not match,
  /// because the message cannot be restored then.
  init?(stored text: String, variables: Int, values: String) {
    guard variables > 0 else {
      self.init(text: text, values: [])
      return
    }
    self.init(
      stored: text,
      values: values.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" })
    if self.values.count != variables { return nil }
  }
}
