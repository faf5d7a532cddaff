import CasebookArticles
import Testing

/// Error tables and other tables.
@Suite struct TableTests {
  @Test func `the languages of header words`() throws {
    let text = """
      ## A
      |エラー|解像度|
      |--|--|
      |接続エラー `E1001`|設定を確認して再起動してください。|
      ## B
      |Ошибка|Решение|
      |--|--|
      |Сбой `disk_full`|Освободите место на томе и повторите.|
      ## C
      |Chybová zpráva|Řešení|
      |--|--|
      |Nelze zapsat na `vol_a`|Uvolněte místo na svazku a opakujte.|
      """
    try expectTree(
      text,
      is: """
        2 #a A [1-4] !table: エラー | 解像度
          /e1001 接続エラー E1001 → 設定を確認して再起動してください。 [4]
        2 #b B [5-8] !table: Ошибка | Решение
          /disk_full Сбой disk_full → Освободите место на томе и повторите. [8]
        2 #c C [9-12] !table: Chybová zpráva | Řešení
          /vol_a Nelze zapsat na vol_a → Uvolněte místo na svazku a opakujte. [12]
        """)
  }

  @Test func `tables of parameters, links and values are no error tables`() throws {
    let text = """
      ## Errors
      | Parameter | Description |
      |--|--|
      | error | The error that is shown when the call fails. |
      | timeout | Seconds until the call fails with an error. |

      | Article | Explanation and actions |
      |--|--|
      | [Fix: a failure of the disk](x.md) | An article that explains it all. |
      | [Fix: an error of the net](y.md) | An article that explains it all. |
      ## Values
      | Name | Value |
      |--|--|
      | a | 1 |
      """
    try expectTree(
      text,
      is: """
        2 #errors Errors [1-10]
        2 #values Values [11-14]
        """)
  }

  @Test func `counts and marks are no errors`() throws {
    let text = """
      ## Benchmark
      | Workers | Failures | Remark |
      |--|--|--|
      | one | 0 | No copy failed, and all were made in time. |
      | two | 3 | Some of the copies failed because of a gate. |
      ## Exceptions
      | Exception raised | Cause |
      |--|--|
      | no | A simple gate, which never raises an exception. |
      | yes | A mirror, which raises one when a copy fails. |
      ## Codes
      | Error code | Cause |
      |--|--|
      | 3 | The gate is shut, so that no copy can be made. |
      | 7 | The mirror is broken, so that no copy can be read. |
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.map { $0.rows.map(\.title) } == [[], [], ["3", "7"]])
  }

  @Test func `several columns keep their headers`() throws {
    let text = """
      ## Codes
      | Code | Error message | Cause | Fix |
      |--|--|--|--|
      | 17 | Volume not found | It was never made. | Make it: `mkvol`. |
      | 18 | Volume is full | Too much data. | Remove<br>some. |
      """
    try expectTree(
      text,
      is: """
        2 #codes Codes [1-5] !table: Code | Error message | Cause | Fix
          /17 Volume not found → **Code**: 17

        **Cause**: It was never made.

        **Fix**: Make it: `mkvol`. [4]
          /18 Volume is full → **Code**: 18

        **Cause**: Too much data.

        **Fix**: Remove<br>some. [5]
        """)
  }

  @Test func `no leading pipe, ragged rows, indentation and escaped pipes`() throws {
    let text = """
      ## Errors
      Error | Fix
      --|--
      Pipe \\| broken | Use `a \\| b` instead of it, as the guide says.
      Only the error failed
      Third fails | One | Too many
      - In a list:

         | Error | Fix |
         |--|--|
         | Write failed | Write it again, this time with more care. |
      """
    try expectTree(
      text,
      is: """
        2 #errors Errors [1-11] !table: Error | Fix
          /row-1 Pipe | broken → Use `a | b` instead of it, as the guide says. [4]
          /row-2 Only the error failed →  [5]
          /row-3 Third fails → **Fix**: One

        Too many [6]
          /row-4 Write failed → Write it again, this time with more care. [11]
        """)
  }

  @Test func `a table without telling header needs failures in its cells`() throws {
    let text = """
      ## Troubleshooting
      | When | Then |
      |--|--|
      | The upload fails | Look at the size of the file and cut it. |
      | The page is not found | Look at the address and correct it. |

      | Where | Then |
      |--|--|
      | In the kitchen | There is a table with some chairs around it. |
      """
    try expectTree(
      text,
      is: """
        2 #troubleshooting Troubleshooting [1-9] !table: When | Then
          /row-1 The upload fails → Look at the size of the file and cut it. [4]
          /row-2 The page is not found → Look at the address and correct it. [5]
        """)
  }

  @Test func `every column of messages gives messages`() throws {
    let text = """
      ## Codes
      | Error code | Error message | Fix |
      |--|--|--|
      | E1001 | The volume is not mounted | Mount it, and try again. |
      | E1002 | The mirror is gone | Make another one. |
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections[0].rows.map { $0.messages.map(\.text) } == [
        ["E1001", "The volume is not mounted"], ["E1002", "The mirror is gone"],
      ])
  }
}
