public import CasebookKnowledge
import CasebookText

/// The working memory of a signer, and its results for the last message. Keep one and reuse it for many
/// messages.
public struct SignatureScan: Sendable {
  /// The text of the template, as UTF-8 bytes.
  public internal(set) var text: [UInt8] = []
  /// The message with one byte, 0, for each variable part, and all punctuation kept. Filled only if `isForming`.
  public internal(set) var form: [UInt8] = []
  /// Whether to fill `form`, which grouping needs.
  public var isForming = false
  /// True if the message was longer than `Signer.limit` and only its beginning was read.
  public internal(set) var isCut = false

  var items: [ScanToken] = []
  /// Space for templates whose length is not yet known.
  var room: [UInt8] = []
  var found: [Found] = []
  /// The masked parts of the message: the slots of the template.
  var masked: [Masked] = []

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
    /// The range in the message; empty if nothing in it was replaced, as where it was cut.
    var range: Range<Int>
    var slot: Template.MaskPlace
  }

  /// Creates empty working memory.
  public init() { text.reserveCapacity(512) }

  /// The hash behind the fingerprint: equal for equal templates, on every machine.
  public var templateHash: UInt64 { stableHash(text) }

  /// The template, without the values of its slots.
  public var template: Template {
    Template(text: String(decoding: text, as: UTF8.self), slots: masked.map(\.slot))
  }
}
