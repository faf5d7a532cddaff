public import CasebookKnowledge
import CasebookRunLogs
import CasebookSQLite
import CasebookSignatures

/// An event of a run as it is stored.
public struct EventHit: Sendable {
  /// The number of the event.
  public let number: Int
  /// The log that it stands in.
  public let source: String
  /// Its lines there.
  public let lines: ClosedRange<Int>
  /// When it happened, if the log tells.
  public let time: Timestamp?
  /// How serious it is.
  public let level: Level
  /// The whole message.
  public let message: String
  /// The signature's fingerprint.
  public let fingerprint: Fingerprint
  /// bm25; greater is better.
  public let bm25: Double
}

extension Store {
  /// Reads a log and stores it as a run with its events, in one transaction; `unchanged` if the same log, compressed or
  /// not, is a run already.
  func storeRun(_ log: LogSource, source: String, signer: Signer) throws -> (
    change: Change, lines: Int, events: Int
  ) {
    var reader = LogReader(formats: formats)
    var hash = StreamingHash()
    var events = 0
    struct AlreadyStored: Error { let lines: Int }
    do {
      return try database.transaction {
        try database.run(
          """
          INSERT INTO run (source, content_hash, format, lines, bytes, ingested)
          VALUES (\(source), \("reading \(source)"), '', 0, 0, \(now().milliseconds))
          """)
        let run = database.lastInsertedID
        try log.forEachChunk { chunk in
          hash.update(chunk)
          try reader.read(chunk) { event in
            try insert(event, run: run, signer: signer)
            events += 1
          }
        }
        let summary = try reader.finish { event in
          try insert(event, run: run, signer: signer)
          events += 1
        }
        if summary.lines == 0 { throw InputError(path: log.name, reason: "nothing in it; nothing to ingest") }
        let digest = hash.finish().description
        if try database.value("SELECT 1 FROM run WHERE content_hash = \(digest)") == 1 {
          throw AlreadyStored(lines: summary.lines)
        }
        // What is cut off does not replace what was whole.
        if log.isCutOff,
          try database.value("SELECT 1 FROM run WHERE source = \(source) AND id <> \(run)") == 1
        {
          throw InputError(path: log.name, reason: "cut off; the run that is stored stays as it is")
        }
        // A log that is read again after it changed replaces what it was.
        let isReplaced = try removeRuns(from: source, except: run)
        try database.run(
          """
          UPDATE run SET content_hash = \(digest), format = \(summary.format), lines = \(summary.lines),
            bytes = \(summary.bytes), started = \(summary.start?.milliseconds), ended = \(summary.end?.milliseconds),
            exit_status = \(summary.exitStatus)
          WHERE id = \(run)
          """)
        for (level, lines) in summary.counts {
          try database.run(
            "INSERT INTO run_level (run_id, level, lines) VALUES (\(run), \(level.description), \(lines))")
        }
        return (isReplaced ? .changed : .added, summary.lines, events)
      }
    } catch let already as AlreadyStored {
      return (.unchanged, already.lines, 0)
    }
  }

  private func insert(_ event: Event, run: Int64, signer: Signer) throws {
    let message = redacted(event.message)
    let lead = ErrorReport(reading: message).messages.first?.text ?? message
    let signature = try signatureID(signer.signature(of: lead))
    try database.run(
      """
      INSERT INTO event (run_id, first_line, last_line, time, level, logger, message, signature_id)
      VALUES (\(run), \(event.firstLine), \(event.lastLine), \(event.time?.milliseconds), \(event.level.description),
        \(event.logger.map(redacted)), \(message), \(signature))
      """)
    let id = database.lastInsertedID
    try database.run(
      "INSERT INTO event_index (rowid, message) VALUES (\(id), \(indexing.terms(ofMessage: message)))")
  }

  /// Removes the runs that came from `source`; whether there were any.
  private func removeRuns(from source: String, except kept: Int64) throws -> Bool {
    let runs: [Int64] = try database.rows("SELECT id FROM run WHERE source = \(source) AND id <> \(kept)") {
      $0[0]
    }
    // What came through a pipe has no name, and the next that comes through one is another log.
    let isStream = source == "-" || source.hasPrefix("-/")
    for run in runs where !isStream {
      let events: [(Int64, String)] = try database.rows("SELECT id, message FROM event WHERE run_id = \(run)")
      {
        ($0[0], $0[1])
      }
      for (id, message) in events {
        try database.run(
          """
          INSERT INTO event_index (event_index, rowid, message)
          VALUES ('delete', \(id), \(indexing.terms(ofMessage: message)))
          """)
      }
      try database.run("DELETE FROM run WHERE id = \(run)")
    }
    return !isStream && !runs.isEmpty
  }

  /// The events in which any of the terms occur, best first by bm25, the latest first among equals.
  public func events(withAnyOf terms: [String], limit: Int) throws -> [EventHit] {
    guard let query = FTSQuery(anyOf: terms) else { return [] }
    return try database.rows(
      """
      SELECT event.id, run.source, first_line, last_line, time, level, message, fingerprint, score
      FROM (
        SELECT rowid AS found, -bm25(event_index) AS score FROM event_index
        WHERE event_index MATCH \(query.expression) ORDER BY score DESC LIMIT \(limit)
      )
      JOIN event ON event.id = found JOIN run ON run.id = run_id JOIN signature ON signature.id = signature_id
      ORDER BY score DESC, time DESC, event.id
      """
    ) { row in
      let (first, last): (Int, Int) = (row[2], row[3])
      return EventHit(
        number: row[0], source: row[1], lines: first...max(first, last),
        time: (row[4] as Int64?).map(Timestamp.init(milliseconds:)),
        level: Level(name: row[5] as String) ?? .error,
        message: row[6], fingerprint: Fingerprint(stored: row[7]), bm25: row[8])
    }
  }
}
