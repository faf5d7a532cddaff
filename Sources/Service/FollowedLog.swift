import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// Diagnoses a log while it is written: each new problem once.
public final class FollowedLog {
  private let base: KnowledgeBase
  private let limit: Int
  private let tally: ProblemTally
  private var reader: LogReader
  /// The start of a line whose end was not written yet.
  private var partial: [UInt8] = []
  /// The lines before the current reader's first one.
  private var earlierLines = 0
  /// How many complete lines were read.
  public private(set) var lines = 0
  /// The problems that were found but not answered yet.
  private var waiting: [ProblemReader.ReadProblem] = []
  private var found = 0
  /// How many new problems were dropped because too many waited.
  public private(set) var dropped = 0

  private static let mostWaiting = 200
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
  public var waitingCount: Int { waiting.count }

  /// How many problems the log had so far, each counted once.
  public var problemCount: Int { found }

  /// Takes what was written since the last call.
  public func read(_ bytes: UnsafeRawBufferPointer) {
    partial.append(contentsOf: bytes)
    var end = partial.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end == 0, partial.count > Self.mostPartial { end = partial.count }
    guard end > 0 else { return }
    lines += partial[..<end].count { $0 == UInt8(ascii: "\n") }
    partial[..<end].withUnsafeBytes { chunk in reader.read(chunk) { add($0) } }
    partial.removeSubrange(..<end)
    note()
  }

  /// Called when nothing was written for a while: a record whose next line never came is complete.
  public func pause() {
    let suspension = reader.suspension()
    _ = reader.finish { add($0) }
    // A reader that has not seen what the log is made of begins again, with a count of its own.
    if suspension.nextLine == 1 { earlierLines = lines }
    reader = Self.reader(base, resuming: suspension)
    note()
  }

  /// Called at the end of the log.
  public func finish() {
    if !partial.isEmpty {
      partial.append(UInt8(ascii: "\n"))
      read(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    pause()
  }

  /// The answers to the problems that wait, the oldest first, at most `count` of them, each by itself.
  public func answers(_ count: Int) throws -> [DiagnosisOutcome] {
    let taken = Array(waiting.prefix(count))
    waiting.removeFirst(taken.count)
    let problems = taken.isEmpty ? [] : try answered(taken)
    return problems.map { DiagnosisOutcome(isLog: true, lines: lines, brokenLines: 0, problems: [$0]) }
  }

  private func add(_ record: LogRecord) {
    var record = record
    record.firstLine += earlierLines
    tally.add(record, of: nil, log: 1)
  }

  private func answered(_ found: [ProblemReader.ReadProblem]) throws -> [DiagnosisOutcome.Problem] {
    try base.store.snapshot {
      let tools = try DiagnosisTools(base)
      return try found.map { found in
        try base.problem(found, tools, limit: limit, lines: lines) { id in
          try base.answer(to: id, withLosses: true).map { ($0, try base.history(of: id)) }
        }
      }
    }
  }

  /// Notes the problems that are new.
  private func note() {
    let new = tally.problems(from: found)
    found += new.count
    let room = max(0, Self.mostWaiting - waiting.count)
    waiting += new.prefix(room)
    dropped += max(0, new.count - room)
  }
}
