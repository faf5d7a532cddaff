import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

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

  private let log: LogSource
  private let formats: LogFormats
  private var hash = StreamingHash()
  /// How many bytes of the log are in `hash`.
  private var hashed = 0
  /// Where the first line begins that is to be read.
  private var start = 0

  /// For less, a thread is not worth its start (bytes).
  private static let largeSize = 1 << 20

  /// What was looked at already, to see whether it is a log (bytes).
  private static let headSize = 1 << 16

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
      let problems = try forEachLog(in: log.path, unpacking: log.unpacking) { log in
        try log.forEachChunk { if !body($0) { throw Enough() } }
      }
      return problems.isEmpty
    } catch is Enough {
      return true
    }
  }

  /// Reads the log, or what is new of it, to its end, and hands what is kept on in batches. Of a long log, one thread
  /// reads the lines, one works out what is kept, and the calling one stores it.
  func read(
    _ options: RunOptions, signer: Signer, known: KnownSignatures, resuming resumed: LogSuspension?,
    store: (RunBatch) throws -> Void
  ) throws -> RunOutcome {
    let read = { @Sendable [self] (put: (RunExcerpt) throws -> Void) in
      try excerpts(RunSelection(options, signer: signer, known: known), resumed, put)
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

  /// A member of an archive is as large as its beginning tells, however large the archive is.
  private var isLarge: Bool {
    guard log.peek(Self.headSize).count == Self.headSize else { return false }
    return if case .file(let size)? = try? FileKind(log.path) { size > Self.largeSize } else { false }
  }

  /// Reads the lines, and hands on what is kept of them.
  private func excerpts(
    _ selection: RunSelection, _ resumed: LogSuspension?, _ put: (RunExcerpt) throws -> Void
  ) throws -> RunOutcome {
    var reader = LogReader(
      keeping: selection.keep, formats: formats, hooks: selection.hooks, resuming: resumed)
    func take(_ event: Event) throws {
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
    }
    try put(selection.takeExcerpt())
    let suspension = reader.suspension()
    selection.markUncertain()
    let summary = try reader.finish(take)
    try put(selection.takeExcerpt())
    return RunOutcome(
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
