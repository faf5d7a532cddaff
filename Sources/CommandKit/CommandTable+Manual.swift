extension CommandTable {
  /// The manual page of the program with all its verbs, for man(1), in the macros of man(7).
  public func manual() -> String {
    var page = ManualPage()
    page.line(".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\"")
    page.section("NAME")
    page.text("\(name) - \(summary)")
    page.section("SYNOPSIS")
    page.text("\(name) VERB [OPTIONS] [OPERANDS]")
    page.section("DESCRIPTION")
    page.paragraphs(discussion)
    for group in groups {
      page.section(group.title.uppercased())
      for command in group.commands { describe(command, on: &page) }
    }
    page.section("GLOBAL OPTIONS")
    page.terms(globals.map { ($0.spec.usage, $0.spec.explanation) })
    page.section("ENVIRONMENT")
    page.terms(environment.map { ($0.name, $0.help) })
    page.section("EXIT STATUS")
    page.terms(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) })
    return page.source
  }

  /// The manual page of one verb.
  func manual(of command: Command<Context>) -> String {
    var page = ManualPage()
    let title = "\(name)-\(command.name)"
    page.line(".TH \(title.uppercased()) 1 \"\" \"\(name) \(version)\"")
    page.section("NAME")
    page.text("\(title) - \(command.summary)")
    page.section("SYNOPSIS")
    page.bold(synopsis(of: command))
    if !command.discussion.isEmpty {
      page.section("DESCRIPTION")
      page.paragraphs(command.discussion)
    }
    page.section("OPTIONS")
    page.terms(command.operands.map { ($0.spec.usage, $0.spec.explanation) })
    page.terms((command.options + globals).map { ($0.spec.usage, $0.spec.explanation) })
    page.section("EXIT STATUS")
    let own = command.statuses.map(\.status)
    let all = command.statuses + ExitStatus.allCases.filter { !own.contains($0) }.map { StatusNote($0) }
    page.terms(
      all.sorted { $0.status.rawValue < $1.status.rawValue }.map { ("\($0.status.rawValue)", $0.meaning) })
    page.section("EXAMPLES")
    page.verbatim(command.examples.flatMap { ["# \($0.comment)", $0.line] })
    page.section("SEE ALSO")
    page.text("\(name)(1)")
    return page.source
  }

  /// How a verb is called.
  func synopsis(of command: Command<Context>) -> String {
    "\(name) \(command.name)\(command.options.isEmpty ? "" : " [OPTIONS]")\(command.operandUsage)"
  }

  private func describe(_ command: Command<Context>, on page: inout ManualPage) {
    page.line(".SS \(command.name)")
    page.text(command.summary)
    page.line(".PP")
    page.bold(synopsis(of: command))
    if !command.discussion.isEmpty {
      page.line(".PP")
      page.paragraphs(command.discussion)
    }
    page.terms(command.operands.map { ($0.spec.usage, $0.spec.explanation) })
    page.terms(command.options.map { ($0.spec.usage, $0.spec.explanation) })
    page.terms(command.statuses.map { ("exit status \($0.status.rawValue)", $0.meaning) })
    page.line(".PP")
    page.verbatim(command.examples.flatMap { ["# \($0.comment)", $0.line] })
  }
}

/// The source of a manual page. Text is escaped so that it never becomes a macro of man(7).
private struct ManualPage {
  private(set) var source = ""

  mutating func line(_ line: String) { source += line + "\n" }

  mutating func section(_ title: String) { line(".SH \(title)") }

  /// A paragraph. Without the `\&`, a leading dot or apostrophe would start a macro.
  mutating func text(_ text: String) { line("\\&" + escaped(text)) }

  mutating func bold(_ text: String) { line("\\fB\(escaped(text))\\fR") }

  mutating func terms(_ terms: [(term: String, explanation: String)]) {
    for (term, explanation) in terms {
      line(".TP")
      bold(String(term.drop { $0 == " " }))
      text(explanation)
    }
  }

  /// Prose in the format of help: an empty line separates paragraphs, and a line that starts with two spaces
  /// is kept.
  mutating func paragraphs(_ prose: String) {
    for line in prose.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        self.line(".PP")
      } else if line.hasPrefix("  ") {
        verbatim([String(line)])
      } else {
        text(String(line))
      }
    }
  }

  mutating func verbatim(_ lines: [String]) {
    line(".nf")
    for line in lines { text(line) }
    line(".fi")
  }

  /// Writes characters beyond ASCII as numbers, because `troff` reads Latin-1; a plain terminal has no
  /// ellipsis.
  private func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\u{2026}": result += "..."
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
  }
}
