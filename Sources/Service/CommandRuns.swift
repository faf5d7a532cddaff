import CasebookIngest
public import CasebookKnowledge

/// Runs a command for a person: its streams are passed on unchanged, and its output is kept.
public struct CommandRun {
  private let run: WrappedRun

  /// Runs a command to its end, with the standard streams of this process.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - scratch: The folder for the copy of its output.
  ///   - scene: The environment, working directory and streams of the command, if they are not those of this process.
  public init(
    _ words: [[UInt8]], scratch: String, in scene: CommandScene? = nil, now: () -> Timestamp = Timestamp.now
  ) {
    var command = WrappedCommand(words, scratch: scratch)
    if let scene {
      command.environment = scene.environment
      command.folder = scene.folder
      command.streams = scene.streams
    }
    run = command.run(now: now)
  }

  /// As a shell says it: 128 + n for signal n, 127 if it was not found, 126 if it cannot be executed.
  public var status: Int32 { run.status }
  /// Why it did not start; `nil` if it did.
  public var startFailure: String? { run.startFailure }
  /// Which stream of this process could not be written, and why.
  public var writeFailures: [String] { run.writeFailures }
  /// Why some of the output could not be kept; `nil` if it could.
  public var keepingFailure: String? { run.keepingFailure }
  /// Whether it wrote nothing.
  public var isEmpty: Bool { run.isEmpty }
  /// How long it took, in seconds.
  public var took: Int { Int(max(0, run.ended.milliseconds - run.started.milliseconds) / 1000) }

  /// Runs `body` in a child process, so that a crash in it costs nothing but what it does. No knowledge base may be open.
  public static func apart(_ body: () -> Void) { CasebookIngest.apart(body) }

  /// The surroundings of a command in a test.
  public struct CommandScene: Sendable {
    let environment: [String: String]
    let folder: String
    let streams: [Int32]

    /// An environment, a working directory, and the standard streams.
    public init(environment: [String: String], folder: String, streams: [Int32]) {
      self.environment = environment
      self.folder = folder
      self.streams = streams
    }
  }

  fileprivate func read(into reader: inout ProblemReader) throws {
    let pull = run.reader()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try pull(buffer), count > 0 {
      reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  fileprivate func store(in ingest: inout Ingest) throws -> Int64? { try ingest.store(run) }
}

extension KnowledgeBase {
  /// Finds the known errors behind what a command wrote.
  public func diagnose(_ run: CommandRun, limit: Int) throws -> DiagnosisOutcome {
    try diagnose(limit: limit) { try run.read(into: &$0) }
  }

  /// Stores what a command wrote as a run of its own. Returns its number; `nil` if the output is binary data.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func keep(_ run: CommandRun, labels: [RunLabel]) throws -> Int64? {
    var ingest = Ingest(into: store, signer: signer, runs: RunOptions(labels: labels))
    return try run.store(in: &ingest)
  }
}
