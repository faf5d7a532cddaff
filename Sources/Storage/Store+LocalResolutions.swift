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
}

extension Store {
  /// Writes a resolution, or a new version of one.
  public func writeResolution(
    slug: String, locale: LocaleTag, markdown: String, incident: Int? = nil, by: Attribution = Attribution()
  ) throws -> EntryKey {
    try saying {
      try append(.resolution, by, about: incident.flatMap(incidentKey)) { body in
        (body.slug, body.locale, body.markdown) = (slug, locale.description, markdown)
      }
    }
  }

  /// The versions of all local resolutions: by slug and language, the newest first.
  public func localResolutions() throws -> [LocalResolution] {
    try database.rows(
      """
      SELECT key, slug, locale, said, author, incident, markdown FROM local_resolution
      ORDER BY slug, locale, time DESC, key DESC
      """
    ) { row in
      LocalResolution(
        key: try row[0], slug: try row[1], locale: try row[2], time: try row[3], author: try row[4],
        incident: try row[5], markdown: try row[6])
    }
  }
}
