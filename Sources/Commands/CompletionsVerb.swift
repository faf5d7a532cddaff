import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import CasebookStorage

/// `casebook completions SHELL`
enum CompletionsVerb {
  static let shell = Operand(
    optional: .choice("SHELL") { (shell: Shell) in shell.help }, help: "the shell that is to complete")
  static let names = Option(
    "list", .choice("WHAT") { (names: KnownNames) in names.help },
    help: "list names of the knowledge base instead, as the scripts do")

  static let command = Command<Surroundings>(
    "completions", summary: "print what makes a shell complete command lines",
    discussion: """
      The scripts know verbs, options and their values, and ask the knowledge base for the ids of known errors. \
      script/install installs them for bash, zsh and fish. In a shell that runs already, they are there after:

        source <(casebook completions bash)
      """,
    options: [names], operands: [shell],
    examples: [
      Example(
        "for every bash to come",
        "casebook completions bash >~/.local/share/bash-completion/completions/casebook"),
      Example(
        "for every fish to come", "casebook completions fish >~/.config/fish/completions/casebook.fish"),
    ]
  ) { invocation, surroundings in
    let output = surroundings.standardOutput
    if let names = invocation[names] {
      // A key that was pressed makes no knowledge base.
      if let store = try surroundings.openIfThere(invocation)?.store {
        for name in try names.list(store) { output.writeLine(name) }
      }
      return .success
    }
    guard let shell = invocation[shell] else {
      let shells = Shell.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "completions for which shell?", hint: "Give one of: \(shells)")
    }
    output.write(casebookTable.completions(for: shell))
    return .success
  }
}

/// Names that only a knowledge base knows.
enum KnownNames: String, CaseIterable {
  case ids, families, locales

  fileprivate var help: String {
    switch self {
    case .ids: "known errors, as short as they can be named"
    case .families: "families of articles"
    case .locales: "languages of articles"
    }
  }

  fileprivate func list(_ store: Store) throws -> [String] {
    switch self {
    case .families: return try store.families()
    case .locales: return try store.locales().map(\.description)
    case .ids:
      let known = try store.knownErrors()
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

extension KnownErrorID {
  /// What names it where no other family has the same.
  fileprivate var shortName: String { row.map { "\(slug)/\($0)" } ?? slug }
}

extension Completion {
  /// Names that the knowledge base is asked for when they are completed.
  static func known(_ names: KnownNames) -> Self {
    .lines(arguments: ["completions", "--list", names.rawValue])
  }
}

extension ArgumentKind where Value == String {
  /// A known error, by its id or a part that is the only one.
  static func knownError(_ placeholder: String = "ID") -> Self {
    text(placeholder, completion: .known(.ids))
  }

  /// A family of articles.
  static let family = text("FAMILY", completion: .known(.families))
}
