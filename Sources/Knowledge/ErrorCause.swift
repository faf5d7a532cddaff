/// What went wrong, as far as a caller handles it differently. A program's exit status follows from it.
public enum ErrorCause: Sendable {
  /// The request is not possible: a name that nothing has, a value that does not fit.
  case usage
  /// The input does not exist, or may not be read.
  case noInput
  /// The data is not what it should be.
  case data
  /// A library or memory is missing.
  case unavailable
  /// Something cannot be created or written.
  case cannotCreate
  /// Reading or writing failed.
  case io
  /// Another process holds the lock; try again.
  case busy
  /// A version or a setting does not fit.
  case configuration
  /// A defect of this program.
  case defect
}
