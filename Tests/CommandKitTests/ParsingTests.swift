import Testing

@testable import CasebookCommandKit

struct ParsingTests {
  private func invocation(_ line: String) throws -> Invocation {
    let request = try Sample.table.parse(#require(calls(of: "pantry", in: "pantry " + line)?.first))
    guard case .run(_, let invocation) = request else {
      throw Failure(.internal, "no verb to run but \(request)")
    }
    return invocation
  }

  @Test func `every declared option and operand has its value`() throws {
    let line = try invocation("find plums")
    #expect(line[Sample.words] == ["plums"])
    #expect(line[Sample.limit] == 10)
    #expect(line[Sample.place] == .kitchen)
    #expect(line[Sample.tags] == [])
    #expect(line[Sample.store] == nil)
    #expect(!line[Sample.quiet] && !line[Sample.verbose])
    #expect(!line.isGiven(Sample.limit))
  }

  @Test(arguments: [
    "--store /s -q find --limit 5 --in attic -t a -t b --verbose plums red",
    "-q find plums red -n5 -ta -tb --in=attic -v --store=/s",
    "find plums -qvn 5 --tag=a red --tag b --in attic --store /s",
    "find -qvn5 --in attic --store=/s -t a -t b -- plums red",
    "--store=/s find -v -v -n 5 --in attic -ta plums -tb red --quiet",
  ])
  func `options may stand anywhere, in any of their forms`(line: String) throws {
    let line = try invocation(line)
    #expect(line[Sample.words] == ["plums", "red"])
    #expect(line[Sample.limit] == 5)
    #expect(line[Sample.place] == .attic)
    #expect(line[Sample.tags] == ["a", "b"])
    #expect(line[Sample.store] == "/s")
    #expect(line[Sample.quiet] && line[Sample.verbose])
    #expect(line.isGiven(Sample.limit))
  }

  @Test(arguments: [
    ("find -", ["-"]), ("find -- -n --limit", ["-n", "--limit"]),
    ("find a -- - -- b", ["a", "-", "--", "b"]),
    ("find ''", [""]), ("-- find --quiet", ["--quiet"]), ("find '-- a'x", nil),
  ])
  func `a hyphen alone and what follows two are operands`(line: String, words: [String]?) throws {
    guard let words else {
      #expect(throws: Failure.self) { try invocation(line) }
      return
    }
    #expect(try invocation(line)[Sample.words] == words)
  }

  @Test(arguments: [
    ("find -t= --tag=", ["=", ""]), ("find --tag ''", [""]), ("find --tag=a=b --tag=--x", ["a=b", "--x"]),
    ("find -t --unknown -t -5", ["--unknown", "-5"]), ("find '--tag=\u{301}'", ["\u{301}"]),
  ])
  func `a value is taken as it stands`(line: String, tags: [String]) throws {
    #expect(try invocation(line + " w")[Sample.tags] == tags)
  }

  @Test func `operands are dealt out from left to right`() throws {
    let one = try invocation("move a")
    #expect(one[Sample.source] == "a" && one[Sample.target] == nil)
    let two = try invocation("move a b")
    #expect(two[Sample.source] == "a" && two[Sample.target] == "b")
  }

  @Test(arguments: [
    ("fnid plums", "unknown verb 'fnid'; the nearest is 'find'", "See 'pantry help'."),
    ("cook", "unknown verb 'cook'", "See 'pantry help'. For a message or a file: pantry find 'cook'"),
    ("help cook", "unknown verb 'cook'", "See 'pantry help'. For a message or a file: pantry find 'cook'"),
    ("search plums", "unknown verb 'search'; use 'find'", "See 'pantry find --help'."),
    ("help Seek", "unknown verb 'Seek'; use 'find'", "See 'pantry find --help'."),
    ("-q", "missing verb", "See 'pantry --help'."),
    ("find", "missing operand WORD", "See 'pantry find --help'."),
    ("move", "missing operand SOURCE", "See 'pantry move --help'."),
    ("move a b c", "unexpected operand 'c'", "See 'pantry move --help'."),
    (
      "find a --limt 5", "unknown option '--limt' of 'find'; the nearest is '--limit'",
      "See 'pantry find --help'."
    ),
    (
      "find a --lim 5", "unknown option '--lim' of 'find'; the nearest is '--limit'",
      "See 'pantry find --help'."
    ),
    ("find a --zebra", "unknown option '--zebra' of 'find'", "See 'pantry find --help'."),
    ("--limit 5 find a", "option '--limit' belongs behind its verb: 'find'", "See 'pantry --help'."),
    (
      "move a --limit 5", "unknown option '--limit' of 'move'; it is an option of 'find'",
      "See 'pantry move --help'."
    ),
    ("find a -x", "unknown option '-x' of 'find'", "See 'pantry find --help'."),
    ("find a -vx", "unknown option '-x' in '-vx' of 'find'", "See 'pantry find --help'."),
    ("find -5", "unknown option '-5' of 'find'", "Write '--' before an operand that starts with '-'."),
    ("find a --limit", "option '--limit' needs a value: N", "See 'pantry find --help'."),
    ("find a -n", "option '-n' needs a value: N", "See 'pantry find --help'."),
    (
      "find a --tag --verbose", "option '--tag' needs a value: TAG, not the option '--verbose'",
      "If '--verbose' is the value, write '--tag=--verbose'."
    ),
    (
      "find -t -- a", "option '-t' needs a value: TAG, not the option '--'",
      "If '--' is the value, write '--tag=--'."
    ),
    ("find a --verbose=yes", "option '--verbose' takes no value", "See 'pantry find --help'."),
    ("find a -n 3 --limit=4", "option '--limit' is given more than once", "See 'pantry find --help'."),
    (
      "find a -n 101", "invalid value '101' for --limit: expected a whole number from 1 to 100",
      "See 'pantry find --help'."
    ),
    (
      "find a -n=5", "invalid value '=5' for --limit: expected a whole number from 1 to 100",
      "See 'pantry find --help'."
    ),
    (
      "find a --in celar",
      "invalid value 'celar' for --in: expected kitchen, cellar or attic; the nearest is 'cellar'",
      "See 'pantry find --help'."
    ),
    (
      "--store= find a", "invalid value '' for --store: expected a path in UTF-8",
      "See 'pantry find --help'."
    ),
  ])
  func `each mistake has a message of its own`(line: String, message: String, hint: String) throws {
    #expect(throws: Failure(.usage, message, hint: hint)) { try invocation(line) }
  }

  @Test(arguments: ["--help", "-h", "help", "-q --help", "help --help help"])
  func `help can be asked for in many ways`(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    guard case .help(let command, _) = try Sample.table.parse(words) else {
      Issue.record("no help")
      return
    }
    #expect(command?.name == (line.hasSuffix("help help") ? "help" : nil))
  }

  @Test(arguments: [
    "find --help", "--help find", "find -h", "help find", "find a --help --zebra", "find -n x --help",
    "find -n 3 -qh",
  ])
  func `help for a verb needs nothing else to be right`(line: String) throws {
    guard case .help(let command, _) = try Sample.table.parse(line.split(separator: " ").map(String.init))
    else {
      Issue.record("no help")
      return
    }
    #expect(command?.name == "find")
  }

  @Test(arguments: [
    ("'red plums'", ["red plums"]), ("-q 'red plums' -n 3 2021", ["red plums", "2021"]),
    ("'find plums'", ["find plums"]),
  ])
  func `a text in place of a verb is for the verb that takes texts`(line: String, words: [String]) throws {
    let invocation = try invocation(line)
    #expect(invocation.command == "find")
    #expect(invocation[Sample.words] == words)
  }

  @Test(arguments: ["--version", "-V", "version", "-v", "find --version", "-qV find"])
  func `the version can be asked for anywhere`(line: String) throws {
    guard case .version = try Sample.table.parse(line.split(separator: " ").map(String.init)) else {
      Issue.record("no version")
      return
    }
  }

  @Test func `a message does not repeat a megabyte`() throws {
    let word = String(repeating: "\u{1B}x", count: 500_000)
    for line in [
      [word], ["--" + word], ["find", "-" + word], ["move", "a", "b", word], ["find", "--in=" + word],
    ] {
      let failure = #expect(throws: Failure.self) { try Sample.table.parse(line) }
      #expect(failure?.message.utf8.count ?? .max < 500)
    }
  }

  @Test func `a hundred thousand arguments are parsed in one go`() throws {
    let words = (0..<100_000).flatMap { ["w\($0)", "-t", "x"] }
    guard case .run(_, let line) = try Sample.table.parse(["find"] + words) else { return }
    #expect(line[Sample.words].count == 100_000)
    #expect(line[Sample.tags].count == 100_000)
  }

  /// The request of a line, for a table whose texts go to `move`.
  private func request(_ line: String, hasInput: Bool = false) throws -> String {
    let table = CommandTable(
      name: "pantry", version: "1", summary: "look after jars", textVerb: "move",
      groups: [CommandGroup("Jars", [Sample.find, Sample.move])])
    let words = try #require(calls(of: "pantry", in: "pantry " + line)?.first)
    do {
      switch try table.parse(words, hasInput: hasInput, isInput: { $0.hasSuffix(".jar") }) {
      case .run(let command, let line): return "\(command.name) \(line[Sample.source])"
      case .usage: return "usage"
      case .version: return "version"
      case let other: return "\(other)"
      }
    } catch {
      return error.hint.map { "\(error.message); \($0)" } ?? error.message
    }
  }

  @Test(arguments: [
    ("plum.jar", false, "move plum.jar"), ("'red plums'", false, "move red plums"), ("", false, "usage"),
    ("--version", true, "version"), ("find.jar", true, "move find.jar"),
    (
      "plums", false, "unknown verb 'plums'; See 'pantry help'. For a message or a file: pantry move 'plums'"
    ),
    (
      "plums and pears -x", false,
      "unknown verb 'plums'; See 'pantry help'. For a message or a file: pantry move 'plums and pears'"
    ),
    ("", true, "missing operand SOURCE; See 'pantry move --help'."),
    ("find --bag red", false, "unknown option '--bag' of 'find'; use '--tag'; See 'pantry find --help'."),
    ("find -limit red", false, "unknown option '-limit' of 'find'; use '--limit'; See 'pantry find --help'."),
    ("find --h red", false, "unknown option '--h' of 'find'; use '-h'; See 'pantry find --help'."),
    ("find -b red", false, "unknown option '-b' of 'find'; use '--tag'; See 'pantry find --help'."),
  ])
  func `a text, the path of a file and a pipe stand for the verb that reads them`(
    line: String, hasInput: Bool, expected: String
  ) throws {
    #expect(try request(line, hasInput: hasInput) == expected)
  }

  @Test(arguments: [
    ("--limit 3", true, "find 3 []"), ("--limit=3 'red plums'", false, #"find 3 ["red plums"]"#),
    ("--quiet --limit 3 plum.jar", false, #"find 3 ["plum.jar"]"#),
    ("--limit 3", false, "option '--limit' belongs behind its verb: 'find'"),
    ("--limit 3 plums", true, "option '--limit' belongs behind its verb: 'find'"),
    ("--limit 3 move", true, "option '--limit' belongs behind its verb: 'find'"),
    ("--limit 3 seek", true, "option '--limit' belongs behind its verb: 'find'"),
    ("--limt 3", true, "unknown option '--limt' of 'find'; the nearest is '--limit'"),
    ("--limt 3 'red plums'", false, "unknown option '--limt' of 'find'; the nearest is '--limit'"),
    ("--limt find plums", true, "unknown option '--limt'"),
    ("--limit x 'red plums'", false, "invalid value 'x' for --limit"),
  ])
  func `options of the verb for texts may stand without it`(line: String, hasInput: Bool, expected: String)
    throws
  {
    let words = try #require(calls(of: "pantry", in: "pantry " + line)?.first)
    do throws(Failure) {
      let request = try Self.texts.parse(words, hasInput: hasInput, isInput: { $0.hasSuffix(".jar") })
      guard case .run(let command, let line) = request else { return }
      #expect("\(command.name) \(line[Sample.limit]) \(line[Self.jars])" == expected)
    } catch {
      #expect(error.message.hasPrefix(expected))
    }
  }

  private static let jars = Operand(any: .text("JAR"), help: "what to find")
  private static let texts = CommandTable(
    name: "pantry", version: "1", summary: "look after jars", globals: [Sample.quiet], textVerb: "find",
    groups: [
      CommandGroup(
        "Jars",
        [
          Command<World>(
            "find", summary: "find jars", options: [Sample.limit], operands: [jars],
            examples: [Example("plums", "pantry find plums")], synonyms: ["seek"]
          ) { _, _ in .success }, Sample.move,
        ])
    ])
}
