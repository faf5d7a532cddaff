import CasebookArticles
import Testing

@Suite struct SectionTests {
  @Test func `headings become sections with their own text and the slug that renderers derive`() throws {
    let text = """
      # Model rollout

      Intro.

      ## Function fails: load_model()

      Look at the log.

      ### Details & more

      ## Next steps
      """
    try expectTree(
      text, showing: [.markdown],
      is: """
        1 #model-rollout Model rollout [1-4]
          > Intro.
          2 #function-fails-load_model Function fails: load_model() [5-8] !title: fails
            > Look at the log.
            3 #details--more Details & more [9-10]
          2 #next-steps Next steps [11-11]
        """)
  }

  @Test func `a stated anchor is the slug, and decides in a translation`() throws {
    let text = """
      # <a name="rollout-hangs"></a>Probleme beim Rollout
      ## <a name="pod-cannot-start"></a>Pod startet nicht
      ## <a name="collect-the-logs"></a>Fehlerprotokolle sammeln
      ## Kein Start {#no-start}
      ## 모델 배포[[deployment]]
      ## Siehe [[ ]] und [[Die Tür]]
      ## GateConfig[[gates.GateConfig]]
      ## Siehe [[Hinweise]]
      """
    try expectTree(
      text,
      is: """
        1 #rollout-hangs Probleme beim Rollout [1-1] !slug: hangs
          2 #pod-cannot-start Pod startet nicht [2-2] !slug: cannot
          2 #collect-the-logs Fehlerprotokolle sammeln [3-3]
          2 #no-start Kein Start [4-4]
          2 #deployment 모델 배포 [5-5]
          2 #siehe---und-die-tür Siehe [[ ]] und [[Die Tür]] [6-6]
          2 #gates.GateConfig GateConfig [7-7]
          2 #siehe-hinweise Siehe [[Hinweise]] [8-8]
        """)
  }

  @Test func `the handle of a tab is no section`() throws {
    let text = """
      ## Read the logs
      # [CLI](#tab/cli)
      Use the command.
      # <a name="py"></a>[Python](#tab/py)
      Use the client.

      ---

      After the tabs.
      ## Other
      """
    try expectTree(
      text, showing: [.markdown],
      is: """
        2 #read-the-logs Read the logs [1-9]
          > # [CLI](#tab/cli)
          > Use the command.
          > # <a name="py"></a>[Python](#tab/py)
          > Use the client.
          >
          > ---
          >
          > After the tabs.
        2 #other Other [10-10]
        """)
  }

  @Test func `a row of an error table is a known error`() throws {
    let text = """
      ## Other messages
      | Error | What to do |
      |---|---|
      | 507 Insufficient storage | Free some space on the volume, then repeat the upload. |
      | `QueueFullError` | Add a worker \\| raise `max_queue_length`. |
      | The image cannot be built | Pin `numpy==1.2.3` in the image. |
      | The worker hangs | Restart it and wait a minute. |
      """
    try expectTree(
      text,
      is: """
        2 #other-messages Other messages [1-7] !table: Error | What to do
          /507 507 Insufficient storage → Free some space on the volume, then repeat the upload. [4]
          /queuefullerror QueueFullError → Add a worker | raise `max_queue_length`. [5]
          /numpy The image cannot be built → Pin `numpy==1.2.3` in the image. [6]
          /row-4 The worker hangs → Restart it and wait a minute. [7]
        """)
  }

  @Test func `code in a heading, and flags, parameters and paths in bold are literals`() throws {
    let text = """
      ## Errors of `copy --all`
      With **/clr:pure** and **--level**, set **<!--x--> depthLimit <!--x-->** or **@mode**; see **%TEMP%\\logs**, not **Save**, **or**.

      ##Unspaced `mirror_id`
      """
    try expectTree(
      text, showing: [.literals],
      is: """
        2 #errors-of-copy---all Errors of copy --all [1-3] !title: errors
          codeSpan 1: copy --all
          strong 2: /clr:pure
          strong 2: --level
          strong 2: depthLimit
          strong 2: @mode
          strong 2: %TEMP%\\logs
        2 #unspaced-mirror_id Unspaced mirror_id [4-4]
          codeSpan 4: mirror_id
        """)
  }

  @Test func `a bold word is a literal when it is shaped like a name, and not when prose could have it`()
    throws
  {
    let text = """
      ## Names
      **maxDepth**, **IPAddress**, **max_depth**, **a.json**, **src/main**, **Get-Help**, **API**, **x64**, **run()**.

      **OK**, **Yes/No**, **Add/Remove**, **Note.**, **Azure-Abonnement**, **SQL-Datenbank**, **read-only**, **Important**, **a**.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections[0].literals.map(\.text) == [
        "maxDepth", "IPAddress", "max_depth", "a.json", "src/main", "Get-Help", "API", "x64", "run()",
      ])
  }
}
