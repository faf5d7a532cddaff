private import CSQLite

/// Why SQLite refused: its result code, its words, and the statement that it refused.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller can do about it.
  public enum Kind: Sendable {
    /// Another connection holds the lock: try again.
    case busy
    /// The bytes of the file contradict each other.
    case corrupt
    /// The file is not a database at all.
    case notADatabase
    /// The file or its folder cannot be written.
    case readOnly
    /// The disk is full.
    case full
    /// The file cannot be opened or created.
    case cannotOpen
    /// Reading or writing failed in the operating system.
    case io
    /// A constraint, a trigger or a type refused a value.
    case constraint
    /// Anything else: a defect of the caller's.
    case other
  }

  /// The extended result code, as in https://www.sqlite.org/rescode.html.
  public let code: Int32
  /// SQLite's words.
  public let message: String
  /// The statement, if there was one.
  public let sql: String?
  /// The file of the database, as it was given; `nil` for one in memory.
  public let path: String?

  init(code: Int32, message: String, sql: String? = nil, path: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
  }

  /// What a caller can do about it.
  public var kind: Kind {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_CORRUPT: .corrupt
    case SQLITE_NOTADB: .notADatabase
    case SQLITE_READONLY: .readOnly
    case SQLITE_FULL: .full
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
    case SQLITE_IOERR: .io
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: .constraint
    default: .other
    }
  }

  /// `database is locked (SQLITE 5)`, with the statement behind it where it was a defect.
  public var description: String {
    let statement = kind == .other ? sql.map { " in: \($0)" } ?? "" : ""
    return "\(message) (SQLite \(code))\(statement)"
  }
}

extension SQLiteError {
  /// An error that is not SQLite's own, for callers whose errors all carry one.
  public init(unexpected message: String) { self.init(code: 1, message: message) }
}
