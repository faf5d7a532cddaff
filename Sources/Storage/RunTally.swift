import CasebookKnowledge
import CasebookSQLite

/// Counts the events of a run by signature and hour, so that the history does not have to read them.
struct RunTally {
  private struct TallyKey: Hashable {
    let signature: Int64
    let hour: Int64
  }

  fileprivate struct Count {
    var events = 0
    var first = Int64.max
    var last = Int64.min
    var sample: Int64 = 0
  }

  private let run: Int64
  private var counts: [TallyKey: Count] = [:]
  /// How many counts to keep in memory before writing them.
  private static let limit = 1 << 14

  init(run: Int64) { self.run = run }

  /// Counts an event; `true` for the first one of its hour. With `onlyFirst`, that one stays the sample.
  mutating func count(
    _ signature: Int64, at time: Timestamp, as event: Int64, onlyFirst: Bool, in database: Database
  ) throws -> Bool {
    let key = TallyKey(signature: signature, hour: time.hour)
    if counts.count >= Self.limit, counts[key] == nil { try write(to: database) }
    let isFirst = counts[key] == nil
    counts[key, default: Count()].add(time.milliseconds, onlyFirst && !isFirst ? nil : event)
    return isFirst
  }

  /// Adds the counts to the stored ones and starts again from zero.
  mutating func write(to database: Database) throws {
    for (key, count) in counts {
      try database.run(
        """
        INSERT INTO tally (signature_id, hour, run_id, events, first, last, sample)
        VALUES (\(key.signature), \(key.hour), \(run), \(count.events), \(count.first), \(count.last), \(count.sample))
        ON CONFLICT DO UPDATE SET events = events + excluded.events, first = min(first, excluded.first),
          last = max(last, excluded.last), sample = excluded.sample
        """)
    }
    counts.removeAll(keepingCapacity: true)
  }
}

extension RunTally.Count {
  fileprivate mutating func add(_ time: Int64, _ event: Int64?) {
    events += 1
    first = min(first, time)
    last = max(last, time)
    if let event { sample = event }
  }
}
