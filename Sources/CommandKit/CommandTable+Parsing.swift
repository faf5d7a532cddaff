extension CommandTable {
  /// Reads the arguments after the program's name. Has no side effects.
  ///
  /// Options may come before or after operands, and global ones before the verb too; `--` ends them.
  /// Abbreviated names are refused: a script that uses them breaks when a longer name is added. Throws a
  /// failure of status `usage`.
  ///
  /// - Parameters:
  ///   - hasInput: Whether standard input holds a text. Without a verb, the verb for texts reads it.
  ///   - isInput: Whether a word in place of a verb is a text to read, such as the path of a file.
  public func parse(
    _ arguments: [String], hasInput: Bool = false, isInput: (String) -> Bool = { _ in false }
  ) throws(Failure) -> Request<Context> {
    if arguments.isEmpty, !hasInput || textVerb == nil { return .usage }
    // It serves reports of defects, so the verbs do not have it.
    if arguments.count == 2, arguments.contains("--verbose"),
      arguments.contains("--" + StandardOption.version.spec.name)
    {
      return .version(isVerbose: true)
    }
    // Common in other programs.
    if let first = arguments.first, ["version", "-v"].contains(first) { return .version(isVerbose: false) }
    var words = WordReader(arguments, options: globals)
    do throws(Failure) {
      return try read(&words, hasInput, isInput)
    } catch {
      let topic = words.command.isEmpty ? "" : " " + words.command
      throw Failure(error.status, error.message, hint: error.hint ?? "See '\(name)\(topic) --help'.")
    }
  }

  private func read(
    _ words: inout WordReader, _ hasInput: Bool, _ isInput: (String) -> Bool
  ) throws(Failure) -> Request<Context> {
    let leavesOutVerb = leavesOutVerb(words, hasInput, isInput)
    let verb = leavesOutVerb ? textVerb : try words.next(suggesting: verbsWithOption)
    if words.isGiven(StandardOption.version) { return .version(isVerbose: false) }
    if verb == nil, words.isGiven(StandardOption.help) { return .help(nil, words.color) }
    guard let verb = verb ?? (hasInput ? textVerb : nil) else { throw Failure(.usage, "missing verb") }
    let isText = textVerb != nil && isText(verb, isInput)
    let command = try command(called: isText ? textVerb ?? verb : verb, words.rest)
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
    if invocation.isGiven(HelpWords.manual) {
      return .manual(try topic.map { name throws(Failure) in try self.command(called: name) })
    }
    if invocation.isGiven(HelpWords.markdown) { return .markdown }
    return .help(try topic.map { name throws(Failure) in try self.command(called: name) }, invocation.color)
  }

  /// Whether the words are options and texts of the verb for texts, which is left out: `--brief 'connection refused'`.
  private func leavesOutVerb(_ words: WordReader, _ hasInput: Bool, _ isInput: (String) -> Bool) -> Bool {
    guard let textVerb, let command = commandsByName[textVerb], words.rest.first?.hasPrefix("-") == true
    else {
      return false
    }
    var words = words
    words.enter(command.name, options: command.options, endsAtOperand: false)
    do {
      if let first = try words.next(suggesting: { _ in [] }) { return isText(first, isInput) }
    } catch {
      // Of a mistyped option, the one that was meant is found among those of the verb.
      let others = words.rest.filter { !$0.hasPrefix("-") }
      return !others.contains { commandsByName[$0] != nil || isSynonym($0) }
        && (hasInput || others.contains { isText($0, isInput) })
    }
    return hasInput && words.rest.isEmpty && command.options.contains { words.isGiven($0) }
  }

  /// Whether a word in the place of a verb is a text to read.
  private func isText(_ word: String, _ isInput: (String) -> Bool) -> Bool {
    commandsByName[word] == nil
      && (word.contains(where: \.isWhitespace) || !isSynonym(word) && isInput(word))
  }

  private func isSynonym(_ verb: String) -> Bool {
    commands.contains { $0.synonyms.contains(verb.lowercased()) }
  }

  /// The verb of that name. For an unknown one, `rest` is what follows it: the words may be a message.
  private func command(
    called verb: String, _ rest: ArraySlice<String> = []
  ) throws(Failure) -> Command<Context> {
    if let command = commandsByName[verb] { return command }
    let meant = commands.filter { $0.synonyms.contains(verb.lowercased()) }.map(\.name)
    if let first = meant.first {
      let names = alternatives(meant.map { "'\($0)'" })
      throw Failure(
        .usage, "unknown verb \(quoted(verb)); use \(names)", hint: "See '\(name) \(first) --help'.")
    }
    let near = nearest(to: verb, in: commands.map(\.name)).map { "; the nearest is '\($0)'" }
    var hint = "See '\(name) help'."
    if near == nil, let textVerb {
      let text = ([verb] + rest.prefix { !$0.hasPrefix("-") }).joined(separator: " ")
      hint += " For a message or a file: \(name) \(textVerb) \(quoted(text))"
    }
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
