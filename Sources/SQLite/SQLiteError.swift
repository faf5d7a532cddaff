private import CSQLite

/// An error of SQLite: its result code, its message, and the statement that failed.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of error that callers handle differently.
  public enum ErrorKind: Sendable {
    /// Another connection holds the lock; try again.
    case busy
    /// The file is damaged.
    case corrupt
    /// The file is not a database.
    case notADatabase
    /// The file or its folder cannot be written.
    case readOnly
    /// The disk is full.
    case full
    /// The file cannot be opened or created.
    case cannotOpen
    /// Reading or writing failed in the operating system.
    case io
    /// The file system cannot lock files.
    case noLocks
    /// There is not enough memory.
    case noMemory
    /// A constraint, a trigger or a type refused a value.
    case constraint
    /// Any other error: a bug in the caller.
    case other
  }

  /// The extended result code, as in https://www.sqlite.org/rescode.html.
  public let code: Int32
  /// SQLite's message.
  public let message: String
  /// The statement, if there was one.
  public let sql: String?
  /// The system's error number behind a failure to read, write or open; 0 if unknown.
  public let systemError: Int32
  /// The path of the database as given; `nil` for one in memory.
  public let path: String?

  init(code: Int32, message: String, sql: String? = nil, path: String? = nil, systemError: Int32 = 0) {
    self.code = code
    self.systemError = systemError
    self.message = message
    self.sql = sql
    self.path = path
  }

  /// The kind that decides how callers handle it.
  public var kind: ErrorKind {
    if Self.lockCodes.contains(code) { return .noLocks }
    if code == SQLITE_IOERR | 12 << 8 { return .noMemory }
    return switch code & 0xFF {
    // PROTOCOL: other connections repeatedly took the lock of the write-ahead log.
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
    case SQLITE_CORRUPT: .corrupt
    case SQLITE_NOTADB: .notADatabase
    case SQLITE_READONLY: .readOnly
    case SQLITE_FULL: .full
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
    case SQLITE_IOERR, SQLITE_NOLFS: .io
    case SQLITE_NOMEM: .noMemory
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: .constraint
    default: .other
    }
  }

  /// `SQLITE_IOERR_` with `UNLOCK`, `RDLOCK`, `CHECKRESERVEDLOCK`, `LOCK`, `SHMLOCK`: macros that Swift cannot import.
  private static let lockCodes = Set([8, 9, 14, 15, 20].map { SQLITE_IOERR | $0 << 8 })

  /// Whether the contents of the file are wrong. Other errors say nothing about them.
  public var isDamage: Bool { kind == .corrupt || kind == .notADatabase }

  /// `database is locked (SQLITE 5)`, with the statement if the error is a bug.
  public var description: String {
    let statement = kind == .other ? sql.map { " in: \($0)" } ?? "" : ""
    return "\(message) (SQLite \(code))\(statement)"
  }
}

extension SQLiteError {
  /// An error that does not come from SQLite, for callers whose errors all have this type.
  public init(unexpected message: String) { self.init(code: 1, message: message) }

  /// The same error with a cause that was found later.
  public func caused(byDamage message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_CORRUPT, message: message, sql: sql, path: path)
  }

  /// The same error for a file system without locks.
  public var causedByMissingLocks: SQLiteError {
    SQLiteError(code: SQLITE_IOERR | 15 << 8, message: message, sql: sql, path: path)
  }
}
