public import CasebookCommandKit
public import CasebookKnowledge
public import CasebookService
import Glibc

/// All of the outside world that a verb may use: streams, environment, clock. Tests supply their own.
public struct Surroundings: CommandContext {
  /// The stream for data.
  public let standardOutput: Output
  /// The stream for everything else.
  public let standardError: Output
  /// The environment variables.
  public let environment: [String: String]
  /// The bundled articles; `nil` if there are none.
  public let bundled: BundledSource?
  /// Whether standard input is a terminal, on which a person has to paste first.
  public let isInputTerminal: Bool
  /// Whether standard input is a pipe or a file. A device such as `/dev/null` is neither.
  public let hasInput: Bool
  /// The name of the user in the system; `nil` if it has none.
  public let userName: () -> String?
  /// The current time.
  public let now: @Sendable () -> Timestamp
  /// The offset of local time from UTC, in minutes.
  public let offset: @Sendable (Timestamp) -> Int
  /// Reads the files that a person names.
  var inputs: InputReader
  /// Where a command runs that a person wraps; `nil` for where this process is.
  let commandScene: CommandRun.CommandScene?
  /// Limits the damage of a crash; `nil` for a verb that shares its process with others, as in tests.
  public let crashBarrier: CrashBarrier?

  /// The surroundings of a verb. The working directory is the base of relative paths; with `nil`, it is the process's own,
  /// and paths stay as typed.
  public init(
    standardOutput: Output, standardError: Output, environment: [String: String],
    bundled: BundledSource?, userName: @autoclosure @escaping () -> String? = nil,
    workingDirectory: String? = nil, isInputTerminal: Bool = false, hasInput: Bool = false,
    now: @escaping @Sendable () -> Timestamp = Timestamp.now,
    offset: @escaping @Sendable (Timestamp) -> Int = { Timestamp.systemOffset(at: $0) },
    standardInput: InputReader.Pull? = nil, commandScene: CommandRun.CommandScene? = nil,
    crashBarrier: CrashBarrier? = nil
  ) {
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.environment = environment
    self.bundled = bundled
    inputs = InputReader(from: workingDirectory, standardInput: standardInput)
    self.isInputTerminal = isInputTerminal
    self.hasInput = hasInput
    self.userName = userName
    self.now = now
    self.offset = offset
    self.commandScene = commandScene
    self.crashBarrier = crashBarrier
  }

  /// The same for commands on a knowledge base of their own in a folder, which is their working directory.
  func scene(in folder: String) -> Surroundings {
    Surroundings(
      standardOutput: standardOutput, standardError: standardError,
      environment: environment.merging(["CASEBOOK_DB": folder + "/casebook.db"]) { $1 }, bundled: bundled,
      workingDirectory: folder, isInputTerminal: isInputTerminal, now: now)
  }

  /// In place of a verb, a path is what to diagnose.
  public func isInput(_ word: String) -> Bool {
    word == "-" || word.looksLikePath || isFile(word) && !isFolder(word)
  }

  /// From now on, the report of a crash names this verb.
  public func willRun(_ verb: String) { crashBarrier?.reportCrashes(verb) }

  /// A line for the person at the terminal, not for the program that reads the data.
  func say(_ text: String) { standardError.writeLine("casebook: " + messageLine(redacted(text))) }

  /// Prints one object: the version of its form, then these members.
  func printJSON(_ members: JSON.Member...) {
    standardOutput.writeLine(JSON.object([.init("version", 1)] + members).description)
  }

  /// A failure without the secrets of the arguments that it quotes.
  public func failure(of error: any Error) -> Failure {
    let failure = Failure(KnowledgeBaseError(error) ?? error)
    return Failure(failure.status, redacted(failure.message), hint: failure.hint.map { redacted($0) })
  }

  /// A time as people here read it, to the second.
  func local(_ time: Timestamp) -> String { time.description(offset: offset(time)) }

  /// Whether anything exists at a path.
  func isFile(_ path: String) -> Bool { access(inputs.located(path), F_OK) == 0 }

  /// Whether a folder exists at a path.
  func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(inputs.located(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Tells a person at a terminal that the program waits for input.
  func announceReading(_ path: String, _ invocation: Invocation) {
    if path == "-", isInputTerminal, !invocation.isQuiet { say("paste the text, then press Ctrl-D") }
  }

  /// All bytes of a file or of standard input, up to `limit`; does not wait for more.
  func read(_ path: String, _ invocation: Invocation, limit: Int = 1 << 20) throws -> [UInt8] {
    announceReading(path, invocation)
    let (bytes, isWhole) = try inputs.bytes(of: path, limit: limit)
    if !isWhole, !invocation.isQuiet {
      say("\(shownName(ofInput: path)): cut after \(limit >> 20) MiB, the rest is not read")
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
