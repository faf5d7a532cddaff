import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures

/// Counts errors, each signature once. One thread at a time uses it.
final class ProblemTally: @unchecked Sendable {
  private let signer: Signer
  private let redactor = Redactor()
  private var found: [Fingerprint: ProblemReader.ReadProblem] = [:]
  private var order: [Fingerprint] = []
  /// The fingerprints of messages by the hashes of their templates, with all lines of a message as one.
  private var known: [UInt64: Fingerprint] = [:]
  private var scan = SignatureScan()
  /// The state after the last error: a private key may go on in the next one of the same log.
  private var state = RedactorState()
  private var log = 0

  /// How many distinct errors of one log to look up; the first ones are taken.
  private static let problemLimit = 50
  /// How many distinct errors of one log to distinguish, to bound memory.
  private static let signatureLimit = 10_000

  init(signer: Signer) { self.signer = signer }

  /// The first errors, in order of appearance.
  var problems: [ProblemReader.ReadProblem] { order.prefix(Self.problemLimit).compactMap { found[$0] } }

  /// How many distinct errors are not among the first.
  var omitted: Int { max(0, order.count - Self.problemLimit) }

  /// How many distinct errors there are.
  var count: Int { order.count }

  /// Whether further distinct errors are left out, to bound memory.
  var isFull: Bool { order.count == Self.signatureLimit }

  /// The errors at these places, in order of appearance.
  func problems(at places: Range<Int>) -> [ProblemReader.ReadProblem] {
    order[places].compactMap { found[$0] }
  }

  /// The text with its secrets removed.
  func redacted(_ text: String) -> String { redactor.redacted(text) }

  /// Takes a line between the errors of a log: a private key may begin or end in it.
  func pass(_ text: String, of log: Int) {
    enter(log)
    _ = redactor.redacted(text, state: &state)
  }

  private func enter(_ log: Int) {
    if log != self.log { (self.log, state) = (log, RedactorState()) }
  }

  /// Counts an error of the log called `source`, the `log`th of all.
  func add(_ record: LogRecord, of source: String?, log: Int) {
    enter(log)
    // Problems with the same whole template have the same root cause, and that has the same fingerprint.
    var record = record
    record.body.withUTF8 { signer.template(of: $0, into: &scan) }
    let isInKey = state.isInPrivateKey
    let hash = scan.isCut || isInKey ? nil : scan.templateHash
    if let hash, let known = known[hash] {
      found[known]?.count += 1
      return
    }
    record.body = redactor.redacted(record.body, state: &state)
    let report = record.errors
    let fingerprint = signer.signature(of: report.messages.first?.text ?? record.body).fingerprint
    if found[fingerprint] == nil {
      if isFull { return }
      order.append(fingerprint)
      found[fingerprint] = ProblemReader.ReadProblem(record: record, report: report, source: source, count: 0)
    }
    found[fingerprint]?.count += 1
    // What begins a key has to be read each time.
    if let hash, !state.isInPrivateKey, known.count < Self.signatureLimit { known[hash] = fingerprint }
  }
}
