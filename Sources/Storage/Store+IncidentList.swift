public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// The incidents that a filter wants, the latest first, and how many there are.
  public func incidents(
    _ filter: IncidentFilter, limit: Int
  ) throws -> (incidents: [Incident], total: Int) {
    guard let condition = try condition(of: filter) else { return ([], 0) }
    let total: Int = try database.value("SELECT count(*) FROM incident WHERE \(condition)") ?? 0
    let keys: [EntryKey] = try database.rows(
      """
      SELECT incident.key FROM incident JOIN number ON number.key = incident.key
      WHERE \(condition) ORDER BY recorded DESC, number DESC LIMIT \(limit)
      """
    ) { try $0[0] }
    return (try keys.compactMap { try incident($0) }, total)
  }

  /// The filter as a condition on a row of `incident`; `nil` if nothing can meet it.
  private func condition(of filter: IncidentFilter) throws -> SQL? {
    var condition: SQL = "1"
    if let state = filter.state { condition = "\(condition) AND state = \(state.rawValue)" }
    if let since = filter.since { condition = "\(condition) AND recorded >= \(since)" }
    if let until = filter.until { condition = "\(condition) AND recorded < \(until)" }
    if let severity = filter.severity { condition = "\(condition) AND severity = \(severity.rawValue)" }
    for label in filter.labels {
      condition = """
        \(condition) AND incident.key IN (
          SELECT incident FROM incident_label WHERE name = \(label.name) AND value = \(label.value))
        """
    }
    if let known = filter.knownError {
      let names = try names(ofKnownError: knownErrorNumber(of: known), known)
      condition = "\(condition) AND known_error IN (\(list: names))"
    }
    if let author = filter.author {
      condition = """
        \(condition) AND incident.key IN (
          SELECT coalesce(root, incident_entry.incident) FROM incident_entry
          LEFT JOIN incident_root ON incident_root.incident = incident_entry.incident
          WHERE author = \(author) COLLATE NOCASE)
        """
    }
    if !filter.words.isEmpty {
      let terms = indexing.terms(ofMessage: filter.words).split(separator: " ").map(String.init)
      guard let query = FTSQuery(allOf: terms) else { return nil }
      condition = """
        \(condition) AND incident.key IN (
          SELECT key FROM number WHERE subject = 'incident' AND number IN (
            SELECT rowid FROM incident_index WHERE incident_index MATCH \(query.expression)))
        """
    }
    return condition
  }
}
