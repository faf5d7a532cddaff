import CasebookArticles
import CasebookKnowledge
import CasebookSQLite

/// What storing one file did.
enum Change {
  case added, changed, unchanged
}

extension Store {
  /// The hashes of the stored articles, by source.
  func articleHashes() throws -> [String: ContentHash] {
    let hashes: [(String, String)] = try database.rows("SELECT source, content_hash FROM article") {
      ($0[0], $0[1])
    }
    return Dictionary(uniqueKeysWithValues: hashes.map { ($0.0, ContentHash(stored: $0.1)) })
  }

  /// Stores an article in place of what came from the same source before. The transaction is the caller's.
  func store(_ article: PreparedArticle, source: String) throws -> Change {
    let family = try family(for: article, source: source)
    try nameAfterOriginal(family, article)
    let old: Int64? = try database.value("SELECT id FROM article WHERE source = \(source)")
    if let old { try removeArticle(old) }
    for alias in article.aliases + [neutralPath(source)] {
      try database.run("INSERT OR IGNORE INTO family_alias (alias, family_id) VALUES (\(alias), \(family))")
    }
    try database.run(
      """
      INSERT INTO article (family_id, locale, source, title, updated, source_revision, content_hash)
      VALUES (\(family), \(article.locale.description), \(source), \(article.title), \(article.updated),
        \(article.sourceRevision), \(article.contentHash.description))
      """)
    let id = database.lastInsertedID
    let isAlone: Int? = try database.value(
      "SELECT count(*) FROM (SELECT 1 FROM article WHERE family_id = \(family) LIMIT 2)")
    for section in article.sections {
      // Others in the family have a say in what is a known error, and in its name.
      let isKnown = isAlone == 1 && section.reason != nil
      let number = isKnown ? try knownError(family: family, section.slug, section.row) : nil
      try insert(section, article: id, knownError: number)
    }
    if isAlone != 1 { try alignKnownErrors(ofFamily: family, stored: id) }
    forgetLocales()
    return old == nil ? .added : .changed
  }

  /// Removes the articles whose source is below `folder` and is gone; returns their sources.
  func removeArticles(below folder: String, where isGone: (String) -> Bool) throws -> [String] {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let stored: [(Int64, String)] = try database.rows(
      "SELECT id, source FROM article WHERE substr(source, 1, \(prefix.unicodeScalars.count)) = \(prefix)"
    ) { ($0[0], $0[1]) }
    let gone = stored.filter { isGone($0.1) }
    for (id, _) in gone {
      try database.transaction {
        let family: Int64? = try database.value("SELECT family_id FROM article WHERE id = \(id)")
        try removeArticle(id)
        if let family { try forgetKnownErrors(ofFamily: family) }
      }
    }
    if !gone.isEmpty { forgetLocales() }
    return gone.map(\.1)
  }

  private func removeArticle(_ article: Int64) throws {
    let sections: [Int64] = try database.rows("SELECT id FROM section WHERE article_id = \(article)") {
      $0[0]
    }
    for section in sections {
      guard let hit = try sectionHit(section) else { continue }
      let columns = try indexColumns(of: hit)
      try database.run(
        """
        INSERT INTO section_index (section_index, rowid, title, signature, literals, body)
        VALUES ('delete', \(section), \(columns.title), \(columns.signature), \(columns.literals), \(columns.body))
        """)
    }
    try database.run("DELETE FROM article WHERE id = \(article)")
  }

  // MARK: Sections

  private func insert(_ section: PreparedSection, article: Int64, knownError: Int64?) throws {
    try database.run(
      """
      INSERT INTO section (article_id, position, last, level, slug, "row", title, markdown, line, reason, known_error_id,
        literals)
      VALUES (\(article), \(section.position), \(section.last), \(section.level), \(section.slug), \(section.row),
        \(section.title), \(section.markdown), \(section.line), \(section.reason), \(knownError), \(section.literals))
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
    let columns = section.columns
    try database.run(
      """
      INSERT INTO section_index (rowid, title, signature, literals, body)
      VALUES (\(id), \(columns.title), \(columns.signature), \(columns.literals), \(columns.body))
      """)
  }

  func knownError(family: Int64, _ slug: String, _ row: String) throws -> Int64 {
    let existing: Int64? = try database.value(
      "SELECT id FROM known_error WHERE family_id = \(family) AND slug = \(slug) AND \"row\" = \(row)")
    if let existing { return existing }
    try database.run("INSERT INTO known_error (family_id, slug, \"row\") VALUES (\(family), \(slug), \(row))")
    return database.lastInsertedID
  }

  /// The stored signature; it is stored once, whatever shows it.
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
