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
  /// The fingerprints of messages by the hashes of their templates, all lines of a message together.
  private var known: [UInt64: Fingerprint] = [:]
  private var scan = SignatureScan()
  private var source: String?
  private var sources = 0
  private(set) var lines = 0
  /// Whether it is a log that says itself that something went wrong.
  private(set) var hasErrors = false
  /// Whether it turned out to be a log.
  private(set) var isLog = false
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
    if log == nil, LogReader.looksLikeLog(head, formats: formats) { startLog() }
    let wasLog = log != nil
    if var reader = log.take() {
      lines += reader.finish { add($0) }.lines
      isLog = true
    } else {
      lines +=
        head.count { $0 == UInt8(ascii: "\n") } + (head.last.map { $0 != UInt8(ascii: "\n") } == true ? 1 : 0)
    }
    // A short log without errors may be the report of somebody who knows that something in it is wrong.
    if !wasLog || sources <= 1 && order.isEmpty && head.count <= Self.reportLimit {
      let text = redacted(String(decoding: head.prefix(Self.reportLimit), as: UTF8.self))
      if text.contains(where: { !$0.isWhitespace }) { add(text, line: 1) }
    }
    head.removeAll(keepingCapacity: true)
  }

  private mutating func startLog() {
    log = LogReader(formats: formats, namesFormat: false)
    let start = head
    start.withUnsafeBytes { readLog($0) }
  }

  private mutating func readLog(_ chunk: UnsafeRawBufferPointer) {
    guard var reader = log.take() else { return }
    reader.read(chunk) { add($0) }
    log = reader
  }

  private mutating func add(_ event: Event) {
    hasErrors = true
    // What has the same template as a whole has the same root cause, and that the same fingerprint.
    var message = event.message
    message.withUTF8 { signer.template(of: $0, into: &scan) }
    if !scan.isCut, let known = known[scan.templateHash] {
      found[known]?.count += 1
    } else if let fingerprint = add(redacted(message), line: event.firstLine),
      !scan.isCut, known.count < Self.signatureLimit
    {
      known[scan.templateHash] = fingerprint
    }
  }

  @discardableResult
  private mutating func add(_ message: String, line: Int) -> Fingerprint? {
    let lead = ErrorReport(reading: message).messages.first?.text ?? message
    let fingerprint = signer.signature(of: lead).fingerprint
    if found[fingerprint] == nil {
      if order.count == Self.signatureLimit { return nil }
      order.append(fingerprint)
      found[fingerprint] = Problem(text: message, source: source, line: line, count: 0)
    }
    found[fingerprint]?.count += 1
    return fingerprint
  }
}
