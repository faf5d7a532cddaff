/// All verbs of a program, declared once; parsing, usage errors, help, manual and completions come from it.
public struct CommandTable<Context>: Sendable {
  /// The program, as it is called.
  public let name: String
  /// What `--version` prints after the name.
  public let version: String
  /// What the program does: lower case, imperative, no full stop.
  public let summary: String
  /// Paragraphs for the program's own help.
  public let discussion: String
  /// Options of every verb, which may stand before the verb as well; those that every table has come last.
  public let globals: [any OptionDeclaration]
  /// The verbs as help lists them, `help` included.
  public let groups: [CommandGroup<Context>]
  /// What the program reads from the environment.
  public let environment: [Choice]
  let commandsByName: [String: Command<Context>]

  /// A table; `help`, `--help`, `--version` and `--no-color` come by themselves.
  public init(
    name: String, version: String, summary: String, discussion: String = "",
    globals: [any OptionDeclaration] = [], environment: [Choice] = [], groups: [CommandGroup<Context>]
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.discussion = discussion
    self.globals = globals + StandardOption.all
    self.environment = environment
    var groups = groups
    let last = groups.popLast() ?? CommandGroup("Commands", [])
    groups.append(CommandGroup(last.title, last.commands + [Self.helpCommand(program: name)]))
    self.groups = groups
    commandsByName = Dictionary(groups.flatMap(\.commands).map { ($0.name, $0) }) { first, _ in first }
  }

  /// All verbs in the order of help.
  public var commands: [Command<Context>] { groups.flatMap(\.commands) }

  /// The verb of that name.
  public func command(named name: String) -> Command<Context>? { commandsByName[name] }

  /// Parsing turns an invocation of `help` into `Request.help`; so this one has nothing to run.
  private static func helpCommand(program: String) -> Command<Context> {
    Command(
      HelpWords.command, summary: "show help for the program or for one verb",
      options: [HelpWords.manual], operands: [HelpWords.verb],
      examples: [
        Example("list the verbs", "\(program) help"),
        Example("the manual page", "\(program) help --man | man -l -"),
      ],
      run: { _, _ in .success })
  }
}

/// What the `help` verb is made of.
enum HelpWords {
  static let command = "help"
  static let manual = Option(flag: "man", help: "print the manual page of the program, for man(1), instead")
  static let verb = Operand(optional: .text("VERB", completion: .verb), help: "the verb to explain")
}

/// What a command line asks for.
public enum Request<Context>: Sendable {
  /// Nothing was said: a short usage, as an error.
  case usage
  /// The version.
  case version
  /// Help for a verb, or for the program.
  case help(Command<Context>?, noColor: Bool)
  /// The manual page.
  case manual
  /// A verb with its arguments.
  case run(Command<Context>, Invocation)
}
