/// Converts UTF-16 with a byte-order mark to UTF-8, piece by piece (RFC 2781).
public struct UTF16Decoder: Sendable {
  private let isBigEndian: Bool
  private var isBehindMark = false
  /// The first byte of a code unit that continues in the next piece.
  private var half: UInt8?
  /// A leading surrogate that still lacks its trailing one.
  private var lead: UInt32?

  /// Whether a code unit belonged to no character, or half of one remained at the end.
  public private(set) var isDamaged = false

  /// Creates a decoder for text that starts with `head`; `nil` if `head` does not start with a UTF-16
  /// byte-order mark.
  public init?(_ head: [UInt8]) {
    if head.starts(with: [0xFF, 0xFE]) {
      isBigEndian = false
    } else if head.starts(with: [0xFE, 0xFF]) {
      isBigEndian = true
    } else {
      return nil
    }
  }

  /// Appends the next piece of the text. The first piece begins with the mark, which is left out. An unpaired
  /// surrogate becomes a byte that is invalid in UTF-8, so its line counts as broken and is displayed with
  /// U+FFFD.
  public mutating func decode(_ piece: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    var next = 0
    if let first = half, let second = piece.first {
      half = nil
      take(unit(first, second), &text)
      next = 1
    }
    let end = piece.count - (piece.count - next) % 2
    while next < end {
      let unit = unit(piece[next], piece[next + 1])
      next += 2
      if unit < 0x80, lead == nil { text.append(UInt8(unit)) } else { take(unit, &text) }
    }
    if next < piece.count { half = piece[next] }
  }

  /// Appends the replacement for a character that the end of the text cut off.
  public mutating func finish(into text: inout [UInt8]) {
    if half != nil || lead != nil { replace(&text) }
    (half, lead) = (nil, nil)
  }

  private func unit(_ first: UInt8, _ second: UInt8) -> UInt32 {
    isBigEndian ? UInt32(first) << 8 | UInt32(second) : UInt32(second) << 8 | UInt32(first)
  }

  private mutating func take(_ unit: UInt32, _ text: inout [UInt8]) {
    if let lead {
      self.lead = nil
      if (0xDC00...0xDFFF).contains(unit) {
        return Self.append(0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00), &text)
      }
      replace(&text)
    }
    switch unit {
    case 0xD800...0xDBFF: lead = unit
    case 0xDC00...0xDFFF: replace(&text)
    default:
      if isBehindMark { Self.append(unit, &text) }
      isBehindMark = true
    }
  }

  private mutating func replace(_ text: inout [UInt8]) {
    text.append(0xFF)
    isDamaged = true
  }

  private static func append(_ scalar: UInt32, _ text: inout [UInt8]) {
    func trail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    switch scalar {
    case 0..<0x80: text.append(UInt8(scalar))
    case 0x80..<0x800:
      text.append(0xC0 | UInt8(scalar >> 6))
      text.append(trail(0))
    case 0x800..<0x10000:
      text.append(0xE0 | UInt8(scalar >> 12))
      text.append(trail(6))
      text.append(trail(0))
    default:
      text.append(0xF0 | UInt8(scalar >> 18))
      text.append(trail(12))
      text.append(trail(6))
      text.append(trail(0))
    }
  }
}

extension UTF16Decoder {
  /// Decodes a whole text, or its available part; `nil` if it has no UTF-16 byte-order mark.
  public static func utf8(_ bytes: [UInt8]) -> (text: [UInt8], isDamaged: Bool)? {
    guard var decoder = UTF16Decoder(bytes) else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { decoder.decode($0, into: &text) }
    decoder.finish(into: &text)
    return (text, decoder.isDamaged)
  }
}
