import CasebookKnowledge
import CasebookRunLogs
import CasebookSignatures

/// Reads what a person pasted, or logs of any number and size, and keeps their errors, each signature once.
public struct ProblemReader {
  /// An error with where it stands first and how often it occurs.
  struct Problem {
    let text: String
    /// The name of the log that it stands in first; `nil` where there is only one.
    var source: String?
    let line: Int
    var count: Int
  }

  private let signer: Signer
  private let formats: LogFormats
  private let redacted: (String) -> String
  /// The start of the text: as long as it is short, it may be one error report instead of a log.
  private var head: [UInt8] = []
  private var log: LogReader?
  private var found: [Fingerprint: Problem] = [:]
  private var order: [Fingerprint] = []
  private var source: String?
  private var sources = 0
  private(set) var lines = 0
  /// Whether it is a log that says itself that something went wrong.
  private(set) var hasErrors = false
  /// Whether it turned out to be a log.
  private(set) var isLog = false
  private var endsInLine = false

  /// A report is no longer than this; what is longer is a log, whatever it looks like.
  private static let reportLimit = 1 << 16
  /// How many different errors of one log are looked up: the first ones.
  private static let problemLimit = 50
  /// How many different errors of one log are told apart, to bound memory.
  private static let signatureLimit = 10_000

  /// A reader that hands on no secrets: `redacted` replaces them.
  init(signer: Signer, formats: LogFormats, redacted: @escaping (String) -> String) {
    self.signer = signer
    self.formats = formats
    self.redacted = redacted
  }

  /// Begins a log, or a report, of its own. Where there is only one, this is not needed.
  public mutating func begin(_ name: String) {
    if sources > 0 { endSource() }
    sources += 1
    source = name
  }

  /// Takes the next piece.
  public mutating func read(_ chunk: UnsafeRawBufferPointer) {
    lines += chunk.count { $0 == UInt8(ascii: "\n") }
    if let last = chunk.last { endsInLine = last != UInt8(ascii: "\n") }
    guard log == nil else { return readLog(chunk) }
    head.append(contentsOf: chunk)
    if head.count > Self.reportLimit { startLog() }
  }

  /// The errors in order of appearance; a text that is no log is one error, and white space is none.
  mutating func finish() -> [Problem] {
    endSource()
    var problems = order.prefix(Self.problemLimit).compactMap { found[$0] }
    if sources <= 1 { for index in problems.indices { problems[index].source = nil } }
    return problems
  }

  private mutating func endSource() {
    if endsInLine { lines += 1 }
    if log == nil, LogReader.looksLikeLog(head, formats: formats) { startLog() }
    let wasLog = log != nil
    if var reader = log.take() {
      _ = reader.finish { add($0) }
      isLog = true
    }
    // A short log without errors may be the report of somebody who knows that something in it is wrong.
    if !wasLog || sources <= 1 && order.isEmpty && head.count <= Self.reportLimit {
      let text = redacted(String(decoding: head.prefix(Self.reportLimit), as: UTF8.self))
      if text.contains(where: { !$0.isWhitespace }) { add(text, line: 1) }
    }
    head.removeAll(keepingCapacity: true)
    endsInLine = false
  }

  private mutating func startLog() {
    log = LogReader(formats: formats)
    let start = head
    start.withUnsafeBytes { readLog($0) }
  }

  private mutating func readLog(_ chunk: UnsafeRawBufferPointer) {
    guard var reader = log.take() else { return }
    reader.read(chunk) { add($0) }
    log = reader
  }

  private mutating func add(_ event: Event) {
    add(redacted(event.message), line: event.firstLine)
    hasErrors = true
  }

  private mutating func add(_ message: String, line: Int) {
    let lead = ErrorReport(reading: message).messages.first?.text ?? message
    let fingerprint = signer.signature(of: lead).fingerprint
    if found[fingerprint] == nil {
      if order.count == Self.signatureLimit { return }
      order.append(fingerprint)
      found[fingerprint] = Problem(text: message, source: source, line: line, count: 0)
    }
    found[fingerprint]?.count += 1
  }
}
