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

  @Test func `each language says failure in its own words`() throws {
    let text = """
      ## Impossible de lancer le service
      ## El trabajo no se puede iniciar
      ## Il servizio non risponde: errore di rete
      ## O serviço não pode iniciar: erro
      ## Taak mislukt
      ## Zadanie kończy się niepowodzeniem
      ## Úloha selhala
      ## Görev başarısız oldu
      ## Не удалось запустить службу
      ## サービスを起動できない
      ## 服务无法启动
      ## 작업 시작 실패
      ## Hiba a futtatáskor
      """
    try expectTree(
      text,
      is: """
        2 #impossible-de-lancer-le-service Impossible de lancer le service [1-1] !title: impossible de
        2 #el-trabajo-no-se-puede-iniciar El trabajo no se puede iniciar [2-2] !title: no se puede
        2 #il-servizio-non-risponde-errore-di-rete Il servizio non risponde: errore di rete [3-3] !title: errore
        2 #o-serviço-não-pode-iniciar-erro O serviço não pode iniciar: erro [4-4] !title: erro
        2 #taak-mislukt Taak mislukt [5-5] !title: mislukt
        2 #zadanie-kończy-się-niepowodzeniem Zadanie kończy się niepowodzeniem [6-6] !title: niepowodzen
        2 #úloha-selhala Úloha selhala [7-7] !title: selhal
        2 #görev-başarısız-oldu Görev başarısız oldu [8-8] !title: başarısız
        2 #не-удалось-запустить-службу Не удалось запустить службу [9-9] !title: не удалось
        2 #サービスを起動できない サービスを起動できない [10-10] !title: できない
        2 #服务无法启动 服务无法启动 [11-11] !title: 无法
        2 #작업-시작-실패 작업 시작 실패 [12-12] !title: 실패
        2 #hiba-a-futtatáskor Hiba a futtatáskor [13-13] !title: hiba
        """)
  }
}
