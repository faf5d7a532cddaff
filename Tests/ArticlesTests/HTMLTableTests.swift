import CasebookArticles
import Testing

/// Tables written in HTML.
@Suite struct HTMLTableTests {
  @Test func `an error table in HTML has rows as one in Markdown has`() throws {
    let text = """
      ## Codes
      Before.

      <div class="scroll">
      <table border=1 style="width: 100%" title='a > b'>
        <thead>
          <tr><th>Code</th><th>Error message</th><th>Resolution</th></tr>
        </thead>
        <tbody>
          <tr>
            <td><b>E1001</b></td>
            <td><p>Volume <code>vol_a &lt;1&gt;</code> is not found.</p></td>
            <td>Make it:<br/>
              <ul><li>with <code>mkvol | grep x</code></li><li>or by <a href="a b.md">hand</a></li></ul></td>
          </tr>
          <tr>
            <TD>E1002<TD><span>Volume &amp; disk of &lt;name> are full</span> at <volume-id><TD>Remove some.
          <tr><!-- <td>none</td> --><td>E1003</td><td>Third fails</td>
        </tbody>
      </table>
      </div>

      After.
      """
    try expectTree(
      text, showing: [.rows, .literals],
      is: """
        2 #codes Codes [1-23] !table: Code | Error message | Resolution
          codeSpan 10: vol_a <1>
          strong 10: E1001
          codeSpan 10: mkvol | grep x
          /e1001 Volume vol_a <1> is not found. → **Code**: **E1001**

        **Resolution**: Make it:<br>- with `mkvol | grep x`<br>- or by [hand](<a%20b.md>) [10]
          /e1002 Volume & disk of <name> are full at <volume-id> → **Code**: E1002

        **Resolution**: Remove some. [16]
          /e1003 Third fails → E1003 [18]
        """)
  }

  @Test func `between blank lines there is Markdown in the cells`() throws {
    let text = """
      ## Codes
      <table>
      <tr><th>Error</th><th>Fix</th></tr>
      <tr>
      <td>

      `disk_full`: cannot **write**

      </td>
      <td>

      Remove | some:

      ```
      rm -r cache
      ```

      </td>
      </tr>
      </table>

      Ask `nobody`.
      """
    try expectTree(
      text, showing: [.rows, .literals],
      is: """
        2 #codes Codes [1-22] !table: Error | Fix
          codeSpan 4: disk_full
          codeSpan 4: rm -r cache
          codeSpan 22: nobody
          /disk_full disk_full: cannot write → Remove | some: `rm -r cache` [4]
        """)
  }

  @Test func `cells of several rows and columns`() throws {
    let text = """
      ## Codes
      <table>
      <tr><th>Error</th><th>Cause</th><th>Fix</th></tr>
      <tr><td rowspan="2">Job E17 fails</td><td>No room.</td><td>Make room.</td></tr>
      <tr><td>No rights.</td><td>Ask for them.</td></tr>
      <tr><td colspan="3">Of the network</td></tr>
      <tr><td>Link E18 is lost</td><td rowspan=2>A cable.</td><td>Plug it in.</td></tr>
      <tr><td>Link E19 is slow and fails</td><td>Wait.</td></tr>
      <tr><td>Port E20 fails</td><td colspan="2">Nobody knows.</td></tr>
      </table>
      """
    try expectTree(
      text,
      is: """
        2 #codes Codes [1-10] !table: Error | Cause | Fix
          /e17 Job E17 fails → **Cause**: No room.<br>No rights.

        **Fix**: Make room.<br>Ask for them. [4]
          /e18 Link E18 is lost → **Cause**: A cable.

        **Fix**: Plug it in. [7]
          /e19 Link E19 is slow and fails → **Cause**: A cable.

        **Fix**: Wait. [8]
          /e20 Port E20 fails → Nobody knows. [9]
        warning 6: a cell as wide as its table is not a row; kept as Markdown
        """)
  }

  @Test func `a table without a header row, in a list, and beside others`() throws {
    let text = """
      ## Errors
      - See:

        <table>
        <tr><td>Write of <code>vol_a</code> failed</td><td>Write it again, with more care.</td></tr>
        <tr><td>Read of <code>vol_b</code> failed</td><td>Read it again, with more care.</td></tr>
        </table>

      | Error | Fix |
      |--|--|
      | Copy of `vol_c` failed | Copy it again, this time with care. |
      | Copy failed | Copy it again, this time with care. |
      """
    try expectTree(
      text,
      is: """
        2 #errors Errors [1-12] !table:\u{20}
          /vol_a Write of vol_a failed → Write it again, with more care. [5]
          /vol_b Read of vol_b failed → Read it again, with more care. [6]
          /vol_c Copy of vol_c failed → Copy it again, this time with care. [11]
          /row-4 Copy failed → Copy it again, this time with care. [12]
        """)
  }

  @Test func `other tables are text`() throws {
    let text = """
      ## Errors
      <table><tr><th>Parameter</th><th>Description</th></tr>
      <tr><td>error</td><td>The error that is shown when a call fails.</td></tr>
      </table>

      <table>
      <tr><td>

      | Error | Fix |
      |--|--|
      | Copy of `vol_c` failed | Copy it again, this time with care. |

      </td></tr>
      </table>
      """
    try expectTree(
      text,
      is: """
        2 #errors Errors [1-14] !table: Error | Fix
          /vol_c Copy of vol_c failed → Copy it again, this time with care. [11]
        """)
  }

  @Test(arguments: [
    "<table>", "<table><tr><td>", "<table>\n\n", "<td ", "<table><tr><td rowspan=1000 colspan=50>x", "<b>",
    "<!--",
    "<a href='", "<ul><li>", "<code>`",
  ])
  func `nesting that no person wrote takes no time`(unit: String) throws {
    let text = "## Errors\n<table><tr><th>Error</th><th>Fix</th></tr><tr><td>"
    for end in ["", "</td></tr></table>"] {
      let bytes = Array((text + String(repeating: unit, count: 5_000) + end).utf8)
      do throws(ArticleError) { _ = try Article.parse(bytes) } catch { #expect(error.line != nil) }
    }
  }
}
