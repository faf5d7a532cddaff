/// All verbs of a program, declared once. Parsing, usage errors, help, the manual and completions are derived
/// from it.
public struct CommandTable<Context>: Sendable {
  /// The program's name on the command line.
  public let name: String
  /// What `--version` prints after the name.
  public let version: String
  /// The program's purpose, in lower case, imperative, without a full stop.
  public let summary: String
  /// Paragraphs for the program's own help.
  public let discussion: String
  /// Options that every verb accepts, before the verb as well. The standard ones come last.
  public let globals: [any OptionDeclaration]
  /// The verbs in the order of help, including `help`.
  public let groups: [CommandGroup<Context>]
  /// The lines that the program prints without arguments, to get a person started.
  public let firstSteps: [Example]
  /// The verb that takes a text in place of a verb: words with a space, a file, or standard input.
  public let textVerb: String?
  /// The environment variables that the program reads.
  public let environment: [Choice]
  /// What `--version --verbose` prints below the version.
  let parts: @Sendable (Context) throws -> [VersionPart]
  let commandsByName: [String: Command<Context>]

  /// A table. It adds `help`, `--help`, `--version` and `--no-color`.
  public init(
    name: String, version: String, summary: String, discussion: String = "",
    globals: [any OptionDeclaration] = [], environment: [Choice] = [], firstSteps: [Example] = [],
    textVerb: String? = nil, parts: @escaping @Sendable (Context) throws -> [VersionPart] = { _ in [] },
    groups: [CommandGroup<Context>]
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.discussion = discussion
    self.globals = globals + StandardOption.all
    self.environment = environment
    self.parts = parts
    self.firstSteps = firstSteps
    self.textVerb = textVerb
    var groups = groups
    let last = groups.popLast() ?? CommandGroup("Commands", [])
    groups.append(CommandGroup(last.title, last.commands + [Self.helpCommand(program: name)]))
    self.groups = groups
    commandsByName = Dictionary(groups.flatMap(\.commands).map { ($0.name, $0) }) { first, _ in first }
  }

  /// All verbs in the order of help.
  public var commands: [Command<Context>] { groups.flatMap(\.commands) }

  /// The verb with that name.
  public func command(named name: String) -> Command<Context>? { commandsByName[name] }

  /// Parsing turns an invocation of `help` into `Request.help`, so this verb never runs.
  private static func helpCommand(program: String) -> Command<Context> {
    Command(
      HelpWords.command, summary: "show help for the program or for one verb",
      options: [HelpWords.manual, HelpWords.markdown], operands: [HelpWords.verb],
      examples: [
        Example("list the verbs", "\(program) help"),
        Example("the manual page", "\(program) help --man | man -l -"),
      ], synonyms: ["man", "usage"],
      run: { _, _ in .success })
  }
}

/// The name, option and operand of the `help` verb.
enum HelpWords {
  static let command = "help"
  static let manual = Option(
    flag: "man", help: "print a manual page for man(1): of the verb, or of the program")
  static let markdown = Option(flag: "markdown", help: "print the whole reference as Markdown")
  static let verb = Operand(optional: .text("VERB", completion: .verb), help: "the verb to explain")
}

/// The request that a command line makes.
public enum Request<Context>: Sendable {
  /// Nothing was given: prints a short usage, as an error.
  case usage
  /// Print the version, and what the program is made of.
  case version(isVerbose: Bool)
  /// Print help for a verb, or for the program.
  case help(Command<Context>?, ColorChoice)
  /// Print the manual page of a verb, or of the program.
  case manual(Command<Context>?)
  /// Print the reference as Markdown.
  case markdown
  /// Run a verb with its arguments.
  case run(Command<Context>, Invocation)
}

/// A part of the program, and which one it is: `SQLite`, `3.40.1`.
public struct VersionPart: Hashable, Sendable {
  /// The part.
  public let name: String
  /// Its version, or how many there are.
  public let value: String

  /// A part and its version.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
