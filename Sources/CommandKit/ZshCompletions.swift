extension CommandTable {
  /// Calls of `_arguments`: one for the program, one for each verb.
  var zshCompletions: String {
    """
    #compdef \(name)
    # Completions of \(name) for zsh, as '\(name) completions zsh' prints them.
    \(function)() {
      local curcontext=$curcontext state line
      local -A opt_args
      local -a verbs=(
    \(commands.map { "    " + shellQuoted("\($0.name):\($0.summary)") }.joined(separator: "\n"))
      )
      local -a globals=(
    \(globals.flatMap { specifications($0.spec) }.map { "    " + $0 }.joined(separator: "\n"))
      )
      _arguments -C -s -S $globals ': : _describe verb verbs' '*:::operand:->operands' && return
      [[ $state == operands ]] || return 1
      words=($line[1] "${words[@]}")
      ((CURRENT++))
      curcontext=${curcontext%:*:*}:\(name)-$line[1]:
      case $line[1] in
    \(commands.map(branch).joined(separator: "\n"))
      esac
    }

    \(function)_lines() {
      local tab=$'\\t'
      local -a lines=(${(f)"$(_call_program lines "$@")"})
      # A name, and behind a tab what it means; _describe wants a colon there.
      lines=("${(@)lines//:/\\\\:}")
      lines=("${(@)lines/$tab/:}")
      _describe -V 'name' lines
    }

    if [[ $funcstack[1] == \(function) ]]; then
      \(function) "$@"
    else
      compdef \(function) \(name)
    fi

    """
  }

  private var function: String { "_" + name.replacingEach("-", with: "_") }

  private func branch(_ command: Command<Context>) -> String {
    let own =
      command.options.flatMap { specifications($0.spec) }
      + command.operands.map { operand in
        let place = operand.spec.arity.isVariadic ? "*" : ""
        return shellQuoted(
          "\(place):\(escaped(operand.spec.name)):\(action(operand.spec.completion, operand.spec.choices))")
      }
    let lines = ["    \(command.name)) _arguments -s -S $globals"] + own.map { "        " + $0 }
    return lines.joined(separator: " \\\n") + " ;;"
  }

  /// One specification per name, with its help, its value, and the names that it excludes.
  private func specifications(_ option: OptionSpec) -> [String] {
    let excluded = option.isRepeatable ? "*" : "(\(option.names.joined(separator: " ")))"
    return option.names.map { name in
      guard let placeholder = option.placeholder else {
        return shellQuoted("\(excluded)\(name)[\(escaped(option.help))]")
      }
      // The value of a long name may follow `=`; that of a short name may follow directly.
      let sign = name.hasPrefix("--") ? "=" : "+"
      let action = action(option.completion, option.choices)
      return shellQuoted(
        "\(excluded)\(name)\(sign)[\(escaped(option.help))]:\(escaped(placeholder)):\(action)")
    }
  }

  private func action(_ completion: Completion, _ choices: [Choice]) -> String {
    switch completion {
    case .none: " "
    case .file: "_files"
    case .folder: "_files -/"
    case .verb: " _describe verb verbs"
    case .lines(let arguments): " \(function)_lines \(call(arguments))"
    case .choices where choices.allSatisfy(\.help.isEmpty): "(\(choices.map(\.name).joined(separator: " ")))"
    case .choices:
      "((" + choices.map { "\($0.name)\\:\(backslashed($0.help))" }.joined(separator: " ") + "))"
    }
  }

  /// Escapes text between brackets or colons.
  private func escaped(_ text: String) -> String {
    text.replacingEach("\\", with: "\\\\").replacingEach("[", with: "\\[").replacingEach("]", with: "\\]")
      .replacingEach(":", with: "\\:")
  }

  /// Escapes a word that zsh evaluates.
  private func backslashed(_ text: String) -> String {
    String(
      text.unicodeScalars.flatMap { scalar -> [Character] in
        let isPlain =
          !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        return isPlain ? [Character(scalar)] : ["\\", Character(scalar)]
      })
  }
}
