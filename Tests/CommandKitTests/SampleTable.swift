import CasebookCommandKit

/// A context in memory.
struct World: CommandContext {
  let standardOutput: Output
  let standardError: Output

  init(output: Output) {
    standardOutput = output
    standardError = .inMemory()
  }

  init(terminal: Bool = false) {
    standardOutput = .inMemory(isTerminal: terminal, isStyled: terminal)
    standardError = .inMemory(isTerminal: terminal, isStyled: terminal)
  }
}

/// A table with one of everything.
enum Sample {
  enum Place: String, CaseIterable { case kitchen, cellar, attic }
  struct Oops: Error {}

  static let quiet = Option(flag: "quiet", short: "q", help: "say less")
  static let store = Option("store", .path(), help: "the larder to use")
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...100), default: 10, help: "how many at most")
  static let place = Option(
    "in", .choice("PLACE") { (place: Place) in "look in the \(place)" }, default: .kitchen,
    help: "where to look")
  static let tags = Option(repeated: "tag", short: "t", .text("TAG"), help: "only with this tag").meant(
    by: "bag", "b")
  static let verbose = Option(flag: "verbose", short: "v", help: "say more")
  static let words = Operand(oneOrMore: .text("WORD"), help: "what to look for")
  static let source = Operand(.path("SOURCE"), help: "what to move")
  static let target = Operand(optional: .path("TARGET"), help: "where to, by default the cellar")

  static let find = Command<World>(
    "find", summary: "find jars by their labels",
    discussion: """
      A word matches a label that contains it. All words must match; a label in another language
      matches where it has a translation.

        jar 12: plums, 2021
      """,
    options: [limit, place, tags, verbose], operands: [words],
    examples: [
      Example("find the plums of two years", "pantry find plums 2020 -n 2"),
      Example("look in the cellar", "cat labels | pantry find --in cellar 'red currant'"),
    ],
    statuses: [StatusNote(.success, "a jar was found"), StatusNote(.notFound, "there is no such jar")],
    synonyms: ["seek", "search"]
  ) { invocation, world in
    world.standardOutput.writeLine(
      "\(invocation[words].joined(separator: "+"), .bold) \(invocation[limit]) \(invocation[place].rawValue)")
    if invocation[words] == ["jam"] { throw Failure(.data, "jam is\nspilled", hint: "Wipe it up.") }
    if invocation[words] == ["oops"] { throw Oops() }
    return invocation[words] == ["nothing"] ? .notFound : .success
  }

  static let move = Command<World>(
    "move", summary: "move a jar", operands: [source, target],
    examples: [Example("to the cellar", "pantry move jar-12")]
  ) { _, _ in .success }

  static let table = CommandTable<World>(
    name: "pantry", version: "1.2", summary: "keep track of jars", globals: [quiet, store],
    environment: [Choice("PANTRY", "the larder to use without --store")],
    firstSteps: [
      Example("look for a jar", "pantry find plums"), Example("put it away", "pantry move jar-12 -"),
    ],
    textVerb: "find",
    groups: [CommandGroup("Look", [find]), CommandGroup("Change", [move])])
}
