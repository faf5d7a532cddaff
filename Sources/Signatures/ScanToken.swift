import CasebookKnowledge
import CasebookText

/// A piece of a message, as read by the scanner: a word, a number, a punctuation mark, or a volatile part.
struct ScanToken {
  enum TokenKind: UInt8 {
    /// Letters, digits and `_`, with at least one letter.
    case word
    /// Digits, possibly with a sign or a fraction.
    case number
    /// `0x…`.
    case hexadecimal
    /// `1.2.3`.
    case version
    /// One byte of punctuation. The three kinds of quotes count as the same mark.
    case mark
    /// A volatile part that was already recognised.
    case mask
    /// `--name`.
    case option
    /// `nvidia.com/gpu`.
    case resource
  }

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// White space precedes it.
    static let spaced = Flags(rawValue: 1)
    static let upper = Flags(rawValue: 2)
    static let lower = Flags(rawValue: 4)
    static let digit = Flags(rawValue: 8)
    static let underscore = Flags(rawValue: 16)
    /// An upper-case letter follows a lower-case one: `CrashLoop`.
    static let hump = Flags(rawValue: 32)
    /// An identifier: not masked.
    static let kept = Flags(rawValue: 64)
    /// Contains bytes beyond ASCII.
    static let wide = Flags(rawValue: 128)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The flags of a word whose bytes have these bits of `ByteClass`, which are in the same order.
    init(_ classes: UInt8, hasHump: Bool) {
      rawValue = (classes & 15) << 1 | classes & 128 | (hasHump ? 32 : 0)
    }
  }

  var start: UInt32
  var end: UInt32
  /// For a word, a mark or an option: `WordHash` of its bytes.
  var hash: UInt64
  var kind: TokenKind
  var flags: Flags
  var mask: Mask

  /// Fills memory that is not yet used.
  static let none = ScanToken(start: 0, end: 0, hash: 0, kind: .word, flags: [], mask: .num)

  var range: Range<Int> { Int(start)..<Int(end) }
  var count: Int { Int(end) - Int(start) }
}
