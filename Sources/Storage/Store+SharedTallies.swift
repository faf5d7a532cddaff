public import CasebookKnowledge
import CasebookSQLite

/// How many events there are, and when the last of them occurred, here and on other machines.
public struct EventCounts: Hashable, Sendable {
  /// How many there are in all.
  public var count = 0
  /// When the last of them occurred.
  public var last: Timestamp?
  /// Those of other machines.
  public var shared: SharedSightings?

  /// No events.
  public init() {}
}

/// What one machine or one label has of the errors.
public struct GroupedTally: Sendable {
  /// The label `env=prod`, or the origin; empty for what has none.
  public let name: String
  /// The number of the signature.
  public let signature: Int64
  /// Days since 1970, UTC.
  public let day: Int64
  /// The number of events.
  public let events: Int
  /// The first and the last of them.
  public let first, last: Timestamp
}

/// The counts of others.
extension Store {
  /// Above this, the machines are only counted.
  private static let mostListed = 20

  /// The events with the signatures that a query selects.
  func events(with signatures: SQL) throws -> EventCounts {
    var counts = EventCounts()
    var shared = SharedSightings(events: 0, machines: 0, origins: [])
    var mostMachines = 0
    try database.forEachRow(
      """
      WITH chosen AS MATERIALIZED (\(signatures))
      SELECT CAST(total(events) AS INTEGER), max(last), NULL, NULL FROM tally
      WHERE signature_id IN (SELECT * FROM chosen)
      UNION ALL
      SELECT CAST(total(events) AS INTEGER), max(last), coalesce(max(machines), 0), CAST(total(machines) AS INTEGER)
      FROM shared_error WHERE signature_id IN (SELECT * FROM chosen)
      """
    ) { row in
      counts.count += try row[0]
      counts.last = [counts.last, try row[1]].compactMap(\.self).max()
      if !row.isNull(2) {
        (shared.events, shared.machines, mostMachines) = (try row[0], try row[2], try row[3])
      }
    }
    if shared.events == 0 { return counts }
    if mostMachines <= Self.mostListed {
      shared.origins = try database.rows(
        """
        SELECT origin, sum(events) FROM shared_tally JOIN shared_source ON shared_source.id = source_id
        WHERE signature_id IN (\(signatures)) GROUP BY origin ORDER BY 2 DESC, 1
        """
      ) { OriginCount(origin: try $0[0], events: try $0.tally(1)) }
      shared.machines = shared.origins.count
    }
    counts.shared = shared
    return counts
  }

  /// Whether there are counts of others.
  public func hasSharedTallies() throws -> Bool {
    try database.value("SELECT 1 FROM shared_error LIMIT 1") == 1
  }

  /// Calls `body` for each signature and day with counts of others, sorted by both.
  public func forEachSharedDay(
    labels: [RunLabel], _ body: (GroupedTally) throws -> Void
  ) throws {
    try database.forEachRow(
      """
      SELECT signature_id, day, sum(events), min(first), max(last) FROM shared_tally
      WHERE \(Self.sources(with: labels)) GROUP BY signature_id, day
      """
    ) { row in
      try body(
        GroupedTally(
          name: "", signature: try row[0], day: try row.integer(1, in: Timestamp.storedDays),
          events: try row.tally(2), first: try row[3], last: try row[4]))
    }
  }

  /// How many events each machine has of each signature, on the days of a window.
  public func sharedOrigins(
    labels: [RunLabel], from first: Int64, through last: Int64
  ) throws -> [Int64: [OriginCount]] {
    var origins: [Int64: [OriginCount]] = [:]
    try database.forEachRow(
      """
      SELECT signature_id, origin, sum(events) FROM shared_tally JOIN shared_source ON shared_source.id = source_id
      WHERE \(Self.sources(with: labels)) AND day BETWEEN \(first) AND \(last)
      GROUP BY signature_id, origin ORDER BY 1, 3 DESC, 2
      """
    ) { row in
      origins[try row[0], default: []].append(OriginCount(origin: try row[1], events: try row.tally(2)))
    }
    return origins
  }

  /// A message of others with a signature, without secrets; `nil` without one.
  public func sharedSample(of signature: Int64) throws -> String? {
    try database.value("SELECT sample FROM shared_error WHERE signature_id = \(signature) AND sample <> ''")
  }

  /// Calls `body` for the counts of each label, or of each machine: a run with two labels is in both.
  public func forEachGroupedTally(
    byLabel: Bool, labels: [RunLabel], _ body: (GroupedTally) throws -> Void
  ) throws {
    let day: SQL = "(hour - iif(hour < 0, 23, 0)) / 24"
    let own: SQL =
      byLabel
      ? "SELECT name || '=' || value AS name, tally.* FROM tally LEFT JOIN run_label USING (run_id)"
      : "SELECT origin AS name, tally.* FROM tally JOIN run ON run.id = run_id"
    let shared: SQL =
      byLabel
      ? """
      SELECT json_each.key || '=' || json_each.value AS name, shared_tally.* FROM shared_tally
      JOIN shared_source ON shared_source.id = source_id LEFT JOIN json_each(\(Self.readableLabels))
      """
      : "SELECT origin AS name, shared_tally.* FROM shared_tally JOIN shared_source ON shared_source.id = source_id"
    try database.forEachRow(
      """
      SELECT coalesce(name, ''), signature_id, \(day), sum(events), min(first), max(last) FROM (\(own))
      WHERE \(Self.runs(with: labels)) GROUP BY 1, 2, 3
      UNION ALL
      SELECT coalesce(name, ''), signature_id, day, sum(events), min(first), max(last) FROM (\(shared))
      WHERE \(Self.sources(with: labels)) GROUP BY 1, 2, 3
      """
    ) { row in
      try body(
        GroupedTally(
          name: try row[0], signature: try row[1], day: try row.integer(2, in: Timestamp.storedDays),
          events: try row.tally(3), first: try row[4], last: try row[5]))
    }
  }

  /// A file may be damaged.
  private static let readableLabels: SQL = "iif(json_valid(shared_source.labels), shared_source.labels, '{}')"

  /// A condition on `source_id`: runs of others with all of these labels.
  private static func sources(with labels: [RunLabel]) -> SQL {
    labels.reduce("1") { sources, label in
      """
      \(sources) AND source_id IN (
        SELECT shared_source.id FROM shared_source, json_each(\(readableLabels))
        WHERE key = \(label.name) AND value = \(label.value))
      """
    }
  }
}
