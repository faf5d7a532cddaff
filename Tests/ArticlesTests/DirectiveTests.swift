import CasebookArticles
import Testing

/// Which directives stay Markdown, and which are reported.
@Suite struct DirectiveTests {
  @Test func `alerts, pivots, images and shortcodes stay as they are`() throws {
    let text = """
      # Top
      > [!IMPORTANT]
      > Read it.

      ::: zone pivot="a"
      :::image type="content" source="x.png" alt-text="An error":::
      ::: zone-end
      {{< note >}}Text{{< /note >}}
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-8]
          > > [!IMPORTANT]
          > > Read it.
          >
          > ::: zone pivot="a"
          > :::image type="content" source="x.png" alt-text="An error":::
          > ::: zone-end
          > {{< note >}}Text{{< /note >}}
        """)
  }

  @Test func `an unclosed fence and an unclosed HTML table are reported`() throws {
    let text = """
      # Top
      <table><tr><td>error</td></tr>

      ```bash
      run
      ## not a heading
      """
    try expectTree(
      text, showing: [.markdown, .rows, .messages],
      is: """
        1 #top Top [1-6]
          > <table><tr><td>error</td></tr>
          >
          > ```bash
          > run
          > ## not a heading
        warning 2: an HTML table is never closed; read up to the next blank line
        warning 4: the code block is never closed; all that follows is part of it
        """)
  }
}
