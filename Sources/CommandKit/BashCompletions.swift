extension CommandTable {
  /// One function: it finds the verb, the pending option and the operand's position, and offers words for it.
  var bashCompletions: String {
    """
    # Completions of \(name) for bash, as '\(name) completions bash' prints them.
    \(function)() {
      local current=${COMP_WORDS[COMP_CWORD]} verb='' option='' ended='' word index
      local -i operand=0
      local -a offers=()
      COMPREPLY=()

      # What stands before the cursor; bash makes three words of --name=value.
      for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ -n $option ]]; then
          [[ $word == = ]] || option=''
        elif [[ -z $ended && $word == -- ]]; then
          ended=yes
        elif [[ -z $ended && $word == -?* ]]; then
          case "$verb $word" in
            \(valueOptions.flatMap(\.patterns).joined(separator: " | "))) option=$word ;;
          esac
        elif [[ -z $verb ]]; then
          verb=$word
        else
          operand+=1
        fi
      done
      [[ -n $option && $current == = ]] && current=''

      if [[ -n $option ]]; then
        case "$verb $option" in
    \(cases(valueOptions.map { ($0.patterns.joined(separator: " | "), offer($0.option.completion, $0.option.choices)) }))
        esac
      elif [[ -z $ended && $current == -* ]]; then
        offers=(\(globals.flatMap(\.spec.names).joined(separator: " ")))
        case $verb in
    \(cases(commands.map { ($0.name, optionNames($0)) }))
        esac
      elif [[ -z $verb ]]; then
        offers=(\(commands.map(\.name).joined(separator: " ")))
      else
        case "$verb $operand" in
    \(cases(commands.flatMap(operandCases)))
        esac
      fi

      for word in "${offers[@]}"; do
        [[ $word == "$current"* ]] || continue
        printf -v word %q "$word"
        COMPREPLY+=("$word")
      done
    }
    complete -F \(function) \(name)

    """
  }

  private var function: String { "_" + name.replacingEach("-", with: "_") }

  /// Options with a value, and the patterns of `VERB OPTION`. A global option can come after any verb, or
  /// before it.
  private var valueOptions: [(option: OptionSpec, patterns: [String])] {
    let own = commands.flatMap { command in
      command.options.map(\.spec).filter { $0.placeholder != nil }
        .map { spec in (spec, spec.names.map { "'\(command.name) \($0)'" }) }
    }
    return own
      + globals.map(\.spec).filter { $0.placeholder != nil }.map { spec in
        (spec, spec.names.map { "*' \($0)'" })
      }
  }

  private func optionNames(_ command: Command<Context>) -> String? {
    let names = command.options.flatMap(\.spec.names)
    return names.isEmpty ? nil : "offers+=(\(names.joined(separator: " ")))"
  }

  private func operandCases(_ command: Command<Context>) -> [(String, String?)] {
    command.operands.enumerated().map { index, operand in
      let place = operand.spec.arity.isVariadic ? "'\(command.name) '*" : "'\(command.name) \(index)'"
      return (place, offer(operand.spec.completion, operand.spec.choices))
    }
  }

  /// Readline completes file names on its own, with quotes and `~`, when nothing else is offered.
  private func offer(_ completion: Completion, _ choices: [Choice]) -> String? {
    switch completion {
    case .none: nil
    case .file: "compopt -o default"
    case .folder: "compopt -o dirnames"
    case .choices: "offers=(\(choices.map { shellQuoted($0.name) }.joined(separator: " ")))"
    case .verb: "offers=(\(commands.map(\.name).joined(separator: " ")))"
    case .lines(let arguments): "mapfile -t offers < <(\(call(arguments)) 2>/dev/null | cut -f 1)"
    }
  }

  /// The branches of a `case` that have an action.
  private func cases(_ branches: [(pattern: String, action: String?)]) -> String {
    branches.compactMap { branch in branch.action.map { "      \(branch.pattern)) \($0) ;;" } }
      .joined(separator: "\n")
  }
}
