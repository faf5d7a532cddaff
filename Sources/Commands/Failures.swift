public import CasebookCommandKit
public import CasebookIngest
public import CasebookSQLite
public import CasebookStorage
import Glibc

extension StoreError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure {
    let status: ExitStatus =
      switch self {
      case .missing: .noInput
      case .notADatabase, .foreign: .data
      case .newer: .configuration
      case .sqlite(let path, let error):
        switch error.kind {
        case .busy: .busy
        case .corrupt, .notADatabase: .data
        // An existing file that cannot be read is bad input; otherwise the file or its log cannot be created.
        case .cannotOpen: access(path, F_OK) == 0 && access(path, R_OK) != 0 ? .noInput : .cannotCreate
        case .readOnly: .cannotCreate
        case .full, .io, .noLocks: .io
        case .noMemory: .unavailable
        case .constraint, .other: .internal
        }
      }
    return Failure(status, description)
  }
}

extension SQLiteError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure { StoreError(self).failure }
}

extension FileError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure {
    let name = shownName(ofInput: path)
    if number == EISDIR { return Failure(.noInput, "\(name): a folder; give a file") }
    return Failure(isUnreachable ? .noInput : .io, "\(name): \(reason)")
  }
}

extension InputError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure {
    Failure(isUnavailable ? .unavailable : .data, "\(shownName(ofInput: path)): \(reason)")
  }
}
