import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// Reads the log of a run: compares it with its earlier state, and passes on the events of the new part.
///
/// Used by one thread at a time.
final class RunReading: @unchecked Sendable {
  /// The relation of a log to its earlier state.
  enum RunComparison {
    case same
    case grown(RunResumption)
    case other
  }

  private let log: LogSource
  private let formats: LogFormats
  private var hash = StreamingHash()
  /// How many bytes of the log `hash` covers.
  private var hashed = 0
  /// Where the first line to read begins.
  private var start = 0

  /// The minimum size in bytes that is worth starting a thread.
  private static let largeSize = 1 << 20

  /// The number of bytes already examined to see whether this is a log.
  private static let headSize = 1 << 16

  /// A reading of a log from its start.
  init(_ log: LogSource, formats: LogFormats) {
    self.log = log
    self.formats = formats
  }

  /// Discards what `compare` read, to read the log from its start.
  func startOver() {
    hash = StreamingHash()
    hashed = 0
    start = 0
  }

  /// The hash of the whole log; `nil` if it can be read only once.
  func contentHash() throws -> String? {
    let isRead = try readAhead {
      hash.update($0)
      return true
    }
    return isRead ? hash.finish().description : nil
  }

  /// Reads as many bytes of the log as it had before.
  func compare(with earlier: EarlierRun) throws -> RunComparison {
    let firstLine = earlier.resumption?.suspension.nextLine ?? 1
    var line = 1
    var hasMore = false
    let isRead = try readAhead { piece in
      let room = earlier.bytes - hashed
      if piece.count > room { hasMore = true }
      let part = UnsafeRawBufferPointer(rebasing: piece[..<min(room, piece.count)])
      hash.update(part)
      if line < firstLine { start = hashed + Self.skip(part, to: firstLine, from: &line) }
      hashed += part.count
      return !hasMore
    }
    guard isRead, hashed == earlier.bytes, hash.finish().description == earlier.hash else { return .other }
    if !hasMore { return .same }
    guard let resumption = earlier.resumption, line == firstLine, firstLine > 1 else { return .other }
    return .grown(resumption)
  }

  /// Opens the log again and calls `body` with its bytes, one piece at a time, until `body` returns `false`.
  /// Returns `false` if the log can be read only once, or not to its end.
  private func readAhead(_ body: (UnsafeRawBufferPointer) -> Bool) throws -> Bool {
    guard log.member == nil, case .file? = try? FileKind(log.path) else { return false }
    struct ComparisonDone: Error {}
    do {
      let problems = try forEachLog(in: log.path, unpacking: log.unpacking) { log in
        try log.forEachChunk { if !body($0) { throw ComparisonDone() } }
      }
      return problems.isEmpty
    } catch is ComparisonDone {
      return true
    }
  }

  /// Reads the log, or its new part, to the end, and passes the kept parts on in batches. For a long log, one
  /// thread reads the lines, one prepares what to keep, and the calling thread stores it.
  func read(
    _ options: RunOptions, signer: Signer, known: KnownSignatures, resuming resumed: LogSuspension?,
    at now: Timestamp, store: (RunBatch) throws -> Void
  ) throws -> RunOutcome {
    let read = { @Sendable [self] (put: (RunExcerpt) throws -> Void) in
      try excerpts(
        RunSelection(options, signer: signer, known: known), resumed, log.written ?? now, put,
        progress: options.progress)
    }
    guard isLarge else {
      let preparation = RunPreparation(signer: signer)
      let outcome = try read { try preparation.take($0, store) }
      try store(preparation.takeBatch())
      return outcome
    }
    return try withReadAhead(
      produce: { store in
        let preparation = RunPreparation(signer: signer)
        let outcome = try withReadAhead(produce: read) { try preparation.take($0, store) }
        try store(preparation.takeBatch())
        return outcome
      }, consume: store)
  }

  /// The size of an archive member is judged by its beginning, however large the archive is.
  private var isLarge: Bool {
    guard log.peek(Self.headSize).count == Self.headSize else { return false }
    return if case .file(let size)? = try? FileKind(log.path) { size > Self.largeSize } else { false }
  }

  /// Reads the lines, and passes on the parts to keep.
  private func excerpts(
    _ selection: RunSelection, _ resumed: LogSuspension?, _ written: Timestamp,
    _ put: (RunExcerpt) throws -> Void, progress: (String, Int, Int?) -> Void
  ) throws -> RunOutcome {
    let total = log.member == nil ? log.unpackedSize : nil
    var reader = LogReader(
      keeping: selection.keep, near: LogReader.fullTime(log.peek(Self.headSize)), written: written,
      formats: formats,
      hooks: selection.hooks, resuming: resumed)
    func take(_ event: LogRecord) throws {
      selection.take(event)
      if let excerpt = selection.fullExcerpt() { try put(excerpt) }
    }
    var position = 0
    try log.forEachChunk { piece in
      if position + piece.count > hashed {
        hash.update(UnsafeRawBufferPointer(rebasing: piece[max(0, hashed - position)...]))
      }
      if position + piece.count > start {
        try reader.read(UnsafeRawBufferPointer(rebasing: piece[max(0, start - position)...]), take)
      }
      position += piece.count
      progress(log.path, position, total)
    }
    try put(selection.takeExcerpt())
    let suspension = reader.suspension()
    selection.markUncertain()
    let summary = try reader.finish(take)
    try put(selection.takeExcerpt())
    return RunOutcome(
      summary: summary, hash: hash.finish().description, bytes: position, suspension: suspension)
  }

  /// The offset in `piece` where line `wanted` begins, or its end.
  private static func skip(_ piece: UnsafeRawBufferPointer, to wanted: Int, from line: inout Int) -> Int {
    var position = 0
    while line < wanted, let feed = piece[position...].firstIndex(of: 0x0A) {
      line += 1
      position = feed + 1
    }
    return line < wanted ? piece.count : position
  }
}
