import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage
import CasebookText

/// Prepares the kept parts of a log for storing: removes secrets, and splits texts into wording and values.
///
/// Uses no database, and belongs to one thread.
final class RunPreparation {
  private let indexing = Indexing()
  private let redactor = Redactor()
  private var redactorState = RedactorState()
  private var redaction: [UInt8] = []
  private var cutter: WordingCutter
  private var key: [UInt8] = []
  private var batch = RunBatch()

  init(signer: Signer) { cutter = WordingCutter(signer: signer) }

  /// Returns the prepared batch.
  func takeBatch() -> RunBatch {
    let full = batch
    batch = RunBatch()
    batch.isUncertain = full.isUncertain
    return full
  }

  /// Takes the next piece, and passes batches on whenever they are full.
  func take(_ excerpt: RunExcerpt, _ store: (RunBatch) throws -> Void) throws {
    if excerpt.isUncertain, !batch.isUncertain {
      try store(takeBatch())
      batch.isUncertain = true
    }
    try excerpt.bytes.withUnsafeBufferPointer { bytes in
      for item in excerpt.items {
        switch item {
        case .event(let event):
          var message = event.body
          message.withUTF8 { withoutSecrets($0) { add(event, $0) } }
        case .context(let line, let text):
          addContext(line, UnsafeBufferPointer(rebasing: bytes[text]))
        case .passed(let line):
          _ = redactor.redacted(line, state: &redactorState)
        }
        if batch.isFull { try store(takeBatch()) }
      }
    }
  }

  private func add(_ event: LogRecord, _ message: UnsafeBufferPointer<UInt8>) {
    cutter.cut(message)
    let terms = batch.bytes.count
    indexing.appendTerms(of: message, at: cutter.places, to: &batch.bytes)
    add(
      event.firstLine, event.lastLine - event.firstLine, event.time, event.level,
      event.logger.map { redactor.redacted($0) }, terms: terms..<batch.bytes.count)
  }

  private func addContext(_ line: Int, _ text: UnsafeBufferPointer<UInt8>) {
    func add(_ text: UnsafeBufferPointer<UInt8>) {
      withoutSecrets(text) { text in
        cutter.cut(text)
        self.add(line, 0, nil, nil, nil, terms: 0..<0)
      }
    }
    if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return add(text) }
    var clean = String(decoding: text.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    clean.withUTF8(add)
  }

  /// Adds the text that was split last.
  private func add(
    _ line: Int, _ more: Int, _ time: Timestamp?, _ level: Level?, _ logger: String?, terms: Range<Int>
  ) {
    let text = batch.bytes.count
    batch.bytes.append(contentsOf: cutter.text)
    let values = batch.bytes.count
    // Drop the last line feed, which separates nothing.
    batch.bytes.append(contentsOf: cutter.values.dropLast())
    batch.entries.append(
      RunBatch.BatchedRun(
        hash: hash(level, logger), text: text..<values, values: values..<batch.bytes.count, terms: terms,
        variables: cutter.places.all.count, line: line, more: max(0, more), time: time, level: level,
        logger: logger))
  }

  /// A hash of the text, of how it is read, and of level and logger; a context line has no level.
  private func hash(_ level: Level?, _ logger: String?) -> UInt64 {
    key.removeAll(keepingCapacity: true)
    key.append(level.map { UInt8($0.rawValue) } ?? 0xFF)
    key.append(cutter.places.all.isEmpty ? 0 : 1)
    if let logger { key.append(contentsOf: logger.utf8) }
    key.append(0)
    key.append(contentsOf: cutter.text)
    return stableHash(key)
  }

  /// Calls `body` with a text after removing its secrets.
  private func withoutSecrets(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var redacted: [UInt8] = []
    swap(&redacted, &redaction)
    defer { swap(&redacted, &redaction) }
    redacted.removeAll(keepingCapacity: true)
    if redactor.redact(text, into: &redacted, state: &redactorState) == 0 {
      body(text)
    } else {
      redacted.withUnsafeBufferPointer(body)
    }
  }
}
