import CasebookSQLite
import CasebookSignatures

extension Store {
  /// Calls `body` with every stored text and its place for a person: `file:line`, `incident 3`.
  public func forEachText(_ body: (_ place: String, _ text: String) throws -> Void) throws {
    try texts(
      """
      SELECT source || ':' || line, section.title || char(10) || markdown || char(10) || literals
      FROM section JOIN article ON article.id = article_id ORDER BY section.id
      """, body)
    try texts(
      """
      SELECT article.source || ':' || line, text FROM message JOIN section ON section.id = section_id
      JOIN article ON article.id = article_id ORDER BY section_id, message.position
      """, body)
    try texts("SELECT source, source FROM article ORDER BY id", body)
    try texts("SELECT source, source FROM run ORDER BY id", body)
    try texts(
      "SELECT source, name || '=' || value FROM run_label JOIN run ON run.id = run_id ORDER BY run_id, name",
      body)
    try texts(
      "SELECT 'logger of wording ' || id, logger FROM wording WHERE logger IS NOT NULL ORDER BY id", body)
    try texts("SELECT 'template of ' || fingerprint, template FROM signature ORDER BY id", body)
    let sources = Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT id, source FROM run") {
        (try $0[0] as Int64, try $0[1] as String)
      })
    if let last: Int64 = try database.value("SELECT max(id) FROM event") {
      try forEachEvent(1...last) { event in
        try body("\(sources[event.run] ?? "run \(event.run)"):\(event.line)", event.wording.message)
      }
    }
    try texts(
      """
      SELECT 'incident ' || number, title || char(10) || message || coalesce(char(10) || problems, '')
      FROM incident JOIN number ON number.key = incident.key ORDER BY number
      """, body)
    try texts(
      """
      SELECT 'incident ' || number, text FROM incident_entry
      JOIN number ON number.key = incident ORDER BY number, incident_entry.time
      """, body)
    try texts(
      """
      SELECT 'incident ' || number, name || '=' || value FROM incident_label
      JOIN number ON number.key = incident ORDER BY number
      """, body)
    try texts(
      """
      SELECT 'lesson ' || number, text FROM lesson_subject JOIN number ON number.key = lesson
      ORDER BY number, position
      """, body)
    try texts("SELECT 'resolution ' || slug, markdown FROM local_resolution ORDER BY slug, time", body)
  }

  private func texts(_ sql: SQL, _ body: (String, String) throws -> Void) throws {
    try database.forEachRow(sql) { try body($0[0], $0[1]) }
  }
}
