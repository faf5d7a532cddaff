import CasebookArticles
public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// The known errors that a name may refer to: a full id, `family#slug`, a slug, a slug with a row, or a row
  /// alone.
  ///
  /// More than one if the name is ambiguous, empty if nothing has it. To find a row by its name alone, all known errors are
  /// read: not if `rowsAlone` is false.
  public func knownErrors(named name: String, rowsAlone: Bool = true) throws -> [KnownErrorID] {
    if let id = KnownErrorID(name) {
      guard let number = try knownErrorNumber(of: id) else { return [] }
      return try knownErrors(where: "known_error.id = \(number)")
    }
    let slash = name.firstIndex(of: "/")
    let slug = String(name[..<(slash ?? name.endIndex)])
    let row = slash.map { String(name[name.index(after: $0)...]) } ?? ""
    let named = try knownErrors(where: "known_error.slug = \(slug) AND \"row\" = \(row)")
    if !named.isEmpty || slash != nil || !rowsAlone { return named }
    return try knownErrors(where: "\"row\" = \(name) AND \"row\" <> ''")
  }

  /// All known errors with a resolution, sorted by id; with `family`, only those of that family.
  public func knownErrors(family: String? = nil) throws -> [KnownErrorID] {
    if let family { return try knownErrors(where: "family.slug = \(family)") }
    return try knownErrors(where: "1")
  }

  private func knownErrors(where condition: SQL) throws -> [KnownErrorID] {
    try database.rows(
      """
      SELECT family.slug, known_error.slug, "row" FROM known_error JOIN family ON family.id = family_id
      WHERE \(condition) AND EXISTS (SELECT 1 FROM section WHERE known_error_id = known_error.id)
      ORDER BY 1, 2, 3
      """
    ) { try $0.knownError(at: 0) }
  }

  /// The number of an id; `nil` if no known error ever had it.
  ///
  /// A known error may have had another name, from a translation that came first or has its own anchors. The
  /// section that gave it that name still has it.
  func knownErrorNumber(of id: KnownErrorID) throws -> Int64? {
    guard let family = try familyNumber(named: id.family) else { return nil }
    let own: (Int64, Bool)? = try database.row(
      """
      SELECT known_error.id, EXISTS (SELECT 1 FROM section WHERE known_error_id = known_error.id)
      FROM known_error WHERE family_id = \(family) AND slug = \(id.slug) AND "row" = \(id.row ?? "")
      """
    ) { try ($0[0], $0[1]) }
    if let own, own.1 { return own.0 }
    let other: Int64? = try database.value(
      """
      SELECT known_error_id FROM section JOIN article ON article.id = article_id
      WHERE family_id = \(family) AND section.slug = \(id.slug) AND "row" = \(id.row ?? "")
        AND known_error_id IS NOT NULL
      ORDER BY \(Self.ownFirst), article.updated DESC, article.source LIMIT 1
      """)
    if let number = other ?? own?.0 { return number }
    // The text above the first heading was called so before it had its title.
    guard id.slug == "top" else { return nil }
    return try database.value(
      """
      SELECT known_error_id FROM section JOIN article ON article.id = article_id
      WHERE family_id = \(family) AND position = 0 AND level = 1 AND known_error_id IS NOT NULL
      ORDER BY article.updated DESC, article.source LIMIT 1
      """)
  }

  /// From the text before the first heading (0) to the rows of error tables.
  private static let headingLevels: ClosedRange<Int64> = 0...Int64(PreparedSection.rowLevel)

  static func row(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// The labels of runs and incidents, in alphabetical order.
  public func labels() throws -> [String] {
    try database.rows(
      """
      SELECT name || '=' || value FROM run_label UNION SELECT name || '=' || value FROM incident_label
      ORDER BY 1 LIMIT \(Self.listLimit)
      """
    ) { try $0[0] }
  }

  /// The logs of the runs, the latest first.
  public func runSources() throws -> [String] {
    try database.rows("SELECT source FROM run GROUP BY source ORDER BY max(id) DESC LIMIT \(Self.listLimit)")
    {
      try $0[0]
    }
  }

  /// How many names a shell can still show.
  private static let listLimit = 1000

  /// All families, in alphabetical order.
  public func families() throws -> [String] {
    try database.rows("SELECT slug FROM family ORDER BY slug") { try $0[0] }
  }

  /// The resolutions of a known error, one per locale: the newest revision if a locale has several.
  public func resolutions(of id: KnownErrorID) throws -> [Resolution] {
    guard let number = try knownErrorNumber(of: id) else { return [] }
    return try resolutions(of: id, where: "section.known_error_id = \(number)")
  }

  /// The texts of a section that is not a known error, one per locale; empty if none has this id.
  public func texts(ofSection id: KnownErrorID) throws -> [Resolution] {
    if id.row != nil || id.slug.isEmpty { return [] }
    return try resolutions(
      of: id,
      where: """
        section.known_error_id IS NULL AND section.slug = \(id.slug) AND article.family_id = (
          SELECT id FROM family WHERE slug = \(id.family))
        """)
  }

  /// The sections with this slug that are not known errors, in alphabetical order.
  public func sections(withSlug slug: String) throws -> [KnownErrorID] {
    try database.rows(
      """
      SELECT DISTINCT family.slug, section.slug, '' FROM section
      JOIN article ON article.id = article_id JOIN family ON family.id = article.family_id
      WHERE section.slug = \(slug) AND "row" = '' AND known_error_id IS NULL ORDER BY 1
      """
    ) { try $0.knownError(at: 0) }
  }

  private func resolutions(of id: KnownErrorID, where condition: SQL) throws -> [Resolution] {
    // A family may have hundreds of revisions, so only the texts of the chosen ones are read.
    let sections = try database.rows(
      """
      SELECT section.id, section.article_id, section.last, section.position, section.title, section.markdown,
        section.line, section.reason, article.locale, article.updated, article.source, section.heading,
        export.article_id IS NOT NULL, export.source, export.remark
      FROM section JOIN article ON article.id = section.article_id
      LEFT JOIN export ON export.article_id = article.id
      WHERE section.id IN (
        SELECT id FROM (
          SELECT section.id, row_number() OVER (
            PARTITION BY article.locale
            ORDER BY \(Self.ownFirst), article.updated DESC, export.article_id IS NOT NULL, article.source) AS place
          FROM section JOIN article ON article.id = section.article_id
          LEFT JOIN export ON export.article_id = article.id
          WHERE \(condition))
        WHERE place = 1)
      ORDER BY article.locale
      """
    ) { row in
      (
        article: try row[1] as Int64, last: try row[2] as Int, position: try row[3] as Int,
        title: try row[4] as String, markdown: try row[5] as String, line: try row[6] as Int,
        reason: try row[7] as String?, locale: try row[8] as LocaleTag, updated: try row[9] as String?,
        source: try row[10] as String, heading: try row[11] as String?,
        export: try row[12] as Bool ? Resolution.Export(source: try row[13], remark: try row[14]) : nil
      )
    }
    return try sections.map { section in
      let below = try markdown(below: section.position, to: section.last, article: section.article)
      return Resolution(
        id: id, locale: section.locale, title: section.title,
        heading: section.heading ?? headingMarkdown(of: section.title),
        markdown: section.markdown.isEmpty
          ? String(below.drop(while: \.isNewline)) : section.markdown + below, updated: section.updated,
        source: section.source,
        line: section.line, reason: section.reason ?? "it is one in another locale", export: section.export)
    }
  }

  /// The subsections of a section as Markdown with their headings. Rows are already in their section's table.
  private func markdown(below position: Int, to last: Int, article: Int64) throws -> String {
    guard last > position else { return "" }
    return try database.rows(
      """
      SELECT level, title, heading, markdown FROM section
      WHERE article_id = \(article) AND position > \(position) AND position <= \(last) AND "row" = ''
      ORDER BY position
      """
    ) { row in
      let heading: String? = try row[2]
      let level = Int(try row.integer(0, in: Self.headingLevels))
      return Self.markdown(level: level, try heading ?? headingMarkdown(of: row[1]), try row[3])
    }.joined()
  }

  /// A section below another one, behind the text of that.
  static func markdown(level: Int, _ heading: String, _ text: String) -> String {
    "\n\n" + String(repeating: "#", count: level) + " " + heading + (text.isEmpty ? "" : "\n\n" + text)
  }
}
