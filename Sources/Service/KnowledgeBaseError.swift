import CasebookIngest
public import CasebookKnowledge
import CasebookStorage

/// Why a knowledge base could not do something.
public struct KnowledgeBaseError: Error, Hashable, Sendable {
  /// What callers handle differently.
  public let cause: ErrorCause
  /// One line: what failed, where, what to do.
  public let message: String
  /// What to do next, as a second line.
  public let hint: String?

  init(_ cause: ErrorCause, _ message: String, hint: String? = nil) {
    self.cause = cause
    self.message = message
    self.hint = hint
  }

  /// The same for any error that a method of this module throws; `nil` for an error of somebody else.
  public init?(_ error: any Error) {
    switch error {
    case let error as KnowledgeBaseError: self = error
    case let error as FileError: self.init(error)
    case let error as HubError: self.init(error.cause, error.description, hint: error.hint)
    case let error as InputError:
      self.init(
        error.isUnavailable ? .unavailable : .data, "\(shownName(ofInput: error.path)): \(error.reason)")
    default:
      guard let error = StoreError(of: error) else { return nil }
      self.init(error.cause, error.description)
    }
  }

  init(_ error: FileError) {
    let name = shownName(ofInput: error.path)
    if error.isFolder {
      self.init(.noInput, "\(name): a folder; give a file")
    } else {
      self.init(error.isUnreachable ? .noInput : .io, "\(name): \(error.reason)")
    }
  }

  /// The error of a path without a knowledge base.
  public static func missing(_ path: String) -> Self {
    let error = StoreError.missing(path: path)
    return Self(error.cause, error.description)
  }
}

/// The name of an input in messages.
public func shownName(ofInput path: String) -> String { path == "-" ? "standard input" : path }
