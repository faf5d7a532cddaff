public import CasebookKnowledge
public import CasebookPostgres

/// A PostgreSQL, or what speaks its protocol, in which a team exchanges its journal. All SQL for it is in this type.
///
/// It keeps to what PostgreSQL 13, CockroachDB, YugabyteDB and Citus have in common. Each step is one statement or one
/// transaction that may run twice, so a step that failed in passing is simply taken again.
public final class Hub {
  /// Where it is.
  public let place: PostgresPlace
  private var patience: Patience
  private var connection: PostgresConnection?
  private var wasConnected = false

  /// The version of the schema that this program makes, and the newest that it knows.
  public static let version = 1

  /// A hub; nothing is sent yet. `limit` is how long nothing may move, in milliseconds; no step is tried again after that.
  public init(_ place: PostgresPlace, limit: Int64, isInterrupted: @escaping @Sendable () -> Bool) {
    self.place = place
    patience = Patience(limit: limit, isInterrupted: isInterrupted)
  }

  /// Runs a step, again after a failure that passes, until it succeeds or its time is over.
  func step<Result>(_ body: (PostgresConnection) throws(PostgresError) -> Result) throws(HubError) -> Result {
    patience.begin()
    var pause: Int64 = 50
    while true {
      do throws(PostgresError) {
        let connection = try connected()
        connection.patience = patience
        return try body(connection)
      } catch {
        if error.fault != .refused { connection = nil }
        // A server that answered a moment ago is being restarted; one that never answered is a mistake.
        let passes = error.isPassing || error.fault == .unreachable && wasConnected
        guard passes, patience.left > 2 * pause else { throw HubError(error, place) }
        do throws(PostgresError) {
          try patience.pause(.random(in: pause / 2...2 * pause))
        } catch {
          throw HubError(error, place)
        }
        pause = min(2 * pause, 2_000)
      }
    }
  }

  private func connected() throws(PostgresError) -> PostgresConnection {
    if let connection { return connection }
    let fresh = try PostgresConnection(place, patience)
    // The server ends what this program no longer waits for.
    _ = try fresh.run(script: "SET statement_timeout = \(patience.limit)")
    connection = fresh
    wasConnected = true
    return fresh
  }
}

/// Why a hub cannot be used.
public enum HubError: Error, Hashable, Sendable, CustomStringConvertible {
  /// libpq or the server reported an error.
  case postgres(PostgresError, place: String)
  /// The database has no hub.
  case missing(place: String)
  /// An older program made it, without all tables.
  case older(place: String)
  /// Somebody else made what is there.
  case foreign(place: String, what: String)
  /// A newer program made it.
  case newer(place: String, version: Int)
  /// The database cannot hold all texts.
  case encoding(place: String, name: String)

  init(_ error: PostgresError, _ place: PostgresPlace) {
    // Undefined table, undefined schema.
    self =
      ["42P01", "3F000"].contains(error.state)
      ? .missing(place: place.shown) : .postgres(error, place: place.shown)
  }

  /// What callers handle differently.
  public var cause: ErrorCause {
    switch self {
    case .postgres(let error, _):
      switch error.fault {
      case .place: .usage
      case .missingLibrary, .unreachable: .unavailable
      case .broken, .slow, .interrupted: .busy
      // A statement that took too long, or that others held up.
      case .refused: error.isPassing || ["57014", "55P03"].contains(error.state) ? .busy : .unavailable
      }
    case .missing, .older, .foreign, .encoding: .unavailable
    case .newer: .configuration
    }
  }

  /// Whether the role may not do it.
  public var isRefusal: Bool {
    if case .postgres(let error, _) = self { error.state == "42501" } else { false }
  }

  /// One line: what failed, where, and the words of libpq.
  public var description: String {
    switch self {
    case .postgres(let error, let place): "\(place): \(error.message)"
    case .missing(let place): "\(place): the database has no hub of casebook"
    case .older(let place):
      "\(place): the hub was made by an older casebook, and cannot take counts of events"
    case .foreign(let place, let what): "\(place): \(what) was not made by casebook; nothing was changed"
    case .newer(let place, let version):
      "\(place): made by a newer casebook (schema \(version), this one knows up to \(Hub.version)); upgrade casebook"
    case .encoding(let place, let name):
      "\(place): the database has the encoding \(name), which lacks letters; nothing was changed"
    }
  }

  /// What to do next.
  public var hint: String? {
    switch self {
    case .postgres(let error, _):
      switch (error.fault, error.state) {
      case (.missingLibrary, _): "Install it; in Debian: apt install libpq5"
      case (.place, _): "Give a place such as postgresql://host/database or service=name."
      case (.interrupted, _): "Nothing is lost: what was exchanged stays, and the next sync does the rest."
      case (.refused, "42501"):
        "Ask for the role casebook_writer, or casebook_reader to read only: GRANT casebook_writer TO NAME"
      default: nil
      }
    case .missing(let place): "Make one, once for all: casebook sync --init \(place)"
    case .older(let place): "An administrator adds what is missing: casebook sync --init \(place)"
    case .encoding: "Make it with: CREATE DATABASE casebook TEMPLATE template0 ENCODING 'UTF8'"
    case .foreign, .newer: nil
    }
  }
}
