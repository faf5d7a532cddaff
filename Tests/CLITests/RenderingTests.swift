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

    """

  private func show(_ width: Int, styled: Bool = false, _ arguments: String...) throws -> String {
    let scratch = Scratch()
    scratch.write(Self.article, to: "docs/valves.md")
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
    #expect(run(["show", "valve-is-stuck"] + arguments, output) == .success)
    return output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "\n")
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
