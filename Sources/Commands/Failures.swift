public import CasebookCommandKit
import CasebookKnowledge
public import CasebookService

extension KnowledgeBaseError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure { Failure(cause.status, message, hint: hint) }
}

extension ErrorCause {
  /// The exit status of a program that ends with this error.
  var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .noInput: .noInput
    case .data: .data
    case .unavailable: .unavailable
    case .cannotCreate: .cannotCreate
    case .io: .io
    case .busy: .busy
    case .configuration: .configuration
    case .defect: .internal
    }
  }
}
