import Glibc

/// A worker process.
struct Child {
  /// How a worker ended.
  enum End: Equatable {
    case well
    /// With the worker's output.
    case badly(String)
  }

  private let pid: pid_t
  private let said: String
  private let started = Stopwatch.now()

  /// Starts this program again. Its output goes to a file in the worker's folder.
  init(_ order: Worker.Order, backtrace: Bool = false) {
    said = order.folder + "/said"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, said, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = (["casebook-fuzz"] + order.arguments).map { strdup($0) } + [nil]
    let trace = backtrace ? "enable=yes,color=no,interactive=no,limit=24,images=none" : "enable=no"
    setenv("SWIFT_BACKTRACE", trace, 1)
    var child: pid_t = 0
    let failure = posix_spawn(&child, "/proc/self/exe", &actions, nil, &arguments, environ)
    guard failure == 0 else { fatalError("cannot start a worker: \(String(cString: strerror(failure)))") }
    for argument in arguments { free(argument) }
    pid = child
  }

  /// How it ended; `nil` while it is running.
  func poll() -> End? {
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    return end(status)
  }

  /// Waits for its end, at most this long.
  func wait(seconds: Double) -> End {
    while Stopwatch.now() - started < seconds {
      if let end = poll() { return end }
      usleep(2_000)
    }
    return kill(because: "hangs: still running after \(Int(seconds)) s")
  }

  /// Kills it.
  @discardableResult
  func kill(because reason: String) -> End {
    Glibc.kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    return .badly(reason)
  }

  private func end(_ status: Int32) -> End {
    let signal = status & 0x7F
    if status == 0 { return .well }
    let text = String(decoding: (try? readFile(said)) ?? [], as: UTF8.self)
    if signal == SIGPROF {
      return .badly("hangs: more than \(Worker.mostSeconds) s of processor time\n" + text)
    }
    if signal != 0 {
      return .badly("died by signal \(signal) (\(String(cString: strsignal(signal))))\n" + text)
    }
    let code = status >> 8 & 0xFF
    return .badly((code == Worker.wrong ? "" : "ended with status \(code)\n") + text)
  }
}

/// A clock in seconds that never goes back.
enum Stopwatch {
  /// The processor time of all workers that have ended.
  static func ofChildren() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    let (user, system) = (usage.ru_utime, usage.ru_stime)
    return Double(user.tv_sec + system.tv_sec) + Double(user.tv_usec + system.tv_usec) / 1e6
  }

  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
