import CasebookText

/// Bytes that are read piece by piece, each of them once.
public final class ByteStream {
  /// Fills a buffer with the next bytes and returns their number; 0 at the end.
  public typealias Pull = (UnsafeMutableRawBufferPointer) throws -> Int

  /// Moves in the stream. `whence` is one of `lseek`'s constants.
  typealias Seek = (_ offset: Int64, _ whence: Int32) -> Int64

  private let pull: Pull
  private let move: Seek?
  /// Bytes that were peeked at and not yet read.
  private var head: [UInt8] = []
  /// An error from peeking, which is thrown once reading gets that far.
  private var failure: (any Error)?

  /// The number of bytes that came out of the source so far.
  public private(set) var pulled = 0

  /// Creates a stream of the bytes from `pull`. `seek`, if the source supports it, moves as `lseek` does.
  public init(seek: ((_ offset: Int64, _ whence: Int32) -> Int64)? = nil, pull: @escaping Pull) {
    self.pull = pull
    move = seek
  }

  /// A stream of bytes in memory.
  public convenience init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    self.init { buffer in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  /// The next bytes, which stay to be read: `count` of them, or fewer where the stream ends before.
  public func peek(_ count: Int) -> [UInt8] {
    if head.count < count, failure == nil {
      var more = [UInt8](repeating: 0, count: count - head.count)
      var filled = 0
      do {
        while filled < more.count {
          let got = try more.withUnsafeMutableBytes {
            try next(UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
          }
          if got == 0 { break }
          filled += got
        }
      } catch {
        failure = error
      }
      head += more[..<filled]
    }
    return Array(head.prefix(count))
  }

  /// Fills `buffer` with the next bytes and returns their number; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if head.isEmpty { return try next(buffer) }
    let count = min(head.count, buffer.count)
    head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    head.removeFirst(count)
    return count
  }

  /// Whether `seek` works.
  var canSeek: Bool { move != nil }

  /// Moves to another place and returns its offset, or a negative number if that is impossible.
  func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    head = []
    return move?(offset, whence) ?? -1
  }

  private func next(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if let failure { throw failure }
    let count = try pull(buffer)
    pulled += count
    return count
  }
}
