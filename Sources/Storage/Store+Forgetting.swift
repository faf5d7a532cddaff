public import CasebookKnowledge
import CasebookSQLite

/// What must not be known any more goes from the bytes of the file. The journal keeps that something was forgotten, by whom
/// and why.
extension Store {
  /// Forgets an incident with all its entries. Returns how many there were; `nil` if the incident does not exist.
  public func forgetIncident(
    _ number: Int, reason: String, by: Attribution = Attribution()
  ) throws -> Int? {
    try saying {
      guard let incident = try incident(number), let root = incident.key else { return nil }
      let keys: [EntryKey] = try database.rows(
        """
        SELECT key FROM incident_entry
        WHERE incident IN (\(list: try members(of: root))) AND kind <> 'forgotten'
        UNION SELECT key FROM outcome WHERE incident IN (\(list: try members(of: root)))
        ORDER BY key
        """
      ) { try $0[0] }
      try forget(keys, about: root, reason, by)
      return keys.count
    }
  }

  /// Forgets an entry, whatever it is about; `false` if it is not there, or was forgotten.
  public func forget(_ key: EntryKey, reason: String, by: Attribution = Attribution()) throws -> Bool {
    try saying {
      guard let entry = try entry(key), entry.content != nil, entry.kind != JournalKind.forgotten.rawValue
      else {
        return false
      }
      let incident: EntryKey? = try database.value("SELECT incident FROM incident_entry WHERE key = \(key)")
      try forget([key], about: incident, reason, by)
      return true
    }
  }

  func forget(_ keys: [EntryKey], about incident: EntryKey?, _ reason: String, _ by: Attribution)
    throws
  {
    _ = try append(.forgotten, by, about: incident) { body in
      body.text = reason
      body.entries = keys
    }
  }

  /// Forgets a run: its events, their counts and its labels. `name` is its number or the path of its log. Returns how many
  /// runs were forgotten.
  public func forgetRun(_ name: String, path: String, reason: String, by: Attribution = Attribution()) throws
    -> Int
  {
    try saying {
      let runs = try runs(named: name, path: path)
      for run in runs {
        try database.run("DELETE FROM event WHERE run_id = \(run.id)")
        try database.run("DELETE FROM tally WHERE run_id = \(run.id)")
        try database.run("DELETE FROM run WHERE id = \(run.id)")
        _ = try append(.forgotten, by) { body in
          body.text = reason
          body.run = run.hash
        }
      }
      if !runs.isEmpty {
        try database.run("DELETE FROM wording WHERE id NOT IN (SELECT wording_id FROM event)")
        try indexEventsAnew()
      }
      return runs.count
    }
  }

  /// The runs of a log, by number or path.
  public func runs(named name: String, path: String) throws -> [(id: Int64, hash: String)] {
    try database.rows(
      """
      SELECT id, content_hash FROM run
      WHERE id = \(Int64(name) ?? 0) OR source IN (\(name), \(path), \(storedName(ofPath: path)))
      """
    ) { try ($0[0], $0[1]) }
  }

  /// Fails while another process reads or writes, before anything is forgotten.
  ///
  /// - Throws: `SQLiteError` of kind `busy`.
  public func expectNoReaders() throws { try database.truncateLog() }

  /// Notes that the file still has the bytes of what was deleted.
  func noteUnscrubbed() throws { try database.run("INSERT OR REPLACE INTO meta VALUES ('unscrubbed', '1')") }

  /// Whether the file still has the bytes of what another machine forgot.
  public func isUnscrubbed() throws -> Bool {
    try database.value("SELECT 1 FROM meta WHERE name = 'unscrubbed'") == 1
  }

  /// Removes the bytes of what was deleted from the file, its indexes and its log.
  ///
  /// - Throws: `SQLiteError` of kind `busy` while another process uses the file.
  public func scrub() throws {
    // A template has the constant words of its messages. An old name of a message that is still there keeps resolving.
    let used: SQL = """
      SELECT signature.fingerprint FROM signature WHERE id IN (
        SELECT signature_id FROM message UNION SELECT signature_id FROM tally
        UNION SELECT signature_id FROM shared_tally
        UNION SELECT signature_id FROM wording WHERE signature_id IS NOT NULL)
      UNION SELECT fingerprint FROM incident WHERE fingerprint IS NOT NULL
      UNION SELECT fingerprint FROM lesson_subject WHERE fingerprint IS NOT NULL
      """
    try saying {
      try database.run(
        "DELETE FROM signature_alias WHERE fingerprint NOT IN (\(used)) AND current NOT IN (\(used))")
      try database.run(
        """
        DELETE FROM signature
        WHERE fingerprint NOT IN (\(used) UNION SELECT fingerprint FROM signature_alias)
        """)
    }
    // In SQLite 3.40 a term of a row that is gone stays in the segments of an index until they are merged, even through
    // VACUUM.
    for index in ["section_index", "wording_index", "event_index", "incident_index"] {
      try database.runScript("INSERT INTO \(index) (\(index)) VALUES ('optimize')")
    }
    try database.run("DELETE FROM meta WHERE name = 'unscrubbed'")
    try database.runScript("VACUUM")
    try database.truncateLog()
  }
}
