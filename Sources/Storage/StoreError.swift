public import CasebookKnowledge
public import CasebookSQLite
import Glibc

/// Why a knowledge base cannot be used, with its path and what to do about it.
public enum StoreError: Error, Sendable, CustomStringConvertible {
  /// The file does not exist.
  case missing(path: String)
  /// The file is not an SQLite database.
  case notADatabase(path: String)
  /// The file is the SQLite database of another program.
  case foreign(path: String)
  /// A newer Casebook wrote it.
  case newer(path: String, version: Int, supported: Int)
  /// No copy of an older file could be kept before its upgrade.
  case copyFailed(path: String, String)
  /// SQLite reported an error.
  case sqlite(path: String, SQLiteError)

  /// What callers handle differently.
  public var cause: ErrorCause {
    switch self {
    case .missing: .noInput
    case .notADatabase, .foreign: .data
    case .newer: .configuration
    case .copyFailed: .cannotCreate
    case .sqlite(let path, let error):
      switch error.kind {
      case .busy: .busy
      case .corrupt, .notADatabase: .data
      // An existing file that cannot be read is bad input; otherwise the file or its log cannot be created.
      case .cannotOpen: access(path, F_OK) == 0 && access(path, R_OK) != 0 ? .noInput : .cannotCreate
      case .readOnly: .cannotCreate
      case .full, .io, .noLocks: .io
      case .noMemory: .unavailable
      case .constraint, .other: .defect
      }
    }
  }

  /// Whether the file cannot be written; it may still be readable.
  public var isReadOnly: Bool {
    if case .sqlite(_, let error) = self {
      error.kind == .readOnly || error.kind == .cannotOpen
    } else {
      false
    }
  }

  /// One line: what failed, where, what to do.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no knowledge base here; make one with: casebook ingest PATH…"
    case .notADatabase(let path):
      "\(path): not a database; give --db another path, or move this file away"
    case .foreign(let path):
      "\(path): a database, but of another program; give --db another path"
    case .newer(let path, let version, let supported):
      "\(path): written by a newer casebook (schema \(version), this one reads up to \(supported)); upgrade casebook"
    case .copyFailed(let path, let reason):
      "\(path): cannot keep a copy of the older file before its upgrade (\(reason)); nothing was changed"
    case .sqlite(let path, let error):
      "\(path): \(Self.explanation(error))"
    }
  }

  private static func explanation(_ error: SQLiteError) -> String {
    // A missing file may be one that SQLite was about to create.
    let cause =
      [0, ENOENT].contains(error.systemError) ? "" : ": \(String(cString: strerror(error.systemError)))"
    return switch error.kind {
    case .busy: "the knowledge base is locked by another process; try again when that has finished"
    case .corrupt:
      "the file is damaged (\(error.message)); restore a copy, or save what is readable with: sqlite3 FILE .recover"
    case .notADatabase: "not a database; give --db another path, or move this file away"
    case .readOnly:
      "the knowledge base cannot be written; change the permissions of the file and of its folder"
    case .full: "the disk is full; nothing of this step was stored; make room and try again"
    case .cannotOpen:
      "cannot be opened (\(error.message)\(cause)); check that the folder exists and its permissions"
    case .noMemory: "out of memory; raise the limit (ulimit -v), or close other programs"
    case .io where error.systemError == EFBIG || hasFileSizeLimit:
      "writing failed, at the limit on the size of files (ulimit -f); nothing of this step was stored; raise it and try again"
    case .io:
      "reading or writing failed (\(error.message)); check the disk, then: sqlite3 FILE 'pragma integrity_check'"
    case .noLocks:
      "the file system cannot lock files, so processes could spoil each other's work; give --db a path on a local disk"
    case .constraint, .other: "\(error)"
    }
  }

  /// Whether there is a limit on file size. When SQLite reports its error, the system's error number may come
  /// from another call.
  private static var hasFileSizeLimit: Bool {
    var limit = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
  }
}
