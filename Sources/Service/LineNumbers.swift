/// A sequence of small numbers in as few bytes as they need: the index of a template for each line of a log.
///
/// They are stored in pieces, so that appending never copies the earlier ones.
struct LineNumbers: Sequence {
  private var pieces: [[UInt8]] = []
  private static let pieceSize = 1 << 16
  /// The most bytes of one number.
  private static let longest = 5

  /// Their size in bytes.
  var size: Int { pieces.count * Self.pieceSize }
  var isEmpty: Bool { pieces.isEmpty }

  /// Appends a number: seven bits per byte, the lowest first; the high bit marks each byte but the last.
  mutating func append(_ number: UInt32) {
    if pieces.last.map({ $0.count > Self.pieceSize - Self.longest }) ?? true {
      var piece: [UInt8] = []
      piece.reserveCapacity(Self.pieceSize)
      pieces.append(piece)
    }
    var rest = number
    while rest > 0x7F {
      pieces[pieces.count - 1].append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    pieces[pieces.count - 1].append(UInt8(truncatingIfNeeded: rest))
  }

  func makeIterator() -> Iterator { Iterator(pieces: pieces) }

  struct Iterator: IteratorProtocol {
    fileprivate let pieces: [[UInt8]]
    private var piece = 0
    private var position = 0

    fileprivate init(pieces: [[UInt8]]) { self.pieces = pieces }

    mutating func next() -> UInt32? {
      if piece < pieces.count, position == pieces[piece].count { (piece, position) = (piece + 1, 0) }
      guard piece < pieces.count else { return nil }
      var number: UInt32 = 0
      var shift: UInt32 = 0
      while position < pieces[piece].count {
        let byte = pieces[piece][position]
        position += 1
        number |= UInt32(byte & 0x7F) << shift
        if byte < 0x80 { break }
        shift += 7
      }
      return number
    }
  }
}
