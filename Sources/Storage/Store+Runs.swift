package import CasebookKnowledge
package import CasebookLogText
import CasebookSQLite

extension Store {
  /// Gives the runs of one source another.
  package func renameRuns(from old: String, to new: String) throws {
    try database.run("UPDATE run SET source = \(new) WHERE source = \(old)")
  }

  /// Gives a run another source.
  package func setSource(of run: Int64, to source: String) throws {
    try database.run("UPDATE run SET source = \(source) WHERE id = \(run)")
  }

  /// Adds an empty run; `update` fills it.
  package func newRun(_ source: String, _ time: Timestamp) throws -> Int64 {
    try database.run(
      """
      INSERT INTO run (source, content_hash, format, lines, bytes, ingested)
      VALUES (\(source), \("reading \(source)"), '', 0, 0, \(time.milliseconds))
      """)
    return database.lastInsertedID
  }

  /// Stores the outcome of a log that was read to its end.
  package func update(
    _ run: Int64, _ read: RunOutcome, _ writer: RunWriter, _ options: RunOptions, _ time: Timestamp,
    isGrown: Bool
  ) throws {
    let (first, last): (Int64?, Int64?) =
      writer.lastID >= writer.firstID ? (writer.firstID, writer.lastID) : (nil, nil)
    let summary = read.summary
    let resumption = RunResumption(
      suspension: read.suspension, firstEvent: writer.firstUncertainID ?? writer.lastID + 1)
    try database.run(
      """
      UPDATE run SET content_hash = \(read.hash), format = \(summary.format), lines = \(summary.lines),
        bytes = \(read.bytes), started = \(summary.start?.milliseconds), ended = \(summary.end?.milliseconds),
        exit_status = \(summary.exitStatus), ingested = \(time.milliseconds), kept = \(options.kept.rawValue),
        since = iif(\(isGrown), since, \(options.since?.milliseconds)),
        first_event = iif(\(isGrown), coalesce(first_event, \(first)), \(first)),
        last_event = iif(\(isGrown), coalesce(\(last), last_event), \(last)),
        resume = \(resumption.json.description)
      WHERE id = \(run)
      """)
    try database.run("DELETE FROM run_level WHERE run_id = \(run)")
    for (level, lines) in summary.counts {
      try database.run(
        "INSERT INTO run_level (run_id, level, lines) VALUES (\(run), \(level.description), \(lines))")
    }
  }

  /// Stores the outcome of a run without a line.
  package func update(_ run: Int64, _ summary: RunSummary, hash: String, _ time: Timestamp) throws {
    try database.run(
      """
      UPDATE run SET content_hash = \(hash), format = \(summary.format), started = \(summary.start?.milliseconds),
        ended = \(summary.end?.milliseconds), exit_status = \(summary.exitStatus), ingested = \(time.milliseconds)
      WHERE id = \(run)
      """)
  }

  /// Adds labels to a run; a label replaces one of the same name.
  package func label(_ run: Int64, _ labels: [RunLabel]) throws {
    for label in labels {
      try database.run(
        "INSERT OR REPLACE INTO run_label VALUES (\(run), \(label.name), \(label.value))")
    }
  }

  /// Input from a pipe has no name, and the next pipe is another log.
  package func earlierRun(from source: String) throws -> EarlierRun? {
    if source == "-" || source.hasPrefix("-/") { return nil }
    return try database.row(
      "SELECT id, content_hash, bytes, kept, since, resume FROM run WHERE source = \(source) ORDER BY id DESC LIMIT 1"
    ) { row in
      EarlierRun(
        id: try row[0], hash: try row[1], bytes: try row[2],
        kept: try row.word(3, KeptEvents.init(rawValue:)),
        since: try row[4], resumption: (try row[5] as String?).flatMap(RunResumption.init(json:)))
    }
  }

  /// The run with this content.
  package func run(withContent hash: String) throws -> Int64? {
    try database.value("SELECT id FROM run WHERE content_hash = \(hash)")
  }

  /// Whether any run has this size: most new logs then need no hash to show that they are new.
  package func hasRun(ofSize bytes: Int) throws -> Bool {
    try database.value("SELECT 1 FROM run WHERE bytes = \(bytes) LIMIT 1") == 1
  }
}

/// The earlier state of a log that was read before.
package struct EarlierRun {
  package let id: Int64
  package let hash: String
  package let bytes: Int
  package let kept: KeptEvents
  package let since: Timestamp?
  package let resumption: RunResumption?
}

/// The outcome of reading a log to its end.
package struct RunOutcome: Sendable {
  package var summary: RunSummary
  package var hash: String
  /// The size in bytes.
  package let bytes: Int
  /// The reader's state before the end.
  package let suspension: LogSuspension

  package init(summary: RunSummary, hash: String, bytes: Int, suspension: LogSuspension) {
    self.summary = summary
    self.hash = hash
    self.bytes = bytes
    self.suspension = suspension
  }
}
