public import CasebookKnowledge
import CasebookSQLite

/// A version of a resolution that people wrote.
public struct LocalResolution: Hashable, Sendable {
  /// The name of the entry that wrote it.
  public let key: EntryKey
  /// The slug in `local#slug`.
  public let slug: String
  /// The language of the text.
  public let locale: LocaleTag
  /// When it was written.
  public let time: Timestamp
  /// Who wrote it; empty if nobody is known.
  public let author: String
  /// The incident that it was learned from.
  public let incident: EntryKey?
  /// The article.
  public let markdown: String

  /// The name of the article; `nil` if others gave it one that no file can have.
  public var name: ArticleName? { ArticleName(slug: slug, locale: locale) }
}

/// The versions of one local article.
public struct LocalVersions: Hashable, Sendable {
  /// The newest of the versions that no other replaces: the article.
  public let current: LocalResolution
  /// Other versions that none replaces, the newest first: two people wrote an article of this name before either saw the
  /// other's.
  public let others: [LocalResolution]
  /// The versions that were replaced, the newest first.
  public let replaced: [LocalResolution]

  /// All versions.
  public var all: [LocalResolution] { [current] + others + replaced }
}

extension Store {
  /// Writes a resolution, or a new version of one, which replaces the current one.
  public func writeResolution(
    slug: String, locale: LocaleTag, markdown: String, incident: Int? = nil, by: Attribution = Attribution()
  ) throws -> EntryKey {
    try saying {
      let old = try localVersions(slug: slug).first { $0.current.locale == locale }
      return try append(.resolution, by, about: incident.flatMap(incidentKey)) { body in
        (body.slug, body.locale, body.markdown) = (slug, locale.description, markdown)
        body.target = old?.current.key
      }
    }
  }

  /// The local articles with their versions, by slug and language; with `slug`, only those of that name.
  public func localVersions(slug: String? = nil) throws -> [LocalVersions] {
    let condition: SQL = slug.map { "slug = \($0)" } ?? "1"
    let rows: [LocalResolution] = try database.rows(
      """
      SELECT key, slug, locale, said, author, incident, markdown FROM local_resolution
      WHERE \(condition) ORDER BY slug, locale, time DESC, key DESC
      """
    ) { row in
      LocalResolution(
        key: try row[0], slug: try row[1], locale: try row[2], time: try row[3], author: try row[4],
        incident: try row[5], markdown: try row[6])
    }
    var versions: [LocalVersions] = []
    var rest = rows[...]
    while let first = rest.first {
      let same = rest.prefix { $0.slug == first.slug && $0.locale == first.locale }
      rest = rest.dropFirst(same.count)
      let old = Set(try same.count > 1 ? same.compactMap { try entry($0.key)?.body?.target } : [])
      // Forged entries may replace each other.
      let standing = same.filter { !old.contains($0.key) }
      let current = standing.first ?? first
      versions.append(
        LocalVersions(
          current: current, others: Array(standing.dropFirst()),
          replaced: same.filter { $0 != current && !standing.contains($0) }))
    }
    return versions
  }

  /// Forgets all versions of a local article in all languages; returns how many there were.
  public func forgetLocal(slug: String, reason: String, by: Attribution) throws -> Int {
    try saying {
      let keys = try localKeys(slug: slug)
      if !keys.isEmpty { try forget(keys, about: nil, reason, by) }
      return keys.count
    }
  }

  /// The entries with the versions of a local known error.
  public func localKeys(slug: String) throws -> [EntryKey] {
    try database.rows("SELECT key FROM local_resolution WHERE slug = \(slug) ORDER BY key") { try $0[0] }
  }

  /// Which of these entries wrote a resolution that is forgotten here. A folder may still have their text.
  public func forgottenResolutions(among entries: [JournalEntry]) throws -> [LocalResolution] {
    try entries.compactMap { entry in
      guard entry.kind == JournalKind.resolution.rawValue, let body = entry.body, let slug = body.slug,
        let locale = body.locale.flatMap({ LocaleTag($0) }), let markdown = body.markdown,
        try isForgotten(entry.key)
      else { return nil }
      return LocalResolution(
        key: entry.key, slug: slug, locale: locale, time: body.said, author: body.author,
        incident: body.incident, markdown: markdown)
    }
  }

  // MARK: Incidents

  /// The local known error that people wrote about an incident, which is a root; the newest if there are several.
  public func learned(from root: EntryKey) throws -> KnownErrorID? {
    let slug: String? = try database.value(
      """
      SELECT local_resolution.slug FROM local_resolution
      JOIN article ON article.source = \(Self.localPrefix) || slug || '.' || local_resolution.locale || '.md'
      WHERE incident = \(root) OR incident IN (SELECT incident FROM incident_root WHERE root = \(root))
      ORDER BY time DESC, key DESC LIMIT 1
      """)
    return slug.map { KnownErrorID(family: ArticleName.family, slug: $0) }
  }

  // MARK: Articles

  /// The beginning of the source of an article that is made from a local resolution. No path begins like this.
  public static let localPrefix = "local:"

  /// Notes that the articles of local resolutions do not agree with the journal.
  func noteLocalArticlesOutdated() throws {
    try database.run("INSERT OR REPLACE INTO meta VALUES ('local_articles', 'outdated')")
  }

  /// Whether the articles of local resolutions do not agree with the journal.
  public func areLocalArticlesOutdated() throws -> Bool {
    try database.value("SELECT 1 FROM meta WHERE name = 'local_articles'") == 1
  }

  /// Replaces the articles of local resolutions: those from `removed` go, and the given ones are stored.
  package func storeLocal(
    _ articles: [(article: PreparedArticle, source: String)], removing removed: [String]
  ) throws {
    try transaction {
      try removeArticles(from: removed)
      _ = try store(articles)
      // A name that nothing refers to any more goes, too: its words may have to be forgotten.
      try database.run(
        """
        DELETE FROM known_error WHERE family_id = (SELECT id FROM family WHERE slug = \(ArticleName.family))
          AND NOT EXISTS (SELECT 1 FROM section WHERE known_error_id = known_error.id)
          AND NOT EXISTS (SELECT 1 FROM known_error_name WHERE known_error_id = known_error.id)
        """)
      try database.run("DELETE FROM meta WHERE name = 'local_articles'")
    }
  }
}
