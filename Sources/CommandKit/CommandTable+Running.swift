/// What a table needs of the context that it hands to its verbs.
public protocol CommandContext {
  /// Where data goes.
  var standardOutput: Output { get }
  /// Where everything else goes.
  var standardError: Output { get }
  /// Called with the name of a verb before it runs.
  func willRun(_ verb: String)
  /// A failure as it may be told.
  func shown(_ failure: Failure) -> Failure
}

extension CommandContext {
  /// Nothing, unless the context wants to know.
  public func willRun(_ verb: String) {}

  /// As it is.
  public func shown(_ failure: Failure) -> Failure { failure }
}

extension CommandTable where Context: CommandContext {
  /// Runs a command line and says how it ended; every error ends here, as one or two lines on standard error.
  ///
  /// What was written before an error arrives before its message. A reader that went away is success.
  public func run(_ arguments: [String], context: Context) -> ExitStatus {
    let (output, errors) = (context.standardOutput, context.standardError)
    do {
      let status = try perform(parse(arguments), context)
      try output.finish()
      errors.flush()
      return output.readerIsGone ? .success : status
    } catch {
      output.flush()
      let failure = context.shown(Failure(error))
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
    case .version:
      output.writeLine("\(name) \(version)")
    case .help(let command, let noColor):
      if noColor { output.disableStyles() }
      output.write(helpPage(for: command, width: output.width))
    case .manual:
      output.write(manual())
    case .run(let command, let invocation):
      if invocation[StandardOption.noColor] {
        output.disableStyles()
        context.standardError.disableStyles()
      }
      context.willRun(command.name)
      return try command.run(invocation, context)
    }
    return .success
  }
}
