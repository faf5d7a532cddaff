import CasebookIngest
import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage

/// Reads a pasted report, or logs of any number and size, and collects their errors, each signature once.
public struct ProblemReader {
  /// An error, where it first occurs, and how often.
  struct ReadProblem {
    let record: LogRecord
    /// The messages in the record.
    let report: ErrorReport
    /// The name of the log where it first occurs; `nil` if there is only one log.
    var source: String?
    var count: Int

    var text: String { record.body }
    var line: Int { record.firstLine }
  }

  private let formats: LogFormats
  private let redactor = Redactor()
  private let tally: ProblemTally
  /// Signs the errors of a long log in the background, while reading continues.
  private let signing: BackgroundWork<[FoundRecord]>
  /// The latest errors, not yet signed.
  private var waiting: [FoundRecord] = []
  private var waitingBytes = 0
  /// The start of the text. A short text may be one error report instead of a log.
  private var head: [UInt8] = []
  private var log: LogReader?
  private var source: String?
  private var sources = 0
  private(set) var lines = 0
  private(set) var brokenLines = 0
  /// Whether it is a log with lines that report errors.
  private(set) var hasErrors = false
  /// Whether it turned out to be a log.
  private(set) var isLog = false
  /// The text that was read as several errors.
  private var pastedList: String?
  /// The text of a log, if it is the only one and short.
  private var shortLog: [UInt8] = []

  private struct FoundRecord: Sendable {
    let record: LogRecord
    let source: String?
    let log: Int
    /// Whether it is an error; else it is a line between errors.
    var isProblem = true
  }

  /// The lines between the errors that may belong to a private key.
  private let between = KeyLines()

  /// A report is no longer than this; what is longer is a log, whatever it looks like.
  private static let reportLimit = 1 << 16
  /// How many errors, or bytes of them, to hand on together.
  private static let batch = (errors: 512, bytes: 1 << 18)

  init(signer: Signer, formats: LogFormats) {
    self.formats = formats
    let tally = ProblemTally(signer: signer)
    self.tally = tally
    signing = BackgroundWork { $0.forEach { Self.take($0, tally) } }
  }

  /// Begins another log or report. Not needed if there is only one.
  public mutating func begin(_ name: String) {
    if sources > 0 { endSource() }
    // With several logs, none is a report.
    (shortLog, pastedList) = ([], nil)
    sources += 1
    source = redactor.redacted(path: name)
  }

  /// Reads the next piece.
  public mutating func read(_ chunk: UnsafeRawBufferPointer) {
    guard log == nil else { return readLog(chunk) }
    head.append(contentsOf: chunk)
    if head.count > Self.reportLimit { startLog() }
  }

  /// The errors in order of appearance. Text that is not a log is one error; white space is none.
  mutating func finish() -> [ReadProblem] {
    endSource()
    signing.finish()
    waiting.forEach { Self.take($0, tally) }
    var problems = tally.problems
    if sources <= 1 { for index in problems.indices { problems[index].source = nil } }
    return problems
  }

  /// How many different errors are not among those that are looked up.
  var omitted: Int { tally.omitted }

  private static func take(_ found: FoundRecord, _ tally: ProblemTally) {
    if found.isProblem {
      tally.add(found.record, of: found.source, log: found.log)
    } else {
      tally.pass(found.record.body, of: found.log)
    }
  }

  /// A short log without the times of its lines, if it has nothing else before them, or a list of errors: it may be one
  /// report after all.
  var untimed: ReadProblem? {
    (pastedList ?? LogReader.untimed(shortLog).map { String(decoding: $0, as: UTF8.self) }).map {
      let record = LogRecord(tally.redacted($0))
      return ReadProblem(record: record, report: record.errors, count: 1)
    }
  }

  private mutating func endSource() {
    if log == nil, LogReader.looksLikeLog(head, formats: formats) { startLog() }
    let wasLog = log != nil
    if var reader = log.take() {
      let summary = reader.finish { add($0) }
      lines += summary.lines
      brokenLines += summary.brokenLines
      isLog = true
      if sources <= 1, head.count <= Self.reportLimit { shortLog = head }
    } else {
      lines +=
        head.count { $0 == UInt8(ascii: "\n") } + (head.last.map { $0 != UInt8(ascii: "\n") } == true ? 1 : 0)
    }
    // A short log without errors may be a report by someone who knows that something in it is wrong.
    if !wasLog || sources <= 1 && !hasErrors && head.count <= Self.reportLimit {
      let given = String(decoding: head.prefix(Self.reportLimit), as: UTF8.self)
      let text = ErrorReport.unescaped(given) ?? given
      if text.contains(where: { !$0.isWhitespace }) {
        let errors = PastedErrors.records(of: text)
        if errors != nil { pastedList = text }
        for record in errors ?? [LogRecord(text)] {
          waiting.append(FoundRecord(record: record, source: source, log: sources))
        }
      }
    }
    head.removeAll(keepingCapacity: true)
    between.end()
  }

  private mutating func startLog() {
    var hooks = LogHooks()
    hooks.pass = { [between] in between.pass($0, $1) }
    log = LogReader(formats: formats, namesFormat: false, hooks: hooks)
    let start = head
    start.withUnsafeBytes { readLog($0) }
  }

  private mutating func readLog(_ chunk: UnsafeRawBufferPointer) {
    guard var reader = log.take() else { return }
    reader.read(chunk) { add($0) }
    log = reader
  }

  private mutating func add(_ record: LogRecord) {
    hasErrors = true
    for line in between.take(before: record.firstLine, record.body) {
      waiting.append(FoundRecord(record: LogRecord(line), source: source, log: sources, isProblem: false))
    }
    waiting.append(FoundRecord(record: record, source: source, log: sources))
    waitingBytes += record.body.utf8.count
    guard waiting.count == Self.batch.errors || waitingBytes > Self.batch.bytes else { return }
    signing.add(waiting)
    waiting.removeAll()
    waitingBytes = 0
  }
}
