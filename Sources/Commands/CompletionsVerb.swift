import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook completions SHELL`
enum CompletionsVerb {
  static let shell = Operand(
    optional: .choice("SHELL") { (shell: Shell) in shell.help }, help: "the shell")
  static let names = Option(
    "list", .choice("WHAT") { (names: KnownNames) in names.help },
    help: "list names of the knowledge base instead, as the scripts do")

  static let command = Command<Surroundings>(
    "completions", summary: "print a script that completes command lines in a shell",
    discussion: """
      The scripts complete verbs, options and their values, and ask the knowledge base for the ids of known errors. \
      script/install installs them for bash, zsh and fish. To load them in a running shell:

        source <(casebook completions bash)
      """,
    options: [names], operands: [shell],
    examples: [
      Example(
        "in every new bash",
        "casebook completions bash >~/.local/share/bash-completion/completions/casebook"),
      Example(
        "in every new fish", "casebook completions fish >~/.config/fish/completions/casebook.fish"),
    ],
    synonyms: ["completion", "complete", "shell-completion"]
  ) { invocation, surroundings in
    let output = surroundings.standardOutput
    if let names = invocation[names] {
      // Pressing a key must not create a knowledge base.
      for name in try surroundings.openIfThere(invocation).map(names.list) ?? [] { output.writeLine(name) }
      return .success
    }
    guard let shell = invocation[shell] else {
      let shells = Shell.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "missing operand SHELL", hint: "Give one of: \(shells)")
    }
    output.write(casebookTable.completions(for: shell))
    return .success
  }
}

/// Names that come from a knowledge base.
enum KnownNames: String, CaseIterable {
  case ids, families, locales, incidents, labels, runs

  fileprivate var help: String {
    switch self {
    case .ids: "known errors, as short as they can be named"
    case .families: "families of articles"
    case .locales: "languages of articles"
    case .incidents: "incidents, each with a tab and its title"
    case .labels: "labels of runs and incidents"
    case .runs: "the logs of runs, the latest first"
    }
  }

  fileprivate func list(_ base: KnowledgeBase) throws -> [String] {
    switch self {
    case .families: return try base.families()
    case .locales: return try base.locales().map(\.description)
    case .labels: return try base.labels()
    case .runs: return try base.runSources()
    case .incidents:
      return try base.incidents().map { "\($0.number)\t\(singleLine($0.title).truncated(to: 60))" }
    case .ids:
      let known = try base.knownErrors()
      let count = Dictionary(known.map { ($0.shortName, 1) }, uniquingKeysWith: +)
      return known.map { count[$0.shortName] == 1 ? $0.shortName : $0.description }
    }
  }
}

extension Shell {
  fileprivate var help: String {
    switch self {
    case .bash: "GNU Bash"
    case .zsh: "the Z shell"
    case .fish: "fish"
    }
  }
}

extension Completion {
  /// Names that the scripts look up in the knowledge base.
  static func known(_ names: KnownNames) -> Self {
    .lines(arguments: ["completions", "--list", names.rawValue])
  }
}

extension ArgumentKind where Value == String {
  /// A known error, by its id or an unambiguous part of it.
  static func knownError(_ placeholder: String = "ID") -> Self {
    text(placeholder, completion: .known(.ids))
  }

  /// A family of articles.
  static let family = text("FAMILY", completion: .known(.families))
}
