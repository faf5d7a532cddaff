public import CasebookKnowledge
import CasebookText

/// The working memory of a signer, and its results for the last message. Keep one and reuse it for many
/// messages.
public struct SignatureScan: Sendable {
  /// The text of the template, as UTF-8 bytes.
  public var text: [UInt8] { Array(textRoom[..<textCount]) }
  /// The message with one byte, 0, for each variable part, and all punctuation kept. Filled only if `isForming`.
  public var form: [UInt8] { Array(formRoom[..<formCount]) }
  /// Whether to fill `form`, which grouping needs.
  public var isForming = false
  /// True if the message was longer than `Signer.limit` and only its beginning was read.
  public internal(set) var isCut = false

  /// Space for the items of a message, and how many it has.
  var tokens: [ScanToken] = []
  var tokenCount = 0
  /// Space for the template and the form, and their lengths.
  var (textRoom, formRoom): ([UInt8], [UInt8]) = ([], [])
  var (textCount, formCount) = (0, 0)
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

  /// The items of the message.
  var items: [ScanToken] { Array(tokens[..<tokenCount]) }

  /// Creates empty working memory.
  public init() {}

  /// Makes space for a template and a form of `count` bytes each.
  mutating func reserve(_ count: Int) {
    if textRoom.count < count { textRoom = [UInt8](repeating: 0, count: 2 * count) }
    if isForming, formRoom.count < count { formRoom = [UInt8](repeating: 0, count: 2 * count) }
  }

  /// The hash behind the fingerprint: equal for equal templates, on every machine.
  public var templateHash: UInt64 { Self.hash(textRoom, textCount) }

  /// The hash of the form.
  package var formHash: UInt64 { Self.hash(formRoom, formCount) }

  private static func hash(_ room: [UInt8], _ count: Int) -> UInt64 {
    room.withUnsafeBufferPointer { stableHash(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  /// The template, without the values of its slots.
  public var template: Template {
    Template(text: String(decoding: textRoom[..<textCount], as: UTF8.self), slots: masked.map(\.slot))
  }
}
