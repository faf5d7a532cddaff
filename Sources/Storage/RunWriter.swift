package import CasebookKnowledge
import CasebookSQLite
package import CasebookSignatures

/// Stores the events of one run: common parts once, variable parts in a row each, and counts.
///
/// Writes inside the caller's transaction and belongs to one thread.
package final class RunWriter {
  private let store: Store
  private let run: Int64
  /// The time of the ingest, for events without a time of their own.
  private let started: Timestamp
  private let wordings: Wordings
  private var terms: [UInt8] = []
  private var insertEvent: Statement
  private var insertTerms: Statement
  private var tally: RunTally
  private var nextID: Int64

  /// How many events were stored.
  package private(set) var events = 0
  /// The number of the first stored row, or of the next row if none was stored.
  package let firstID: Int64
  /// The number of the last stored row.
  package var lastID: Int64 { nextID - 1 }
  /// The number of the first event that ended only because the log ended.
  package private(set) var firstUncertainID: Int64?

  package init(store: Store, run: Int64, at started: Timestamp, signer: Signer, known: KnownSignatures) throws
  {
    self.store = store
    self.run = run
    self.started = started
    wordings = Wordings(store: store, signer: signer, known: known)
    insertEvent = try store.database.prepare(
      "INSERT INTO event (id, run_id, wording_id, line, more, time, \"values\") VALUES (?, ?, ?, ?, ?, ?, ?)")
    insertTerms = try store.database.prepare("INSERT INTO event_index (rowid, terms) VALUES (?, ?)")
    tally = RunTally(run: run)
    firstID = (try store.database.value("SELECT max(id) FROM event") ?? 0) + 1
    nextID = firstID
  }

  /// Stores events.
  package func store(_ batch: RunBatch) throws {
    if batch.isUncertain, firstUncertainID == nil { firstUncertainID = nextID }
    try batch.bytes.withUnsafeBufferPointer { bytes in
      for entry in batch.entries {
        let text = UnsafeBufferPointer(rebasing: bytes[entry.text])
        let values = UnsafeBufferPointer(rebasing: bytes[entry.values])
        guard let level = entry.level else {
          if store.isCounting { continue }
          try insert(try wordings.contextWording(entry, text), entry, values)
          continue
        }
        let wording = try wordings.wording(entry, level, text, values)
        events += 1
        var isFirst = false
        if level >= .warning || wording.isKnown {
          isFirst = try tally.count(
            wording.signature, at: entry.time ?? started, as: nextID, onlyFirst: store.isCounting,
            in: store.database)
        }
        if store.isCounting, !isFirst { continue }
        try index(UnsafeBufferPointer(rebasing: bytes[entry.terms]), wording.id)
        try insert(wording.id, entry, values)
      }
    }
  }

  /// Writes the counts. Do not store anything afterwards.
  package func finish() throws { try tally.write(to: store.database) }

  /// Adds the variable part of a message to the index, with the number of its wording.
  private func index(_ own: UnsafeBufferPointer<UInt8>, _ wording: Int64) throws {
    terms.removeAll(keepingCapacity: true)
    Indexing.appendTerm(ofWording: wording, to: &terms)
    terms.append(contentsOf: own)
    try insertTerms.bind(1, nextID)
    try terms.withUnsafeBufferPointer { try insertTerms.bind(2, text: $0) }
    try insertTerms.runBound()
  }

  private func insert(
    _ wording: Int64, _ entry: RunBatch.BatchedRun, _ values: UnsafeBufferPointer<UInt8>
  ) throws {
    try insertEvent.bind(1, nextID)
    try insertEvent.bind(2, run)
    try insertEvent.bind(3, wording)
    try insertEvent.bind(4, Int64(entry.line))
    try insertEvent.bind(5, Int64(entry.more))
    try insertEvent.bind(6, entry.time?.milliseconds)
    try insertEvent.bind(7, text: values)
    try insertEvent.runBound()
    nextID += 1
  }
}
