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
}
