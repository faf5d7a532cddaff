import CasebookArticles
import Testing

/// Constructs of reStructuredText that hold errors, and the same constructs where they hold none.
@Suite struct RestructuredTextTests {
  // MARK: Definitions, rubrics and boxes

  @Test func `a term that states an error is an item of a list of errors`() throws {
    let text = """
      Troubleshooting
      ===============

      Gate 3 cannot be closed
        Push harder. Then::

          gate push --hard

        Look again.

      ``E_GATE_FAILED``
        Oil it.
      Speed
        How fast it is.
      """
    try expectRestructured(
      text, showing: [.rows],
      is: """
        1 #troubleshooting Troubleshooting [1-14]
          /gate-3-cannot-be-closed Gate 3 cannot be closed → Push harder. Then:

        ```
        gate push --hard
        ```

        Look again. [4]
          /e_gate_failed E_GATE_FAILED → Oil it. [11]
        """)
  }

  @Test func `terms of settings and on other pages are no errors`() throws {
    #expect(
      try restructuredErrors(
        """
        Reference
        =========

        Gate 3 cannot be closed
          A state of the gate.
        """
      ).isEmpty)
    #expect(
      try restructuredErrors(
        """
        Troubleshooting
        ===============

        retries
          How often it tries again.

        Restart the gate
          Turn it off and on.
        """
      ).isEmpty)
  }

  @Test func `a term that is a reference, and text whose lines are indented, are no errors`() throws {
    let text = """
      Troubleshooting
      ===============

      :doc:`gate-failures`
        What to do when gates fail.

      Some gates fail to open. These gates cannot be closed either.
        So call the smith.
      """
    #expect(try restructuredErrors(text).isEmpty)
    #expect(
      try restructuredMarkdown(text) == """
        - gate-failures

          What to do when gates fail.

        Some gates fail to open. These gates cannot be closed either.
        So call the smith.
        """)
  }

  @Test func `a rubric is the title of what follows`() throws {
    let text = """
      Troubleshooting
      ===============

      .. rubric:: Door fails to open
         :class: wide

      Push it.

      Then pull.

      .. rubric:: Notes

      Doors are heavy.
      """
    #expect(try restructuredErrors(text) == ["Door fails to open → Push it.\n\nThen pull."])
  }

  @Test(arguments: ["dropdown", "topic", "admonition", "collapse"])
  func `a box with the title of an error is an error`(name: String) throws {
    let text = """
      Troubleshooting
      ===============

      .. \(name):: Copies to <host> fail
         :open:
         :class: wide
         :color: danger

         The disk is full.

         .. code-block:: bash
            :linenos:
            :emphasize-lines: 1

            rm -r old
              indented

         .. warning:: Look at
            what you remove.

      The end.
      """
    #expect(
      try restructuredErrors(text) == [
        """
        Copies to <host> fail → The disk is full.

        ```bash
        rm -r old
          indented
        ```

        > [!WARNING]
        >
        > Look at
        > what you remove.
        """
      ])
    #expect(try restructuredMarkdown(text).hasSuffix("</details>\n\nThe end."))
  }

  @Test func `a box with another title is advice, or text of the section`() throws {
    let text = """
      Troubleshooting
      ===============

      .. topic:: Before you begin

         Oil the gates.

      .. dropdown:: Gates
         :open:

         Gate 3 cannot be closed
            Push harder.
      """
    #expect(try restructuredErrors(text) == ["Gate 3 cannot be closed → Push harder."])
    #expect(
      try restructuredMarkdown(text) == """
        > [!NOTE]
        >
        > **Before you begin**
        >
        > Oil the gates.

        *Gates*

        - *Gate 3 cannot be closed*

          Push harder.
        """)
  }

  @Test func `advice is an alert, and no message`() throws {
    let text = """
      Gate 3 fails to open
      ====================

      .. error::

         The gate could not be opened by hand.

      .. note:: Call somebody.
      .. danger::
         :class: wide

         - Do not push.
      .. seealso::

         `The manual <https://example.org/gates_(old)>`_
      """
    let section = try restructured(text).sections[0]
    #expect(section.messages.map(\.text) == ["Gate 3 fails to open"])
    #expect(
      section.markdown == """
        > [!CAUTION]
        >
        > The gate could not be opened by hand.

        > [!NOTE]
        >
        > Call somebody.

        > [!CAUTION]
        >
        > - Do not push.

        > [!NOTE]
        >
        > [The manual](<https://example.org/gates_(old)>)
        """)
  }

  // MARK: Code

  @Test func `code has fences and no indentation, and its options are no text`() throws {
    let text = """
      Gates
      =====

      See here::

          gate --open
            --all

      Or ::

         gate --shut

      ::

         gate --oil

      .. code-block:: console
         :caption: An error
         :linenos:

         $ gate --list
         Error: gate 4 was refused

      .. sourcecode:: python
         :emphasize-lines: 1
         def gate():

             pass

      .. parsed-literal::

         **gate** |version|

      1. Step::

             gate --step

      .. code-block:: md

         ```
         inside
         ```

      >>> gate()
      3

      .. literalinclude:: gate.py
         :language: python
      """
    let section = try restructured(text).sections[0]
    #expect(
      section.literals.filter { $0.kind == .codeBlock }.map { "\($0.line) \($0.language ?? "-") \($0.text)" }
        == [
          "5 - gate --open\n  --all", "10 - gate --shut", "14 - gate --oil",
          "20 console $ gate --list\nError: gate 4 was refused", "25 python def gate():\n\n    pass",
          "31 - **gate** |version|", "35 - gate --step", "39 md ```\ninside\n```", "43 pycon >>> gate()\n3",
        ])
    #expect(section.messages.dropFirst().map { "\($0.line) \($0.text)" } == ["22 Error: gate 4 was refused"])
    #expect(section.markdown.hasPrefix("See here:\n\n```\ngate --open\n  --all\n```\n\nOr\n\n```\n"))
    for option in ["caption", "linenos", "emphasize", "language", "gate.py"] {
      #expect(!section.markdown.contains(option))
    }
  }

  @Test func `a signature is no message and its arguments are no labels`() throws {
    let text = """
      Gates
      =====

      .. py:function:: open(gate, retry on error)
         :noindex:

         Opens a gate.

         :param gate: the gate that failed to open
         :raises GateError: if the gate cannot be opened

      .. envvar:: GATE_PATH

         Where gates are.
      """
    let section = try restructured(text).sections[0]
    #expect(section.messages.isEmpty)
    #expect(section.failure == nil)
    #expect(
      section.markdown == """
        ```py
        open(gate, retry on error)
        ```

        Opens a gate.

        param gate: the gate that failed to open

        raises GateError: if the gate cannot be opened

        `GATE_PATH`

        Where gates are.
        """)
  }

  // MARK: Fields

  @Test func `the fields of a section are its labels`() throws {
    let text = """
      Workers
      =======

      Workers need room.

      Starting workers
      ----------------

      :Symptom: The log says ``worker 3 could not be started``.
      :Cause: There is
        no room.

        Rooms fill up.
      :Fix:
        1. Stop it.
        2. Start it.
      """
    let section = try restructured(text).sections[1]
    #expect(section.failure?.kind == .symptoms)
    #expect(section.messages.dropFirst().map(\.text) == ["worker 3 could not be started"])
    #expect(
      section.markdown == """
        **Symptom:** The log says `worker 3 could not be started`.

        **Cause:** There is
        no room.

        Rooms fill up.

        **Fix:**

        1. Stop it.
        2. Start it.
        """)
  }

  @Test func `problems in fields are errors among errors`() throws {
    let text = """
      Troubleshooting
      ===============

      :Problem: The worker cannot be started. It waits.
      :Fix: Start it again.

      :Problem: The gate fails to open.
      :Fix: Oil it.
      """
    #expect(
      try restructuredErrors(text) == [
        """
        The worker cannot be started → **Problem:** The worker cannot be started. It waits.

        **Fix:** Start it again.
        """,
        "The gate fails to open → **Problem:** The gate fails to open.\n\n**Fix:** Oil it.",
      ])
  }

  @Test func `fields above the text are about the file`() throws {
    let text = """
      :orphan:
      :description: What to do if a gate cannot
         be opened

      Gates
      =====

      :Author: Somebody
      :Status: failed to build

      They open.
      """
    try expectRestructured(
      text, showing: [.markdown, .messages],
      is: """
        1 #gates Gates [5-11]
          > They open.
        """)
  }

  // MARK: Inline markup

  @Test(arguments: [
    ("Call :func:`gate.open`.", "Call `gate.open`."),
    ("A :py:class:`~gates.core.Gate` and :exc:`!GateError`", "A `Gate` and `GateError`"),
    ("See :ref:`the gates <gates>` and :doc:`faq`.", "See the gates and faq."),
    ("See `the site <https://example.org>`__.", "See [the site](https://example.org)."),
    (
      "See manual_, `Manual`_ and other_.", "See [manual](https://a.b/c), [Manual](https://a.b/c) and other_."
    ),
    ("``a `b` c`` and ``d``", "``a `b` c`` and `d`"), ("|release| stays", "|release| stays"),
    ("the <host> of __init__", "the \\<host> of \\__init__"), ("a\\ b \\* c \\d", "ab \\* c d"),
    ("as in [1]_ and [#x]_", "as in [1] and [#x]"), ("`unclosed ``and :ref:`", "`unclosed \\`\\`and :ref:`"),
    ("*a* **b** 3:20 a::b", "*a* **b** 3:20 a::b"), ("# no title", "\\# no title"),
  ])
  func `inline markup becomes Markdown`(text: String, expected: String) throws {
    #expect(
      try restructuredMarkdown(
        "Title\n=====\n\n\(text)\n\n.. _manual: https://a.b/c\n.. |release| replace:: 3\n")
        == expected)
  }

  @Test func `what shows nothing is no text`() throws {
    let text = """
      Title
      =====

      .. A comment
         of two lines

      .. contents::
         :local:
      .. toctree::
         :maxdepth: 2

         gates
      .. image:: gate.png
         :alt: A gate
      .. |x| replace:: y
      .. _site: https://example.org
      __ https://example.org

      Text [1]_.

      ..

      .. [1] A footnote.
      """
    #expect(try restructuredMarkdown(text) == "Text [1].\n\n[1] A footnote.")
  }

  @Test func `a short indented text below a colon is quoted, other indentation is layout`() throws {
    let text = """
      Gate 3 cannot be opened
      =======================

      The log says:

          Error: gate 3 could not be opened

      The steps are

        * one
        * two

          more

      and so on.

          An aside.
      """
    let section = try restructured(text).sections[0]
    #expect(
      section.markdown == """
        The log says:

        > Error: gate 3 could not be opened

        The steps are

        - one
        - two

          more

        and so on.

        An aside.
        """)
    #expect(section.messages.map(\.text).contains("Error: gate 3 could not be opened"))
  }
}
