/// How a command ended; the numbers from 64 are those of BSD's `sysexits.h`. A verb that runs a program may end with any
/// other number, which is that program's.
public struct ExitStatus: RawRepresentable, Hashable, Sendable, CaseIterable {
  /// The number.
  public let rawValue: Int32

  /// Any number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Something was found or done.
  public static let success = ExitStatus(rawValue: 0)
  /// Nothing was found, as in `grep`.
  public static let notFound = ExitStatus(rawValue: 1)
  /// The command line is wrong.
  public static let usage = ExitStatus(rawValue: 64)
  /// The input data is wrong.
  public static let data = ExitStatus(rawValue: 65)
  /// The input does not exist, or cannot be read.
  public static let noInput = ExitStatus(rawValue: 66)
  /// A dependency is missing.
  public static let unavailable = ExitStatus(rawValue: 69)
  /// A bug in the program.
  public static let `internal` = ExitStatus(rawValue: 70)
  /// An output file cannot be created.
  public static let cannotCreate = ExitStatus(rawValue: 73)
  /// Reading or writing failed part-way.
  public static let io = ExitStatus(rawValue: 74)
  /// The database is busy; the same command may succeed later.
  public static let busy = ExitStatus(rawValue: 75)
  /// The configuration is wrong.
  public static let configuration = ExitStatus(rawValue: 78)

  /// All that have a meaning of their own.
  public static let allCases: [ExitStatus] = [
    .success, .notFound, .usage, .data, .noInput, .unavailable, .internal, .cannotCreate, .io, .busy,
    .configuration,
  ]

  /// A few words for help and manual; empty for the number of another program.
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
    default: ""
    }
  }
}
