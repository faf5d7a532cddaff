import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct ArticleIngestTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  /// Writes the three languages, under unrelated names.
  private func writeDepot() {
    scratch.write(Depot.english, to: "docs/a1.md")
    scratch.write(Depot.german, to: "docs/b2.txt")
    scratch.write(Depot.japanese, to: "docs/c3.md")
  }

  private static let articles: SQL = """
    SELECT family.slug AS family, locale, article.title, updated FROM article JOIN family ON family.id = family_id
    ORDER BY family.slug, locale, updated
    """

  private static let knownErrors: SQL = """
    SELECT family.slug || '#' || known_error.slug || iif("row" = '', '', '/' || "row") AS known_error,
      (SELECT group_concat(locale, ' ') FROM (SELECT locale FROM section JOIN article ON article.id = article_id
        WHERE known_error_id = known_error.id ORDER BY locale)) AS locales
    FROM known_error JOIN family ON family.id = family_id ORDER BY 1
    """

  // MARK: Families and known errors

  @Test func `the anchor of the title joins languages into one family`() throws {
    writeDepot()
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 3")
    try expectTable(
      store, Self.articles,
      is: """
        family                 | locale | title                  | updated
        -----------------------+--------+------------------------+-----------
        troubleshoot-the-depot | de     | Probleme im Depot      | 2023-11-20
        troubleshoot-the-depot | en     | Troubleshoot the depot | 2024-03-01
        troubleshoot-the-depot | ja     | 配送センターのトラブルシューティング     | 2024-03-01
        """)
    try store.expectSound()
  }

  @Test func `the same slug is one known error with one resolution a language`() throws {
    writeDepot()
    try store.ingest(scratch["docs"])
    try expectTable(
      store, Self.knownErrors,
      is: """
        known_error                                      | locales
        -------------------------------------------------+---------
        troubleshoot-the-depot#parcel-is-refused         | de en ja
        troubleshoot-the-depot#shelf-errors              | de en ja
        troubleshoot-the-depot#shelf-errors/507          | de en ja
        troubleshoot-the-depot#shelf-errors/labelmissing | en ja
        """)
    let id = KnownErrorID(family: "troubleshoot-the-depot", slug: "shelf-errors", row: "507")
    #expect(
      try store.resolutions(of: id).map { "\($0.locale) \($0.title): \($0.markdown)" } == [
        "de 507 Regal ist voll: Mit `depot clear` leer räumen.",
        "en 507 Shelf is full: Clear it with `depot clear`.",
        "ja 507 棚がいっぱいです: `depot clear` で空にします。",
      ])
  }

  @Test func `the order of arrival does not matter`() throws {
    writeDepot()
    try store.ingest(scratch["docs"])
    let ids = try store.knownErrors()
    for order in [["c3.md", "a1.md", "b2.txt"], ["b2.txt", "c3.md", "a1.md"]] {
      let other = try Store()
      for name in order { try other.ingest(scratch["docs/\(name)"]) }
      #expect(try other.knownErrors() == ids)
      #expect(try terms(other, "section") == terms(store, "section"))
    }
  }

  @Test func `names that every folder has join nothing`() throws {
    scratch.write("# Crane problems\n## Crane fails\nOil it.\n", to: "crane/index.md")
    scratch.write("# Lift problems\n## Lift fails\nWait.\n", to: "lift/index.md")
    try store.ingest(scratch[""])
    #expect(try store.families() == ["crane-problems", "lift-problems"])
  }

  @Test func `of two revisions in one language the newest speaks, for what it has`() throws {
    let old = Depot.english.replacing("03/01/2024", with: "03/01/2020").replacing("Clear it", with: "Burn it")
      .replacing("## Next steps", with: "## Scale fails\n\nWeigh by hand.\n\n## Next steps")
    scratch.write(old, to: "old.md")
    scratch.write(Depot.english, to: "new.md")
    for paths in [["old.md", "new.md"], ["new.md", "old.md"]] {
      let store = try Store()
      for path in paths { try store.ingest(scratch[path]) }
      #expect(try store.families() == ["troubleshoot-the-depot"])
      let shelf = KnownErrorID(family: "troubleshoot-the-depot", slug: "shelf-errors", row: "507")
      #expect(try store.resolutions(of: shelf).map(\.markdown) == ["Clear it with `depot clear`."])
      let scale = KnownErrorID(family: "troubleshoot-the-depot", slug: "scale-fails")
      #expect(try store.resolutions(of: scale).map(\.updated) == ["2020-03-01"])
    }
  }

  @Test func `what each section says is stored with its messages, literals and identifiers`() throws {
    try store.ingest(scratch.write(Depot.english, to: "depot.md"))
    try expectTable(
      store,
      "SELECT position, last, level, slug, \"row\", line, known_error_id IS NOT NULL AS known FROM section",
      is: """
        position | last | level | slug                   | row          | line | known
        ---------+------+-------+------------------------+--------------+------+------
        0        | 5    | 1     | troubleshoot-the-depot |              | 5    | 0
        1        | 1    | 2     | parcel-is-refused      |              | 9    | 1
        2        | 4    | 2     | shelf-errors           |              | 13   | 1
        3        | 3    | 7     | shelf-errors           | 507          | 17   | 1
        4        | 4    | 7     | shelf-errors           | labelmissing | 18   | 1
        5        | 5    | 2     | next-steps             |              | 20   | 0
        """)
    try expectTable(
      store,
      """
      SELECT slug || iif("row" = '', '', '/' || "row") AS section, source, template
      FROM message JOIN section ON section.id = section_id JOIN signature ON signature.id = signature_id
      ORDER BY section_id, message.position
      """,
      is: """
        section                   | source     | template
        --------------------------+------------+-------------------------------------------------
        parcel-is-refused         | heading    | Parcel is refused
        parcel-is-refused         | code_span  | ParcelRefused: weight <num> kg is over the limit
        shelf-errors              | heading    | Shelf errors
        shelf-errors/507          | table_cell | <num> Shelf is full
        shelf-errors/labelmissing | table_cell | LabelMissing
        """)
    try expectTable(
      store, "SELECT replace(literals, char(10), ' / ') AS literals FROM section WHERE id = 2",
      is: """
        literals
        -----------------------------------------------------------------
        ParcelRefused: weight 31 kg is over the limit / depot sweep --all
        """)
  }

  // MARK: Again

  @Test func `the same again changes nothing in any table`() throws {
    writeDepot()
    try store.ingest(scratch["docs"])
    let before = try dump(store.database)
    #expect(try store.ingest(scratch["docs"]).articles.text == "unchanged 3")
    #expect(try dump(store.database) == before)
    #expect(try store.ingest(scratch["docs/a1.md"], scratch["docs/./a1.md"]).articles.text == "unchanged 2")
    #expect(try dump(store.database) == before)
  }

  @Test func `a changed article leaves nothing of its old text in the index`() throws {
    writeDepot()
    try store.ingest(scratch["docs"])
    #expect(try store.find("pile") == ["troubleshoot-the-depot#troubleshoot-the-depot en"])
    scratch.write(Depot.english.replacing("pile up", with: "vanish"), to: "docs/a1.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "changed 1 unchanged 2")
    #expect(try store.find("pile") == [])
    #expect(try store.find("vanish") == ["troubleshoot-the-depot#troubleshoot-the-depot en"])
    #expect(try store.families() == ["troubleshoot-the-depot"])
    try store.expectSound()

    // The index equals one that never held the old text.
    let fresh = try Store()
    try fresh.ingest(scratch["docs"])
    #expect(try terms(store, "section") == terms(fresh, "section"))
  }

  @Test func `every language is taken out of the index as it was put in`() throws {
    writeDepot()
    scratch.write("# 배송 오류\n## 배송 실패\n`배송` 다시 시도하세요.\n", to: "ko-kr/delivery.md")
    scratch.write(
      "# Сбои доставки\n## Доставка не выполняется\nПовторите ещё раз.\n", to: "ru-ru/delivery.md")
    scratch.write("# 配送錯誤\n## 配送失敗\n請重試 ①②③ Ａ。\n", to: "zh-tw/delivery.md")
    scratch.write("# Échecs\n## Échec: l\u{2019}été e\u{301}\u{302}\nÉÀ ﬁ İı ß x\n", to: "fr-fr/delivery.md")
    let report = try store.ingest(scratch[""])
    #expect(report.articles.text == "added 7", "\(report.refused)")
    #expect(try !terms(store, "section").isEmpty)
    for name in ["docs", "ko-kr", "ru-ru", "zh-tw", "fr-fr"] { scratch.remove(name) }
    scratch.write("# Crane\n", to: "crane.md")
    #expect(try store.ingest(scratch[""]).articles.text == "added 1 removed 7")
    #expect(
      try store.database.rows("SELECT term FROM section_term") { try $0[0] as String } == ["crane"])
    try store.expectSound()
  }

  @Test func `what is gone from a folder is removed, what lies elsewhere stays`() throws {
    writeDepot()
    let other = scratch.write("# Crane\n## Crane fails\nOil it.\n", to: "docs-2/crane.md")
    try store.ingest(scratch["docs"], other)
    scratch.remove("docs/b2.txt")
    scratch.remove("docs-2/crane.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "unchanged 2 removed 1")
    try expectTable(
      store, "SELECT locale, title FROM article ORDER BY id",
      is: """
        locale | title
        -------+-----------------------
        en     | Troubleshoot the depot
        ja     | 配送センターのトラブルシューティング
        en     | Crane
        """)
    #expect(try store.find("Regal") == [])
    #expect(try store.find("Crane") == ["crane#crane en", "crane#crane-fails en"])
    try store.expectSound()
  }

  @Test func `a rehearsal names what would go, and changes nothing`() throws {
    writeDepot()
    let log = scratch.write("2026-01-04T10:00:01Z ERROR belt: it is stuck\n", to: "docs/belt.log")
    try store.ingest(scratch["docs"])
    let before = try dump(store.database)
    scratch.remove("docs/b2.txt")
    scratch.write("# Crane\n## Crane fails\nOil it.\n", to: "docs/crane.md")
    scratch.write("2026-01-05T10:00:01Z ERROR belt: it is torn\n", to: "docs/belt.log")
    let report = try store.rehearse { try store.ingest(scratch["docs"]) }
    #expect(report.articles.text == "added 1 unchanged 2 removed 1")
    #expect(report.removed == [scratch["docs/b2.txt"]])
    #expect(report.runs.text == "changed 1", "\(log) was replaced")
    #expect(try dump(store.database) == before)
    try store.expectSound()
    #expect(try store.ingest(scratch["docs"]).articles.text == "added 1 unchanged 2 removed 1")
  }

  @Test func `removed articles leave the known errors that incidents refer to`() throws {
    let path = scratch.write(Depot.english, to: "docs/depot.md")
    scratch.write("# Crane\n", to: "docs/crane.md")
    try store.ingest(scratch["docs"])
    let id = KnownErrorID(family: "troubleshoot-the-depot", slug: "parcel-is-refused")
    let number = try store.recordIncident(
      title: "Monday", message: "ParcelRefused", signature: signer.signature(of: "ParcelRefused"),
      knownError: id, text: "")
    scratch.remove("docs/depot.md")
    #expect(try store.ingest(scratch["docs"]).articles.text == "unchanged 1 removed 1")
    #expect(try store.incident(number)?.knownError == id)
    #expect(try store.history(of: id).seen == 1)
    #expect(try store.knownErrors() == [])
    #expect(try store.resolutions(of: id) == [])

    // When it returns, even under another name, it is the same known error.
    scratch.remove("docs/crane.md")
    scratch.write(contents(path) ?? Array(Depot.english.utf8), to: "docs/moved.md")
    try store.ingest(scratch["docs"])
    #expect(try store.knownErrors().contains(id))
    try expectTable(
      store, "SELECT count(*) AS n FROM known_error WHERE slug = 'parcel-is-refused'",
      is: """
        n
        -
        1
        """)
  }
}
