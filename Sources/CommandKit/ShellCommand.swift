import Glibc

/// A command line that a person configured, such as an editor or a pager. The shell runs it, so it may have arguments.
public struct ShellCommand: Sendable {
  /// How a command ended.
  public enum ShellEnd: Hashable, Sendable {
    /// With this exit status.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)

    /// The status or the signal in words.
    public var description: String {
      switch self {
      case .exited(let status): "exit status \(status)"
      case .killed(let signal): "signal \(signal)"
      }
    }
  }

  /// The line as configured.
  public let line: String
  private let arguments: [String]
  private let environment: [String: String]

  /// A command line, with arguments that the shell does not read.
  public init(_ line: String, _ arguments: [String] = [], environment: [String: String]) {
    self.line = line
    self.arguments = arguments
    self.environment = environment
  }

  /// Starts it, with this standard input or the program's own; `nil` if the shell cannot be run.
  public func start(input: Int32? = nil) -> Int32? {
    let words = ["sh", "-c", line + (arguments.isEmpty ? "" : " \"$@\""), line] + arguments
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + variables).forEach { free($0) } }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    // The program ignores some signals, and a child would inherit that.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    return posix_spawn(&child, "/bin/sh", &actions, &attributes, &argv, &variables) == 0 ? child : nil
  }

  /// Waits until a command ends.
  public static func end(of child: Int32) -> ShellEnd {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return .exited(0) } }
    return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F)
  }
}
