public import CasebookArchives
public import CasebookCommandKit
public import CasebookIngest
public import CasebookKnowledge
import CasebookService
public import CasebookStorage
import Glibc

/// All of the outside world that a verb may use: streams, environment, clock. Tests supply their own.
public struct Surroundings: CommandContext {
  /// The stream for data.
  public let standardOutput: Output
  /// The stream for everything else.
  public let standardError: Output
  /// The environment variables.
  public let environment: [String: String]
  /// The folder of the bundled articles; `nil` if there are none.
  public let bundledArticles: () -> String?
  /// The base of relative paths; with `nil`, the process's own, and paths stay as typed.
  public let workingDirectory: String?
  /// Whether standard input is a terminal, on which a person has to paste first.
  public let isInputTerminal: Bool
  /// The current time.
  public let now: @Sendable () -> Timestamp
  /// How packed files are unpacked.
  var unpacking = UnpackOptions()
  private let readLogs: LogOpening

  /// Calls its last argument with each log in a file, or in standard input for `-`; see
  /// `CasebookIngest.forEachLog`.
  public typealias LogOpening = (String, UnpackOptions, (LogSource) throws -> Void) throws -> [InputError]
  /// Limits the damage of a crash; `nil` for a verb that shares its process with others, as in tests.
  public let crashBarrier: CrashBarrier?

  /// The surroundings of a verb.
  public init(
    standardOutput: Output, standardError: Output, environment: [String: String],
    bundledArticles: @autoclosure @escaping () -> String?,
    workingDirectory: String? = nil, isInputTerminal: Bool = false,
    now: @escaping @Sendable () -> Timestamp = Timestamp.now,
    forEachLog: @escaping LogOpening = CasebookIngest.forEachLog(in:unpacking:_:),
    crashBarrier: CrashBarrier? = nil
  ) {
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.environment = environment
    self.bundledArticles = bundledArticles
    self.workingDirectory = workingDirectory
    self.isInputTerminal = isInputTerminal
    self.now = now
    self.crashBarrier = crashBarrier
    readLogs = forEachLog
  }

  /// Calls `body` with each log in a file, or in standard input for `-`, and returns the inputs that it could
  /// not read to the end.
  func forEachLog(_ path: String, _ body: (LogSource) throws -> Void) throws -> [InputError] {
    try readLogs(located(path), unpacking, body)
  }

  /// From now on, the report of a crash names this verb.
  public func willRun(_ verb: String) { crashBarrier?.reportCrashes(verb) }

  /// Turns a typed path into one that the process can open. `-` (a stream) and `:memory:` (a database without a file) are
  /// not paths.
  func located(_ path: String) -> String {
    guard let folder = workingDirectory, !path.hasPrefix("/"), path != "-", path != ":memory:" else {
      return path
    }
    return folder + "/" + path
  }

  /// A line for the person at the terminal, not for the program that reads the data.
  func say(_ text: String) { standardError.writeLine("casebook: " + redacted(text)) }

  /// A failure without the secrets of the arguments that it quotes.
  public func failure(of error: any Error) -> Failure {
    let failure = Failure(KnowledgeBaseError(error) ?? error)
    return Failure(failure.status, redacted(failure.message), hint: failure.hint.map { redacted($0) })
  }

  /// Whether anything exists at a path.
  func isFile(_ path: String) -> Bool { access(located(path), F_OK) == 0 }

  /// Calls `body` with the unpacked bytes of a file, or of standard input for `-`, piece by piece.
  func forEachChunk(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if let problem = try forEachLog(path, { try $0.forEachChunk(body) }).first { throw problem }
  }

  /// Tells a person at a terminal that the program waits for input.
  func announceReading(_ path: String, _ invocation: Invocation) {
    if path == "-", isInputTerminal, !invocation.isQuiet { say("paste the text, then press Ctrl-D") }
  }

  /// All bytes of a file or of standard input, up to `limit`; does not wait for more.
  func read(_ path: String, _ invocation: Invocation, limit: Int = 1 << 20) throws -> [UInt8] {
    announceReading(path, invocation)
    struct LimitReached: Error {}
    var bytes: [UInt8] = []
    do {
      try forEachChunk(path) { chunk in
        let room = limit - bytes.count
        bytes.append(contentsOf: chunk.prefix(room))
        if chunk.count > room { throw LimitReached() }
      }
    } catch is LimitReached {
      if !invocation.isQuiet {
        say("\(shownName(ofInput: path)): cut after \(limit >> 20) MiB, the rest is not read")
      }
    }
    return bytes
  }

  /// The typed words, or all of standard input for `-`.
  func text(_ words: [String], _ invocation: Invocation) throws -> String {
    words == ["-"]
      ? String(decoding: try read("-", invocation), as: UTF8.self) : words.joined(separator: " ")
  }

  /// The typed words; without any, or for `-`, all of standard input.
  func requiredText(_ words: [String], _ invocation: Invocation) throws -> String {
    try text(words.isEmpty ? ["-"] : words, invocation)
  }
}
