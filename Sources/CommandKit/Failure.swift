/// The one funnel: what every error becomes before a person reads it.
///
/// The message says what failed and where, the hint what to do next. Both are single lines once printed.
public struct Failure: Error, Equatable, Sendable {
  /// What the process exits with.
  public let status: ExitStatus
  /// One line without the program's name and without a full stop.
  public let message: String
  /// What to do next, as a second line.
  public let hint: String?

  /// A failure that is ready to be shown.
  public init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// Any error as a failure: itself, what it says of itself (`FailureConvertible`), or a defect of the program.
  public init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let convertible as any FailureConvertible: self = convertible.failure
    default: self.init(.internal, "internal error: \(error)", hint: "This is a defect; please report it.")
    }
  }

  /// What is printed on standard error: one or two lines in which nothing can move the cursor or start a line.
  public func lines(program: String) -> [String] {
    ([program + ": " + message] + (hint.map { [$0] } ?? [])).map(singleLine)
  }
}

/// An error that knows the status and the words with which a command should fail.
public protocol FailureConvertible: Error {
  /// This error for a person.
  var failure: Failure { get }
}

/// A word of the command line for a message: in quotes, and cut where nobody would read on.
func quoted(_ word: String) -> String { "'" + singleLine(word).truncated(to: 80) + "'" }
