import CasebookArticles
import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Identifies the sections of a family that are the same known error, whatever order its articles arrived
  /// in. All articles are matched with the newest. A section that is a failure in one article is one in all
  /// of them.
  ///
  /// If a locale has several revisions, uses the newest and `article`.
  func alignKnownErrors(ofFamily family: Int64, stored article: Int64) throws {
    let outlines = try outlines(ofFamily: family, besides: article)
    guard let reference = outlines.first else { return }
    var names = [reference.entries.map(\.name)]
    for outline in outlines.dropFirst() {
      let matches = try outline.matches(in: reference) { try text(ofSection: $0) }
      names.append(Self.names(of: outline, matches, reference))
    }
    var failing: Set<SectionName> = []
    var holders: [SectionName: [Int64]] = [:]
    for (outline, names) in zip(outlines, names) {
      for (entry, name) in zip(outline.entries, names) {
        if entry.isFailure { failing.insert(name) }
        if let number = entry.knownError { holders[name, default: []].append(number) }
      }
    }
    let numbers = try numbers(of: failing, holders: holders, family: family)
    for (outline, names) in zip(outlines, names) {
      for (entry, name) in zip(outline.entries, names) where numbers[name] != entry.knownError {
        try database.run("UPDATE section SET known_error_id = \(numbers[name]) WHERE id = \(entry.number)")
      }
    }
  }

  /// Sections that only a removed article marked as failures are no longer known errors.
  func forgetKnownErrors(ofFamily family: Int64) throws {
    try database.run(
      """
      UPDATE section SET known_error_id = NULL WHERE known_error_id IN (
        SELECT id FROM known_error WHERE family_id = \(family) AND NOT EXISTS (
          SELECT 1 FROM section WHERE known_error_id = known_error.id AND reason IS NOT NULL))
      """)
  }

  /// The name of each entry: the name of its match, or else its own, unless the reference uses that for
  /// something else.
  private static func names(of outline: ArticleOutline, _ matches: [Int?], _ reference: ArticleOutline)
    -> [SectionName]
  {
    var used = Set(matches.compactMap { $0.map { reference.entries[$0].name } })
    let taken = Set(reference.entries.lazy.filter(\.isRow).map(\.name))
    var section = ""
    return zip(outline.entries, matches).map { entry, match in
      if let match {
        if !entry.isRow { section = reference.entries[match].name.slug }
        return reference.entries[match].name
      }
      if !entry.isRow { section = entry.name.slug }
      var name = entry.isRow ? SectionName(slug: section, row: entry.row) : entry.name
      // Its row in the reference is unknown, so it must not share the name of any row there.
      if taken.contains(name) || used.contains(name) {
        if entry.isRow { name.row += "-\(outline.locale)" } else { name.slug += "-\(outline.locale)" }
      }
      used.insert(name)
      return name
    }
  }

  /// The numbers of the known errors with these names. A renamed known error keeps its number, so that
  /// incidents with it keep their link.
  private func numbers(
    of names: Set<SectionName>, holders: [SectionName: [Int64]], family: Int64
  ) throws -> [SectionName: Int64] {
    let stored: [(Int64, SectionName)] = try database.rows(
      "SELECT id, slug, \"row\" FROM known_error WHERE family_id = \(family)"
    ) { try ($0[0], SectionName(slug: $0[1], row: $0[2])) }
    var numbers: [SectionName: Int64] = [:]
    var former: [Int64: SectionName] = [:]
    for (number, name) in stored {
      if names.contains(name) { numbers[name] = number } else { former[number] = name }
    }
    for name in names.sorted() where numbers[name] == nil {
      if let number = holders[name, default: []].sorted().first(where: { former[$0] != nil }),
        let old = former.removeValue(forKey: number)
      {
        numbers[name] = number
        // A descriptive name is not replaced by a positional one.
        if old.isPositional || !name.isPositional {
          try database.run(
            "UPDATE known_error SET slug = \(name.slug), \"row\" = \(name.row) WHERE id = \(number)")
        }
      } else {
        numbers[name] = try knownError(family: family, name.slug, name.row)
      }
    }
    return numbers
  }

  // MARK: Reading outlines

  /// The outlines of the newest article in each locale and of `article`, the newest of all first.
  private func outlines(ofFamily family: Int64, besides article: Int64) throws -> [ArticleOutline] {
    try newestArticles(ofFamily: family, besides: article).map {
      try outline(ofArticle: $0.number, $0.locale)
    }
  }

  /// The newest article in each locale, unless a person's takes the place of a bundled one; the newest of all first; on the
  /// same day, English comes first. The
  /// order of arrival does not matter.
  func newestArticles(
    ofFamily family: Int64, besides article: Int64? = nil
  ) throws -> [(number: Int64, locale: LocaleTag, updated: String)] {
    let locales: [LocaleTag] = try database.rows(
      "SELECT DISTINCT locale FROM article WHERE family_id = \(family) AND \(Self.isNoExport)"
    ) {
      try $0[0]
    }
    var newest: [(number: Int64, locale: LocaleTag, updated: String, source: String)] = []
    for locale in locales {
      newest += try database.rows(
        """
        SELECT id, coalesce(updated, ''), source FROM article WHERE family_id = \(family) AND locale = \(locale)
          AND \(Self.isNoExport)
        ORDER BY \(Self.ownFirst), updated DESC, source LIMIT 1
        """
      ) { try (number: $0[0], locale: locale, updated: $0[1], source: $0[2]) }
    }
    if let article, !newest.contains(where: { $0.number == article }) {
      newest += try database.rows(
        "SELECT id, locale, coalesce(updated, ''), source FROM article WHERE id = \(article)"
      ) { try (number: $0[0], locale: $0[1], updated: $0[2], source: $0[3]) }
    }
    return newest.sorted { a, b in
      if a.updated != b.updated { return a.updated > b.updated }
      if a.locale != b.locale { return a.locale == .english || (b.locale != .english && a.locale < b.locale) }
      return a.source < b.source
    }.map { ($0.number, $0.locale, $0.updated) }
  }

  func outline(ofArticle article: Int64, _ locale: LocaleTag) throws -> ArticleOutline {
    ArticleOutline(
      article: article, locale: locale,
      entries: try database.rows(
        """
        SELECT id, level, slug, "row", title, reason IS NOT NULL, known_error_id FROM section
        WHERE article_id = \(article) ORDER BY position
        """
      ) { row in
        ArticleOutline.OutlineEntry(
          number: try row[0], level: try row[1], slug: try row[2], row: try row[3], title: try row[4],
          isFailure: try row[5], knownError: try row[6])
      })
  }

  func text(ofSection section: Int64) throws -> String {
    try database.value("SELECT title || char(10) || markdown FROM section WHERE id = \(section)") ?? ""
  }
}
