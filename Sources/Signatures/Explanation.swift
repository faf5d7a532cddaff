public import CasebookKnowledge
import CasebookText

/// How a message was turned into its signature.
public struct Explanation: Sendable {
  /// A part of the message that was masked or is an identifier.
  public struct Span: Hashable, Sendable {
    /// The range in the message, in UTF-8 bytes.
    public let range: Range<Int>
    /// The text in that range.
    public let text: String
    /// The mask that replaced it; `nil` for an identifier, which is kept.
    public let mask: Mask?
    /// The identifier, if it is one.
    public let identifier: Identifier?
    /// The rule that found the identifier; `nil` if it was recognised by the shape of its name.
    public let rule: String?
  }

  /// The result.
  public let signature: Signature
  /// The spans, in the order of the message. Spans of identifiers may overlap.
  public let spans: [Span]
  /// True when the message was longer than `Signer.limit`.
  public let isCut: Bool
}

extension Signer {
  /// The signature of a message, and how it was made.
  public func explain(_ message: String) -> Explanation {
    var message = message
    return message.withUTF8 { bytes in
      var scan = SignatureScan()
      let signature = signature(of: bytes, using: &scan)
      var spans = scan.masked.filter { !$0.range.isEmpty }.map { masked in
        Explanation.Span(
          range: masked.range, text: String(decoding: bytes[masked.range], as: UTF8.self),
          mask: masked.slot.mask,
          identifier: nil, rule: nil)
      }
      let items = scan.items
      for name in names(in: bytes, scan) {
        let range =
          items[name.items.lowerBound].range.lowerBound..<items[name.items.upperBound - 1].range.upperBound
        spans.append(
          Explanation.Span(
            range: range, text: String(decoding: bytes[range], as: UTF8.self), mask: nil,
            identifier: name.identifier,
            rule: name.rule))
      }
      spans.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
      return Explanation(signature: signature, spans: spans, isCut: scan.isCut)
    }
  }
}
