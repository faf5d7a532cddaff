import CasebookKnowledge
import Testing

@Suite struct FoldedMessagesTests {
  private let article = """
    **Symptom.** The pump stops:

    ```output
    pump 1: no water
    pump 2: no water
    pump 3: no water
    ```

    **Resolution.** Open the valve:

    ```bash
    valve --open
    ```

    ```output
    valve 1 open
    valve 2 open
    valve 3 open
    ```

    **Further messages.**

    ```messages
    pump: dry
    pump: empty
    ```
    """

  @Test func `further messages go with their introduction, and the symptom keeps two lines`() {
    let folded = FoldedMessages(article)
    #expect(folded.count == 3)
    #expect(
      folded.markdown.hasPrefix(
        "**Symptom.** The pump stops:\n\n```output\npump 1: no water\npump 2: no water\n```\n\n**Resolution.**"
      ))
    #expect(folded.markdown.hasSuffix("valve 2 open\nvalve 3 open\n```"))
  }

  @Test(arguments: [
    "", "Open the valve.", "```output\none\ntwo\n```", "```text\none\ntwo\nthree\n```",
    "Look:\n\n```bash\nx\n```\n\n```output\none\ntwo\nthree\n```",
    "~~~output\n```\n~~~",
  ])
  func `a text without many messages stays as it is`(_ text: String) {
    let folded = FoldedMessages(text)
    #expect(folded.markdown == text)
    #expect(folded.count == 0)
  }

  @Test func `what follows the list of messages stays`() {
    let folded = FoldedMessages("Fix it.\n\n```messages\na\nb\n```\n\n**Prevent.** Test it.")
    #expect(folded.markdown == "Fix it.\n\n**Prevent.** Test it.")
    #expect(folded.count == 2)
  }

  @Test func `a block that never ends is folded to the end`() {
    #expect(FoldedMessages("Fix it.\n\n````messages\na\n```\nb").count == 3)
  }
}
