public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// How many outcomes are listed.
  private static let mostOutcomes = 20

  /// How often a known error occurred, and how well its resolution worked.
  public func history(of id: KnownErrorID) throws -> KnownErrorHistory {
    let knownError = try knownErrorNumber(of: id)
    let names = try names(ofKnownError: knownError, id)
    let incidents: [EntryKey] = try database.rows(
      """
      SELECT DISTINCT coalesce(root, incident_entry.incident) FROM incident_entry
      LEFT JOIN incident_root ON incident_root.incident = incident_entry.incident
      WHERE known_error IN (\(list: names))
      UNION SELECT coalesce(root, local_resolution.incident) FROM local_resolution
      LEFT JOIN incident_root ON incident_root.incident = local_resolution.incident
      WHERE local_resolution.incident IS NOT NULL AND slug = \(id.slug) AND \(id.family == ArticleName.family)
      """
    ) { try $0[0] }
    var history = KnownErrorHistory()
    let named = try incidents.compactMap(incident)
    for incident in named { history.count(incident, as: id) }
    let fixes = named.filter { $0.outcomes.last(where: \.worked)?.knownError == id }
    let said = try outcomes(of: id) + fixes.flatMap(outcomes)
    history.worked += said.count(where: \.worked)
    history.failed += said.count { !$0.worked }
    history.outcomes = Array((history.outcomes + said).sorted { $0.time > $1.time }.prefix(Self.mostOutcomes))
    // Count events whose message an article has for this known error, or that people taught.
    let events = try events(
      with: """
        WITH own (fingerprint) AS (
          SELECT fingerprint FROM message JOIN section ON section.id = section_id
          JOIN signature ON signature.id = message.signature_id
          WHERE section.known_error_id = \(knownError)
          UNION
          SELECT lesson_subject.fingerprint FROM lesson JOIN lesson_subject ON lesson = lesson.key
          WHERE known_error IN (\(list: names))
            AND NOT EXISTS (SELECT 1 FROM lesson AS undo WHERE undo.undone = lesson.key)
        )
        SELECT id FROM signature WHERE fingerprint IN (
          SELECT fingerprint FROM own
          UNION SELECT fingerprint FROM signature_alias WHERE current IN (SELECT fingerprint FROM own)
          UNION SELECT current FROM signature_alias WHERE fingerprint IN (SELECT fingerprint FROM own))
        """)
    history.seen += events.count
    history.lastSeen = [history.lastSeen, events.last].compactMap(\.self).max()
    history.shared = events.shared
    return history
  }

  /// The names that people gave a known error of this file.
  func names(ofKnownError number: Int64?, _ id: KnownErrorID) throws -> [String] {
    let names: [String] = try database.rows(
      "SELECT name FROM known_error_name WHERE known_error_id = \(number)"
    ) { try $0[0] }
    return names + (names.contains(id.description) ? [] : [id.description])
  }
}

extension KnownErrorHistory {
  /// Adds an incident that names `id` anywhere in its timeline. It counts once in each column, whatever the
  /// length of its timeline: as resolved by `id` in the end, and as a failure that did not help or did not
  /// last.
  fileprivate mutating func count(_ incident: Incident, as id: KnownErrorID) {
    if incident.knownError == id {
      seen += 1
      lastSeen = ([lastSeen].compactMap(\.self) + incident.occurrences).max()
    }
    let own = incident.outcomes.filter { $0.knownError == id }
    if own.contains(where: \.worked) { worked += 1 }
    if own.contains(where: { !$0.worked }) { failed += 1 }
    outcomes += own.reversed()
  }
}
