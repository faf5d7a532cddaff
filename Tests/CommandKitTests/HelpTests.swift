import CasebookCommandKit
import Testing

struct HelpTests {
  @Test func `a verb is explained from its declaration`() {
    #expect(
      Sample.table.help(for: "find", width: 72) == """
        pantry find: find jars by their labels

        Usage
          pantry find [OPTIONS] WORD...

        A word matches a label that contains it. All words must match; a label
        in another language matches where it has a translation.

          jar 12: plums, 2021

        Arguments
          WORD...  what to look for

        Options
          -n, --limit N   how many at most (default: 10)
              --in PLACE  where to look (one of kitchen, cellar, attic; default:
                          kitchen)
          -t, --tag TAG   only with this tag (may be repeated)
          -v, --verbose   say more

        Global options
          -q, --quiet       say less
              --store PATH  the larder to use
          -h, --help        show help and exit
          -V, --version     show the version and exit; more with --verbose
              --color WHEN  when to print colours (one of auto, always, never;
                            default: auto)
              --no-color    the same as --color never
              --no-pager    print long output without a pager

        Examples
          # find the plums of two years
          pantry find plums 2020 -n 2
          # look in the cellar
          cat labels | pantry find --in cellar 'red currant'

        Exit status
          0  a jar was found
          1  there is no such jar

        """)
  }

  @Test func `the program lists its verbs by what they are for`() {
    let help = Sample.table.help()
    #expect(
      help.hasPrefix(
        """
        pantry: keep track of jars

        Usage
          pantry VERB [OPTIONS] [OPERANDS]

        Look
          find  find jars by their labels

        Change
          move  move a jar
          help  show help for the program or for one verb

        Global options
          -q, --quiet       say less

        """))
    #expect(help.contains("\nEnvironment\n  PANTRY  the larder to use without --store\n"))
    #expect(help.contains("\n  75  the database is busy, try again\n"))
    #expect(help.hasSuffix("\nSee 'pantry help VERB' for one verb.\n"))
  }

  @Test func `styles are a matter of the headings and only when told`() {
    #expect(!Sample.table.help(for: "find").contains("\u{1B}"))
    let styled = Sample.table.help(for: "find", styled: true)
    #expect(styled.contains("\u{1B}[1mUsage\u{1B}[0m\n"))
    #expect(styled.contains("\u{1B}[1m-n, --limit N\u{1B}[0m"))
  }

  @Test(arguments: [0, 40, 60, 80, 100, 1000])
  func `help fits its width, at most 100 columns`(width: Int) {
    let lines = Sample.table.help(for: "find", width: width).split(separator: "\n")
    let examples = Set(Sample.find.examples.map { "  " + $0.line })
    let widest = lines.filter { !examples.contains(String($0)) }.map(\.count).max() ?? 0
    #expect(widest <= min(100, max(width, 48)))
  }

  @Test func `a term that is too wide has a line of its own`() {
    let long = Option<String?>("a-very-long-name-of-an-option", .text("VALUE"), help: "be long")
    let table = CommandTable<World>(
      name: "x", version: "1", summary: "do it", globals: [long], groups: [])
    #expect(
      table.help().contains(
        "\n      --a-very-long-name-of-an-option VALUE\n                    be long\n"))
  }
}
