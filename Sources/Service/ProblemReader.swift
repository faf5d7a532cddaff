import CasebookKnowledge
import CasebookRunLogs
import CasebookSignatures

/// Reads what a person pasted or a log of any size, and keeps its errors, each signature once.
struct ProblemReader {
  /// An error with where it stands first and how often it occurs.
  struct Problem {
    let text: String
    let line: Int
    var count: Int
  }

  private let signer: Signer
  private let redacted: (String) -> String
  /// The start of the text: as long as it is short, it may be one error report instead of a log.
  private var head: [UInt8] = []
  private var log: LogReader?
  private var found: [Fingerprint: Problem] = [:]
  private var order: [Fingerprint] = []
  /// The fingerprints of messages that were read: a log can hold one a million times.
  private var fingerprints: [String: Fingerprint] = [:]
  private(set) var lines = 0
  /// Whether it is a log that says itself that something went wrong.
  var hasErrors: Bool { !order.isEmpty }
  /// Whether it turned out to be a log.
  private(set) var isLog = false
  private var endsInLine = false

  /// A report is no longer than this; what is longer is a log, whatever it looks like.
  private static let reportLimit = 1 << 16
  /// How many different errors of one log are looked up: the first ones.
  private static let problemLimit = 50
  /// How many different errors of one log are told apart, to bound memory.
  private static let signatureLimit = 10_000
  /// How many messages are remembered, none longer than that (bytes).
  private static let rememberedMessages = 1000
  private static let rememberedLength = 4096

  /// A reader that hands on no secrets: `redacted` replaces them.
  init(signer: Signer, redacted: @escaping (String) -> String) {
    self.signer = signer
    self.redacted = redacted
  }

  /// Takes the next piece.
  mutating func read(_ chunk: UnsafeRawBufferPointer) {
    lines += chunk.count { $0 == UInt8(ascii: "\n") }
    if let last = chunk.last { endsInLine = last != UInt8(ascii: "\n") }
    guard log == nil else { return readLog(chunk) }
    head.append(contentsOf: chunk)
    if head.count > Self.reportLimit { startLog() }
  }

  /// The errors in order of appearance; a text that is no log is one error, and white space is none.
  mutating func finish() -> [Problem] {
    if endsInLine { lines += 1 }
    if log == nil, LogReader.looksLikeLog(head) { startLog() }
    if var reader = log.take() {
      _ = reader.finish { add($0) }
      isLog = true
      // A short log without errors may be the report of somebody who knows that something in it is wrong.
      if !order.isEmpty || head.count > Self.reportLimit {
        return order.prefix(Self.problemLimit).compactMap { found[$0] }
      }
    }
    let text = redacted(String(decoding: head.prefix(Self.reportLimit), as: UTF8.self))
    return text.contains { !$0.isWhitespace } ? [Problem(text: text, line: 1, count: 1)] : []
  }

  private mutating func startLog() {
    log = LogReader()
    let start = head
    start.withUnsafeBytes { readLog($0) }
  }

  private mutating func readLog(_ chunk: UnsafeRawBufferPointer) {
    guard var reader = log.take() else { return }
    reader.read(chunk) { add($0) }
    log = reader
  }

  private mutating func add(_ event: Event) {
    if let fingerprint = fingerprints[event.message] {
      found[fingerprint]?.count += 1
      return
    }
    let message = redacted(event.message)
    let lead = ErrorReport(reading: message).messages.first?.text ?? message
    let fingerprint = signer.signature(of: lead).fingerprint
    if fingerprints.count < Self.rememberedMessages, event.message.utf8.count <= Self.rememberedLength {
      fingerprints[event.message] = fingerprint
    }
    if found[fingerprint] == nil {
      if order.count == Self.signatureLimit { return }
      order.append(fingerprint)
      found[fingerprint] = Problem(text: message, line: event.firstLine, count: 0)
    }
    found[fingerprint]?.count += 1
  }
}
