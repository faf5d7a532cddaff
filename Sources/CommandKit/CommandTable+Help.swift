extension CommandTable {
  /// The help of a verb, or of the program if `verb` is `nil` or unknown, at most 100 columns wide.
  public func help(for verb: String? = nil, width: Int = 80, styled: Bool = false) -> String {
    helpPage(for: verb.flatMap(command(named:)), width: width).rendered(styled: styled)
  }

  func helpPage(for command: Command<Context>?, width: Int) -> StyledText {
    var page = HelpPage(width: width)
    if let command { describe(command, on: &page) } else { describeProgram(on: &page) }
    return page.text
  }

  /// Printed when the command line is empty: what the program is for, lines to start with, and where to read on.
  var shortUsage: StyledText {
    var page = HelpPage(width: 80)
    page.paragraphs("\(name): \(summary)")
    page.section("Usage") { page in
      page.line("\(name) VERB [OPTIONS] [OPERANDS]")
      let widest = firstSteps.map(\.line.displayWidth).max() ?? 0
      if widest > 0 { page.gap() }
      for step in firstSteps {
        let gap = String(repeating: " ", count: widest - step.line.displayWidth + 2)
        page.line("\(step.line)\("\(gap)# \(step.comment)", .dim)")
      }
    }
    page.gap()
    page.paragraphs(
      """
      Verbs: \(commands.map(\.name).joined(separator: ", "))

      See '\(name) help' for the verbs, '\(name) VERB --help' for one of them.
      """)
    return page.text
  }

  private func describeProgram(on page: inout HelpPage) {
    page.paragraphs("\(name): \(summary)")
    page.section("Usage") { $0.line("\(name) VERB [OPTIONS] [OPERANDS]") }
    if !discussion.isEmpty {
      page.gap()
      page.paragraphs(discussion)
    }
    for group in groups {
      page.section(group.title) { $0.terms(group.commands.map { ($0.name, $0.summary) }) }
    }
    page.section("Global options") { $0.terms(globals.map { ($0.spec.usage, $0.spec.explanation) }) }
    if !environment.isEmpty {
      page.section("Environment") { $0.terms(environment.map { ($0.name, $0.help) }) }
    }
    page.section("Exit status") { $0.terms(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) }) }
    page.gap()
    page.paragraphs("See '\(name) help VERB' for one verb.")
  }

  private func describe(_ command: Command<Context>, on page: inout HelpPage) {
    page.paragraphs("\(name) \(command.name): \(command.summary)")
    page.section("Usage") {
      $0.line(synopsis(of: command))
    }
    if !command.discussion.isEmpty {
      page.gap()
      page.paragraphs(command.discussion)
    }
    if !command.operands.isEmpty {
      page.section("Arguments") { $0.terms(command.operands.map { ($0.spec.usage, $0.spec.explanation) }) }
    }
    if !command.options.isEmpty {
      page.section("Options") { $0.terms(command.options.map { ($0.spec.usage, $0.spec.explanation) }) }
    }
    page.section("Global options") { $0.terms(globals.map { ($0.spec.usage, $0.spec.explanation) }) }
    if !command.examples.isEmpty {
      page.section("Examples") { page in
        for example in command.examples {
          page.line("# \(example.comment)", .dim)
          page.line(example.line)
        }
      }
    }
    if !command.statuses.isEmpty {
      page.section("Exit status") { $0.terms(command.statuses.map { ("\($0.status.rawValue)", $0.meaning) }) }
    }
  }
}

extension OptionSpec {
  /// `-n, --limit N`. An option without a short name is indented so that the long names line up.
  public var usage: String {
    (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (placeholder.map { " \($0)" } ?? "")
  }

  /// The help text with the choices and the default.
  public var explanation: String {
    var notes = choices.isEmpty ? [] : ["one of " + choices.map(\.name).joined(separator: ", ")]
    if let defaultText { notes.append("default: \(defaultText)") }
    if isRepeatable { notes.append("may be repeated") }
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }
}

extension OperandSpec {
  /// The help text with the choices.
  public var explanation: String {
    choices.isEmpty ? help : "\(help) (one of \(choices.map(\.name).joined(separator: ", ")))"
  }
}
