/// Why a server could not do something.
public struct PostgresError: Error, Hashable, Sendable {
  /// What callers handle differently.
  public enum PostgresFault: Sendable {
    /// libpq is not installed.
    case missingLibrary
    /// The place is not one.
    case place
    /// Connecting failed: a wrong host, password or certificate.
    case unreachable
    /// The connection broke.
    case broken
    /// No answer came in time.
    case slow
    /// A signal asked to end.
    case interrupted
    /// The server refused a statement; `state` says why.
    case refused
  }

  /// What callers handle differently.
  public let fault: PostgresFault
  /// The five characters of an SQLSTATE (PostgreSQL's manual, appendix A); empty if the server sent none.
  public let state: String
  /// The words of libpq or of the server, in one line.
  public let message: String

  init(_ fault: PostgresFault, _ message: String, state: String = "") {
    self.fault = fault
    self.state = state
    self.message = Self.line(message)
  }

  /// Whether the same may succeed at once or soon, without anybody's help.
  public var isPassing: Bool {
    switch fault {
    case .broken: true
    case .refused:
      // A transaction rolled back, an insufficient resource of connections, an operator's restart, objects that two made at once.
      state.hasPrefix("40") || state == "53300" || state.hasPrefix("57P") || Self.rivals.contains(state)
    case .missingLibrary, .place, .unreachable, .slow, .interrupted: false
    }
  }

  /// Another session made the same object meanwhile: a unique name, a schema, a table, a role; or changed it.
  private static let rivals: Set<String> = ["23505", "42P06", "42P07", "42710", "XX000"]

  /// Several lines as one, without the white space between them.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
