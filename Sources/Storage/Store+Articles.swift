import CasebookArticles
import CasebookKnowledge
import CasebookSQLite
package import CasebookText

/// The effect of storing one file.
package enum Change {
  case added, changed, unchanged
}

extension Store {
  /// The hashes of the stored articles, by source.
  package func articleHashes() throws -> [String: ContentHash] {
    let hashes: [(String, String)] = try database.rows("SELECT source, content_hash FROM article") {
      try ($0[0], $0[1])
    }
    return Dictionary(uniqueKeysWithValues: hashes.map { ($0.0, ContentHash(stored: $0.1)) })
  }

  /// Stores articles in one transaction, each replacing the previous one from the same source.
  ///
  /// Updates the full-text index once at the end: SQLite flushes the index before each statement that it
  /// might have to undo, and that would take a large part of an ingest. Calls `begin` with the position of
  /// each article before storing it, and with `nil` before the work on all of them.
  package func store(
    _ articles: [(article: PreparedArticle, source: String)], begin: (Int?) -> Void = { _ in }
  ) throws -> [(change: Change, remarks: [ArticleRemark])] {
    try database.transaction {
      var index = IndexChanges()
      let changes = try articles.indices.map { position in
        begin(position)
        return try store(articles[position].article, source: articles[position].source, &index)
      }
      if articles.count > 1 { begin(nil) }
      try apply(index)
      return changes
    }
  }

  /// Pending changes to the index of sections.
  private struct IndexChanges {
    var removed: [(section: Int64, columns: IndexColumns)] = []
    var added: [(section: Int64, columns: IndexColumns)] = []
  }

  private func apply(_ changes: IndexChanges) throws {
    for (section, columns) in changes.removed {
      try database.run(
        """
        INSERT INTO section_index (section_index, rowid, title, signature, literals, body)
        VALUES ('delete', \(section), \(columns.title), \(columns.signature), \(columns.literals), \(columns.body))
        """)
    }
    for (section, columns) in changes.added { try index(columns, as: section) }
  }

  private func store(
    _ article: PreparedArticle, source: String, _ changes: inout IndexChanges
  ) throws -> (change: Change, remarks: [ArticleRemark]) {
    if let export = article.export, let section = article.exported {
      return try store(article, section, as: export.id, export.stated, source: source, &changes)
    }
    let path = neutralPath(source)
    let (family, rival) = try family(for: article, source: source, neutral: path)
    try nameAfterOriginal(family, article)
    let old = try removeArticle(from: source, &changes)
    for alias in article.aliases + [path] {
      try database.run("INSERT OR IGNORE INTO family_alias (alias, family_id) VALUES (\(alias), \(family))")
    }
    try nameTop(ofFamily: family, after: article)
    let id = try insert(article, family: family, source: source)
    let isAlone: Int? = try database.value(
      "SELECT count(*) FROM (SELECT 1 FROM article WHERE family_id = \(family) AND \(Self.isNoExport) LIMIT 2)"
    )
    for section in article.sections {
      // The other articles of the family help decide what is a known error, and its name.
      let isKnown = isAlone == 1 && section.reason != nil
      let error = isKnown ? try knownError(family: family, section.slug, section.row) : nil
      let number = try insert(section, article: id, knownError: error)
      changes.added.append((number, section.columns))
    }
    if isAlone != 1 { try alignKnownErrors(ofFamily: family, stored: id) }
    let remarks =
      isAlone == 1 && rival == nil
      ? [] : try remarks(on: article, number: id, family: family, rival: rival)
    forgetLocales()
    return (old ? .changed : .added, remarks)
  }

  /// Names the former text above the first heading after the title, where there is a title now.
  private func nameTop(ofFamily family: Int64, after article: PreparedArticle) throws {
    guard let title = article.sections.first, title.level == 1, title.slug != "top",
      try database.value("SELECT 1 FROM known_error WHERE family_id = \(family) AND slug = 'top' LIMIT 1")
        == 1
    else { return }
    try database.run(
      "UPDATE OR IGNORE known_error SET slug = \(title.slug) WHERE family_id = \(family) AND slug = 'top'")
  }

  private func insert(_ article: PreparedArticle, family: Int64, source: String) throws -> Int64 {
    try database.run(
      """
      INSERT INTO article (family_id, locale, source, title, updated, source_revision, content_hash)
      VALUES (\(family), \(article.locale.description), \(source), \(article.title), \(article.updated),
        \(article.sourceRevision), \(article.contentHash.description))
      """)
    return database.lastInsertedID
  }

  /// Removes what came from a source before; returns whether there was something.
  private func removeArticle(from source: String, _ changes: inout IndexChanges) throws -> Bool {
    let old: Int64? = try database.value("SELECT id FROM article WHERE source = \(source)")
    if let old { try removeArticle(old, &changes) }
    return old != nil
  }

  // MARK: Exports

  /// What keeps the files of an export from having a say in what an article is: each is one text of a known error.
  static let isNoExport: SQL = "article.id NOT IN (SELECT article_id FROM export)"

  /// Stores a file of an export as a text of the known error that it names, unless that text is there already.
  private func store(
    _ article: PreparedArticle, _ section: PreparedSection, as id: KnownErrorID,
    _ export: Resolution.Export, source: String, _ changes: inout IndexChanges
  ) throws -> (change: Change, remarks: [ArticleRemark]) {
    let old = try removeArticle(from: source, &changes)
    let known = try resolutions(of: id).first { $0.locale == article.locale }
    // An article from the journal is stored in any case.
    if !source.hasPrefix(Self.localPrefix), let known, known.updated == article.updated,
      known.title == section.title,
      contained(markdown: known.markdown) == contained(markdown: article.markdown(from: section))
    {
      forgetLocales()
      return (old ? .changed : .unchanged, [])
    }
    let family = try familyNumber(named: id.family) ?? newFamily(exactly: id.family)
    let number = try knownErrorNumber(of: id) ?? knownError(family: family, id.slug, id.row ?? "")
    let stored = try insert(article, family: family, source: source)
    try database.run(
      "INSERT INTO export (article_id, source, remark) VALUES (\(stored), \(export.source), \(export.remark))"
    )
    for part in article.sections {
      let knownError = part.position == section.position ? number : nil
      changes.added.append((try insert(part, article: stored, knownError: knownError), part.columns))
    }
    forgetLocales()
    guard let shown = try resolutions(of: id).first(where: { $0.locale == article.locale }),
      shown.source != source
    else { return (old ? .changed : .added, []) }
    return (
      old ? .changed : .added,
      [
        ArticleRemark(
          "is another text of \(id) in \(article.locale); that of \(shown.source) is shown. Give this one a later date "
            + "(updated), or remove one")
      ]
    )
  }

  /// The sources of the articles below a folder, in alphabetical order.
  package func articleSources(below folder: String) throws -> [String] {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return try database.rows(
      """
      SELECT source FROM article WHERE substr(source, 1, \(prefix.unicodeScalars.count)) = \(prefix)
      ORDER BY source
      """
    ) { try $0[0] }
  }

  /// Removes the articles from these sources.
  package func removeArticles(from sources: [String]) throws {
    for start in stride(from: 0, to: sources.count, by: Self.removalBatch) {
      try database.transaction {
        var changes = IndexChanges()
        for source in sources[start..<min(sources.count, start + Self.removalBatch)] {
          let found: [(Int64, Int64)] = try database.rows(
            "SELECT id, family_id FROM article WHERE source = \(source)"
          ) { try ($0[0], $0[1]) }
          for (article, family) in found {
            try removeArticle(article, &changes)
            try forgetKnownErrors(ofFamily: family)
          }
        }
        try apply(changes)
      }
    }
    if !sources.isEmpty { forgetLocales() }
  }

  /// How many articles to remove in one transaction; their index terms are kept in memory meanwhile.
  private static let removalBatch = 256

  private func removeArticle(_ article: Int64, _ changes: inout IndexChanges) throws {
    let sections: [Int64] = try database.rows("SELECT id FROM section WHERE article_id = \(article)") {
      try $0[0]
    }
    for section in sections {
      guard let hit = try sectionHit(section) else { continue }
      changes.removed.append((section, try indexColumns(of: hit)))
    }
    try database.run("DELETE FROM article WHERE id = \(article)")
  }

  // MARK: Sections

  private func insert(_ section: PreparedSection, article: Int64, knownError: Int64?) throws -> Int64 {
    try database.run(
      """
      INSERT INTO section (article_id, position, last, level, slug, "row", title, heading, markdown, line, reason,
        known_error_id, literals)
      VALUES (\(article), \(section.position), \(section.last), \(section.level), \(section.slug), \(section.row),
        \(section.title), \(section.heading == section.title ? nil : section.heading), \(section.markdown),
        \(section.line), \(section.reason), \(knownError), \(section.literals))
      """)
    let id = database.lastInsertedID
    for (position, message) in section.messages.enumerated() {
      try database.run(
        """
        INSERT INTO message (section_id, position, source, text, signature_id)
        VALUES (\(id), \(position), \(message.source), \(message.text), \(try signatureID(message.signature)))
        """)
    }
    if !section.identifiers.isEmpty {
      var insert = try database.prepare(
        "INSERT INTO identifier (section_id, kind, value, origin) VALUES (?, ?, ?, ?)")
      for (identifier, origin) in section.identifiers {
        try insert.run([
          .integer(id), .text(identifier.kind.rawValue), .text(identifier.value), .text(origin.rawValue),
        ])
      }
    }
    return id
  }

  func index(_ columns: IndexColumns, as section: Int64) throws {
    try database.run(
      """
      INSERT INTO section_index (rowid, title, signature, literals, body)
      VALUES (\(section), \(columns.title), \(columns.signature), \(columns.literals), \(columns.body))
      """)
  }

  func knownError(family: Int64, _ slug: String, _ row: String) throws -> Int64 {
    let existing: Int64? = try database.value(
      "SELECT id FROM known_error WHERE family_id = \(family) AND slug = \(slug) AND \"row\" = \(row)")
    if let existing { return existing }
    try database.run("INSERT INTO known_error (family_id, slug, \"row\") VALUES (\(family), \(slug), \(row))")
    return database.lastInsertedID
  }

  /// The number of the stored signature, which is stored once however many texts have it.
  func signatureID(_ signature: Signature) throws -> Int64 {
    let fingerprint = signature.fingerprint.description
    if let id: Int64 = try database.value("SELECT id FROM signature WHERE fingerprint = \(fingerprint)") {
      return id
    }
    try database.run(
      "INSERT INTO signature (fingerprint, template) VALUES (\(fingerprint), \(signature.template))")
    return database.lastInsertedID
  }
}
