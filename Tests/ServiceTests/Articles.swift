import CasebookKnowledge
import CasebookService
import ScratchKit

/// One article in three languages. The German text is older and lacks a row; the French text has no date.
enum Ferry {
  static let english = """
    ---
    title: Troubleshoot the ferry
    ms.date: 05/02/2024
    ---
    # Troubleshoot the ferry

    ## Ferry is stuck

    The log says `FerryError: the ferry is stuck`.

    > [!WARNING]
    > Do not push.

    ```bash
    ferry status   # prints ``` and ---
    ferry free --all
    ```

    ### On the far side

    | Lamp | Meaning |
    |---|---|
    | red | wait for `ferry free` |

    ## Ticket errors

    | Error | What to do |
    |---|---|
    | 507 No seat is left | Wait for the next one, with `ferry wait`. |
    | `TicketMissing` | Print the ticket with `ferryctl==3.0.0`. |
    """

  static let german = """
    ---
    title: Probleme mit der Fähre
    ms.date: 11/20/2022
    ms.locale: de-DE
    ---
    # <a name="troubleshoot-the-ferry"></a>Probleme mit der Fähre

    ## <a name="ferry-is-stuck"></a>Die Fähre steckt fest

    Im Protokoll steht `FerryError: the ferry is stuck`. Mit `ferry free --all` befreien.

    ## <a name="ticket-errors"></a>Fehler mit Karten

    | Fehler | Lösung |
    |---|---|
    | `TicketMissing` | Drucken Sie die Karte mit `ferryctl==3.0.0` neu. |
    """

  static let french = """
    ---
    title: Problèmes du bac
    ms.locale: fr-FR
    ---
    # <a name="troubleshoot-the-ferry"></a>Problèmes du bac

    ## <a name="ferry-is-stuck"></a>Le bac est bloqué

    Le journal dit `FerryError: the ferry is stuck`.
    """
}

extension Scratch {
  /// An in-memory knowledge base of texts, each from a file of its own.
  func base(_ texts: String..., preferring locale: String = "en") throws -> KnowledgeBase {
    try base(texts, preferring: locale)
  }

  func base(_ texts: [String], preferring locale: String = "en") throws -> KnowledgeBase {
    for (index, text) in texts.enumerated() { write(text, to: "docs/\(index).md") }
    let base = try KnowledgeBase(path: ":memory:", preferred: LocaleTag(locale) ?? .english)
    _ = try base.ingest([self["docs"]])
    return base
  }
}
