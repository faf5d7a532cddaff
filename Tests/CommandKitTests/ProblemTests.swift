import CasebookCommandKit
import Testing

struct ProblemTests {
  @Test func `a sound table has no problems`() { #expect(Sample.table.problems() == []) }

  @Test func `each flaw of a table is named`() {
    enum Kind: String, CaseIterable { case a, b }
    let bad = Command<World>(
      "Find_it", summary: "Finds it.",
      options: [
        Option(flag: "limit", short: "q", help: ""),
        Option(flag: "quiet", help: "Say less."),
        Option(flag: "no--dash", short: "é", help: "x"),
        Option("size", .text("size"), help: "how large"),
        Option("size", .choice("KIND"), default: Kind.a, shown: "c", help: "which"),
      ],
      operands: [
        Operand(any: .text("WORD", completion: .lines(arguments: ["list"])), help: "words"),
        Operand(.text("WORD"), help: "more"),
      ],
      examples: [
        Example("", "x find"), Example("other verb", "x help"), Example("open", "x 'find"),
        Example("none", "ls | wc"),
      ], statuses: [StatusNote(.success), StatusNote(.success)]
    ) { _, _ in .success }
    let empty = Command<World>(
      "help", summary: "be \(String(repeating: "very ", count: 12))long", examples: []
    ) {
      _, _ in .success
    }
    let quiet = Option(flag: "quiet", short: "q", help: "say less")
    let table = CommandTable<World>(
      name: "x", version: "1", summary: "do it", globals: [quiet],
      groups: [CommandGroup("All", [bad, empty])])
    #expect(
      table.problems() == [
        "help: more than one verb of that name",
        "verb 'Find_it': not in kebab-case",
        "Find_it: summary starts with a capital letter",
        "Find_it: summary ends with a full stop",
        "Find_it: summary does not start with an imperative but with 'Finds'",
        "Find_it: more than one option --size",
        "Find_it: option --limit: help is missing",
        "Find_it: option --quiet: help starts with a capital letter",
        "Find_it: option --quiet: help ends with a full stop",
        "Find_it: option --no--dash: not in kebab-case",
        "Find_it: option --no--dash: short name 'é' is not an ASCII letter",
        "Find_it: option --size: placeholder 'size' is not in capitals",
        "Find_it: option --size: the default 'c' is not one of its choices",
        "Find_it: -q is a global option already",
        "Find_it: --quiet is a global option already",
        "Find_it: more than one operand WORD",
        "Find_it: operand WORD: nothing is left for it",
        "Find_it: operand WORD: required, but behind an optional one",
        "Find_it: completion by 'list': unknown verb 'list'",
        "Find_it: exit status 0 is explained twice",
        "Find_it: example 'x find': no comment",
        "Find_it: example 'x find': unknown verb 'find'; the nearest is 'Find_it'",
        "Find_it: example 'x help': does not use 'Find_it'",
        "Find_it: example 'x 'find': unclosed quote",
        "Find_it: example 'ls | wc': does not use 'Find_it'",
        "help: summary is longer than 60 columns",
        "help: no example",
        "help: example 'x help --man | man -l -': unknown option '--man' of 'help'; it is an option of 'help'",
      ])
  }
}
