import CasebookArticles
import Testing

/// Which sections are known errors.
@Suite struct KnownErrorTests {
  @Test func `furniture and procedures are none, whatever they mention`() throws {
    let text = """
      # Guide
      ## Prerequisites
      ## Configure the error log
      ## How to handle exceptions
      ## Next steps
      ## Get logs
      ## Parameters
      """
    try expectTree(
      text,
      is: """
        1 #guide Guide [1-1]
          2 #prerequisites Prerequisites [2-2]
          2 #configure-the-error-log Configure the error log [3-3]
          2 #how-to-handle-exceptions How to handle exceptions [4-4]
          2 #next-steps Next steps [5-5]
          2 #get-logs Get logs [6-6]
          2 #parameters Parameters [7-7]
        """)
  }

  @Test
  func `an article of symptoms, cause and resolution is one known error with the messages of its symptoms`()
    throws
  {
    let text = """
      # Batch job keeps restarting
      ## Symptoms
      The log has `Worker 3 was killed by the node`.
      ## Cause
      Too little memory.
      ## Resolution
      ### Solution 1: add memory
      ### Solution 2
      """
    try expectTree(
      text,
      is: """
        1 #batch-job-keeps-restarting Batch job keeps restarting [1-1] !symptoms: Symptoms
          “Worker 3 was killed by the node” codeSpan 3
          2 #symptoms Symptoms [2-3] symptom
            “Worker 3 was killed by the node” codeSpan 3
          2 #cause Cause [4-5] cause
          2 #resolution Resolution [6-6] resolution
            3 #solution-1-add-memory Solution 1: add memory [7-7] resolution
            3 #solution-2 Solution 2 [8-8] resolution
        """)
  }

  @Test func `bold labels make a known error`() throws {
    let text = """
      ## Nothing is shown
      **Symptom**: an empty page.

      **Cause**: no data.

      **Resolution**: add data.
      """
    try expectTree(
      text,
      is: """
        2 #nothing-is-shown Nothing is shown [1-6] !symptoms: symptoms
        """)
  }

  @Test func `so do labels that stand alone with a colon, and a word in a sentence does not`() throws {
    let text = """
      ## Page stays empty
      Likely causes: none

      Symptoms:
      - nothing is shown

      Resolution:
      - add data
      ## Colours
      Cause

      Resolution: 300 dots
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.map(\.failure) == [FailureSign(.symptoms, "symptoms"), nil])
  }

  @Test(arguments: [
    ("Impossible de lancer le service", "impossible de"),
    ("El trabajo no se puede iniciar", "no se puede"),
    ("Il servizio non risponde: errore di rete", "non risponde"),
    ("O serviço não pode iniciar: erro", "não pode"),
    ("Taak mislukt", "mislukt"),
    ("Zadanie kończy się niepowodzeniem", "niepowodzen"),
    ("Úloha selhala", "selhal"),
    ("Görev başarısız oldu", "başarısız"),
    ("Не удалось запустить службу", "не удалось"),
    ("サービスを起動できない", "not start"),
    ("服务无法启动", "cannot"),
    ("작업 시작 실패", "failed"),
    ("Hiba a futtatáskor", "hiba"),
  ])
  func `each language says failure in its own words`(title: String, sign: String) throws {
    let article = try Article.parse(Array("## \(title)\n".utf8))
    #expect(article.sections[0].failure == FailureSign(.title, sign))
  }

  @Test func `a procedure that fails, or that solves a failure, is one`() throws {
    let text = """
      ## Deploy fails with exit code 3
      ## Update errors
      ## Update a node that failed
      ## Run tests when a build fails
      ## How to fix a broken volume
      ## How to read the list of errors
      ## Find the cause of an error
      """
    try expectTree(
      text,
      is: """
        2 #deploy-fails-with-exit-code-3 Deploy fails with exit code 3 [1-1] !title: exit code
        2 #update-errors Update errors [2-2] !title: errors
        2 #update-a-node-that-failed Update a node that failed [3-3]
        2 #run-tests-when-a-build-fails Run tests when a build fails [4-4]
        2 #how-to-fix-a-broken-volume How to fix a broken volume [5-5] !title: broken
        2 #how-to-read-the-list-of-errors How to read the list of errors [6-6]
        2 #find-the-cause-of-an-error Find the cause of an error [7-7]
        """)
  }

  @Test func `a denial that only heads other sections is none`() throws {
    let text =
      "# Help\n\n## My question is not answered\n\n### Forum\n\nAsk there.\n\n### Chat\n\nTalk there.\n"
    #expect(try Article.parse(Array(text.utf8)).sections.allSatisfy { $0.failure == nil })
  }

  @Test func `furniture and procedures of other languages are none`() throws {
    let text = """
      ## Configurar alertas de errores
      ## Cómo leer los errores
      ## Cómo resolver un error de red
      ## Comment lire les erreurs
      ## Jak číst chyby
      ## Jak odczytać błędy
      ## Как читать ошибки
      ## Warnungen bei Fehlern einrichten
      ## Fehler beim Einrichten
      ## エラーを確認する
      ## エラーの読み取り方法
      ## 如何查看错误
      ## 如何解决网络错误
      ## 如何檢視錯誤
      ## 오류를 읽는 방법
      ## Relatórios de bugs
      ## Hlášení chyb
      """
    // A page is in one language.
    let found = try text.split(separator: "\n").flatMap { heading in
      try Article.parse(Array(heading.utf8)).sections.filter { $0.failure != nil }.map(\.title)
    }
    #expect(found == ["Cómo resolver un error de red", "Fehler beim Einrichten", "如何解决网络错误"])
  }

  @Test
  func `what stands below a part is a piece of it, and what is quoted there belongs to the section above`()
    throws
  {
    let text = """
      # Mirror falls behind
      ## Symptoms
      ### Copies fail
      > The copy of volume 3 was refused.
      ## Resolution
      ### Fix invalid settings
      ### Quota is exceeded
      ## Error messages
      ### Volume not found
      """
    try expectTree(
      text,
      is: """
        1 #mirror-falls-behind Mirror falls behind [1-1] !symptoms: Symptoms
          “The copy of volume 3 was refused.” blockQuote 4
          2 #symptoms Symptoms [2-2] symptom
            3 #copies-fail Copies fail [3-4]
              “The copy of volume 3 was refused.” blockQuote 4
          2 #resolution Resolution [5-5] resolution
            3 #fix-invalid-settings Fix invalid settings [6-6]
            3 #quota-is-exceeded Quota is exceeded [7-7]
          2 #error-messages Error messages [8-8] symptom
            3 #volume-not-found Volume not found [9-9] !title: not found
        """)
  }

  @Test func `a heading that only announces errors is an overview, unless it says more`() throws {
    let text = """
      # Storage problems
      ## Common issues
      ### Volume cannot be mounted
      ## Network errors
      Look at the log.
      ## Errors of the mirror
      > The mirror cannot be reached.
      ### Mirror is stuck
      ## Mirror error messages
      ### Mirror is lost
      """
    try expectTree(
      text,
      is: """
        1 #storage-problems Storage problems [1-1]
          2 #common-issues Common issues [2-2]
            3 #volume-cannot-be-mounted Volume cannot be mounted [3-3] !title: cannot
          2 #network-errors Network errors [4-5] !title: errors
          2 #errors-of-the-mirror Errors of the mirror [6-7] !title: errors
            “The mirror cannot be reached.” blockQuote 7
            3 #mirror-is-stuck Mirror is stuck [8-8] !title: stuck
          2 #mirror-error-messages Mirror error messages [9-9]
            3 #mirror-is-lost Mirror is lost [10-10] !title: lost
        """)
  }

  @Test func `what a thing is not, said among facts, is none`() throws {
    let text = """
      ## Node is not ready
      ## Limitations
      ### Mirrors are not copied
      ## Cases that aren't mirrored
      ## Frequently asked questions
      ### Why doesn't the mirror copy links?
      ### Why does the copy fail?
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(
      article.sections.filter { $0.failure != nil }.map(\.title) == [
        "Node is not ready", "Why does the copy fail?",
      ])
  }

  @Test func `the title of the article speaks for its first heading`() throws {
    let text = """
      ---
      title: Volume is in a failed state
      ---
      # A volume needs attention
      It has no quorum.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections[0].failure == FailureSign(.title, "failed"))
    #expect(
      article.sections[0].messages.map(\.text) == ["A volume needs attention", "Volume is in a failed state"])
  }

  @Test(arguments: [
    ["Síntomas", "Causa", "Solución alternativa"], ["Sintomi", "Causa", "Soluzione alternativa"],
    ["Sintomas", "Causas", "Solução de contorno"], ["현상", "원인", "임시 해결 방법"], ["现象", "可能原因", "解决办法"],
    ["徵兆", "原因", "因應措施"], ["Příznaky", "Možné příčiny", "Náhradní řešení"],
    ["Objawy", "Możliwe przyczyny", "Obejście problemu"],
    ["Belirtiler", "Nedenleri", "Geçici çözüm"], ["Symptome", "Mögliche Ursachen", "Problemumgehung"],
    ["Symptômes", "Causes possibles", "Contournement"], ["Симптомы", "Возможные причины", "Обход"],
  ])
  func `each language names the parts of an error in its own words`(labels: [String]) throws {
    let text = "# Top\n" + labels.map { "## \($0)\n" }.joined()
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.map(\.role) == [nil, .symptom, .cause, .resolution], "\(labels)")
    #expect(article.sections[0].failure?.kind == .symptoms)
  }

  @Test(arguments: [
    "Error de conexión|El servicio no responde", "Errore di rete|Il nodo non si avvia",
    "Erro de rede|O nó não responde", "연결 오류|노드가 응답하지 않음|리소스 부족", "连接错误|节点没有响应|资源不足",
    "連線錯誤|節點沒有回應|資源不足", "Uzel neodpovídá|Soubor nebyl nalezen",
    "Węzeł nie odpowiada|Przekroczono limit", "Düğüm yanıt vermiyor|Dosya bulunamadı",
    "Verbindungsfehler|Der Knoten antwortet nicht|Zertifikat abgelaufen",
  ])
  func `failures are told from procedures in each language`(titles: String) throws {
    let text = titles.split(separator: "|").map { "## \($0)\n" }.joined()
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.allSatisfy { $0.failure != nil }, "\(article.sections.map(\.failure))")
  }
}
