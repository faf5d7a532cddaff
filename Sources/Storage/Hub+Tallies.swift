import CasebookKnowledge
import CasebookPostgres

/// Where to go on with the counts of an origin.
public struct TallyPage: Sendable {
  /// Only what came after this exchange.
  public let push: Int
  /// The last key that was read: fingerprint, day and labels.
  var after = ["", "-1000000", ""]

  /// Everything that came after an exchange.
  public init(after push: Int) { self.push = push }
}

/// The counts of a hub. A reader compares `origin → number of the last exchange`: an origin has one writer at a time, and
/// publishes the number of its exchange when all counts of it are there.
extension Hub {
  static let machines = "SELECT origin, push FROM casebook.machine"

  /// No batch has more counts.
  public static let mostTallies = 500
  /// No answer that is taken has more days,
  private static let mostDays = 10_000
  /// or is longer, in bytes, by more than one row.
  private static let longestAnswer = 4 << 20
  /// No question names more origins.
  private static let mostOrigins = 100

  static func pushes(_ rows: [PostgresConnection.Values]) -> [String: Int] {
    var pushes: [String: Int] = [:]
    for row in rows where row.count == 2 {
      guard let origin = row[0], EntryKey.isOrigin(origin), let push = row[1].flatMap({ Int($0) }),
        1...EntryKey.greatestIndex ~= push
      else { continue }
      pushes[origin] = push
    }
    return pushes
  }

  /// The last exchange of some origins. One round trip.
  ///
  /// - Throws: `HubError`; `older` if the hub has no tables for counts.
  public func pushes(of origins: [String]) throws(HubError) -> [String: Int] {
    let names = (origins.filter(EntryKey.isOrigin) + [""]).map { "'\($0)'" }.joined(separator: ", ")
    return Self.pushes(try answers(to: "\(Self.machines) WHERE origin IN (\(names))").last ?? [])
  }

  /// Adds counts. One that is there is replaced by a greater one, and becomes 0 where nothing is left.
  public func add(_ batch: [SharedTally], of origin: String, push: Int) throws(HubError) {
    let width = 11
    let places = batch.indices.map { row in
      "(" + (1...width).map { "$\(width * row + $0)" }.joined(separator: ",") + ")"
    }
    let sql = """
      INSERT INTO casebook.tally AS known
        (fingerprint, origin, hour, labels, piece, day, events, first_at, last_at, sample, push)
      VALUES \(places.joined(separator: ",")) ON CONFLICT (fingerprint, origin, hour, labels, piece) DO UPDATE SET
        events = CASE WHEN excluded.events = 0 THEN 0 ELSE greatest(known.events, excluded.events) END,
        first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at),
        sample = excluded.sample, push = excluded.push
      WHERE known.push < excluded.push
      """
    let values: [String] = batch.flatMap { tally in
      [
        tally.fingerprint, origin, String(tally.hour), tally.labels, tally.piece, String(tally.first.day),
        String(tally.events), String(tally.first.milliseconds), String(tally.last.milliseconds), tally.sample,
        String(push),
      ]
    }
    _ = try rows(sql, values)
  }

  /// Says that all counts of an exchange are there. `false` if another process published one after `last`: then what was
  /// sent needs a greater number.
  public func publish(_ push: Int, of origin: String, after last: Int) throws(HubError) -> Bool {
    let sql = """
      INSERT INTO casebook.machine AS known (origin, push) VALUES ($1, $2)
      ON CONFLICT (origin) DO UPDATE SET push = excluded.push WHERE known.push = CAST($3 AS BIGINT) RETURNING push
      """
    return try !rows(sql, [origin, String(push), String(last)]).isEmpty
  }

  /// The counts of whole days in which something changed, not before a day: as many as an answer may have.
  ///
  /// - Returns: The counts, what cannot be read, and what there may be more of.
  public func tallies(
    from wanted: [String: TallyPage], since day: Int64
  ) throws(HubError) -> (days: [SharedDay], problems: [String], rest: [String: TallyPage]) {
    let asked = wanted.sorted { $0.key < $1.key }.prefix(Self.mostOrigins)
    let list = asked.indices.map { row in
      let place = 5 * row
      return """
        (CAST($\(place + 2) AS TEXT), CAST($\(place + 3) AS BIGINT), CAST($\(place + 4) AS TEXT), \
        CAST($\(place + 5) AS BIGINT), CAST($\(place + 6) AS TEXT))
        """
    }
    // Whole days are added up, because a greater count of an hour replaces a smaller one.
    let sql = """
      SELECT tally.origin, tally.fingerprint, tally.day, tally.labels, CAST(sum(tally.events) AS BIGINT),
        min(tally.first_at), max(tally.last_at), max(tally.sample)
      FROM (
        SELECT DISTINCT new.origin, new.fingerprint, new.day, new.labels FROM casebook.tally AS new
        JOIN (VALUES \(list.joined(separator: ", "))) AS wanted (origin, push, fingerprint, day, labels)
          ON new.origin = wanted.origin AND new.push > wanted.push
          AND (new.fingerprint, new.day, new.labels) > (wanted.fingerprint, wanted.day, wanted.labels)
        WHERE new.day >= CAST($1 AS BIGINT)
      ) AS changed
      JOIN casebook.tally AS tally ON tally.fingerprint = changed.fingerprint AND tally.origin = changed.origin
        AND tally.hour >= changed.day * 24 AND tally.hour < changed.day * 24 + 24 AND tally.labels = changed.labels
      GROUP BY tally.origin, tally.fingerprint, tally.day, tally.labels
      ORDER BY tally.origin, tally.fingerprint, tally.day, tally.labels LIMIT \(Self.mostDays)
      """
    let values: [String] =
      [String(day)] + asked.flatMap { [$0.key, String($0.value.push)] + $0.value.after }
    let (found, isCut) = try rows(sql, values, most: Self.longestAnswer)
    var rest = wanted
    if isCut || found.count == Self.mostDays, let last = found.last {
      // Rows are in order, so of the origins before the last there are no more.
      for origin in found.compactMap({ $0[0] }) where origin != last[0] { rest[origin] = nil }
      if let origin = last[0] { rest[origin]?.after = last[1...3].map { $0 ?? "" } }
    } else {
      for name in asked { rest[name.key] = nil }
    }
    var days: [SharedDay] = []
    var problems: [String] = []
    for row in found {
      let day = SharedDay(
        origin: row[0], fingerprint: row[1], day: row[2], labels: row[3], events: row[4], first: row[5],
        last: row[6], sample: row[7])
      if let day {
        days.append(day)
      } else {
        problems.append("casebook.tally, origin \(row[0] ?? ""): not a count; not taken")
      }
    }
    return (days, problems, rest)
  }
}
