import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// The result of storing a run.
struct StoredRun {
  let change: Change
  /// The lines and events that were read now; for a log that has grown, the new ones.
  var lines = 0
  var events = 0
  /// How many lines of the whole log are not text, or too long.
  var brokenLines = 0
}

extension Store {
  /// Reads a log and stores it as a run with its events, in one transaction.
  ///
  /// `unchanged` if a run already has the same log, compressed or not. If a log has grown, reads on from its
  /// former end; if it was replaced, its run is replaced too.
  func storeRun(
    _ log: LogSource, source: String, signer: Signer, known: KnownSignatures,
    options: RunOptions = RunOptions()
  ) throws -> StoredRun {
    struct AlreadyStored: Error { let run: Int64 }
    let source = storedName(ofPath: source)
    do {
      return try transaction {
        if source.contains(text: "<secret:") {
          // As a version that did not know the secret may have stored it.
          try renameRuns(from: LogSource.name(canonicalPath(log.path), log.member), to: source)
        }
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
          options, signer: signer, known: known, resuming: resumed?.suspension, at: time, store: writer.store)
        try writer.finish()
        if read.summary.lines == 0 {
          throw InputError(path: log.name, reason: "empty; nothing to ingest")
        }
        if let same = try self.run(withContent: read.hash),
          same != run || !isWider && resumed == nil
        {
          throw AlreadyStored(run: same)
        }
        // An incomplete log must not replace a complete one.
        if log.isCutOff, earlier != nil {
          throw InputError(path: log.name, reason: "cut off; the stored run is unchanged")
        }
        try update(run, read, writer, options, time, isGrown: resumed != nil)
        try label(run, options.labels)
        let before = resumed.map { $0.suspension.nextLine - 1 } ?? 0
        return StoredRun(
          change: earlier == nil ? .added : .changed, lines: read.summary.lines - before,
          events: writer.events, brokenLines: read.summary.brokenLines)
      }
    } catch let stored as AlreadyStored {
      try transaction { try label(stored.run, options.labels) }
      return StoredRun(change: .unchanged)
    }
  }

  /// The run that a renamed file is a copy of, if that can be determined without reading the file twice in
  /// most cases.
  private func run(withContentOf log: LogSource) throws -> Int64? {
    guard log.member == nil, case .file(let size)? = try? FileKind(log.path), try hasRun(ofSize: size),
      let hash = try RunReading(log, formats: formats).contentHash()
    else { return nil }
    return try run(withContent: hash)
  }
}
