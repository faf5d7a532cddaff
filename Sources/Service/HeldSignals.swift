import Glibc

/// Holds back the signals that ask to end, so that an exchange stops between two steps and can say what it did.
public struct HeldSignals: ~Copyable {
  private var before = sigset_t()

  /// Holds them back from now on, in this thread.
  public init() {
    var set = Self.set
    pthread_sigmask(SIG_BLOCK, &set, &before)
  }

  deinit {
    // Whoever held them back before sees to them.
    var before = before
    if Self.signals.allSatisfy({ sigismember(&before, $0) == 1 }) { return }
    // A signal that was heard must not end the program a second time.
    _ = Self.take(within: 0)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Whether such a signal waits.
  public static var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return signals.contains { sigismember(&pending, $0) == 1 }
  }

  /// Waits for such a signal; `true` if one came in time.
  public borrowing func wait(seconds: Double) -> Bool { Self.take(within: seconds) }

  private static func take(within seconds: Double) -> Bool {
    var set = set
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
    return sigtimedwait(&set, nil, &time) > 0
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private static var set: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
