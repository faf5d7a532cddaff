/// How a command ended; the numbers from 64 are those of BSD's `sysexits.h`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Something was found or done.
  case success = 0
  /// Nothing was found, as in `grep`.
  case notFound = 1
  /// The command line is wrong.
  case usage = 64
  /// The input data is wrong.
  case data = 65
  /// The input does not exist, or cannot be read.
  case noInput = 66
  /// A dependency is missing.
  case unavailable = 69
  /// A bug in the program.
  case `internal` = 70
  /// An output file cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed part-way.
  case io = 74
  /// The database is busy; the same command may succeed later.
  case busy = 75
  /// The configuration is wrong.
  case configuration = 78

  /// A few words for help and manual.
  public var meaning: String {
    switch self {
    case .success: "found, or done"
    case .notFound: "nothing found"
    case .usage: "wrong usage"
    case .data: "wrong input data"
    case .noInput: "no such input"
    case .unavailable: "something needed is unavailable"
    case .internal: "internal error"
    case .cannotCreate: "cannot create the output"
    case .io: "reading or writing failed"
    case .busy: "the database is busy, try again"
    case .configuration: "wrong configuration"
    }
  }
}
