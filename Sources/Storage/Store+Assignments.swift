package import CasebookKnowledge
import CasebookSQLite

/// The known error that a diagnosis found for a signature.
package struct SignatureAssignment: Sendable {
  /// The number of the signature.
  package let signature: Int64
  /// The known error that it is sure of.
  package let knownError: KnownErrorID?
  /// Whether it is sure of an answer, which may also be an incident that was resolved.
  package let isAnswered: Bool

  package init(signature: Int64, knownError: KnownErrorID?, isAnswered: Bool) {
    self.signature = signature
    self.knownError = knownError
    self.isAnswered = isAnswered
  }
}

extension Store {
  /// How often articles and lessons have changed.
  package func knowledgeCount() throws -> String {
    try database.value("SELECT value FROM meta WHERE name = 'knowledge'") ?? "0"
  }

  /// The assignments that were made with this state of the knowledge.
  package func assignments(madeWith state: String) throws -> [Int64: SignatureAssignment] {
    var assignments: [Int64: SignatureAssignment] = [:]
    try database.forEachRow(
      "SELECT signature_id, known_error, is_answered FROM assignment WHERE made_with = \(state)"
    ) { row in
      let signature: Int64 = try row[0]
      assignments[signature] = SignatureAssignment(
        signature: signature, knownError: (try row[1] as String?).flatMap { KnownErrorID($0) },
        isAnswered: try row[2])
    }
    return assignments
  }

  /// Stores assignments for the next time; does nothing if the file cannot be written now.
  package func keep(_ assignments: [SignatureAssignment], madeWith state: String) {
    guard path != ":memory:", !assignments.isEmpty,
      let store = try? Store(path: path, access: .write, busyTimeout: 0, now: now)
    else { return }
    try? store.transaction {
      for one in assignments {
        try store.database.run(
          """
          INSERT OR REPLACE INTO assignment VALUES (\(one.signature), \(one.knownError?.description),
            \(one.isAnswered), \(state))
          """)
      }
    }
  }

  /// The incidents as the history needs them, the latest first.
  package func incidentFacts() throws -> [IncidentFacts] {
    try database.rows(
      """
      SELECT number, signature.id, family.slug, known_error.slug, "row", resolved, took, state
      FROM incident JOIN number ON number.key = incident.key
      LEFT JOIN signature ON signature.fingerprint = incident.fingerprint
      LEFT JOIN known_error_name ON name = incident.known_error
      LEFT JOIN known_error ON known_error.id = known_error_id LEFT JOIN family ON family.id = family_id
      ORDER BY number DESC
      """
    ) { row in
      IncidentFacts(
        number: try row[0], signature: try row[1],
        knownError: row.isNull(2) ? nil : try row.knownError(at: 2),
        resolved: try row[5], took: try row[6],
        state: try row.word(7, Incident.IncidentState.init(rawValue:)))
    }
  }
}

/// An incident as far as the history of errors needs it.
package struct IncidentFacts: Sendable {
  /// Its number.
  package let number: Int
  /// The number of its message's signature.
  package let signature: Int64?
  /// The known error that resolved it, or that was assumed.
  package let knownError: KnownErrorID?
  /// When it was resolved; `nil` while it is open.
  package let resolved: Timestamp?
  /// Seconds until then.
  package let took: Int?
  package let state: Incident.IncidentState
}
