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

  /// The range of a stored hour, in hours since 1970.
  static let storedHours: ClosedRange<Int64> = -17_268_696...70_389_551
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

extension Template: SQLConvertible {
  /// The text.
  public var sqlValue: SQLValue { .text(text) }

  /// The column as a template.
  public init(column: Int32, of row: Row) throws(SQLiteError) { self.init(stored: try row[column]) }

  /// The template of a wording; `nil` unless it has that many slots. Without variables, its text is the message
  /// itself, whatever it contains.
  init?(stored text: String, variables: Int) {
    self = variables > 0 ? Template(stored: text) : Template(text: text, slots: [])
    if slots.count != max(0, variables) { return nil }
  }
}

extension Row {
  /// The message of an event, from the text with masks, the number of masks that stand for values, and the
  /// values.
  func wording(text: Int32, variables: Int32, values: Int32) throws(SQLiteError) -> Wording {
    let values: String = try self[values]
    guard let wording = Wording(try template(text: text, variables: variables), values: values) else {
      throw damaged(text, Wording.mismatch)
    }
    return wording
  }

  /// The template of a wording.
  func template(text: Int32, variables: Int32) throws(SQLiteError) -> Template {
    guard let template = Template(stored: try self[text], variables: try self[variables]) else {
      throw damaged(text, Wording.mismatch)
    }
    return template
  }

  /// The id of a known error from three columns: family, slug, row.
  func knownError(at first: Int32) throws(SQLiteError) -> KnownErrorID {
    KnownErrorID(family: try self[first], slug: try self[first + 1], row: Store.row(try self[first + 2]))
  }
}

extension Wording {
  /// The message for a wording with other slots than values, from which no message can be restored.
  static let mismatch = "has not as many masks as there are values"

  /// Reads the database's form, with values separated by line feeds.
  init?(_ template: Template, values: String) {
    let all =
      template.slots.isEmpty ? [] : values.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    self.init(template, values: all.map { String($0) ?? "" })
  }
}
