import CasebookPostgres

/// Makes a hub.
extension Hub {
  /// The statements that make a hub. Each may run where it ran before, but those that make the roles.
  public static var setUpScript: String { ([schema] + roles.map(making) + [grants]).joined(separator: "\n") }

  private static let schema = """
    CREATE SCHEMA IF NOT EXISTS casebook;

    -- What made the schema: its name is 'version'.
    CREATE TABLE IF NOT EXISTS casebook.hub (
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (name)
    );
    INSERT INTO casebook.hub (name, value) VALUES ('version', '\(version)') ON CONFLICT DO NOTHING;

    -- The journal. Rows are only added; one that is forgotten loses its salt and its body.
    CREATE TABLE IF NOT EXISTS casebook.entry (
      origin TEXT NOT NULL,         -- the file in which it was said, 16 hexadecimal digits
      idx BIGINT NOT NULL,          -- from 1, without gaps
      said_at BIGINT NOT NULL,      -- of a hybrid logical clock, in milliseconds since 1970
      kind TEXT NOT NULL,
      body_schema INTEGER NOT NULL,
      salt TEXT,                    -- hexadecimal
      body TEXT,                    -- JSON
      hash TEXT NOT NULL,           -- SHA-256 of all of the above, hexadecimal
      redacted BOOLEAN NOT NULL,    -- the body has lost a secret since it was hashed
      PRIMARY KEY (origin, idx)
    );

    -- How often a message occurred in an hour of one origin. What counts it again replaces a smaller count. The key begins
    -- with the fingerprint, so that an engine of several machines spreads the rows.
    CREATE TABLE IF NOT EXISTS casebook.tally (
      fingerprint TEXT NOT NULL,
      origin TEXT NOT NULL,
      hour BIGINT NOT NULL,         -- since 1970, UTC
      labels TEXT NOT NULL,         -- of the logs, a JSON object
      piece TEXT NOT NULL,          -- the log, where no file remembers which were counted; else empty
      day BIGINT NOT NULL,          -- of the hour
      events BIGINT NOT NULL,       -- 0 where nothing is left
      first_at BIGINT NOT NULL,     -- milliseconds since 1970
      last_at BIGINT NOT NULL,
      sample TEXT NOT NULL,         -- a message, without secrets
      push BIGINT NOT NULL,         -- the number of the origin's exchange that it came with
      PRIMARY KEY (fingerprint, origin, hour, labels, piece)
    );
    CREATE INDEX IF NOT EXISTS tally_by_push ON casebook.tally (origin, push);

    -- The last exchange of each origin whose counts are all here.
    CREATE TABLE IF NOT EXISTS casebook.machine (
      origin TEXT NOT NULL,
      push BIGINT NOT NULL,
      PRIMARY KEY (origin)
    );

    """

  private static let roles = ["casebook_reader", "casebook_writer"]

  private static func making(_ role: String) -> String { "CREATE ROLE \(role) NOLOGIN;" }

  private static let grants = """

    GRANT USAGE ON SCHEMA casebook TO casebook_reader, casebook_writer;
    GRANT SELECT ON casebook.hub, casebook.entry, casebook.tally, casebook.machine TO casebook_reader, casebook_writer;
    GRANT INSERT, UPDATE ON casebook.entry, casebook.tally, casebook.machine TO casebook_writer;

    """

  /// Makes the schema, the tables and the roles that are missing. Returns `false` if the hub existed.
  ///
  /// - Throws: `HubError`; then nothing was changed.
  public func setUp() throws(HubError) -> Bool {
    let place = place.shown
    let found = try step { connection throws(PostgresError) in
      try connection.run(
        script: """
          SELECT pg_catalog.current_setting('server_encoding');
          SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'casebook' AND c.relkind IN ('r', 'p', 'v', 'm', 'f');
          SELECT rolname, rolcanlogin, rolsuper FROM pg_catalog.pg_roles
            WHERE rolname IN ('casebook_reader', 'casebook_writer')
          """)
    }
    let encoding = found.first?.first?.first.flatMap(\.self) ?? ""
    guard ["UTF8", "UTF-8"].contains(encoding.uppercased()) else {
      throw HubError.encoding(place: place, name: encoding)
    }
    let tables = found[1].compactMap { $0.first.flatMap(\.self) }
    if !tables.isEmpty {
      guard tables.contains("hub"), let version = try? madeVersion() else {
        throw HubError.foreign(place: place, what: "the schema 'casebook'")
      }
      guard version <= Self.version else { throw HubError.newer(place: place, version: version) }
    }
    for role in found[2] where role.dropFirst().contains("t") {
      throw HubError.foreign(
        place: place, what: "the role '\(role.first.flatMap(\.self) ?? "")', which may log in,")
    }
    let known = Set(found[2].compactMap { $0.first.flatMap(\.self) })
    let making = Self.roles.filter { !known.contains($0) }.map(Self.making)
    let script = ([Self.schema] + making + [Self.grants]).joined(separator: "\n")
    do throws(HubError) {
      _ = try step { connection throws(PostgresError) in try connection.run(script: script) }
    } catch .missing {
      throw HubError.foreign(place: place, what: "the schema 'casebook'")
    }
    return tables.isEmpty
  }

  /// The version in the mark that a hub carries; `nil` if the mark is not a number.
  func madeVersion() throws(HubError) -> Int? {
    let rows = try step { connection throws(PostgresError) in
      try connection.run(script: "SELECT value FROM casebook.hub WHERE name = 'version'")
    }
    return rows.first?.first?.first.flatMap(\.self).flatMap { Int($0) }
  }
}
