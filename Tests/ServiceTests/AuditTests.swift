import CasebookIngest
import CasebookKnowledge
import ScratchKit
import Testing

@testable import CasebookService

/// Findings of an audit, and cases that it leaves alone.
struct AuditTests {
  private let scratch = Scratch()

  /// Ingests articles by language and prints the findings of their audit.
  private func audit(_ articles: [(locale: String, text: String)]) throws -> [String] {
    for (locale, text) in articles { scratch.write(text, to: "\(locale)/mill.md") }
    let base = try KnowledgeBase(path: ":memory:")
    for (locale, _) in articles { _ = try base.ingest([scratch[locale]]) }
    return try #require(try base.audit()).printed
  }

  @Test(arguments: ["/dev/zero", "/dev/stdin", "/", "/nowhere", "bundled:x"])
  func `a stored path that is not a file is not read`(path: String) {
    #expect(articleBytes(path) == nil)
  }

  private static let english = """
    ---
    ms.date: 06/15/2024
    ---
    # The mill

    Grind with `millctl --fast` and the MillConfig of mill.json.

    ## Stones do not turn

    The log says `StoneError: no wind`. Install grindstone==2.0.1 and call turn_stones() again with debugmill:

    ```bash
    millctl turn --stones 2   # both
    ```

    ## Other messages

    | Error | Resolution |
    |---|---|
    | `BeltError` | Tighten the belt with `belt tighten`. |
    | 507 Sack is full | Take another. |

    ## Next steps

    Bake.
    """

  private static let german = """
    ---
    ms.date: 06/15/2024
    ---
    # <a name="the-mill"></a>Die Mühle

    Mahlen Sie mit `millctl --fast` und der MillConfig aus mill.json.

    ## <a name="stones-do-not-turn"></a>Die Steine drehen sich nicht

    Im Protokoll steht „`StoneError: no wind`“. Installieren Sie grindstone==2.0.1, und rufen Sie turn_stones() noch einmal
    auf, mit debugmill:

    ```console
    millctl turn --stones 2   # beide
    ```

    ## <a name="other-messages"></a>Andere Meldungen

    | Fehler | Lösung |
    |---|---|
    | `BeltError` | Den Riemen mit `belt tighten` spannen. |
    | 507 Der Sack ist voll | Einen anderen nehmen. |

    ## <a name="next-steps"></a>Weiter

    Backen.
    """

  @Test func `a faithful translation has nothing to report`() throws {
    #expect(try audit([("en", Self.english), ("de", Self.german)]) == [])
  }

  @Test func `a translation need not repeat a block of messages`() throws {
    let block = "\n```messages\nStone 7 of the MillConfig does not turn\n```\n\n## Other messages"
    let english = Self.english.replacing("\n## Other messages", with: block)
    #expect(try audit([("en", english), ("de", Self.german)]) == [])
  }

  @Test(arguments: [
    // Split literals.
    (
      "grindstone==2.0.1", "grindstone = = 2.0.1",
      "split `grindstone = = 2.0.1` for `grindstone==2.0.1` at 10"
    ),
    ("turn_stones()", "turn_stones ()", "split `turn_stones ()` for `turn_stones()` at 10"),
    ("`millctl --fast`", "`millctl -- fast`", "split `millctl -- fast` for `millctl --fast` at 6"),
    // Literals with other letters.
    ("MillConfig", "Милконфиг", "altered `Милконфиг` for `MillConfig` at 6"),
    ("MillConfig", "МиллКонфига", "altered `МиллКонфига` for `MillConfig` at 6"),
    (
      "grindstone==2.0.1", "Гриндстоне = = 2.0.1",
      "altered `Гриндстоне = = 2.0.1` for `grindstone==2.0.1` at 10"
    ),
    ("`belt tighten`", "`bеlt tighten`", "altered `bеlt tighten` for `belt tighten` at 21"),
    ("`millctl --fast`", "`millctl –fast`", "altered `millctl –fast` for `millctl --fast` at 6"),
    ("`millctl --fast`", "`Millctl --Fast`", "altered `Millctl --Fast` for `millctl --fast` at 6"),
    // Lost literals.
    ("`StoneError: no wind`", "`Steinfehler: kein Wind`", "lost `StoneError: no wind` at 8"),
    ("MillConfig", "Mühleneinstellung", "lost `MillConfig` at 4"),
    ("`belt tighten`", "dem Spanner", "lost `belt tighten` at 21"),
    ("--stones 2 ", "--stones 3 ", "code `millctl turn --stones 3` for `millctl turn --stones 2` at 14"),
    ("millctl turn --stones 2   # beide", "", "no code `millctl turn --stones 2   # both` at 8"),
    ("| 507 Der Sack ist voll | Einen anderen nehmen. |\n", "", "no row 507 at 17"),
    ("## <a name=\"next-steps\"></a>Weiter\n\nBacken.", "", "no section next-steps at 17"),
  ])
  func `what a translation damaged is found, with its place and the intact text`(
    _ intact: String, _ damaged: String, _ expected: String
  ) throws {
    let text = Self.german.replacing(intact, with: damaged)
    #expect(text != Self.german)
    let found = try audit([("en", Self.english), ("de", text)])
    #expect(found == ["de: \(expected)"])
  }

  @Test(arguments: [
    // Translators may change quotation marks, full-width forms, code marks, order, and links.
    ("`StoneError: no wind`", "StoneError： no wind"), ("„`StoneError: no wind`“", "「`StoneError: no wind`」"),
    (
      "`millctl --fast` und der MillConfig aus mill.json",
      "MillConfig aus mill.json, dann mit `millctl --fast`"
    ),
    ("MillConfig aus", "[MillConfig](https://example.com/?view=mill-2) aus"),
    ("turn_stones()", "`turn_stones()`"),
    ("turn_stones()", "turn\\_stones()"), ("turn_stones() ", "turn_stones()\u{A0}"),
    ("MillConfig", "MillConfig-Datei"),
    ("MillConfig", "**MillConfig**s"), ("507 Der", "507: Der"), ("# beide", "# alle beide"),
    ("console", "azurecli"),
  ])
  func `what translators may change is no finding`(_ text: String, _ changed: String) throws {
    let changed = Self.german.replacing(text, with: changed)
    #expect(changed != Self.german)
    #expect(try audit([("en", Self.english), ("de", changed)]) == [])
  }

  @Test func `placeholders may be translated`() throws {
    let english = "# The mill\n## Mill fails\n`millctl --name <my mill name>` and `{count} sacks`\n"
    let german =
      "# <a name=\"the-mill\"></a>Mühle\n## <a name=\"mill-fails\"></a>Mühle\n`millctl --name <Name der Mühle>`, `{anzahl} sacks`\n"
    #expect(try audit([("en", english), ("de", german)]) == [])
  }

  @Test func `a plain word is a name where another script keeps it`() throws {
    let damaged = Self.german.replacing("debugmill", with: "дебугмилл")
    // English alone cannot show it: this might be a word of the language.
    #expect(try audit([("en", Self.english), ("de", damaged)]) == [])
    let japanese = Self.german.replacing("auf, mit debugmill", with: "debugmillを使用して")
    let found = try audit([("en", Self.english), ("de", damaged), ("ja", japanese)])
    #expect(
      found == [
        "de: altered `дебугмилл` for `debugmill` at 11"
      ])
  }

  @Test func `an older revision says how many months it is behind`() throws {
    let old = Self.german.replacing("06/15/2024", with: "11/20/2023")
    let found = try audit([("en", Self.english), ("de", old)])
    #expect(found == ["de: 7 months behind"])
  }

  @Test func `a table that vanished is one finding, not one a row`() throws {
    let start = try #require(Self.german.range(of: "| Fehler")?.lowerBound)
    let end = try #require(Self.german.range(of: "## <a name=\"next")?.lowerBound)
    let text = Self.german.replacingCharacters(in: start..<end, with: "Keine.\n\n")
    let found = try audit([("en", Self.english), ("de", text)])
    #expect(found == ["de: no table other-messages at 17"])
  }

  @Test func `text under one heading that the original divides is not missing`() throws {
    let english = """
      # The mill grinds to a halt
      > the mill has stopped
      ## Remarks
      The wind has died down, or the sails are furled. Wait for the wind, or unfurl the sails with a long pole.
      ## Example
      This stops the mill:
      ```bash
      millctl stop
      ```
      """
    let german = """
      # <a name="the-mill-grinds-to-a-halt"></a>Die Mühle bleibt stehen
      Die Mühle steht.

      Der Wind hat sich gelegt, oder die Segel sind eingerollt. Warten Sie auf Wind, oder entrollen Sie die Segel mit einer
      langen Stange.

      Dies hält die Mühle an:
      ```bash
      millctl stop
      ```
      """
    #expect(try audit([("en", english), ("de", german)]) == [])
    let short = german.split(separator: "\n").prefix(2).joined(separator: "\n")
    let found = try audit([("en", english), ("de", short)])
    #expect(
      found == [
        "de: no section remarks at 1", "de: no section example at 1",
      ])
  }

  @Test func `what the newest article itself damaged shows beside an older one`() throws {
    let newest = Self.german.replacing("06/15/2024", with: "06/20/2024").replacing(
      "grindstone==2.0.1", with: "grindstone = = 2.0.1"
    ).replacing("MillConfig", with: "Konfiguration")
    let found = try audit([("en", Self.english), ("de", newest)])
    #expect(
      found == [
        "de: split `grindstone = = 2.0.1` for `grindstone==2.0.1` at 10"
      ])
  }

  @Test func `one article, or none, has nothing to be compared with`() throws {
    #expect(try audit([("en", Self.english)]) == [])
    let base = try KnowledgeBase(path: ":memory:")
    #expect(try base.audit()?.families.count == 0)
    #expect(try base.audit(family: "the-mill") == nil)
  }
}

extension AuditReport {
  /// One line per finding.
  var printed: [String] {
    families.flatMap(\.translations).flatMap { translation -> [String] in
      let behind = translation.monthsBehind > 0 ? ["\(translation.monthsBehind) months behind"] : []
      return (behind + translation.findings.map(\.printed)).map { "\(translation.locale): \($0)" }
    }
  }
}

extension AuditReport.Finding {
  fileprivate var printed: String {
    let line = source.split(separator: ":").last ?? ""
    return switch kind {
    case .sectionMissing: "no section \(slug) at \(line)"
    case .rowMissing: "no row \(row ?? "") at \(line)"
    case .tableMissing: "no table \(slug) at \(line)"
    case .literalLost: "lost `\(intact)` at \(line)"
    case .literalAltered: "altered `\(found ?? "")` for `\(intact)` at \(line)"
    case .literalSplit: "split `\(found ?? "")` for `\(intact)` at \(line)"
    case .codeBlockMissing: "no code `\(intact)` at \(line)"
    case .codeBlockDiffers: "code `\(found ?? "")` for `\(intact)` at \(line)"
    }
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
