import CasebookArticles
import Testing

/// Tables of reStructuredText that hold errors, and such that hold none.
@Suite struct RestructuredTableTests {
  @Test func `the rows of a list-table are errors with their causes and fixes`() throws {
    let text = """
      Gates
      =====

      .. list-table:: What gates say
         :header-rows: 1
         :widths: 20 30 50

         * - Error
           - Cause
           - Fix
         * - ``gate 3 refused the key``
           - The key is worn | bent,
             or it is the wrong one.
           - Cut a new key::

               keys cut --new

             Then try again.
         * - Gate cannot be opened
           - * rust
             * ice
           - Call :ref:`the smith <smith>`.
      """
    try expectRestructured(
      text, showing: [.rows, .messages],
      is: """
        1 #gates Gates [1-19] !table: Error | Cause | Fix
          /gate-3-refused-the-key gate 3 refused the key → **Cause**: The key is worn | bent, or it is the wrong one.

        **Fix**: Cut a new key:<br>`keys cut --new`<br>Then try again. [11]
          /row-2 Gate cannot be opened → **Cause**: - rust<br>- ice

        **Fix**: Call the smith. [19]
        """)
    let rows = try restructured(text).sections[0].rows
    #expect(rows[0].messages.map(\.text) == ["gate 3 refused the key"])
  }

  @Test func `the rows of a csv-table are errors, also with quoted cells of several lines`() throws {
    let text = """
      Lifts
      =====

      .. csv-table::
         :header: "Error", "Fix"
         :widths: 1, 2

         "Lift fails with ""no rope"\"", "Tie a rope, or
         call somebody."
         Lift is stuck between floors, Wait for the next shift
      """
    #expect(
      try restructuredErrors(text) == [
        #"Lift fails with "no rope" → Tie a rope, or call somebody."#,
        "Lift is stuck between floors → Wait for the next shift",
      ])
  }

  @Test func `a csv-table may have its header among its rows and another separator`() throws {
    let text = """
      Lifts
      =====

      .. csv-table:: Lifts
         :header-rows: 1
         :delim: ;

         Error; Fix
         Lift fails, and stops; Tie a rope again
         Lift is stuck; Wait, then push
      """
    #expect(
      try restructuredErrors(text) == [
        "Lift fails, and stops → Tie a rope again", "Lift is stuck → Wait, then push",
      ])
  }

  @Test func `the rows of a grid are errors, also with cells of several lines and rows`() throws {
    let text = """
      Kites
      =====

      +---------------------+-----------+-----------------------+
      | Error               | Cause     | Fix                   |
      +=====================+===========+=======================+
      | Kite cannot fly     | No wind   | Wait for the wind, or |
      |                     |           | run                   |
      +---------------------+-----------+-----------------------+
      | Kite failed to land | Storm     | Pull at the string    |
      |                     +-----------+-----------------------+
      |                     | Thermals  | Wait until it is dark |
      +---------------------+-----------+-----------------------+
      | 風筝 cannot be seen | Fog       | Look for the string   |
      +---------------------+-----------+-----------------------+
      """
    #expect(
      try restructuredErrors(text) == [
        "Kite cannot fly → **Cause**: No wind\n\n**Fix**: Wait for the wind, or run",
        "Kite failed to land → **Cause**: Storm<br>Thermals\n\n"
          + "**Fix**: Pull at the string<br>Wait until it is dark",
        "風筝 cannot be seen → **Cause**: Fog\n\n**Fix**: Look for the string",
      ])
  }

  @Test func `a cell of a grid that spans rows is repeated in each, a wide one is in the first column`()
    throws
  {
    let text = """
      Kites
      =====

      +-----------+-----------+
      | Kind      | Length    |
      +===========+===========+
      | Red       | Long      |
      +-----------+           |
      | Green     |           |
      +-----------+-----------+
      | All others are short  |
      +-----------+-----------+
      """
    #expect(
      try restructuredMarkdown(text) == """
        | Kind | Length |
        | --- | --- |
        | Red | Long |
        | Green | Long |
        | All others are short |  |
        """)
  }

  @Test func `a wide cell beside several first cells is whole`() throws {
    let text = """
      Locks
      =====

      +-------+-------+-------+
      | Error | Cause | Fix   |
      +=======+=======+=======+
      | Stuck | The key is    |
      +-------+ bent, or lost |
      | Lost  | once again.   |
      +-------+-------+-------+
      """
    #expect(
      try restructuredMarkdown(text) == """
        | Error | Cause | Fix |
        | --- | --- | --- |
        | Stuck | The key is bent, or lost once again. |  |
        | Lost | The key is bent, or lost once again. |  |
        """)
  }

  @Test func `the rows of a simple table are errors, also with a last column of several lines`() throws {
    let text = """
      Boats
      =====

      ===================  ==========  ================
      Error                Cause       Fix
      ===================  ==========  ================
      Boat fails to start  No fuel     Fill the tank,
                                       and try again
      Boat cannot float    A hole      \\

      Boat is not found    Fog         Call the harbour.
      ===================  ==========  ================

      More text.
      """
    #expect(
      try restructuredErrors(text) == [
        "Boat fails to start → **Cause**: No fuel\n\n**Fix**: Fill the tank, and try again",
        "Boat cannot float → A hole",
        "Boat is not found → **Cause**: Fog\n\n**Fix**: Call the harbour.",
      ])
    #expect(try restructuredMarkdown(text).hasSuffix("\n\nMore text."))
  }

  @Test(arguments: [
    """
    .. list-table::
       :header-rows: 1

       * - Option
         - Meaning
       * - retry-on-error
         - How often a gate is opened again
       * - log-failures
         - Whether what fails is written down
    """,
    """
    .. csv-table::
       :header: Option, Meaning

       retry-on-error, How often a gate is opened again
       log-failures, Whether what fails is written down
    """,
    """
    ================  ======================================
    Option            Meaning
    ================  ======================================
    retry-on-error    How often a gate is opened again
    log-failures      Whether what fails is written down
    ================  ======================================
    """,
    """
    +----------------+------------------------------------+
    | Option         | Meaning                            |
    +================+====================================+
    | retry-on-error | How often a gate is opened again   |
    +----------------+------------------------------------+
    | log-failures   | Whether what fails is written down |
    +----------------+------------------------------------+
    """,
  ])
  func `tables of settings hold no errors`(table: String) throws {
    let article = try restructured("Settings\n========\n\n" + table)
    #expect(article.sections[0].rows.isEmpty)
    #expect(article.sections[0].failure == nil)
    #expect(article.sections[0].messages.isEmpty)
    #expect(
      article.sections[0].markdown == """
        | Option | Meaning |
        | --- | --- |
        | retry-on-error | How often a gate is opened again |
        | log-failures | Whether what fails is written down |
        """)
  }

  @Test func `a table that only puts code side by side is no table of errors`() throws {
    let text = """
      Models
      ======

      .. list-table::

         * - .. code-block:: python

                def fail():
                    raise ValueError("the gate failed")

           - .. code-block:: yaml

                gate: 3
      """
    let article = try restructured(text)
    #expect(article.sections[0].rows.isEmpty)
    #expect(article.sections[0].markdown.hasPrefix("```python\ndef fail():\n    raise ValueError"))
  }
}
