import CasebookKnowledge
import CasebookText

/// The working memory of a signer, and what it found in the last message. Keep one and reuse it for many messages.
public struct SignatureScan: Sendable {
  /// The template's bytes, UTF-8.
  public internal(set) var template: [UInt8] = []
  /// The message with each variable part written `<*>` and all punctuation kept; filled only when `isForming`.
  public internal(set) var form: [UInt8] = []
  /// True to fill `form`, as grouping wants it.
  public var isForming = false
  /// True when the message was longer than `Signer.limit` and only its beginning was read.
  public internal(set) var isCut = false

  var items: [Item] = []
  /// Where templates are written before their length is known.
  var room: [UInt8] = []
  var found: [Found] = []
  /// What was masked where; filled only when `isExplaining`.
  var masked: [Masked] = []
  var isExplaining = false

  /// A pattern that matched.
  struct Found {
    var pattern: Int
    /// Items.
    var start: Int
    var end: Int
    /// The item of the placeholder, or -1.
    var capture: Int
  }

  struct Masked {
    var range: Range<Int>
    var mask: Mask
  }

  /// With nothing read yet.
  public init() { template.reserveCapacity(512) }

  /// The hash from which the fingerprint is made: equal for equal templates, on every machine.
  public var templateHash: UInt64 { stableHash(template) }
}
