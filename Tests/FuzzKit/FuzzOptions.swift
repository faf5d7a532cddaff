import Glibc

/// The options of the command line.
public struct FuzzOptions: Sendable {
  /// The text of `--help`.
  public static let usage = """
    usage: check-fuzz [--seed N] [--seconds N] [--mode commands|readers|bytes] [--only N] [--jobs N]
    Without --seconds, a fixed number of executions; with it, as many as there is time for.
    """

  var seed: UInt64 = 20_260_105
  var seconds: Double?
  var modes = FuzzMode.allCases
  /// The one execution to run.
  var only: Int?
  var jobs = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Parses the command line; `nil` if it is invalid.
  public init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { return nil }
      switch option {
      case "--seed":
        guard let number = UInt64(value) else { return nil }
        seed = number
      case "--seconds":
        guard let number = Double(value), number > 0 else { return nil }
        seconds = number
      case "--mode":
        guard let mode = FuzzMode(rawValue: value) else { return nil }
        modes = [mode]
      case "--only":
        guard let number = Int(value), number >= 0 else { return nil }
        only = number
      case "--jobs":
        guard let number = Int(value), number > 0 else { return nil }
        jobs = number
      default: return nil
      }
    }
  }

  /// The number of executions of a mode; too many to reach when the session has a time limit.
  func executions(of mode: FuzzMode) -> Int {
    if seconds != nil { return .max / 2 }
    switch mode {
    case .commands: return 1_000
    case .readers: return 8_000
    case .bytes: return 20_000
    }
  }
}
