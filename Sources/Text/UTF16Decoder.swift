/// Turns UTF-16 that begins with a byte-order mark into UTF-8, piece by piece (RFC 2781).
public struct UTF16Decoder: Sendable {
  private let isBigEndian: Bool
  private var isBehindMark = false
  /// The first byte of a code unit whose second is in the next piece.
  private var half: UInt8?
  /// A leading surrogate whose trailing one has not come yet.
  private var lead: UInt32?

  /// Whether some code unit belonged to no character, or half of one was left at the end.
  public private(set) var isDamaged = false

  /// A decoder for what starts with `head`; `nil` where that is no byte-order mark of UTF-16.
  public init?(_ head: [UInt8]) {
    if head.starts(with: [0xFF, 0xFE]) {
      isBigEndian = false
    } else if head.starts(with: [0xFE, 0xFF]) {
      isBigEndian = true
    } else {
      return nil
    }
  }

  /// Appends the next piece of the text, the first of which begins with the mark. The mark is left out; a surrogate
  /// without its other half becomes a byte that UTF-8 does not have, so that its line is known to be broken, and whoever
  /// shows it writes U+FFFD.
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

  /// Appends what an end in the middle of a character leaves.
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
  /// A whole text, or as much of it as there is; `nil` where it has no byte-order mark of UTF-16.
  public static func utf8(_ bytes: [UInt8]) -> (text: [UInt8], isDamaged: Bool)? {
    guard var decoder = UTF16Decoder(bytes) else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { decoder.decode($0, into: &text) }
    decoder.finish(into: &text)
    return (text, decoder.isDamaged)
  }
}
