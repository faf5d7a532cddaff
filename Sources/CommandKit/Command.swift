/// One verb: what parsing, help, the manual and completions need, and the code that it runs.
///
/// `Context` is what the program gives its verbs: streams, the clock, the path of the database.
public struct Command<Context>: Sendable {
  /// The verb.
  public let name: String
  /// What it does, in lower case, imperative, without a full stop: `find known errors by their message`.
  public let summary: String
  /// Paragraphs separated by an empty line. A line that starts with two spaces is kept as it is.
  public let discussion: String
  /// Its own options, in addition to the table's global ones.
  public let options: [any OptionDeclaration]
  /// Its operands, in order.
  public let operands: [any OperandDeclaration]
  /// Command lines worth copying.
  public let examples: [Example]
  /// The exit statuses that mean something specific to this verb.
  public let statuses: [StatusNote]
  /// Words that other programs use for it. They are not verbs; an error about one names this verb.
  public let synonyms: [String]
  /// Whether it prints texts to read, which a pager shows if they are longer than the screen.
  public let isPaged: Bool
  /// Does the work of the verb.
  public let run: @Sendable (Invocation, Context) throws -> ExitStatus

  /// A verb.
  public init(
    _ name: String, summary: String, discussion: String = "", options: [any OptionDeclaration] = [],
    operands: [any OperandDeclaration] = [], examples: [Example], statuses: [StatusNote] = [],
    synonyms: [String] = [], isPaged: Bool = false,
    run: @escaping @Sendable (Invocation, Context) throws -> ExitStatus
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.operands = operands
    self.examples = examples
    self.statuses = statuses
    self.synonyms = synonyms
    self.isPaged = isPaged
    self.run = run
  }

  /// Operands as usage writes them, with a space before each.
  var operandUsage: String { operands.map { " " + $0.spec.usage }.joined() }
}

/// A command line worth copying.
public struct Example: Hashable, Sendable {
  /// What it is for.
  public let comment: String
  /// The line as typed in a shell, pipes included.
  public let line: String

  /// A line and what it is for.
  public init(_ comment: String, _ line: String) {
    self.comment = comment
    self.line = line
  }
}

/// The meaning of an exit status for one verb.
public struct StatusNote: Hashable, Sendable {
  /// The status.
  public let status: ExitStatus
  /// When the verb exits with it.
  public let meaning: String

  /// A status and when the verb exits with it; without `meaning`, the status's general meaning.
  public init(_ status: ExitStatus, _ meaning: String? = nil) {
    self.status = status
    self.meaning = meaning ?? status.meaning
  }
}

/// Verbs that belong together, as the program's help lists them.
public struct CommandGroup<Context>: Sendable {
  /// What they have in common: `Find an answer`.
  public let title: String
  /// The verbs, in the order of the list.
  public let commands: [Command<Context>]

  /// Verbs under a title.
  public init(_ title: String, _ commands: [Command<Context>]) {
    self.title = title
    self.commands = commands
  }
}
