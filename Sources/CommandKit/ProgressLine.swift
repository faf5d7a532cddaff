import Glibc

/// One line on a terminal that says how far the work is, drawn over itself; nothing anywhere else.
///
/// It vanishes when other text is written to the same stream, and at the end. Any thread may update it, while no other
/// one writes to the stream.
public final class ProgressLine: @unchecked Sendable {
  private let output: Output
  private let interval: Duration
  private let now: () -> Duration
  private var due: Duration?
  private var lock = pthread_mutex_t()

  /// `now` is the time since any fixed point; the line is drawn at most once an `interval`, and not before the first
  /// one has passed, so that short work shows none.
  public init(
    on output: Output, every interval: Duration = .milliseconds(100),
    now: @escaping () -> Duration = monotonicTime
  ) {
    self.output = output
    self.interval = interval
    self.now = now
    due = output.canRedraw ? now() + interval : nil
    pthread_mutex_init(&lock, nil)
  }

  deinit { pthread_mutex_destroy(&lock) }

  /// Shows the text if it is time to; it is not made otherwise.
  public func update(_ text: @autoclosure () -> String) {
    // What is no terminal never becomes one.
    guard output.canRedraw else { return }
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    guard let due else { return }
    let time = now()
    guard time >= due else { return }
    self.due = time + interval
    output.showTransient(text())
  }

  /// Takes away a line that another process may have left.
  public func erase() { output.eraseLine() }

  /// Takes the line away.
  public func finish() {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    output.clearTransient()
    due = nil
  }
}

/// The time of a clock that nobody sets.
public func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
