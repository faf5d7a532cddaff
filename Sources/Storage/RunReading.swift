import CasebookKnowledge
import CasebookRunLogs
import CasebookSignatures

/// Reads the log of a run: compares it with what it was, and hands on the events of what is new.
///
/// One thread at a time uses it.
final class RunReading: @unchecked Sendable {
  /// How a log stands to what it was.
  enum Comparison {
    case same
    case grown(RunResumption)
    case other
  }

  /// What is known of a log that was read to its end.
  struct Outcome: Sendable {
    let summary: RunSummary
    let hash: String
    let bytes: Int
    /// Where the reader stood before the end.
    let suspension: LogSuspension
  }

  private let log: LogSource
  private let formats: LogFormats
  private var hash = StreamingHash()
  /// How many bytes of the log are in `hash`.
  private var hashed = 0
  /// Where the first line begins that is to be read.
  private var start = 0

  /// For less, a thread is not worth its start (bytes).
  private static let largeSize = 1 << 20

  /// A reading of a log that nothing was read of yet.
  init(_ log: LogSource, formats: LogFormats) {
    self.log = log
    self.formats = formats
  }

  /// Forgets what `compare` read, to read the log from its start.
  func startOver() {
    hash = StreamingHash()
    hashed = 0
    start = 0
  }

  /// The hash of the whole log; `nil` where it can be read only once.
  func contentHash() throws -> String? {
    let isRead = try readAhead {
      hash.update($0)
      return true
    }
    return isRead ? hash.finish().description : nil
  }

  /// Reads as much of the log as it had before.
  func compare(with earlier: EarlierRun) throws -> Comparison {
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

  /// Opens the log once more and calls `body` with its bytes piece by piece, until it says `false`; `false` for what can
  /// be read only once, or not to its end.
  private func readAhead(_ body: (UnsafeRawBufferPointer) -> Bool) throws -> Bool {
    guard log.member == nil, case .file? = try? FileKind(log.path) else { return false }
    struct Enough: Error {}
    do {
      let problems = try forEachLog(in: log.path) { log in
        try log.forEachChunk { if !body($0) { throw Enough() } }
      }
      return problems.isEmpty
    } catch is Enough {
      return true
    }
  }

  /// Reads the log, or what is new of it, to its end, and hands its events on in batches. Where there is much to store, it
  /// is worked out on a thread of its own.
  func read(
    _ options: RunOptions, signer: Signer, known: KnownSignatures, resuming resumed: LogSuspension?,
    store: (RunBatch) throws -> Void
  ) throws -> Outcome {
    guard options.kept == .all, isLarge else {
      return try work(options, signer, known, resumed, store)
    }
    return try withReadAhead(
      produce: { [self] put in try work(options, signer, known, resumed, put) }, consume: store)
  }

  private var isLarge: Bool {
    if case .file(let size)? = try? FileKind(log.path) { size > Self.largeSize } else { false }
  }

  private func work(
    _ options: RunOptions, _ signer: Signer, _ known: KnownSignatures, _ resumed: LogSuspension?,
    _ store: (RunBatch) throws -> Void
  ) throws -> Outcome {
    let preparation = RunPreparation(options, signer: signer, known: known)
    var hooks = LogHooks()
    if options.kept != .all {
      if !known.isEmpty { hooks.isWanted = known.mayMatch }
      if options.context > 0 { hooks.pass = preparation.pass }
    }
    var reader = LogReader(
      keeping: options.kept == .all ? .all : .problems, formats: formats, hooks: hooks, resuming: resumed)
    func take(_ event: Event) throws {
      preparation.take(event)
      if let batch = preparation.fullBatch() { try store(batch) }
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
    }
    try store(preparation.takeBatch())
    let suspension = reader.suspension()
    preparation.markUncertain()
    let summary = try reader.finish(take)
    try store(preparation.takeBatch())
    return Outcome(
      summary: summary, hash: hash.finish().description, bytes: position, suspension: suspension)
  }

  /// Where in `piece` line `wanted` begins, or its end.
  private static func skip(_ piece: UnsafeRawBufferPointer, to wanted: Int, from line: inout Int) -> Int {
    var position = 0
    while line < wanted, let feed = piece[position...].firstIndex(of: 0x0A) {
      line += 1
      position = feed + 1
    }
    return line < wanted ? piece.count : position
  }
}
