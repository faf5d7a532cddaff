import Glibc

/// A message as a sequence of tokens: constant texts, and typed slots for what varies.
///
/// The signer makes it while it scans a message. Its text is only for showing and storing; what reads a
/// template reads its tokens.
public struct Template: Hashable, Sendable {
  /// A piece of a template.
  public enum Token: Hashable, Sendable {
    /// Text up to the next slot.
    case constant(Substring)
    /// A variable part, and the text that it stood for; `nil` in a template read from the store.
    case slot(Mask, value: String?)
  }

  /// The mask of a slot, and where it starts in the text, in bytes.
  package struct MaskPlace: Hashable, Sendable {
    package let mask: Mask
    private let start: UInt32

    package init(_ mask: Mask, at start: Int) {
      self.mask = mask
      self.start = UInt32(start)
    }

    package var range: Range<Int> { Int(start)..<Int(start) + mask.staticText.utf8CodeUnitCount }
  }

  /// The template as shown and stored: `<num>/<num> nodes are available`.
  public let text: String
  /// The slots, in order.
  package let slots: [MaskPlace]
  /// The text that each slot stood for; empty in a template read from the store.
  package var values: [String] = []

  package init(text: String, slots: [MaskPlace]) {
    self.text = text
    self.slots = slots
  }

  /// A template read from the store. This is the only place that finds slots in a text.
  public init(stored text: String) {
    var text = text
    let slots = text.withUTF8(Self.slots)
    self.init(text: text, slots: slots)
  }

  /// A template in bytes in which each `slot` stands for any text.
  package init(_ bytes: [UInt8], slot: UInt8) {
    var text: [UInt8] = []
    var slots: [MaskPlace] = []
    for byte in bytes {
      if byte == slot {
        slots.append(MaskPlace(.any, at: text.count))
        text += Mask.any.text.utf8
      } else {
        text.append(byte)
      }
    }
    self.init(text: String(decoding: text, as: UTF8.self), slots: slots)
  }

  /// The slots of a stored text.
  package static func slots(in text: UnsafeBufferPointer<UInt8>) -> [MaskPlace] {
    guard let base = text.baseAddress else { return [] }
    var slots: [MaskPlace] = []
    var position = 0
    while let bracket = memchr(base + position, Int32(UInt8(ascii: "<")), text.count - position) {
      position = UnsafeRawPointer(bracket) - UnsafeRawPointer(base)
      if let found = Mask.found(in: text, at: position) {
        slots.append(MaskPlace(found.mask, at: position))
        position = found.end
      } else {
        position += 1
      }
    }
    return slots
  }

  /// The tokens, in order.
  public var tokens: [Token] {
    var tokens: [Token] = []
    var end = text.startIndex
    for (index, slot) in slots.enumerated() {
      let start = text.utf8.index(text.startIndex, offsetBy: slot.range.lowerBound)
      if end < start { tokens.append(.constant(text[end..<start])) }
      tokens.append(.slot(slot.mask, value: values.isEmpty ? nil : values[index]))
      end = text.utf8.index(text.startIndex, offsetBy: slot.range.upperBound)
    }
    if end < text.endIndex { tokens.append(.constant(text[end...])) }
    return tokens
  }

  /// The constant texts, with one byte for each slot.
  package func bytes(slot: (Mask) -> UInt8) -> [UInt8] {
    let text = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var end = 0
    for place in slots {
      bytes += text[end..<place.range.lowerBound]
      bytes.append(slot(place.mask))
      end = place.range.upperBound
    }
    return bytes + text[end...]
  }

  /// The constant texts, with a space for each slot.
  package var constants: String { String(decoding: bytes { _ in 0x20 }, as: UTF8.self) }

  /// The words in lower case: a constant one without the punctuation at its ends, one with a slot as it is.
  package var words: [(text: String, isConstant: Bool)] {
    var words: [(text: String, isConstant: Bool)] = []
    var (word, isConstant) = ("", true)
    func end() {
      let first = isConstant ? word.firstIndex { $0.isLetter || $0.isNumber } : word.startIndex
      let last = word.lastIndex { $0.isLetter || $0.isNumber || !isConstant }
      if let first, let last { words.append((String(word[first...last]), isConstant)) }
      (word, isConstant) = ("", true)
    }
    for token in tokens {
      switch token {
      case .constant(let text):
        for character in text.lowercased() {
          if character.isWhitespace { end() } else { word.append(character) }
        }
      case .slot(let mask, _):
        word += mask.text
        isConstant = false
      }
    }
    end()
    return words
  }
}
