/// The lines of a log by number, as far as a bounded memory holds them: those at its beginning and at its end.
final class LogLines {
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  /// How many lines end before the tail.
  private var linesBeforeTail = 0
  private var isBinary = false

  private static let most = 1 << 19

  /// Adds the next piece.
  func add(_ chunk: UnsafeRawBufferPointer) {
    isBinary = isBinary || chunk.contains(0)
    let room = Self.most - head.count
    head.append(contentsOf: chunk.prefix(max(0, room)))
    guard chunk.count > room else { return }
    if tail.isEmpty { linesBeforeTail = Self.lineFeeds(in: head[...]) }
    tail.append(contentsOf: chunk.dropFirst(max(0, room)))
    // Cuts rarely, so that each byte is moved once on average.
    guard tail.count > 2 * Self.most else { return }
    let cut = tail.count - Self.most
    linesBeforeTail += Self.lineFeeds(in: tail[..<cut])
    tail.removeFirst(cut)
  }

  private static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 == 0x0A } }

  /// The lines with these numbers, from 1; empty if they are not held.
  func lines(_ range: ClosedRange<Int>) -> [String] {
    guard !isBinary else { return [] }
    let isInHead = tail.isEmpty || range.upperBound <= Self.lineFeeds(in: head[...])
    let first = isInHead ? 1 : linesBeforeTail + 1
    // The first line of the tail may be cut.
    guard isInHead || range.lowerBound > first else { return [] }
    let all = (isInHead ? head : tail).split(separator: 0x0A, omittingEmptySubsequences: false)
    return all.dropFirst(range.lowerBound - first).prefix(range.count).map { line in
      var text = String(decoding: line, as: UTF8.self)
      if text.hasSuffix("\r") { text.removeLast() }
      return text
    }
  }
}
