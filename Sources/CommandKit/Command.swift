/// One verb: everything that parsing, help, manual and completions need, beside the code that it runs.
///
/// `Context` is what the program gives its verbs (streams, clock, where the database is).
public struct Command<Context>: Sendable {
  /// The verb.
  public let name: String
  /// What it does: lower case, imperative, no full stop: `find known errors by their message`.
  public let summary: String
  /// Paragraphs that an empty line separates; a line that starts with two spaces stays as it is.
  public let discussion: String
  /// Its own options; the table's global ones apply as well.
  public let options: [any OptionDeclaration]
  /// Its operands, in their order.
  public let operands: [any OperandDeclaration]
  /// Command lines worth copying.
  public let examples: [Example]
  /// What its exit statuses mean, where the verb gives them a meaning of its own.
  public let statuses: [StatusNote]
  /// Does the work.
  public let run: @Sendable (Invocation, Context) throws -> ExitStatus

  /// A verb.
  public init(
    _ name: String, summary: String, discussion: String = "", options: [any OptionDeclaration] = [],
    operands: [any OperandDeclaration] = [], examples: [Example], statuses: [StatusNote] = [],
    run: @escaping @Sendable (Invocation, Context) throws -> ExitStatus
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.operands = operands
    self.examples = examples
    self.statuses = statuses
    self.run = run
  }

  /// Operands as usage writes them, with a space before each.
  var operandUsage: String { operands.map { " " + $0.spec.usage }.joined() }
}

/// A command line that is worth copying.
public struct Example: Hashable, Sendable {
  /// What it is for.
  public let comment: String
  /// The line as it is typed in a shell, pipes included.
  public let line: String

  /// A line and what it is for.
  public init(_ comment: String, _ line: String) {
    self.comment = comment
    self.line = line
  }
}

/// What an exit status means for one verb.
public struct StatusNote: Hashable, Sendable {
  /// The status.
  public let status: ExitStatus
  /// When the verb exits with it.
  public let meaning: String

  /// A status and when the verb exits with it; without words, what the status means everywhere.
  public init(_ status: ExitStatus, _ meaning: String? = nil) {
    self.status = status
    self.meaning = meaning ?? status.meaning
  }
}

/// Verbs that belong together, as the program's help lists them.
public struct CommandGroup<Context>: Sendable {
  /// What joins them: `Find an answer`.
  public let title: String
  /// The verbs, in the order in which they are listed.
  public let commands: [Command<Context>]

  /// Verbs under a title.
  public init(_ title: String, _ commands: [Command<Context>]) {
    self.title = title
    self.commands = commands
  }
}
