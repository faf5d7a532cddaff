import Glibc

/// A message cut into what is always the same and what varies from one time to the next.
///
///     "batch 17 of node-3 was refused"  →  text "batch <num> of node-<num> was refused", values ["17", "3"]
///
/// Unlike a template it loses nothing: the message can be rebuilt to the byte. Where that would fail, as in a message
/// that contains the text of a mask, nothing is cut out.
public struct Wording: Hashable, Sendable {
  /// The message with masks in place of its values; the message itself where there are none.
  public let text: String
  /// What stood in place of each mask, in order.
  public let values: [String]

  /// A wording as it was stored.
  public init(text: String, values: [String]) {
    self.text = text
    self.values = values
  }

  /// The same from columns that somebody may have damaged; `nil` unless the text has one mask for each value.
  public init?(stored text: String, values: [String]) {
    self.init(text: text, values: values)
    var text = text
    let masks = text.withUTF8 { Self.masks(in: $0).count }
    if masks != values.count { return nil }
  }

  /// The message: each mask replaced by its value.
  public var message: String {
    if values.isEmpty { return text }
    var text = text
    let values = values.map { Array($0.utf8) }
    return text.withUTF8 { text in
      var message: [UInt8] = []
      Self.rebuild(
        text, values.count, { index, _ in message += values[index] }, { message += $0 })
      return String(decoding: message, as: UTF8.self)
    }
  }

  /// Where the values stand in `message`.
  public var places: WordingPlaces {
    if values.isEmpty { return WordingPlaces() }
    var text = text
    let counts = values.map(\.utf8.count)
    return text.withUTF8 { text in
      var places = WordingPlaces()
      var position = 0
      Self.rebuild(
        text, counts.count,
        { index, mask in
          places.append(position..<position + counts[index], mask)
          position += counts[index]
        }, { position += $0.count })
      return places
    }
  }

  /// Which masks stand in a text, and where.
  public static func masks(in text: UnsafeBufferPointer<UInt8>) -> [(mask: Mask, range: Range<Int>)] {
    guard let base = text.baseAddress else { return [] }
    var masks: [(mask: Mask, range: Range<Int>)] = []
    var position = 0
    while let bracket = memchr(base + position, Int32(UInt8(ascii: "<")), text.count - position) {
      position = UnsafeRawPointer(bracket) - UnsafeRawPointer(base)
      if let found = Mask.found(in: text, at: position) {
        masks.append((found.mask, position..<found.end))
        position = found.end
      } else {
        position += 1
      }
    }
    return masks
  }

  /// Walks over a text with masks, of which no more are values than there are.
  private static func rebuild(
    _ text: UnsafeBufferPointer<UInt8>, _ count: Int, _ value: (Int, Mask) -> Void,
    _ literal: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var (next, start) = (0, 0)
    for (mask, range) in masks(in: text) {
      literal(text[start..<range.lowerBound])
      guard next < count else { return }
      value(next, mask)
      next += 1
      start = range.upperBound
    }
    literal(text[start...])
  }
}

/// Where the values of a wording stand in its message.
public struct WordingPlaces: Hashable, Sendable {
  /// All of them, in order.
  public private(set) var all: [Range<Int>] = []
  /// Those of values that mean something only as a whole.
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

/// Cuts messages into wordings, in memory that is used again.
public struct WordingCutter {
  /// What `cut` found: the text with masks, UTF-8.
  public private(set) var text: [UInt8] = []
  /// The values, each followed by a line feed.
  public private(set) var values: [UInt8] = []
  /// Where the values stand in the message.
  public private(set) var places = WordingPlaces()

  private let signer: Signer
  private var scan = SignatureScan()

  /// Cuts out what the signer masks.
  public init(signer: Signer) {
    self.signer = signer
    scan.isExplaining = true
  }

  /// The hash of the template that the signer gives the message that was cut last, if that is no longer than
  /// `Signer.limit`.
  public var templateHash: UInt64 { scan.templateHash }

  /// Cuts a message that is UTF-8.
  public mutating func cut(_ message: UnsafeBufferPointer<UInt8>) {
    text.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    places.removeAll()
    var (start, copied) = (0, 0)
    repeat {
      let end = Self.pieceEnd(message, from: start)
      signer.template(of: UnsafeBufferPointer(rebasing: message[start..<end]), into: &scan)
      for masked in scan.masked {
        let place = masked.range.lowerBound + start..<masked.range.upperBound + start
        guard place.lowerBound >= copied, !place.isEmpty, !message[place].contains(0x0A) else { continue }
        text.append(contentsOf: message[copied..<place.lowerBound])
        masked.mask.staticText.withUTF8Buffer { text.append(contentsOf: $0) }
        values.append(contentsOf: message[place])
        values.append(0x0A)
        places.append(place, masked.mask)
        copied = place.upperBound
      }
      start = end
    } while start < message.count
    text.append(contentsOf: message[copied...])
    if !places.all.isEmpty, !isFaithful { keepWhole(message) }
  }

  /// Whether the masks in the text are those that stand for values, and no others: then it can be rebuilt.
  private var isFaithful: Bool {
    text.withUnsafeBufferPointer { Wording.masks(in: $0).count } == places.all.count
  }

  private mutating func keepWhole(_ message: UnsafeBufferPointer<UInt8>) {
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: message)
    values.removeAll(keepingCapacity: true)
    places.removeAll()
  }

  /// The end of a piece that the signer reads as a whole: behind white space, or at least between characters.
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
