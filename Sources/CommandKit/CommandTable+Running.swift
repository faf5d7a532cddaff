/// The requirements of a table for the context that it passes to its verbs.
public protocol CommandContext {
  /// The stream for data.
  var standardOutput: Output { get }
  /// The stream for everything else.
  var standardError: Output { get }
  /// The environment variables, which choose a pager.
  var environment: [String: String] { get }
  /// Whether standard input holds a text: it is a pipe or a file.
  var hasInput: Bool { get }
  /// Whether a word in place of a verb is a text to read, such as the path of a file.
  func isInput(_ word: String) -> Bool
  /// Called with the name of a verb before it runs.
  func willRun(_ verb: String)
  /// An error as it may be told.
  func failure(of error: any Error) -> Failure
}

extension CommandContext {
  /// Empty by default.
  public var environment: [String: String] { [:] }

  /// It holds none by default.
  public var hasInput: Bool { false }

  /// No word is one by default.
  public func isInput(_ word: String) -> Bool { false }

  /// Does nothing by default.
  public func willRun(_ verb: String) {}

  /// As it is.
  public func failure(of error: any Error) -> Failure { Failure(error) }
}

extension CommandTable where Context: CommandContext {
  /// Runs a command line and returns its exit status. Every error becomes one or two lines on standard error.
  ///
  /// Output from before an error appears before its message. It is a success if the reader closes the pipe.
  public func run(_ arguments: [String], context: Context) -> ExitStatus {
    let (output, errors) = (context.standardOutput, context.standardError)
    do {
      let request = try parse(arguments, hasInput: context.hasInput, isInput: context.isInput)
      let status = try perform(request, context)
      try output.finish()
      errors.flush()
      return output.readerIsGone ? .success : status
    } catch {
      output.stopPaging()
      output.flush()
      let failure = context.failure(of: error)
      for line in failure.lines(program: name) { errors.writeLine(line) }
      errors.flush()
      return failure.status
    }
  }

  private func perform(_ request: Request<Context>, _ context: Context) throws -> ExitStatus {
    let output = context.standardOutput
    switch request {
    case .usage:
      context.standardError.write(shortUsage)
      return .usage
    case .version(let isVerbose):
      output.writeLine("\(name) \(version)")
      let parts = isVerbose ? try self.parts(context) : []
      let width = parts.map(\.name.count).max() ?? 0
      for part in parts {
        output.writeLine(part.name + String(repeating: " ", count: width - part.name.count + 2) + part.value)
      }
    case .help(let command, let color):
      output.use(color)
      output.write(helpPage(for: command, width: output.width))
    case .manual(let command):
      output.write(command.map { manual(of: $0) } ?? manual())
    case .markdown:
      output.write(markdown())
    case .run(let command, let invocation):
      output.use(invocation.color)
      context.standardError.use(invocation.color)
      if command.isPaged, !invocation[StandardOption.noPager] {
        output.startPaging(context.environment, with: context.standardError)
      }
      context.willRun(command.name)
      return try command.run(invocation, context)
    }
    return .success
  }
}
