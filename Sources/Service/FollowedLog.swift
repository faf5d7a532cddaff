import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// Diagnoses a log while it is written: each new problem once.
public final class FollowedLog {
  private let base: KnowledgeBase
  private let limit: Int
  private let tally: ProblemTally
  private var reader: LogReader
  /// Whether the reader has read anything since it began.
  private var isFresh = true
  /// The start of a line whose end was not written yet.
  private var partial: [UInt8] = []
  /// The lines before the current reader's first one.
  private var earlierLines = 0
  /// The complete lines since the log last began.
  private var currentLines = 0
  /// How many complete lines were read.
  public private(set) var lines = 0
  private var answered = 0

  /// A longer line is read in pieces.
  private static let mostPartial = 1 << 20

  /// A log read with a knowledge base; each problem gets at most `limit` candidates.
  public init(_ base: KnowledgeBase, limit: Int = 3) {
    self.base = base
    self.limit = limit
    tally = ProblemTally(signer: base.signer)
    reader = Self.reader(base)
  }

  private static func reader(_ base: KnowledgeBase, resuming: LogSuspension? = nil) -> LogReader {
    LogReader(formats: base.store.formats, namesFormat: false, resuming: resuming)
  }

  /// How many problems wait for an answer.
  public var waitingCount: Int { tally.count - answered }

  /// Whether new problems are left out, because 10,000 different ones were found.
  public var isFull: Bool { tally.isFull }

  /// Takes what was written since the last call.
  public func read(_ bytes: UnsafeRawBufferPointer) {
    partial.append(contentsOf: bytes)
    var end = partial.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end == 0, partial.count > Self.mostPartial { end = partial.count }
    guard end > 0 else { return }
    isFresh = false
    let ended = partial[..<end].count { $0 == UInt8(ascii: "\n") }
    lines += ended
    currentLines += ended
    partial[..<end].withUnsafeBytes { chunk in reader.read(chunk) { add($0) } }
    partial.removeSubrange(..<end)
  }

  /// Called when nothing was written for a while: a record whose next line never came is complete.
  public func pause() {
    if isFresh { return }
    isFresh = true
    var suspension = reader.suspension()
    _ = reader.finish { add($0) }
    if suspension.nextLine == 1 {
      // A reader that has not seen what the log is made of begins again, with a count of its own.
      earlierLines = currentLines
    } else {
      // All records so far are complete, and none of their lines comes again.
      let next = currentLines - earlierLines + 1
      suspension.firstLines = suspension.firstLines.map { _ in next }
    }
    reader = Self.reader(base, resuming: suspension)
  }

  /// Called when the log begins again, in another file or because it was cut.
  public func restart() {
    finish()
    reader = Self.reader(base)
    (earlierLines, currentLines) = (0, 0)
  }

  /// Called at the end of the log.
  public func finish() {
    if !partial.isEmpty {
      partial.append(UInt8(ascii: "\n"))
      read(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    pause()
  }

  /// The answers to the problems that wait, at most `count` of them, as one diagnosis; `nil` if none waits.
  public func answers(_ count: Int = 50) throws -> DiagnosisOutcome? {
    let taken = tally.problems(at: answered..<min(answered + count, tally.count))
    guard !taken.isEmpty else { return nil }
    answered += taken.count
    let problems = try base.store.snapshot {
      let tools = try DiagnosisTools(base)
      return try taken.map { found in
        try base.problem(found, tools, limit: limit, lines: lines) { id in
          try base.answer(to: id, withLosses: true).map { ($0, try base.history(of: id)) }
        }
      }
    }
    return DiagnosisOutcome(isLog: true, lines: lines, brokenLines: 0, problems: problems)
  }

  private func add(_ record: LogRecord) {
    var record = record
    record.firstLine += earlierLines
    tally.add(record, of: nil, log: 1)
  }
}
