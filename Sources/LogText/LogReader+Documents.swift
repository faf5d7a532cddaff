import CasebookKnowledge
import CasebookText

/// Logs that are not made of lines.
extension LogReader {
  /// Reads the next piece and passes on the events that end in it.
  public mutating func read(_ chunk: UnsafeRawBufferPointer, _ emit: (LogRecord) throws -> Void) rethrows {
    let bytes = chunk.bindMemory(to: UInt8.self)
    summary.bytes += bytes.count
    keepTail(bytes)
    guard var opening = opening.take() else { return try readOn(bytes, emit) }
    if let form = opening.take(bytes) {
      try begin(form, opening.bytes, emit)
    } else {
      self.opening = opening
    }
  }

  mutating func begin(
    _ form: LogOpening.LogForm, _ bytes: [UInt8], _ emit: (LogRecord) throws -> Void
  ) rethrows {
    if form == .document { document = DocumentReader() }
    if form == .junit { junit = JUnitReader() }
    try bytes.withUnsafeBufferPointer { try readOn($0, emit) }
  }

  mutating func readJournal(_ bytes: Bytes, _ emit: (LogRecord) throws -> Void) rethrows {
    guard var journal else { return }
    try journal.read(bytes) { if let event = entry($0, $1) { try emit(event) } }
    summary.lines = journal.lines
    self.journal = journal
  }

  mutating func readDocument(
    _ bytes: Bytes, isLast: Bool = false, _ emit: (LogRecord) throws -> Void
  ) rethrows {
    if var document = document.take() {
      try document.read(bytes) { if let event = entry($0, $1) { try emit(event) } }
      summary.lines = document.lines + (tail.last == 0x0A ? 0 : 1)
      summary.brokenLines = document.tooLong
      self.document = document
    }
    if let junit {
      try junit.read(bytes, isLast: isLast, emit)
      summary.lines += bytes.count { $0 == 0x0A } + (isLast && tail.last != 0x0A ? 1 : 0)
      summary.brokenLines = junit.isBroken ? 1 : 0
      summary.counts = [.error: junit.failures, .info: junit.cases - junit.failures].filter { $0.value > 0 }
    }
  }

  mutating func entry(_ json: Bytes, _ lines: ClosedRange<Int>) -> LogRecord? {
    summary.lines = lines.upperBound
    return take(json, lines.lowerBound, nil, 0, isCut: false)
  }
}
