/// The form of every error that a person reads.
///
/// The message says what failed and where, the hint what to do next. Each is printed on a single line.
public struct Failure: Error, Equatable, Sendable {
  /// The exit status of the process.
  public let status: ExitStatus
  /// One line, without the program's name and a full stop.
  public let message: String
  /// What to do next, as a second line.
  public let hint: String?

  /// A failure, ready to print.
  public init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// Turns any error into a failure: a failure as it is, a `FailureConvertible` by its own words, anything
  /// else as a bug in the program.
  public init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let convertible as any FailureConvertible: self = convertible.failure
    default: self.init(.internal, "internal error: \(error)", hint: "This is a defect; please report it.")
    }
  }

  /// The lines for standard error: one or two, with no character that could move the cursor or start a line.
  public func lines(program: String) -> [String] {
    ([program + ": " + message] + (hint.map { [$0] } ?? [])).map(messageLine)
  }
}

/// An error that knows its exit status and its message for a person.
public protocol FailureConvertible: Error {
  /// The status and message of this error.
  var failure: Failure { get }
}

/// One line for a message. If the text is too long, its middle is left out: that is a quotation, and the reason follows.
public func messageLine(_ text: String) -> String {
  let most = 800
  guard text.utf8.count > most else { return singleLine(text) }
  let (head, tail) = (text.prefix(most / 4), text.suffix(most / 4))
  return singleLine(head.utf8.count + tail.utf8.count < text.utf8.count ? "\(head) … \(tail)" : text)
}

/// A word of the command line for a message: in quotes, and cut to 80 columns.
func quoted(_ word: String) -> String { "'" + singleLine(word).truncated(to: 80) + "'" }
