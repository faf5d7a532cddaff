public import CasebookKnowledge

/// A message split into its constant text and the values that vary.
///
///     "batch 17 of node-3 was refused"  →  text "batch <num> of node-<num> was refused", values ["17", "3"]
///
/// Unlike a template it loses nothing: the message can be rebuilt to the byte. If that would fail, as in a
/// message that contains the text of a mask, nothing is cut out.
public struct Wording: Hashable, Sendable {
  /// The message with masks in place of its values; the message itself if it has none.
  public private(set) var template: Template

  /// A wording whose slots stand for these values; `nil` if they are not as many.
  public init?(_ template: Template, values: [String]) {
    if template.slots.count != values.count { return nil }
    self.template = template
    self.template.values = values
  }

  /// The text that each mask replaced, in order.
  public var values: [String] { template.values }

  /// The message, with each mask replaced by its value.
  public var message: String {
    var message = ""
    for token in template.tokens {
      switch token {
      case .constant(let text): message += text
      case .slot(_, let value): message += value ?? ""
      }
    }
    return message
  }

  /// The places of the values in `message`.
  public var places: WordingPlaces {
    var places = WordingPlaces()
    /// How far the values so far move what follows.
    var moved = 0
    for (slot, value) in zip(template.slots, values) {
      let start = slot.range.lowerBound + moved
      places.append(start..<start + value.utf8.count, slot.mask)
      moved += value.utf8.count - slot.range.count
    }
    return places
  }
}

/// The places of a wording's values in its message.
public struct WordingPlaces: Hashable, Sendable {
  /// All places, in order.
  public private(set) var all: [Range<Int>] = []
  /// The places of values that are meaningful only as a whole.
  public private(set) var opaque: [Range<Int>] = []

  mutating func append(_ range: Range<Int>, _ mask: Mask) {
    all.append(range)
    if mask.isOpaque { opaque.append(range) }
  }

  mutating func removeAll() {
    all.removeAll(keepingCapacity: true)
    opaque.removeAll(keepingCapacity: true)
  }
}

/// Splits messages into wordings, reusing its memory.
public struct WordingCutter {
  /// The text with masks, found by `cut`, in UTF-8.
  public private(set) var text: [UInt8] = []
  /// The values, each followed by a line feed.
  public private(set) var values: [UInt8] = []
  /// The places of the values in the message.
  public private(set) var places = WordingPlaces()

  private let signer: Signer
  private var scan = SignatureScan()

  /// Creates a cutter that cuts out the parts that `signer` masks.
  public init(signer: Signer) { self.signer = signer }

  /// Splits a message in UTF-8.
  public mutating func cut(_ message: UnsafeBufferPointer<UInt8>) {
    clear()
    var (start, copied) = (0, 0)
    repeat {
      let end = Self.pieceEnd(message, from: start)
      signer.template(of: UnsafeBufferPointer(rebasing: message[start..<end]), into: &scan)
      for masked in scan.masked {
        let place = masked.range.lowerBound + start..<masked.range.upperBound + start
        guard place.lowerBound >= copied, !place.isEmpty, !message[place].contains(0x0A) else { continue }
        text.append(contentsOf: message[copied..<place.lowerBound])
        masked.slot.mask.staticText.withUTF8Buffer { text.append(contentsOf: $0) }
        values.append(contentsOf: message[place])
        values.append(0x0A)
        places.append(place, masked.slot.mask)
        copied = place.upperBound
      }
      start = end
    } while start < message.count
    text.append(contentsOf: message[copied...])
    // The message can be rebuilt only if the masks in the text are exactly those of the values.
    let slots = places.all.isEmpty ? [] : text.withUnsafeBufferPointer(Template.slots)
    if slots.count == places.all.count { return }
    clear()
    text.append(contentsOf: message)
  }

  private mutating func clear() {
    text.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    places.removeAll()
  }

  /// The end of a piece that the signer reads as a whole: after white space, or at least between characters.
  private static func pieceEnd(_ message: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard message.count - start > Signer.limit else { return message.count }
    let limit = start + Signer.limit
    var end = limit
    while end > start + Signer.limit / 2, message[end - 1] > 0x20 { end -= 1 }
    if message[end - 1] <= 0x20 { return end }
    end = limit
    while end > limit - 4, message[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}
