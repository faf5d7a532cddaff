import Glibc

/// How long to wait for a server, and what ends the wait early.
public struct Patience: Sendable {
  /// How long to wait while nothing moves, in milliseconds.
  public let limit: Int64
  /// Whether somebody asked to end.
  public let isInterrupted: @Sendable () -> Bool
  private var deadline: Int64 = 0

  /// The longest time between two looks at `isInterrupted`, in milliseconds.
  private static let slice: Int64 = 200

  /// Patience that ends when nothing has moved for `limit` milliseconds.
  public init(limit: Int64, isInterrupted: @escaping @Sendable () -> Bool) {
    self.limit = limit
    self.isInterrupted = isInterrupted
    begin()
  }

  /// Begins to wait.
  public mutating func begin() { deadline = Self.now + limit }

  /// The milliseconds that are left.
  public var left: Int64 { max(0, deadline - Self.now) }

  /// The same with a limit of at most `limit` milliseconds.
  func limited(to limit: Int64) -> Patience {
    Patience(limit: min(self.limit, limit), isInterrupted: isInterrupted)
  }

  /// Waits until a socket can be read, or written. Then something moved, and the time begins again.
  mutating func wait(_ socket: Int32, for events: Int32) throws(PostgresError) {
    while true {
      try check()
      var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
      let count = poll(&descriptor, 1, Int32(min(left, Self.slice)))
      if count > 0 { return begin() }
      if count < 0, errno != EINTR { throw PostgresError(.broken, String(cString: strerror(errno))) }
    }
  }

  /// Waits before another try.
  public func pause(_ milliseconds: Int64) throws(PostgresError) {
    let end = Self.now + milliseconds
    while Self.now < end {
      try check()
      poll(nil, 0, Int32(min(end - Self.now, Self.slice)))
    }
  }

  private func check() throws(PostgresError) {
    if isInterrupted() { throw PostgresError(.interrupted, "interrupted") }
    if left == 0 { throw PostgresError(.slow, "no answer for \(Self.shown(limit))") }
  }

  private static func shown(_ milliseconds: Int64) -> String {
    milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
