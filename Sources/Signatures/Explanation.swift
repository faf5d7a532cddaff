public import CasebookKnowledge
import CasebookText

/// How a message became its signature.
public struct Explanation: Sendable {
  /// One part of the message that was masked, or that is an identifier.
  public struct Span: Hashable, Sendable {
    /// Bytes of the message (UTF-8).
    public let range: Range<Int>
    /// The text there.
    public let text: String
    /// What it was masked as; `nil` for an identifier, which stays.
    public let mask: Mask?
    /// The identifier that it is.
    public let identifier: Identifier?
    /// The rule that found the identifier; `nil` where the shape of the name alone told it.
    public let rule: String?
  }

  /// The result.
  public let signature: Signature
  /// By their place in the message. The spans of identifiers may overlap with each other.
  public let spans: [Span]
  /// True when the message was longer than `Signer.limit`.
  public let isCut: Bool
}

extension Signer {
  /// The signature of a message, and how it came about.
  public func explain(_ message: String) -> Explanation {
    var message = message
    return message.withUTF8 { bytes in
      var scan = SignatureScan()
      scan.isExplaining = true
      let signature = signature(of: bytes, using: &scan)
      var spans = scan.masked.map { masked in
        Explanation.Span(
          range: masked.range, text: String(decoding: bytes[masked.range], as: UTF8.self), mask: masked.mask,
          identifier: nil, rule: nil)
      }
      for name in names(in: bytes, scan) {
        let range =
          scan.items[name.items.lowerBound].range
          .lowerBound..<scan.items[name.items.upperBound - 1].range.upperBound
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
