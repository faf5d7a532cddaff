import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// The result of storing a run.
struct StoredRun {
  let change: Change
  /// The number of the run.
  let run: Int64
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
  /// former end; if it was replaced, its run is replaced too. The output of a command is always a new run.
  func storeRun(
    _ log: LogSource, source: String, signer: Signer, known: KnownSignatures,
    options: RunOptions = RunOptions()
  ) throws -> StoredRun {
    struct AlreadyStored: Error { let run: Int64 }
    let source = options.command.map { storedName(of: $0) } ?? storedName(ofPath: source)
    do {
      return try transaction {
        if source.contains(text: "<secret:") {
          // As a version that did not know the secret may have stored it.
          try renameRuns(from: LogSource.name(canonicalPath(log.path), log.member), to: source)
        }
        let time = now()
        let reading = RunReading(log, formats: formats)
        // Without a file, the content identifies a log: names change when logs are rotated.
        let piece = isCounting ? log.firstLine : []
        let earlier = options.command == nil && !isCounting ? try earlierRun(from: source) : nil
        let isWider = earlier.map { options.isWider(than: $0.kept, since: $0.since) } ?? false
        var resumed: RunResumption?
        if let earlier {
          switch try reading.compare(with: earlier) {
          case .same where !isWider: throw AlreadyStored(run: earlier.id)
          case .grown(let resumption) where !isWider: resumed = resumption
          default: reading.startOver()
          }
        } else if options.command == nil, let run = try run(withContentOf: log) {
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
        var read = try reading.read(
          options, signer: signer, known: known, resuming: resumed?.suspension, at: time, store: writer.store)
        try writer.finish()
        if read.summary.lines == 0 {
          throw InputError(path: log.name, reason: "empty; nothing to ingest")
        }
        if let command = options.command {
          read.hash = Self.hash(ofRun: run, read.hash)
          read.summary.noteCommand(command)
        } else if let same = try self.run(withContent: read.hash),
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
        if isCounting {
          let start = read.summary.start?.description ?? source
          try setSource(of: run, to: hexadecimal(stableHash(piece + Array(start.utf8))))
        }
        let before = resumed.map { $0.suspension.nextLine - 1 } ?? 0
        return StoredRun(
          change: earlier == nil ? .added : .changed, run: run, lines: read.summary.lines - before,
          events: writer.events, brokenLines: read.summary.brokenLines)
      }
    } catch let stored as AlreadyStored {
      try transaction { try label(stored.run, options.labels) }
      return StoredRun(change: .unchanged, run: stored.run)
    }
  }

  /// Stores a run of a command that wrote nothing.
  func storeEmptyRun(_ command: RunCommand, _ options: RunOptions) throws -> StoredRun {
    try transaction {
      let run = try newRun(storedName(of: command), now())
      var summary = RunSummary()
      summary.noteCommand(command)
      try update(run, summary, hash: Self.hash(ofRun: run, ""), now())
      try label(run, options.labels)
      return StoredRun(change: .added, run: run)
    }
  }

  /// The content hash of the output of a command: the same output is another run.
  private static func hash(ofRun run: Int64, _ content: String) -> String { "\(content)/\(run)" }

  /// The source of a run that a command wrote: `$ make test`, without secrets.
  private func storedName(of command: RunCommand) -> String {
    "$ " + redacted(command.line).split(whereSeparator: \.isNewline).joined(separator: " ").prefix(500)
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

extension RunSummary {
  /// Takes times and status from the command: its output may say something else.
  fileprivate mutating func noteCommand(_ command: RunCommand) {
    (start, end) = (command.started, command.ended)
    exitStatus = command.exitStatus
  }
}
