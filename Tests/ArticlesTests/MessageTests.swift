import CasebookArticles
import Testing

/// Messages, and text that is not a message.
@Suite struct MessageTests {
  @Test func `code spans are messages when they read as sentences`() throws {
    let text = """
      ## Job is stuck
      The log says `Cannot allocate 3 blocks on node a`, then `0/4 pods are ready: 4 Insufficient memory`.
      Run `kubectl get pods --all` and `Get-Item error`, look at `max_retries = 3` and `run(name, value)`.
      """
    try expectTree(
      text, showing: [.literals, .messages],
      is: """
        2 #job-is-stuck Job is stuck [1-3] !title: stuck
          codeSpan 2: Cannot allocate 3 blocks on node a
          codeSpan 2: 0/4 pods are ready: 4 Insufficient memory
          codeSpan 3: kubectl get pods --all
          codeSpan 3: Get-Item error
          codeSpan 3: max_retries = 3
          codeSpan 3: run(name, value)
          “Cannot allocate 3 blocks on node a” codeSpan 2
          “0/4 pods are ready: 4 Insufficient memory” codeSpan 2
        """)
  }

  @Test func `each line of a block of messages is a message and no code`() throws {
    let text = """
      ## Gate is stuck
      Open it by hand.

      ```messages
      gate 7 has 3 parcels and takes none
      Schranke 7 klemmt
      ```
      """
    try expectTree(
      text, showing: [.literals, .messages],
      is: """
        2 #gate-is-stuck Gate is stuck [1-7] !title: stuck
          “gate 7 has 3 parcels and takes none” output 5
          “Schranke 7 klemmt” output 6
        """)
  }

  @Test func `each line of output below a symptom is a message, wherever it says failure`() throws {
    let text = """
      ## Gate is stuck
      **Symptom.** The log shows:

      ```output
      gate 7 has 3 parcels and takes none
        at depot.Gate.open(Gate.java:7)
      Terminated
      ```

      **Check.** The gate is open again:

      ```output
      gate 7 has 3 parcels and takes 2
      ```
      """
    try expectTree(
      text, showing: [.messages],
      is: """
        2 #gate-is-stuck Gate is stuck [1-14] !title: stuck
          “gate 7 has 3 parcels and takes none” output 5
        """)
  }

  @Test(arguments: [
    "2024-01-02 10:00:00 INFO gate 7 opens", "Traceback (most recent call last):", "  in the yard",
  ])
  func `an excerpt of a log below a symptom gives the lines that fail alone`(line: String) throws {
    let text = """
      ## Gate is stuck
      **Symptom.** The log shows:

      ```output
      \(line)
      connecting to the gate
      gate 7 failed to open: no wind
      ```
      """
    try expectTree(
      text, showing: [.messages],
      is: """
        2 #gate-is-stuck Gate is stuck [1-8] !title: stuck
          “gate 7 failed to open: no wind” output 7
        """)
  }

  @Test func `a bold or coded name of a failure is a message`() throws {
    let text = """
      ## Start is slow
      The state is **StartLoopBackOff** after `QuotaExceededError`; press **Save** in `Program Files`.
      """
    try expectTree(
      text, showing: [.literals, .messages],
      is: """
        2 #start-is-slow Start is slow [1-2] !title: slow
          strong 2: StartLoopBackOff
          codeSpan 2: QuotaExceededError
          codeSpan 2: Program Files
          “StartLoopBackOff” strong 2
          “QuotaExceededError” codeSpan 2
        """)
  }

  @Test func `a JSON error body gives its messages, its codes and itself`() throws {
    let text = """
      ## Call is refused
      ```json
      {"error":{"code":"TokenExpired","message":"The token has expired."}}
      ```
      ```json
      {"name":"x","replicas":2}
      ```
      """
    try expectTree(
      text,
      is: """
        2 #call-is-refused Call is refused [1-7] !title: refused
          “TokenExpired” json 3
          “The token has expired.” json 3
          “{"error":{"code":"TokenExpired","message":"The token has expired."}}” json 3
        """)
  }

  @Test func `printed output gives the lines that fail`() throws {
    let text = """
      ## Install problem
      ```output
      Collecting pkg
      ERROR: Could not find a version of pkg
      Done in 3 s
      ```
      ```python
      raise ValueError("cannot do that here")
      ```
      """
    try expectTree(
      text,
      is: """
        2 #install-problem Install problem [1-9] !title: problem
          “ERROR: Could not find a version of pkg” output 4
        """)
  }

  @Test func `quotation marks of any language hold messages`() throws {
    let text = """
      ## Fehler beim Laden
      Es erscheint „The volume cannot be mounted“ oder «No such device was found».
      Das Menü heißt "Datei öffnen und mehr".
      """
    try expectTree(
      text,
      is: """
        2 #fehler-beim-laden Fehler beim Laden [1-3] !title: error
          “The volume cannot be mounted” quoted 2
          “No such device was found” quoted 2
        """)
  }

  @Test func `a quote is a message with its placeholders, an alert is not`() throws {
    let text = """
      ## Compile error X1234
      > 'type <name>' : wrong number of arguments

      > [!Note]
      > The compiler cannot know this.

      > expected #endif

      > 型が見つからない
      """
    try expectTree(
      text,
      is: """
        2 #compile-error-x1234 Compile error X1234 [1-9] !title: error
          “'type <name>' : wrong number of arguments” blockQuote 2
          “expected #endif” blockQuote 7
          “型が見つからない” blockQuote 9
        """)
  }

  @Test func `a table of one column lists templates`() throws {
    let text = """
      ## Message list
      | Messages |
      |---|
      | The quota {name} was exceeded by {count} |
      | Volume {id} cannot be found |
      """
    try expectTree(
      text,
      is: """
        2 #message-list Message list [1-5] !message: The quota {name} was exceeded by {count}
          “The quota {name} was exceeded by {count}” template 4
          “Volume {id} cannot be found” template 5
        """)
  }

  @Test func `error numbers in titles make known errors`() throws {
    let text = """
      # Linker error L1234
      ## Service doesn't start, event ID 4711
      ## HTTP status code 507
      """
    try expectTree(
      text,
      is: """
        1 #linker-error-l1234 Linker error L1234 [1-1] !title: error
          2 #service-doesnt-start-event-id-4711 Service doesn't start, event ID 4711 [2-2] !title: event id
          2 #http-status-code-507 HTTP status code 507 [3-3] !title: status code
        """)
  }

  @Test func `the heading of a known error is a message, and so are the words of its anchor`() throws {
    let text =
      "## <a name=\"http-status-code-507\"></a>HTTP-Statuscode 507\n## \"No such volume was found\" when saving fails\n"
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections.map { $0.messages.map(\.text) } == [
        ["HTTP-Statuscode 507", "http status code 507"],
        ["No such volume was found", "\"No such volume was found\" when saving fails"],
      ])
  }

  @Test func `stack frames are none, and a statement that failed is one`() throws {
    let text = """
      ## Load fails
      > UPDATE STORE failed because the volume is read only
      > at Store.Volume.open(path)
      """
    try expectTree(
      text,
      is: """
        2 #load-fails Load fails [1-3] !title: fails
          “UPDATE STORE failed because the volume is read only” blockQuote 2
        """)
  }

  @Test func `an exception and its cause, joined by an arrow, are one message`() throws {
    let text = """
      ## Load fails
      > Store.LoadException: the volume cannot be read ---> Store.DiskException: sector 3 is damaged
      """
    try expectTree(
      text,
      is: """
        2 #load-fails Load fails [1-2] !title: fails
          “Store.LoadException: the volume cannot be read ---> Store.DiskException: sector 3 is damaged” blockQuote 2
        """)
  }

  @Test func `a short label in bold makes a quote advice, a whole sentence in bold was printed`() throws {
    let text = """
      ## Load fails
      > **Good to know**
      > The volume is loaded again after an hour.

      > **The copy waits for the other side.**
      """
    try expectTree(
      text,
      is: """
        2 #load-fails Load fails [1-5] !title: fails
          “The copy waits for the other side.” blockQuote 5
        """)
  }

  @Test func `where some lines of a quote say failure, the others are context, but for error codes`() throws {
    let text = """
      # Nightly copy
      ## Symptoms
      > Copying volume a to volume b
      > Error value:
      > Stop 0x0000007B Volume_Gone
      > The copy was refused by the other side.
      > More help is at the end of this file.

      > The copy waits for the other side.

      > #Columns: date time volume user status
      """
    try expectTree(
      text,
      is: """
        1 #nightly-copy Nightly copy [1-1] !symptoms: Symptoms
          “Stop 0x0000007B Volume_Gone” blockQuote 5
          “The copy was refused by the other side.” blockQuote 6
          “The copy waits for the other side.” blockQuote 9
          2 #symptoms Symptoms [2-11] symptom
            “Stop 0x0000007B Volume_Gone” blockQuote 5
            “The copy was refused by the other side.” blockQuote 6
            “The copy waits for the other side.” blockQuote 9
        """)
  }

  @Test func `names, heads of logs, fields, advice and lists of actions are none`() throws {
    let text = """
      ## Copy fails
      Give it the role `Storage Volume Reader Role`.

      > **Good practice**
      >
      > Do not copy while the volume is written to.

      > ![NOTE]
      > The copy cannot be undone.

      ```output
      Level:      Error
      Error value:
      NO_CHANGE of the volume since the last copy
      The volume cannot be written to
      ```

      | Action |
      |--|
      | If the copy fails, start it again. |

          catch (CopyException e)
      """
    try expectTree(
      text,
      is: """
        2 #copy-fails Copy fails [1-22] !title: fails
          “The volume cannot be written to” output 15
        """)
  }

  @Test func `what a title says behind its colon is a message, and so is what a summary quotes`() throws {
    let text = """
      # Mirror error 8453: the other side refused the copy
      ## Summary
      > The volume cannot be mirrored.
      ## Settings: none
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections[0].messages.map(\.text) == [
        "Mirror error 8453: the other side refused the copy", "the other side refused the copy",
        "The volume cannot be mirrored.",
      ])
  }

  @Test func `what was printed may be indented, and what may be code only as a whole`() throws {
    let text = """
      ## Copy fails
      ```output
      Copying:
          The volume cannot be written to
            at Volume.write(error)
      ```
      ```console
        The last try failed, result 12
        The next try is in an hour
      ```
      ```
      copy()
        print("the volume cannot be written to")
      ```
      """
    try expectTree(
      text,
      is: """
        2 #copy-fails Copy fails [1-14] !title: fails
          “The volume cannot be written to” output 4
          “The last try failed, result 12” output 8
        """)
  }

  @Test func `quotation marks around all of a message are the writer's, and a cell may hold several`() throws
  {
    let text = """
      ## Errors of the pump
      The log says `"Failed to fill the tank"` again and again.

      | Rule | Error message | Fix |
      |---|---|---|
      | Lids | `Tank <name> is not allowed` or `Lid of <name> is not allowed` | Close it. |
      | Flow | `Pump <name> was not found` on start | Start it. |
      """
    let section = try #require(try Article.parse(Array(text.utf8)).sections.first)
    #expect(
      section.messages.filter { $0.source != .heading } == [
        Message("Failed to fill the tank", .codeSpan, line: 2)
      ])
    #expect(
      section.rows.map { $0.messages.map(\.text) } == [
        ["Tank <name> is not allowed", "Lid of <name> is not allowed"],
        ["Pump <name> was not found on start", "Pump <name> was not found"],
      ])
  }

  @Test func `a stressed no or not is no message, nor are many lines without a failure`() throws {
    let text = """
      ## Copy fails
      **No action is required**: the copy is **not started by default**. It ends with **write access was denied**.

      > The copy of <name> is at work.
      > It began at <time> on that day.
      > It has been at work for three hours.
      > The other side waits for <name>.

      > The copy of <name> is at work.
      """
    try expectTree(
      text,
      is: """
        2 #copy-fails Copy fails [1-9] !title: fails
          “write access was denied” strong 2
          “The copy of <name> is at work.” blockQuote 9
        """)
  }

  @Test func `below a title that is an error code, a paragraph of its own is the message`() throws {
    let text = """
      # Übersetzerfehler X1234
      "tank": zu viele Pumpen für *Aufruf*

      Es wurden mehr Pumpen gefunden, als der Tank hat.
      # Compiler error X1235
      X1235 says that the tank is full.

      Empty it.
      # Compiler error X1236
      See [the tank](tank.md).

      Empty it.
      # Compiler error X1237
      > the tank is empty

      Fill it.
      # Compiler error X1238
      There is one paragraph, which explains.
      ## Compiler error X1239
      The part of a page explains.

      Fill it.
      """
    try expectTree(
      text,
      is: """
        1 #übersetzerfehler-x1234 Übersetzerfehler X1234 [1-4] !title: fehler
          “"tank": zu viele Pumpen für Aufruf” opening 2
        1 #compiler-error-x1235 Compiler error X1235 [5-8] !title: error
        1 #compiler-error-x1236 Compiler error X1236 [9-12] !title: error
        1 #compiler-error-x1237 Compiler error X1237 [13-16] !title: error
          “the tank is empty” blockQuote 14
        1 #compiler-error-x1238 Compiler error X1238 [17-18] !title: error
          2 #compiler-error-x1239 Compiler error X1239 [19-22] !title: error
        """)
  }
}
