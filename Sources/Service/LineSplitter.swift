import Glibc

/// Cuts a stream of bytes into lines.
struct LineSplitter {
  /// The maximum length of a line in bytes; longer ones are split.
  private let limit: Int

  /// The beginning of a line whose end has not arrived yet.
  private var pending: [UInt8] = []
  private var isOpen = false

  init(limit: Int = 1 << 20) { self.limit = limit }

  /// Calls `body` with each line that ends in `chunk`, without its line end.
  mutating func read(_ chunk: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void)
    rethrows
  {
    let bytes = chunk.assumingMemoryBound(to: UInt8.self)
    guard let base = bytes.baseAddress else { return }
    var start = 0
    while start < bytes.count, let found = memchr(base + start, 10, bytes.count - start) {
      let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      if isOpen {
        keep(line)
        try finish(body)
      } else {
        try give(line, body)
      }
      start = end + 1
    }
    guard start < bytes.count else { return }
    keep(UnsafeBufferPointer(rebasing: bytes[start...]))
    isOpen = true
  }

  /// Calls `body` with the last line if the stream did not end with a line end.
  mutating func finish(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    guard isOpen else { return }
    defer {
      pending.removeAll(keepingCapacity: true)
      isOpen = false
    }
    try pending.withUnsafeBufferPointer { try give($0, body) }
  }

  private mutating func keep(_ part: UnsafeBufferPointer<UInt8>) {
    pending.append(contentsOf: part.prefix(limit - pending.count))
  }

  private func give(
    _ line: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) rethrows {
    let isEndedTwice = line.last == UInt8(ascii: "\r")
    try body(UnsafeBufferPointer(rebasing: line.prefix(min(line.count - (isEndedTwice ? 1 : 0), limit))))
  }
}
