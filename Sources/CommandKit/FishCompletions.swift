extension CommandTable {
  /// One `complete` for each verb, option and operand, on the condition that its verb is on the line.
  var fishCompletions: String {
    var lines = [
      "# Completions of \(name) for fish, as '\(name) completions fish' prints them.",
      "function \(function) --description 'Whether the verb on the command line is this one'",
      "  set -l verb $argv[1]",
      "  set -l words (commandline -opc)",
      "  argparse --stop-nonopt \(globals.map { argument($0.spec) }.joined(separator: " ")) -- $words[2..-1] 2>/dev/null",
      "  and test \"$argv[1]\" = \"$verb\"",
      "end",
      "",
      "complete -c \(name) -f",
    ]
    lines += globals.map { complete(option: $0.spec) }
    lines += commands.map { complete("", "-a \($0.name) -d \(fishQuoted($0.summary))") }
    for command in commands {
      lines += command.options.map { complete(option: $0.spec, of: command.name) }
      lines += command.operands.compactMap { operand in
        offer(operand.spec.completion, operand.spec.choices).map { complete(command.name, $0) }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var function: String { "__\(name.replacingEach("-", with: "_"))_verb_is" }

  /// Applies after `verb`; before any verb if it is empty; everywhere if it is `nil`.
  private func complete(_ verb: String?, _ what: String) -> String {
    let condition = verb.map { " -n \(fishQuoted("\(function) \(fishQuoted($0))"))" }
    return "complete -c \(name)\(condition ?? "") \(what)"
  }

  private func complete(option: OptionSpec, of verb: String? = nil) -> String {
    var words = (option.short.map { "-s \($0) " } ?? "") + "-l \(option.name)"
    if option.placeholder != nil { words += " " + (offer(option.completion, option.choices) ?? "-x") }
    return complete(verb, "\(words) -d \(fishQuoted(option.help))")
  }

  /// An option in the notation of fish's `argparse`.
  private func argument(_ option: OptionSpec) -> String {
    let value = option.placeholder == nil ? "" : option.isRepeatable ? "=+" : "="
    return (option.short.map { "\($0)/" } ?? "") + option.name + value
  }

  private func offer(_ completion: Completion, _ choices: [Choice]) -> String? {
    switch completion {
    case .none: nil
    case .file: "-r -F"
    case .folder: "-x -a '(__fish_complete_directories)'"
    case .choices: "-x -a \(fishQuoted(choices.map(described).joined(separator: " ")))"
    case .verb: "-x -a \(fishQuoted(commands.map(\.name).joined(separator: " ")))"
    case .lines(let arguments): "-x -a \(fishQuoted("(\(call(arguments)) 2>/dev/null)"))"
    }
  }

  private func described(_ choice: Choice) -> String {
    choice.help.isEmpty ? fishQuoted(choice.name) : "\(fishQuoted(choice.name))\\t\(fishQuoted(choice.help))"
  }
}

private func fishQuoted(_ word: String) -> String {
  "'" + word.replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
}
