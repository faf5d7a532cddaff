import CasebookCommandKit
import CasebookCommands
import ScratchKit
import Testing

/// Articles as a terminal shows them.
struct RenderingTests {
  private static let article = """
    # Valves

    ## Valve is stuck

    The valve reports `EVALVE 7` and **stops**. See [the manual](https://valves.example/manual) or [below](#x).

    > [!WARNING]
    > Close the tap first, or the cellar is flooded within the minute.

    1. Turn it.
    2. Oil it:

       ```bash
       oil --valve 7 --amount '3 drops' --from /var/lib/oil/can --then-wipe-the-rest-with /srv/cloth
       ```

    | Code | Meaning |
    |---|---|
    | `EVALVE 7` | The valve is stuck, because nobody has oiled it for a long time. |
    | `EVALVE 8` | 弁が固着しています。油を差してください。 |

    A hidden \u{1B}[31mred\u{1B}[0m \u{202E}word.

    ## The valve of the second cellar fails and cannot be opened by hand

    ```output
      valve 7: cannot turn the spindle against the water of the second cellar (error 12)
    ```

    """

  private func show(_ width: Int, styled: Bool = false, _ arguments: String...) throws -> String {
    let text = try printed(width, styled: styled, ["show", "valve-is-stuck"] + arguments)
    // Without the line about its source.
    return String(text[..<(text.ranges(of: "\n\nvalve-is-stuck").last?.lowerBound ?? text.endIndex)])
  }

  private func printed(_ width: Int, styled: Bool = false, _ words: [String]) throws -> String {
    let scratch = Scratch()
    scratch.write(Self.article, to: "docs/valves.md")
    scratch.write(
      "2026-01-04T10:00:01Z ERROR pump: valve 7: cannot turn the spindle against the water of the second cellar\n",
      to: "docs/pump.log")
    func run(_ words: [String], _ output: Output) -> CasebookCommandKit.ExitStatus {
      casebookTable.run(
        words,
        context: Surroundings(
          standardOutput: output, standardError: .inMemory(),
          environment: ["HOME": scratch.path, "LANG": "en_US.UTF-8"], bundled: nil,
          workingDirectory: scratch.path))
    }
    try #require(run(["ingest", "docs"], .inMemory()) == .success)
    let output = Output.inMemory(isTerminal: true, width: width, isStyled: styled)
    #expect(run(words, output) == .success)
    return output.text
  }

  @Test func `what a program printed is wrapped`() throws {
    #expect(
      try printed(60, ["show", "the-valve-of-the-second-cellar-fails-and-cannot-be-opened-by-hand"]).contains(
        """
          output
              valve 7: cannot turn the spindle against the water
                of the second cellar (error 12)

        """))
  }

  @Test func `a long title has its id below it`() throws {
    #expect(
      try printed(60, ["search", "second", "cellar", "--in", "articles", "-n", "1"]).hasPrefix(
        """
        The valve of the second cellar fails and cannot be opened by
        hand
          the-valve-of-the-second-cellar-fails-and-cannot-be-opened-
          by-hand en
        """))
  }

  @Test(arguments: [60, 80, 120], [["search", "stuck"], ["search", "cellar"], ["history"]])
  func `lists fit their width`(width: Int, words: [String]) throws {
    let lines = try printed(width, words).split(separator: "\n")
    #expect(lines.count > 2)
    for line in lines { #expect(String(line).displayWidth <= width, "\(line)") }
  }

  @Test func `a text is laid out for sixty columns`() throws {
    #expect(
      try show(60) == """
        Valve is stuck

        The valve reports `EVALVE 7` and stops. See the manual
        <https://valves.example/manual> or below.

        │ Warning
        │ Close the tap first, or the cellar is flooded within the
        │ minute.

        1. Turn it.

        2. Oil it:

             bash
               oil --valve 7 --amount '3 drops' --from /var/lib/oil/can --then-wipe-the-rest-with /srv/cloth

        Code       │ Meaning
        ───────────┼────────────────────────────────────────────────
        `EVALVE 7` │ The valve is stuck, because nobody has oiled it
                   │ for a long time.
        ───────────┼────────────────────────────────────────────────
        `EVALVE 8` │ 弁が固着しています。油を差してください。

        A hidden ␛[31mred␛[0m \\u{202E}word.
        """)
  }

  @Test func `a narrow terminal gets a list in place of a table`() throws {
    let text = try show(24)
    #expect(text.contains("\nCode: `EVALVE 7`\nMeaning: The valve is\nstuck, because nobody\n"))
  }

  @Test(arguments: [1, 20, 40, 60, 80, 120, 300])
  func `prose and tables fit their width`(width: Int) throws {
    for line in try show(width).split(separator: "\n") where !line.contains("oil --valve") {
      #expect(String(line).displayWidth <= max(20, width), "\(line)")
    }
  }

  @Test func `styles are escape codes, and the article's own codes are not`() throws {
    let text = try show(60, styled: true)
    #expect(text.contains("\u{1B}[1;4mValve is stuck\u{1B}[0m\n"))
    #expect(text.contains("\u{1B}[36mEVALVE 7\u{1B}[0m"))
    #expect(text.contains("␛[31mred"))
    #expect(!text.contains("\u{1B}[31m"))
  }

  @Test func `--markdown prints the text as it is`() throws {
    let text = try show(60, styled: false, "--markdown")
    #expect(
      text.hasPrefix("# Valve is stuck\n\nThe valve reports `EVALVE 7` and **stops**. See [the manual]("))
  }
}
