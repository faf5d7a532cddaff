import CasebookAnalysis
import CasebookArchives
import CasebookConceptData
public import CasebookKnowledge
import CasebookSQLite
import CasebookText

extension Store {
  /// The concepts whose words start with this index term, each with its whole term sequence.
  public func concepts(startingWith term: String) throws -> [(terms: [String], concept: String)] {
    // `!` follows the space in ASCII, so the range contains the term and everything that continues after a
    // space.
    try database.rows(
      """
      SELECT DISTINCT term, concept FROM concept WHERE term = \(term) OR (term > \(term + " ") AND term < \(term + "!"))
      """
    ) { row in (try (row[0] as String).split(separator: " ").map(String.init), try row[1]) }
  }

  /// The sequences of index terms that name a concept in these locales.
  public func terms(ofConcept concept: String, in locales: [LocaleTag]) throws -> [String] {
    try database.rows(
      """
      SELECT DISTINCT term FROM concept
      WHERE concept = \(concept) AND locale IN (\(list: locales.map(\.description)))
      """
    ) { try $0[0] }
  }

  /// The locales that have an article without an English original.
  public func localesWithoutEnglish() throws -> [LocaleTag] {
    try locales().filter { try $0.language != "en" && hasArticle(in: $0, without: "en") }
  }

  /// Whether an English article has no translation into a language.
  public func hasEnglish(without language: String) throws -> Bool {
    try locales().contains { try $0.language == "en" && hasArticle(in: $0, without: language) }
  }

  /// Whether an article of a locale has no text in a language. The oldest and the newest articles are looked at, so that it
  /// takes no time in a large knowledge base.
  private func hasArticle(in locale: LocaleTag, without language: String) throws -> Bool {
    let (name, limit) = (locale.description, 100)
    let found: Int? = try database.value(
      """
      SELECT 1 FROM (
        SELECT * FROM (SELECT family_id FROM article WHERE locale = \(name) ORDER BY id LIMIT \(limit))
        UNION
        SELECT * FROM (SELECT family_id FROM article WHERE locale = \(name) ORDER BY id DESC LIMIT \(limit))
      ) AS own
      WHERE NOT EXISTS (
        SELECT 1 FROM article
        WHERE family_id = own.family_id AND (locale = \(language) OR locale GLOB \(language + "-*")))
      LIMIT 1
      """)
    return found != nil
  }

  /// Loads the program's version of the concepts, unless the database has it.
  static func loadConcepts(into database: Database) throws {
    let version = ContentHash(ConceptData.packed).description + "/\(Analyzer.version)"
    if try database.value("SELECT value FROM meta WHERE name = 'concepts'") == version { return }
    try database.transaction {
      try database.run("DELETE FROM concept")
      try database.run(
        """
        INSERT OR IGNORE INTO concept
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(\(conceptRows))
        """)
      try database.run("INSERT OR REPLACE INTO meta VALUES ('concepts', \(version))")
    }
  }

  /// The terms of each concept with its locale, as a JSON array of arrays. Made once for all stores of a process.
  private static let conceptRows: String = {
    let concepts = decompressed(ConceptData.packed)
    var analyzers: [LocaleTag: Analyzer] = [:]
    var rows: [JSON] = []
    for line in concepts.split(separator: UInt8(ascii: "\n")) {
      guard let entry = try? JSON(parsing: line), let concept = entry["concept"]?.string,
        let locale = entry["lang"]?.string.flatMap(LocaleTag.init),
        let words = entry["words"]?.array
      else { continue }
      let analyzer = analyzers[locale] ?? Analyzer(locale: locale)
      analyzers[locale] = analyzer
      for word in words.compactMap(\.string) {
        let term = analyzer.terms(of: word).split(separator: " ").joined(separator: " ")
        if !term.isEmpty { rows.append([.string(term), .string(concept), .string(locale.description)]) }
      }
    }
    return JSON.array(rows).description
  }()
}
