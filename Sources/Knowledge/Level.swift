import CasebookText

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
    let value = Self.names.value(WordHash.of(name.utf8))
    if value < 0 { return nil }
    self = Self.allCases[Int(value)]
  }

  private static let names = HashTable("logs", "level") { kinds in
    Int32(allCases.firstIndex { $0.description == kinds[0] } ?? -1)
  }

  /// Orders by increasing severity.
  public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}
