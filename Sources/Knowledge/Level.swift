/// The severity that a log line declares, under any of the names that loggers use.
public enum Level: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
  case trace, debug, info, notice, warning, error, fatal

  /// The name in output and in the database.
  public var description: String {
    switch self {
    case .trace: "trace"
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error: "error"
    case .fatal: "fatal"
    }
  }

  /// Parses a level under any usual name, in any case: `WARN`, `E`, `critical`, `SEVERE`; `nil` for other
  /// words.
  public init?(name: some StringProtocol) {
    switch name.lowercased() {
    case "trace", "t", "finest", "finer", "verbose": self = .trace
    case "debug", "d", "dbg", "fine": self = .debug
    case "info", "i", "inf", "information", "informational", "config", "log": self = .info
    case "notice", "n": self = .notice
    case "warning", "w", "warn", "wrn": self = .warning
    case "error", "e", "err", "severe", "failure", "fail": self = .error
    case "fatal", "f", "critical", "crit", "c", "panic", "emerg", "emergency", "alert": self = .fatal
    default: return nil
    }
  }

  /// Orders by increasing severity.
  public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}
