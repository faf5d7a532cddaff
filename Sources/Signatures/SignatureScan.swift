import CasebookKnowledge
import CasebookText

/// The working memory of a signer, and its results for the last message. Keep one and reuse it for many
/// messages.
public struct SignatureScan: Sendable {
  /// The template, as UTF-8 bytes.
  public internal(set) var template: [UInt8] = []
  /// The message with each variable part written `<*>` and all punctuation kept. Filled only if `isForming`.
  public internal(set) var form: [UInt8] = []
  /// Whether to fill `form`, which grouping needs.
  public var isForming = false
  /// True if the message was longer than `Signer.limit` and only its beginning was read.
  public internal(set) var isCut = false

  var items: [ScanToken] = []
  /// Space for templates whose length is not yet known.
  var room: [UInt8] = []
  var found: [Found] = []
  /// The masked parts and their places. Filled only if `isExplaining`.
  var masked: [Masked] = []
  var isExplaining = false

  /// A pattern that matched.
  struct Found {
    var pattern: Int
    /// The index of the first item.
    var start: Int
    var end: Int
    /// The item matched by the placeholder, or -1.
    var capture: Int
  }

  struct Masked {
    var range: Range<Int>
    var mask: Mask
  }

  /// Creates empty working memory.
  public init() { template.reserveCapacity(512) }

  /// The hash behind the fingerprint: equal for equal templates, on every machine.
  public var templateHash: UInt64 { stableHash(template) }
}
