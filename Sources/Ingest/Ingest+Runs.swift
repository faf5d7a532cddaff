import CasebookKnowledge
import CasebookStorage

extension Ingest {
  /// Stores the logs in a file, each as a run of its own.
  mutating func storeRuns(_ file: File, source: String) throws {
    try storeBatch()
    // Storing the batch named its articles in the place of this file.
    watch?.begin(file.path)
    var count = 0
    do {
      let problems = try forEachLog(in: file.path, unpacking: runOptions.unpacking) { log in
        count += 1
        switch log.sort(store.formats) {
        case .log: try storeRun(log, source: LogSource.name(source, log.member))
        case .binary where log.member == nil:
          report.refused.append(
            .init(place: file.path, reason: "binary data, not text; nothing to ingest"))
        case .text where file.isGiven && log.member == nil:
          try storeRun(log, source: LogSource.name(source, log.member))
        case .binary, .text: report.ignored += 1
        }
      }
      if file.isGiven, count == 0, problems.isEmpty {
        report.refused.append(.init(place: file.path, reason: "empty; nothing to ingest"))
      }
      for problem in problems {
        let remark = IngestReport.Remark(place: problem.path, reason: problem.reason)
        if problem.isUnavailable { report.unavailable.append(remark) } else { report.refused.append(remark) }
      }
    } catch let error as FileError {
      report.unreadable.append(error.remark)
    }
  }

  private mutating func storeRun(_ log: LogSource, source: String) throws {
    let before = report
    do {
      let known = try known ?? store.knownSignatures()
      self.known = known
      let run = try store.withLogCache {
        try store.storeRun(log, source: source, signer: signer, known: known, options: runOptions)
      }
      if run.change == .unchanged, let earlier = watch?.takeEarlier(log.name) { return report.add(earlier) }
      report.runs.count(run.change)
      report.lines += run.lines
      report.events += run.events
      if let remark = brokenLinesRemark(run.brokenLines) {
        report.warnings.append(.init(place: log.name, reason: remark))
      }
      if run.change != .unchanged {
        watch?.keep([.init(file: log.path, name: log.name, report: report.since(before))])
      }
    } catch let error as InputError {
      // The cut is already reported elsewhere; an empty member needs no remark.
      if log.isCutOff { return }
      if log.member == nil {
        report.refused.append(.init(place: error.path, reason: error.reason))
      } else {
        report.ignored += 1
      }
    }
  }
}

extension Ingest {
  /// Stores what a command wrote as a run, whether there is anything to find in it or not. Returns its number; `nil` if the
  /// output is binary data.
  public mutating func store(_ run: WrappedRun) throws -> Int64? {
    var options = runOptions
    options.command = run.command
    if run.isEmpty { return try store.storeEmptyRun(run.command, options).run }
    let known = try store.knownSignatures()
    var number: Int64?
    _ = try forEachLog(in: "-", unpacking: options.unpacking, standardInput: run.reader()) { log in
      if log.sort(store.formats) == .binary { return }
      number = try store.withLogCache {
        try store.storeRun(log, source: "", signer: signer, known: known, options: options).run
      }
    }
    return number
  }
}
