extension CommandTable {
  /// The mistakes in the table itself; a test of a real table expects none.
  ///
  /// Names are kebab-case and unique, everything has help, summaries and helps have one style, every example
  /// parses with this table and uses its verb, and every help page fits 80 columns.
  public func problems() -> [String] {
    var problems = nameProblems(name, "program")
    problems += summaryProblems(summary, name)
    problems += duplicates(commands.map(\.name)).map { "\($0): more than one verb of that name" }
    problems += commands.flatMap(\.synonyms).filter { commandsByName[$0] != nil || $0 != $0.lowercased() }
      .map { "the synonym '\($0)' is a verb, or has capitals" }
    if let textVerb, commandsByName[textVerb] == nil { problems.append("\(textVerb): not a verb") }
    problems += optionProblems(globals.map(\.spec), name)
    problems += completionProblems(globals.map(\.spec.completion), name)
    for command in commands {
      problems += self.problems(of: command)
    }
    for page in [nil] + commands.map({ Optional($0.name) }) {
      for line in help(for: page).split(separator: "\n") where String(line).displayWidth > 80 {
        problems.append("\(page ?? name): a line of help is wider than 80 columns: \(line)")
      }
    }
    return problems
  }

  private func problems(of command: Command<Context>) -> [String] {
    var problems = nameProblems(command.name, "verb") + summaryProblems(command.summary, command.name)
    let options = command.options.map(\.spec)
    let names = Set(
      (options + globals.map(\.spec)).flatMap { [$0.name] + ($0.short.map { [String($0)] } ?? []) })
    problems += options.flatMap(\.synonyms).filter {
      names.contains($0) || $0.count > 1 && $0 != $0.lowercased()
    }
    .map { "\(command.name): the synonym '\($0)' is an option, or has capitals" }
    problems += optionProblems(options, command.name)
    let global = Set(globals.flatMap(\.spec.names))
    for name in options.flatMap(\.names) where global.contains(name) {
      problems.append("\(command.name): \(name) is a global option already")
    }
    problems += operandProblems(command.operands.map(\.spec), command.name)
    problems += completionProblems(
      options.map(\.completion) + command.operands.map(\.spec.completion), command.name)
    problems += duplicates(command.statuses.map { "\($0.status.rawValue)" })
      .map { "\(command.name): exit status \($0) is explained twice" }
    if command.examples.isEmpty { problems.append("\(command.name): no example") }
    return problems + command.examples.flatMap { self.problems(of: $0, in: command) }
  }

  /// The command that a shell calls to complete a word must parse with this table.
  private func completionProblems(_ completions: [Completion], _ place: String) -> [String] {
    completions.compactMap { completion in
      guard case .lines(let arguments) = completion else { return nil }
      do throws(Failure) {
        _ = try parse(arguments)
        return nil
      } catch {
        return "\(place): completion by '\(arguments.joined(separator: " "))': \(error.message)"
      }
    }
  }

  private func problems(of example: Example, in command: Command<Context>) -> [String] {
    let place = "\(command.name): example '\(example.line)'"
    var problems = example.comment.isEmpty ? ["\(place): no comment"] : []
    guard let calls = calls(of: name, in: example.line) else {
      return problems + ["\(place): unclosed quote"]
    }
    var verbs: [String] = []
    for arguments in calls {
      do throws(Failure) {
        switch try parse(arguments) {
        case .run(let command, _): verbs.append(command.name)
        case .help, .manual, .markdown: verbs.append(HelpWords.command)
        case .usage, .version: break
        }
      } catch {
        problems.append("\(place): \(error.message)")
        return problems
      }
    }
    if !verbs.contains(command.name) { problems.append("\(place): does not use '\(command.name)'") }
    return problems
  }
}

extension OptionSpec {
  /// The names as typed: `--limit`, `-n`.
  public var names: [String] { ["--" + name] + (short.map { ["-\($0)"] } ?? []) }
}

private func nameProblems(_ name: String, _ what: String) -> [String] {
  isKebabCase(name) ? [] : ["\(what) '\(name)': not in kebab-case"]
}

private func isKebabCase(_ name: String) -> Bool {
  let parts = name.split(separator: "-", omittingEmptySubsequences: false)
  return name.utf8.first.map { $0 >= 0x61 && $0 <= 0x7A } ?? false
    && parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// A summary is a phrase that follows the verb: `find known errors by their message`.
private func summaryProblems(_ summary: String, _ place: String) -> [String] {
  var problems = phraseProblems(summary, "\(place): summary")
  if summary.displayWidth > 60 { problems.append("\(place): summary is longer than 60 columns") }
  let word = summary.prefix { $0 != " " }
  if word.hasSuffix("ing") || (word.hasSuffix("s") && !word.hasSuffix("ss")) {
    problems.append("\(place): summary does not start with an imperative but with '\(word)'")
  }
  return problems
}

private func phraseProblems(_ phrase: String, _ place: String) -> [String] {
  guard let first = phrase.first else { return ["\(place) is missing"] }
  var problems: [String] = []
  // `JSON objects, one a line` is fine, `The limit` is not.
  if first.isUppercase, phrase.dropFirst().first?.isLowercase ?? true {
    problems.append("\(place) starts with a capital letter")
  }
  if phrase.hasSuffix(".") { problems.append("\(place) ends with a full stop") }
  if phrase != singleLine(phrase) { problems.append("\(place) is more than one line") }
  return problems
}

private func optionProblems(_ options: [OptionSpec], _ place: String) -> [String] {
  var problems = duplicates(options.flatMap(\.names)).map { "\(place): more than one option \($0)" }
  for option in options {
    let place = "\(place): option --\(option.name)"
    if !isKebabCase(option.name) || option.name.utf8.count < 2 {
      problems.append("\(place): not in kebab-case")
    }
    if let short = option.short, !(short.isASCII && (short.isLetter || short.isNumber)) {
      problems.append("\(place): short name '\(short)' is not an ASCII letter")
    }
    problems += phraseProblems(option.help, "\(place): help")
    if let placeholder = option.placeholder { problems += placeholderProblems(placeholder, place) }
    problems += choiceProblems(option.choices, place)
    if !option.choices.isEmpty, let text = option.defaultText,
      !option.choices.contains(where: { $0.name == text })
    {
      problems.append("\(place): the default '\(text)' is not one of its choices")
    }
  }
  return problems
}

private func operandProblems(_ operands: [OperandSpec], _ place: String) -> [String] {
  var problems = duplicates(operands.map(\.name)).map { "\(place): more than one operand \($0)" }
  for (index, operand) in operands.enumerated() {
    let place = "\(place): operand \(operand.name)"
    problems += placeholderProblems(operand.name, place)
    problems += phraseProblems(operand.help, "\(place): help")
    problems += choiceProblems(operand.choices, place)
    let before = operands[..<index]
    if before.contains(where: \.arity.isVariadic) { problems.append("\(place): nothing is left for it") }
    if operand.arity.isRequired, before.contains(where: { !$0.arity.isRequired }) {
      problems.append("\(place): required, but behind an optional one")
    }
  }
  return problems
}

private func choiceProblems(_ choices: [Choice], _ place: String) -> [String] {
  duplicates(choices.map(\.name)).map { "\(place): more than one choice '\($0)'" }
    + choices.filter { $0.name.isEmpty || $0.name.contains { $0.isWhitespace } }
    .map { "\(place): choice '\($0.name)' is not a single word" }
}

private func placeholderProblems(_ placeholder: String, _ place: String) -> [String] {
  let isPlain = placeholder.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !(0x61...0x7A).contains($0) }
  return isPlain && !placeholder.isEmpty ? [] : ["\(place): placeholder '\(placeholder)' is not in capitals"]
}

private func duplicates(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  var reported: Set<String> = []
  return names.filter { !seen.insert($0).inserted && reported.insert($0).inserted }
}
