import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// When sections and rows of two translations are one known error.
struct AlignmentTests {
  private let scratch = Scratch()

  private static let english = """
    ---
    title: The printing press
    ms.date: 03/01/2024
    ---
    # The printing press

    ## Other messages

    | Error | Resolution |
    |---|---|
    | 409 Conflict | Wait for the other job. |
    | The plate is not found | Add "inkwell==1.2.1" as a pip dependency to the Conda file. |
    | `['Feed:roller.Feed', 'setup.py']' died` | Take a press with more memory. |
    | Paper is missing | Fill the tray. |
    """

  /// The 409 row does not exist yet, and the pin was translated like prose.
  private static let russian = """
    ---
    title: Печатный станок
    ms.date: 03/01/2023
    ms.locale: ru-RU
    ---
    # <a name="the-printing-press"></a>Печатный станок

    ## <a name="other-messages"></a>Другие сообщения

    | Ошибка | Решение |
    |---|---|
    | Пластина не найдена | Добавьте "Инквелл = = 1.2.1" в файл Conda как зависимость PIP. |
    | `['Feed:roller.Feed', 'setup.py']' died` | Возьмите станок с большей памятью. |
    | Сбой: нет бумаги | Заполните лоток. |
    """

  private static let german = """
    ---
    title: Die Druckerpresse
    ms.date: 03/01/2024
    ms.locale: de-DE
    ---
    # <a name="the-printing-press"></a>Die Druckerpresse

    ## <a name="other-messages"></a>Andere Meldungen

    | Fehler | Lösung |
    |---|---|
    | 409 Konflikt | Auf den anderen Auftrag warten. |
    | Die Platte wurde nicht gefunden | Fügen Sie „inkwell==1.2.1“ der Conda-Datei als pip-Abhängigkeit hinzu. |
    | `['Feed:roller.Feed', 'setup.py']' died` | Eine Presse mit mehr Speicher nehmen. |
    | Papier fehlt | Das Fach füllen. |
    """

  private static let knownErrors: SQL = """
    SELECT known_error.slug || iif("row" = '', '', '/' || "row") AS known_error,
      (SELECT group_concat(named, ', ') FROM (
        SELECT locale || ' ' || section."row" AS named FROM section JOIN article ON article.id = article_id
        WHERE known_error_id = known_error.id ORDER BY locale)) AS sections
    FROM known_error ORDER BY 1
    """

  private func write() {
    scratch.write(Self.english, to: "en.md")
    scratch.write(Self.russian, to: "ru.md")
    scratch.write(Self.german, to: "de.md")
  }

  @Test(arguments: [["en", "de", "ru"], ["ru", "de", "en"], ["ru", "en", "de"], ["de", "ru", "en"]])
  func `a row whose literal was mangled is the row of the other languages, whoever comes first`(
    _ order: [String]
  ) throws {
    write()
    let store = try Store()
    for name in order { try store.ingest(scratch["\(name).md"]) }
    try expectTable(
      store, Self.knownErrors,
      is: """
        known_error                | sections
        ---------------------------+-----------------------------------------------
        other-messages             | de , en , ru
        other-messages/409         | de 409, en 409
        other-messages/inkwell     | de inkwell, en inkwell, ru row-1
        other-messages/roller-feed | de roller-feed, en roller-feed, ru roller-feed
        other-messages/row-4       | de row-4, en row-4, ru row-3
        """)
    try store.expectSound()
  }

  @Test
  func
    `an incident stays with its known error when that gets a better name, and the old name still leads there`()
    throws
  {
    write()
    let store = try Store()
    try store.ingest(scratch["ru.md"])
    let old = try #require(KnownErrorID("the-printing-press#other-messages/row-1"))
    #expect(try store.knownErrors(named: old.description) == [old])
    let number = try store.recordIncident(
      title: "Monday", message: "not found", signature: signer.signature(of: "not found"), knownError: old,
      text: "")
    try store.ingest(scratch["de.md"])
    let new = try #require(KnownErrorID("the-printing-press#other-messages/inkwell"))
    #expect(try store.incident(number)?.knownError == new)
    #expect(try store.history(of: new).seen == 1)
    #expect(try store.knownErrors(named: old.description) == [new])
    #expect(try store.resolutions(of: old).map(\.locale.description) == ["de", "ru"])

    // The same after the source of the better name is gone.
    scratch.write("# Crane\n", to: "docs/crane.md")
    scratch.remove("de.md")
    try store.ingest(scratch[""])
    #expect(try store.incident(number)?.knownError == new)
    #expect(try store.resolutions(of: new).map(\.locale.description) == ["en", "ru"])
  }

  @Test func `rows that cannot be told apart are not taken for each other`() throws {
    scratch.write(
      """
      # Lamp
      ## Lamp errors
      | Error | Resolution |
      |---|---|
      | Lamp fails | Wait. |
      | Switch fails | Wait more. |
      | Cord fails | Wait on. |
      """, to: "en/lamp.md")
    scratch.write(
      """
      # <a name="lamp"></a>Lampe
      ## <a name="lamp-errors"></a>Lampenfehler
      | Fehler | Lösung |
      |---|---|
      | Fehler im Schalter | Länger warten. |
      | Fehler im Kabel | Noch warten. |
      """, to: "de/lamp.md")
    for order in [["en", "de"], ["de", "en"]] {
      let store = try Store()
      for folder in order { try store.ingest(scratch[folder]) }
      try expectTable(
        store, Self.knownErrors,
        is: """
          known_error          | sections
          ---------------------+---------
          lamp-errors          | de , en
          lamp-errors/row-1    | en row-1
          lamp-errors/row-1-de | de row-1
          lamp-errors/row-2    | en row-2
          lamp-errors/row-2-de | de row-2
          lamp-errors/row-3    | en row-3
          """)
    }
  }

  @Test func `a section that one language calls a failure is one in all`() throws {
    scratch.write("# Lamp\n## Lamp fails\nWait.\n## Care\nDust it.\n", to: "en/lamp.md")
    scratch.write(
      "# <a name=\"lamp\"></a>Lampe\n## <a name=\"lamp-fails\"></a>Es bleibt dunkel\nWarten.\n",
      to: "xx/de/lamp.md")
    for order in [["en", "xx"], ["xx", "en"]] {
      let store = try Store()
      for folder in order { try store.ingest(scratch[folder]) }
      let id = KnownErrorID(family: "lamp", slug: "lamp-fails")
      #expect(try store.knownErrors() == [id])
      #expect(try store.resolutions(of: id).map(\.locale.description) == ["de", "en"])
      // When no article says so any more, it is a section like others.
      scratch.copy("en/lamp.md", to: "kept.md")
      scratch.remove("en/lamp.md")
      scratch.write("# Crane\n", to: "en/crane.md")
      try store.ingest(scratch["en"])
      #expect(try store.knownErrors().count <= 1)
      scratch.copy("kept.md", to: "en/lamp.md")
    }
  }

  @Test func `headings without anchors are matched by what they name and by their order`() throws {
    scratch.write(
      "# Lamp\n## Overview\nText.\n## Bulb fails\nWait.\n## Cable fails with `CableError`\nWait.\n## More\nEnd.\n",
      to: "en/lamp.md")
    scratch.write(
      "# Lampe\n## Überblick\nText.\n## Birne versagt\nWarten.\n## Kabel versagt mit `CableError`\nWarten.\n## Mehr\nEnde.\n",
      to: "de/lamp.md")
    for order in [["en", "de"], ["de", "en"]] {
      let store = try Store()
      for folder in order { try store.ingest(scratch[folder]) }
      #expect(try store.knownErrors().map(\.slug) == ["bulb-fails", "cable-fails-with-cableerror"])
      let cable = KnownErrorID(family: "lamp", slug: "cable-fails-with-cableerror")
      #expect(try store.resolutions(of: cable).map(\.locale.description) == ["de", "en"])
    }
  }
}
