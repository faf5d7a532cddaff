extension CommandTable {
  /// Reads the arguments after the program's name. Has no side effects.
  ///
  /// Options may come before or after operands, and global ones before the verb too; `--` ends them.
  /// Abbreviated names are refused: a script that uses them breaks when a longer name is added. Throws a
  /// failure of status `usage`.
  public func parse(_ arguments: [String]) throws(Failure) -> Request<Context> {
    if arguments.isEmpty { return .usage }
    // It serves reports of defects, so the verbs do not have it.
    if arguments.count == 2, arguments.contains("--verbose"),
      arguments.contains("--" + StandardOption.version.spec.name)
    {
      return .version(isVerbose: true)
    }
    // Common in other programs.
    if ["version", "-v"].contains(arguments[0]) { return .version(isVerbose: false) }
    var words = WordReader(arguments, options: globals)
    do throws(Failure) {
      return try read(&words)
    } catch {
      let topic = words.command.isEmpty ? "" : " " + words.command
      throw Failure(error.status, error.message, hint: error.hint ?? "See '\(name)\(topic) --help'.")
    }
  }

  private func read(_ words: inout WordReader) throws(Failure) -> Request<Context> {
    guard let verb = try words.next(suggesting: verbsWithOption) else {
      if words.isGiven(StandardOption.help) {
        return .help(nil, words.color)
      }
      if words.isGiven(StandardOption.version) { return .version(isVerbose: false) }
      throw Failure(.usage, "missing verb")
    }
    if words.isGiven(StandardOption.version) { return .version(isVerbose: false) }
    let isText = textVerb != nil && commandsByName[verb] == nil && verb.contains(where: \.isWhitespace)
    let command = try command(called: isText ? textVerb ?? verb : verb)
    words.enter(
      command.name, options: command.options,
      endsAtOperand: command.operands.contains { $0.spec.arity == .command })
    var operands = isText ? [verb] : []
    while let operand = try words.next(suggesting: verbsWithOption) {
      operands.append(operand)
    }
    if words.isGiven(StandardOption.help) {
      return .help(command, words.color)
    }
    if words.isGiven(StandardOption.version) { return .version(isVerbose: false) }
    let invocation = try words.invocation(assign(operands, to: command))
    guard command.name == HelpWords.command else { return .run(command, invocation) }
    let topic = invocation[HelpWords.verb]
    if invocation.isGiven(HelpWords.manual) { return .manual(try topic.map(self.command(called:))) }
    if invocation.isGiven(HelpWords.markdown) { return .markdown }
    return .help(try topic.map(self.command(called:)), invocation.color)
  }

  private func command(called verb: String) throws(Failure) -> Command<Context> {
    if let command = commandsByName[verb] { return command }
    let meant = commands.filter { $0.synonyms.contains(verb.lowercased()) }.map(\.name)
    if let first = meant.first {
      let names = alternatives(meant.map { "'\($0)'" })
      throw Failure(
        .usage, "unknown verb \(quoted(verb)); use \(names)", hint: "See '\(name) \(first) --help'.")
    }
    let near = nearest(to: verb, in: commands.map(\.name)).map { "; the nearest is '\($0)'" }
    var hint = "See '\(name) help'."
    if near == nil, let textVerb { hint += " For a message or a file: \(name) \(textVerb) \(quoted(verb))" }
    throw Failure(.usage, "unknown verb \(quoted(verb))\(near ?? "")", hint: hint)
  }

  /// The verbs that have an option; suggested when it is given to the wrong verb or before any.
  private func verbsWithOption(_ option: String) -> [String] {
    commands.filter { $0.options.contains { "--" + $0.spec.name == option } }.map(\.name)
  }

  /// Assigns the words from left to right. Reports missing operands before superfluous ones.
  private func assign(
    _ words: [String], to command: Command<Context>
  ) throws(Failure) -> [(any OperandDeclaration, [String])] {
    var rest = words[...]
    var assigned: [(any OperandDeclaration, [String])] = []
    for operand in command.operands {
      let count = operand.spec.arity.isVariadic ? rest.count : min(1, rest.count)
      if count == 0, operand.spec.arity.isRequired { throw operand.spec.missing }
      assigned.append((operand, Array(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    guard let extra = rest.first else { return assigned }
    throw Failure(.usage, "unexpected operand \(quoted(extra))")
  }
}
