/// How sure a diagnosis is.
public enum Verdict: Int, Sendable, Comparable, CustomStringConvertible {
  /// The knowledge base does not have the answer.
  case unknown
  /// More likely right than wrong.
  case possible
  /// Very likely right: `docs/accuracy.md` says how often it was.
  case strong
  /// An article contains the message itself.
  case exact

  /// The word in JSON and in text.
  public var description: String {
    switch self {
    case .unknown: "unknown"
    case .possible: "possible"
    case .strong: "strong"
    case .exact: "exact"
    }
  }

  /// Less sure first.
  public static func < (a: Verdict, b: Verdict) -> Bool { a.rawValue < b.rawValue }
}

/// A reason for offering a resolution, in words that a person can check.
public struct Evidence: Hashable, Sendable {
  /// The source of the reason.
  public enum EvidenceKind: String, Sendable {
    /// The whole message has the fingerprint of a message in the article.
    case fingerprint
    /// All or most of a message in the article occurs in the report.
    case template
    /// Both name the same thing.
    case identifier
    /// Both use the same words.
    case terms
    /// An incident with this message had this cause before.
    case history
    /// A person taught it.
    case lesson
  }

  /// The source of the reason.
  public let kind: EvidenceKind
  /// The reason as a sentence fragment.
  public let text: String
  /// Its share of the score. No unit: compare it only within one diagnosis.
  public let weight: Double

  /// A reason with its weight.
  public init(_ kind: EvidenceKind, _ text: String, weight: Double) {
    self.kind = kind
    self.text = text
    self.weight = weight
  }
}
