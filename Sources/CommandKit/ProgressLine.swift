import Glibc

/// A line of progress on a terminal that is redrawn in place. Prints nothing elsewhere.
///
/// It disappears when other text is written to the same stream, and at the end. Any thread may update it, as
/// long as no other thread writes to the stream.
public final class ProgressLine: @unchecked Sendable {
  private let output: Output
  private let interval: Duration
  private let now: () -> Duration
  private var due: Duration?
  private var lock = pthread_mutex_t()

  /// `now` is the time since any fixed point. The line is drawn at most once an `interval`, and first after
  /// one interval, so that short work shows none.
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

  /// Shows the text if an interval has passed; otherwise does not evaluate it.
  public func update(_ text: @autoclosure () -> String) { update(text) }

  /// The same for a text that takes more to make.
  public func update(_ text: () -> String) {
    // A stream that cannot redraw never will.
    guard output.canRedraw else { return }
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    guard let due else { return }
    let time = now()
    guard time >= due else { return }
    self.due = time + interval
    output.showTransient(text())
  }

  /// Erases a line that another process may have left.
  public func erase() { output.eraseLine() }

  /// Removes the line.
  public func finish() {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    output.clearTransient()
    due = nil
  }
}

/// The time of a clock that nobody can set.
public func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
