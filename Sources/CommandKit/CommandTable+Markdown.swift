extension CommandTable {
  /// The reference of the program with all its verbs, in Markdown.
  public func markdown() -> String {
    var page = "# \(name)\n\n\(escaped(summary.prefix(1).uppercased() + summary.dropFirst())).\n"
    page += "\n```sh\n\(name) VERB [OPTIONS] [OPERANDS]\n```\n"
    page += paragraphs(discussion)
    for group in groups {
      page += "\n## \(group.title)\n"
      for command in group.commands { page += description(of: command) }
    }
    page += "\n## Global options\n" + terms(globals.map { ($0.spec.usage, $0.spec.explanation) })
    page += "\n## Environment\n" + terms(environment.map { ($0.name, $0.help) })
    page += "\n## Exit status\n" + terms(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) })
    return page
  }

  private func description(of command: Command<Context>) -> String {
    var text =
      "\n### \(command.name)\n\n\(escaped(command.summary.prefix(1).uppercased() + command.summary.dropFirst())).\n"
    text += "\n```sh\n\(synopsis(of: command))\n```\n"
    text += paragraphs(command.discussion)
    text += terms(command.operands.map { ($0.spec.usage, $0.spec.explanation) })
    text += terms(command.options.map { ($0.spec.usage, $0.spec.explanation) })
    text += terms(command.statuses.map { ("exit status \($0.status.rawValue)", $0.meaning) })
    text += "\n```sh\n"
    for example in command.examples { text += "# \(example.comment)\n\(example.line)\n" }
    return text + "```\n"
  }

  private func terms(_ terms: [(term: String, explanation: String)]) -> String {
    if terms.isEmpty { return "" }
    return "\n" + terms.map { "- `\($0.term.drop { $0 == " " })`: \(escaped($0.explanation))\n" }.joined()
  }

  /// Prose in the format of help: an empty line separates paragraphs, and a line that starts with two spaces is kept.
  private func paragraphs(_ prose: String) -> String {
    if prose.isEmpty { return "" }
    return "\n"
      + prose.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("  ") ? "    \(line.drop { $0 == " " })\n" : escaped(String(line)) + "\n"
      }.joined()
  }

  /// Text that Markdown shows as it is.
  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*<[".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
