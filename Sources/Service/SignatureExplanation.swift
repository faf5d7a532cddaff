import CasebookGrouping
public import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures

/// A report, and the signature of its leading message.
public struct SignedReport: Sendable {
  /// A message of the report.
  public struct ReadMessage: Sendable {
    /// The message without its log header.
    public let text: String
    /// Its line, from 1.
    public let line: Int
    /// `root`, `consequence` or `context`.
    public let role: String
    /// The form in which it was found: `traceback`, `json`, `plain` and so on.
    public let source: String
    /// The code given with it.
    public let code: String?
  }

  /// The signature.
  public let signature: Signature
  /// The messages, the cause first.
  public let messages: [ReadMessage]

  /// Signs a report without its secrets, so that the fingerprint equals that of a stored event or incident.
  public init(_ text: String) {
    let text = Redactor().redacted(text)
    let errors = LogRecord(text).errors.messages
    signature = Signer().signature(of: errors.first?.text ?? text)
    messages = errors.map {
      ReadMessage(
        text: $0.text, line: $0.line, role: $0.role.rawValue, source: $0.source.rawValue, code: $0.code)
    }
  }
}

/// How a message became its signature, and why it belongs to its group.
public struct SignatureExplanation: Sendable {
  /// A part of the message that was masked or is an identifier.
  public struct ExplainedSpan: Sendable {
    /// The range in the message, in UTF-8 bytes.
    public let range: Range<Int>
    /// The text in that range.
    public let text: String
    /// The name of the mask that replaced it; `nil` for an identifier, which is kept.
    public let mask: String?
    /// The mask as written in the template: `<num>`.
    public let placeholder: String?
    /// The identifier, if it is one.
    public let identifier: Identifier?
    /// The rule that found the identifier; `nil` if its shape did.
    public let rule: String?
  }

  /// The signature.
  public let signature: Signature
  /// The spans, in the order of the message.
  public let spans: [ExplainedSpan]
  /// Whether the message was longer than `limit`.
  public let isCut: Bool
  /// Its group.
  public let group: EventGroup

  /// How many bytes of a message are signed.
  public static let limit = Signer.limit

  /// Explains the messages of a report, or with `isEach` its lines; they are grouped together, by people's
  /// decisions too if there is a knowledge base.
  public static func all(in text: String, isEach: Bool, _ base: KnowledgeBase?) throws -> [Self] {
    let text = Redactor().redacted(text)
    var messages =
      isEach
      ? text.utf8.split(separator: 10).map { String($0) ?? "" }
      : LogRecord(text).errors.messages.map(\.text)
    if messages.isEmpty { messages = [text] }
    let signer = base?.signer ?? Signer()
    var lines = try GroupedLines(base)
    for message in messages {
      var message = message
      message.withUTF8 { lines.add($0) }
    }
    return zip(messages, lines.endPart().groupOfLines).map { Self(signer.explain($0), $1) }
  }

  private init(_ explanation: Explanation, _ group: EventGroup) {
    signature = explanation.signature
    isCut = explanation.isCut
    self.group = group
    spans = explanation.spans.map {
      ExplainedSpan(
        range: $0.range, text: $0.text, mask: $0.mask?.rawValue, placeholder: $0.mask?.text,
        identifier: $0.identifier, rule: $0.rule)
    }
  }
}
