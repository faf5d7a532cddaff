import CasebookKnowledge
import CasebookLogText
import CasebookSQLite
import CasebookSignatures

/// What storing a run did.
struct StoredRun {
  let change: Change
  /// Lines and events that were read now; of a log that has grown, the new ones.
  var lines = 0
  var events = 0
  /// Lines of the whole log that are not text, or too long.
  var brokenLines = 0
}

extension Store {
  /// Reads a log and stores it as a run with its events, in one transaction.
  ///
  /// `unchanged` if the same log, compressed or not, is a run already. A log that has grown is read on where it ended;
  /// one that is another now replaces what it was.
  func storeRun(
    _ log: LogSource, source: String, signer: Signer, known: KnownSignatures,
    options: RunOptions = RunOptions()
  ) throws -> StoredRun {
    struct AlreadyStored: Error { let run: Int64 }
    do {
      return try database.transaction {
        let time = now()
        let reading = RunReading(log, formats: formats)
        let earlier = try earlierRun(from: source)
        let isWider = earlier.map { options.isWider(than: $0.kept, since: $0.since) } ?? false
        var resumed: RunResumption?
        if let earlier {
          switch try reading.compare(with: earlier) {
          case .same where !isWider: throw AlreadyStored(run: earlier.id)
          case .grown(let resumption) where !isWider: resumed = resumption
          default: reading.startOver()
          }
        } else if let run = try run(withContentOf: log) {
          throw AlreadyStored(run: run)
        }

        let run = try earlier?.id ?? newRun(source, time)
        if let resumed {
          try removeEvents(of: run, from: resumed.firstEvent, line: resumed.suspension.nextLine)
        } else if earlier != nil {
          try removeEvents(of: run)
        }
        var options = options
        if let earlier, resumed != nil { options.kept = max(options.kept, earlier.kept) }
        let writer = try RunWriter(store: self, run: run, at: time, signer: signer, known: known)
        let read = try reading.read(
          options, signer: signer, known: known, resuming: resumed?.suspension, store: writer.store)
        try writer.finish()
        if read.summary.lines == 0 {
          throw InputError(path: log.name, reason: "nothing in it; nothing to ingest")
        }
        if let same: Int64 = try database.value("SELECT id FROM run WHERE content_hash = \(read.hash)"),
          same != run || !isWider && resumed == nil
        {
          throw AlreadyStored(run: same)
        }
        // What is cut off does not replace what was whole.
        if log.isCutOff, earlier != nil {
          throw InputError(path: log.name, reason: "cut off; the run that is stored stays as it is")
        }
        try update(run, read, writer, options, time, isGrown: resumed != nil)
        try label(run, options.labels)
        let before = resumed.map { $0.suspension.nextLine - 1 } ?? 0
        return StoredRun(
          change: earlier == nil ? .added : .changed, lines: read.summary.lines - before,
          events: writer.events, brokenLines: read.summary.brokenLines)
      }
    } catch let stored as AlreadyStored {
      try database.transaction { try label(stored.run, options.labels) }
      return StoredRun(change: .unchanged)
    }
  }

  private func newRun(_ source: String, _ time: Timestamp) throws -> Int64 {
    try database.run(
      """
      INSERT INTO run (source, content_hash, format, lines, bytes, ingested)
      VALUES (\(source), \("reading \(source)"), '', 0, 0, \(time.milliseconds))
      """)
    return database.lastInsertedID
  }

  private func update(
    _ run: Int64, _ read: RunReading.Outcome, _ writer: RunWriter, _ options: RunOptions, _ time: Timestamp,
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

  /// Adds labels to a run; one with a name that it has replaces it.
  private func label(_ run: Int64, _ labels: [RunLabel]) throws {
    for label in labels {
      try database.run(
        "INSERT OR REPLACE INTO run_label VALUES (\(run), \(redacted(label.name)), \(redacted(label.value)))")
    }
  }

  /// What came through a pipe has no name, and the next that comes through one is another log.
  private func earlierRun(from source: String) throws -> EarlierRun? {
    if source == "-" || source.hasPrefix("-/") { return nil }
    return try database.row(
      "SELECT id, content_hash, bytes, kept, since, resume FROM run WHERE source = \(source) ORDER BY id DESC LIMIT 1"
    ) { row in
      EarlierRun(
        id: row[0], hash: row[1], bytes: row[2], kept: KeptEvents(rawValue: row[3]) ?? .warnings,
        since: (row[4] as Int64?).map(Timestamp.init(milliseconds:)),
        resumption: (row[5] as String?).flatMap(RunResumption.init(json:)))
    }
  }

  /// The run that a file of a new name is a copy of, where it can be told without reading it twice for nothing.
  private func run(withContentOf log: LogSource) throws -> Int64? {
    guard log.member == nil, case .file(let size)? = try? FileKind(log.path),
      try database.value("SELECT 1 FROM run WHERE bytes = \(size) LIMIT 1") == 1,
      let hash = try RunReading(log, formats: formats).contentHash()
    else { return nil }
    return try database.value("SELECT id FROM run WHERE content_hash = \(hash)")
  }
}

/// What is known of the run that a log was when it was read before.
struct EarlierRun {
  let id: Int64
  let hash: String
  let bytes: Int
  let kept: KeptEvents
  let since: Timestamp?
  let resumption: RunResumption?
}
