import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// English questions and reports about articles in other languages that have no word in common with them.
struct BridgedAnswerTests {
  private static let german = """
    ---
    title: Probleme mit dem Pult
    ms.locale: de-DE
    ---
    # Probleme mit dem Pult

    ## Das Kennwort des Benutzers ist abgelaufen

    Vergeben Sie ein neues.

    ## Die Datei wird von einem anderen Prozess gesperrt

    Beenden Sie ihn.

    ## Der Speicherplatz reicht nicht aus

    Löschen Sie alte Protokolle.
    """

  @Test(arguments: [
    ("user password has expired", "Das Kennwort des Benutzers ist abgelaufen"),
    ("file is locked by another process", "Die Datei wird von einem anderen Prozess gesperrt"),
  ])
  func `an English question finds the German section`(query: String, title: String) throws {
    let base = try Scratch().base(Self.german)
    #expect(try base.search(query).results.first?.title == title)
    let problem = try #require(try base.diagnose(query).problems.first)
    #expect(
      problem.candidates.first?.answer.resolution.title ?? problem.nearest.first?.resolution.title == title)
  }

  @Test func `what nothing translates stays unknown`() throws {
    let outcome = try Scratch().base(Self.german).search("kubelet evicted")
    #expect(outcome.results.isEmpty)
    #expect(outcome.unknownWords == ["kubelet", "evicted"])
  }

  private static let english = """
    # Troubleshoot the desk

    ## The password of the user has expired

    Set a new one.

    ## The file is locked by another process

    End it.

    ## There is not enough disk space

    Delete old logs. On das servers, `ist-1` and `vom-2`, ask first.
    """

  @Test(arguments: [
    ("das Kennwort vom Benutzer ist abgelaufen", "The password of the user has expired"),
    ("пароль пользователя просрочен", "The password of the user has expired"),
    ("ファイルが別のプロセスによってロックされています", "The file is locked by another process"),
    ("文件被另一个进程锁定", "The file is locked by another process"),
  ])
  func `a question in another language finds the English section, and lacks none of its function words`(
    query: String, title: String
  ) throws {
    let base = try Scratch().base(Self.english)
    let result = try base.search(query).results.first
    #expect(result?.title == title)
    #expect(result?.missing.contains { ["das", "vom", "ist"].contains($0) } == false)
    let problem = try #require(try base.diagnose(query).problems.first)
    #expect(
      problem.candidates.first?.answer.resolution.title ?? problem.nearest.first?.resolution.title == title)
  }
}
