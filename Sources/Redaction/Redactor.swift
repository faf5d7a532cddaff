import CasebookText

/// Replaces the secrets in a text with placeholders that show their kind: `<secret:password>`.
///
/// The text around a secret is kept, so that a message can still be diagnosed: the key, the user and host of
/// a URL, the account of a connection string. Redacting a redacted text again finds nothing.
///
/// Takes time linear in the text, whatever it holds. A text without secrets is not copied and needs no
/// allocation.
public struct Redactor: Sendable {
  let rules: RedactionRules

  /// A secret that was found.
  public struct SecretFinding: Hashable, Sendable {
    /// The bytes of the secret, as offsets in UTF-8.
    public let range: Range<Int>
    /// The kind of the secret, as in `<secret:KIND>`.
    public let kind: String
  }

  /// Creates a redactor that finds the secrets of `rules`.
  public init(rules: RedactionRules = .standard) { self.rules = rules }

  /// The text with every secret replaced.
  public func redacted(_ text: String) -> String {
    var text = text
    var output: [UInt8] = []
    let count = text.withUTF8 { redact($0, into: &output) }
    return count == 0 ? text : String(decoding: output, as: UTF8.self)
  }

  /// A path with every secret replaced. Each component is read separately, so that a secret ends with its
  /// component.
  public func redacted(path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { redacted(String($0)) }
    return redacted(parts.joined(separator: "/"))
  }

  /// The text without its secrets and without placeholders: the part of it that can be searched for.
  public func remainder(of text: String) -> String {
    var rest = redacted(text)[...]
    var remainder = ""
    while let start = rest.range(ofText: "<secret:"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      remainder += rest[..<start.lowerBound] + " "
      rest = rest[rest.index(after: end)...]
    }
    return remainder + rest
  }

  /// Appends the redacted bytes to `output` and returns the number of secrets.
  ///
  /// Without a secret it returns 0 and leaves `output` unchanged: the given bytes are the result.
  public func redact(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Int {
    var state = RedactorState()
    return redact(bytes, into: &output, state: &state)
  }

  /// Appends the text before a secret, and its placeholder; the range of the secret is relative to `base`.
  func append(
    _ secret: RedactionScan.Secret, of bytes: UnsafeBufferPointer<UInt8>, at base: Int,
    from copied: inout Int,
    to output: inout [UInt8]
  ) {
    output.append(contentsOf: bytes[copied..<(base + secret.start)])
    output.append(contentsOf: rules.index.placeholders[secret.rule])
    copied = base + secret.end
  }

  /// The secrets in `bytes`, in order and without overlaps.
  public func findings(in bytes: UnsafeBufferPointer<UInt8>) -> [SecretFinding] {
    var scan = RedactionScan(bytes, rules.index)
    var findings: [SecretFinding] = []
    while let secret = scan.next() {
      findings.append(SecretFinding(range: secret.start..<secret.end, kind: rules.index.kinds[secret.rule]))
    }
    return findings
  }

  /// The secrets in `text`; their ranges are offsets in its UTF-8.
  public func findings(in text: String) -> [SecretFinding] {
    var text = text
    return text.withUTF8 { findings(in: $0) }
  }
}
