import CasebookDiagnosis
import Testing

/// The lines of a section's Markdown.
struct SectionLinesTests {
  private func lines(_ markdown: String) -> [String] {
    SectionLines(markdown: markdown).lines.map { "\($0.kind) \($0.text)" }
  }

  @Test func `each line has its kind`() {
    let found = lines(
      """
      The gate is shut. **Restart** the [depot](https://depot.example) now!

      It prints `GateError: shut` and "the gate has been shut by the keeper".

      > Quoted by the keeper.

      ```python
      gate.open()
      ```

      ```output
      GateError: shut
      ```

      | status | reason |
      |---|---|
      | 503 | the depot is full |
      """)
    #expect(
      found == [
        "prose The gate is shut.", "prose Restart the depot  now!",
        "span GateError: shut", "quote the gate has been shut by the keeper",
        "prose It prints `GateError: shut` and \"the gate has been shut by the keeper\".",
        "quote Quoted by the keeper.", "command gate.open()", "block GateError: shut",
        "cell status", "cell reason", "cell the depot is full",
      ])
  }

  @Test(arguments: ["", "```", "`", "| |", "[](", "[a](b", "**", "\\", "> ", "\"\""])
  func `markup without text has no lines, or harmless ones`(markdown: String) {
    #expect(lines(markdown).count <= 1)
  }

  @Test func `there is a bound on lines and on their length`() {
    let long = String(repeating: "word ", count: 10_000)
    #expect(lines(long).allSatisfy { $0.utf8.count <= 606 })
    #expect(lines(Array(repeating: "gate shut", count: 5000).joined(separator: "\n")).count <= 412)
  }
}
