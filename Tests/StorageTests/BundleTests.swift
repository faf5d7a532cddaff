import CBridge
import CGloss
import CasebookConceptData
import CasebookDiagnosisData
import CasebookFormatData
import CasebookGroupingData
import CasebookIdentifierData
import CasebookKnowledge
import CasebookSQLite
import CasebookSecretData
import CasebookSignatures
import CasebookText
import CasebookWordData
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// The bundle in the program is made of `data/articles`. If one of these fails, run script/embed.
struct BundleTests {
  private let folder = package("data/articles")

  @Test func `the program has the articles as they are`() throws {
    let embedded = try BundledArticles.embedded()
    let written = try BundledArticles.folder(folder)
    #expect(embedded.articles.count > 70)
    #expect(embedded.articles.map(\.source) == written.articles.map(\.source))
    #expect(embedded.articles.map(\.area) == written.articles.map(\.area))
    for (embedded, written) in zip(embedded.articles, written.articles) {
      #expect(
        embedded.bytes == written.bytes, "\(written.source) is another in data/bundle; run script/embed")
    }
  }

  @Test func `the program has the glossary as it is`() throws {
    #expect(
      decompressed(ConceptData.packed) == contents(package("data/concepts/concepts.jsonl")),
      "run script/embed")
  }

  @Test(arguments: wordFiles)
  func `the program has the word lists as they are`(file: String) {
    #expect(Vocabulary.words(of: file) == contents(package("data/words/\(file).jsonl")), "run script/embed")
  }

  @Test(arguments: [
    ("formats", packedFormats), ("identifiers", packedIdentifiers), ("secrets", packedSecrets),
  ])
  func `the program has the rules as they are`(folder: String, packed: [UInt8]) {
    let files = filesBelow(package("data/\(folder)"), report: { _ in }, passOver: { _ in })
      .filter { $0.hasSuffix(".json") }.sorted { $0.dropLast(5) < $1.dropLast(5) }
    #expect(unpackedFiles(packed) == files.map { contents($0) ?? [] }, "run script/embed")
  }

  @Test func `the program has the background frequencies as they are`() {
    #expect(
      decompressed(DiagnosisData.packedBackground) == contents(package("data/diagnosis/background.txt")),
      "run script/embed")
  }

  @Test(arguments: ["gloss", "bridge"])
  func `the program has the words of other languages as they are`(name: String) throws {
    let files = filesBelow(package("data/\(name)"), report: { _ in }, passOver: { _ in }).filter {
      $0.hasSuffix(".tsv")
    }
    let all = files.sorted().flatMap { file in
      Array("# \(file.split(separator: "/").last?.dropLast(4) ?? "")\n".utf8) + (contents(file) ?? [])
    }
    let packed =
      name == "gloss"
      ? UnsafeRawBufferPointer(start: casebook_gloss(), count: casebook_gloss_size)
      : UnsafeRawBufferPointer(start: casebook_bridge(), count: casebook_bridge_size)
    #expect(try decompressed(packed) == all, "run script/embed")
  }

  @Test func `the words of a bridge are in the order in which they are looked up`() throws {
    for language in ["cs", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "zh"] {
      let file = try #require(contents(package("data/bridge/\(language).tsv")))
      let words = file.split(separator: UInt8(ascii: "\n")).map {
        Array($0.prefix { $0 != UInt8(ascii: "\t") })
      }
      #expect(words.count > 500)
      #expect(zip(words, words.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }, "\(language)")
    }
  }

  @Test func `the program has the contexts of variables as they are`() throws {
    #expect(
      decompressed(GroupingData.packedContexts) == contents(package("data/grouping/contexts.txt")),
      "run script/embed")
  }

  @Test func `what the program loads is what an ingest of the articles stores`() throws {
    let loaded = try Store()
    try loaded.database.run("DELETE FROM concept")
    try loaded.database.run("DELETE FROM meta WHERE name = 'concepts'")
    try loaded.transaction { try BundledArticles.embedded().fill(loaded, areas: nil, signer: Signer()) }
    let ingested = try Store()
    try BundledArticles.folder(folder).fill(ingested, areas: nil, signer: Signer())
    try loaded.expectSound()
    for query in Self.content {
      let (here, there) = (try rows(loaded, query), try rows(ingested, query))
      #expect(here.count > 10, "\(query.text)")
      let other = zip(here, there).first { $0 != $1 }
      let said =
        "run script/embed: \(query.text)\n\(other?.0 ?? "\(here.count) rows")\n\(other?.1 ?? "\(there.count) rows")"
      #expect(here == there, Comment(rawValue: said))
    }
  }

  @Test func `a loaded knowledge base goes on like any other`() throws {
    let scratch = Scratch()
    let store = try Store(
      path: ":memory:", access: .create,
      fill: { try BundledArticles.embedded().fill($0, areas: nil, signer: Signer()) })
    let before: Int =
      try store.database.value("SELECT count(*) FROM section_index WHERE section_index MATCH 'crane'") ?? 0
    scratch.write("# Cranes\n## The crane is stuck\nOil it.\n", to: "docs/crane.md")
    try store.ingest(scratch["docs"])
    try store.expectSound()
    #expect(
      try store.database.value("SELECT count(*) FROM section_index WHERE section_index MATCH 'crane'")
        == before + 2)
    try BundledArticles.embedded().refresh(store, areas: ["gpu"], signer: Signer())
    try store.expectSound()
    #expect(try store.database.value("SELECT count(*) FROM article") == 6)
    let (indexed, sections): (Int?, Int?) = try (
      store.database.value("SELECT count(*) FROM section_index"),
      store.database.value("SELECT count(*) FROM section")
    )
    #expect(indexed == sections)
  }

  private func rows(_ store: Store, _ query: SQL) throws -> [String] {
    try store.database.rows(query) { row in
      (0..<row.count).map { row.shown($0) ?? "∅" }.joined(separator: "|")
    }
  }

  /// All that an ingest stores, without numbers that depend on the order, and the index term by term.
  private static let content: [SQL] = [
    "SELECT source, family.slug, locale, title, updated, source_revision, content_hash FROM article JOIN family ON family.id = family_id ORDER BY 1",
    "SELECT slug, alias FROM family JOIN family_alias ON family_id = id ORDER BY 1, 2",
    "SELECT family.slug, known_error.slug, \"row\" FROM known_error JOIN family ON family.id = family_id ORDER BY 1, 2, 3",
    """
    SELECT source, position, last, level, section.slug, section."row", section.title, heading, markdown, line, reason,
      literals, known_error.slug, known_error."row"
    FROM section JOIN article ON article.id = article_id LEFT JOIN known_error ON known_error.id = known_error_id
    ORDER BY 1, 2
    """,
    """
    SELECT article.source, section.position, message.position, message.source, text, fingerprint, template
    FROM message JOIN section ON section.id = section_id JOIN article ON article.id = article_id
      JOIN signature ON signature.id = signature_id ORDER BY 1, 2, 3
    """,
    """
    SELECT source, position, kind, value, origin
    FROM identifier JOIN section ON section.id = section_id JOIN article ON article.id = article_id ORDER BY 1, 2, 3, 4
    """,
    "SELECT term, doc, cnt FROM section_term ORDER BY 1",
    "SELECT * FROM concept ORDER BY 1, 2, 3",
    """
    SELECT source, position, count(*) FROM section_index JOIN section ON section.id = section_index.rowid
      JOIN article ON article.id = article_id
    WHERE section_index MATCH 'the OR of OR error' GROUP BY 1, 2 ORDER BY 1, 2
    """,
  ]
}
