public import CasebookKnowledge
import CasebookSQLite

/// The judgements of people on resolutions without an incident of their own.
extension Store {
  /// Notes that the resolution of a known error, or the fix of an incident, worked or did not help; `false` if the incident
  /// does not exist.
  public func addOutcome(
    of id: KnownErrorID, worked: Bool, text: String, by: Attribution = Attribution()
  ) throws -> Bool {
    try saying {
      let incident = try id.incidentNumber.flatMap { try self.incident($0) }?.key
      guard id.incidentNumber == nil || incident != nil else { return false }
      _ = try append(worked ? .worked : .failed, by, about: incident) { body in
        body.text = text
        if incident == nil { body.knownError = id.description }
      }
      return true
    }
  }

  /// Whether anybody said anything.
  public func hasOutcomes() throws -> Bool {
    try database.value("SELECT 1 FROM outcome LIMIT 1") == 1
  }

  /// The judgements on the resolution of a known error, the latest first.
  public func outcomes(of id: KnownErrorID) throws -> [IncidentOutcome] {
    guard try hasOutcomes() else { return [] }
    let names = try names(ofKnownError: knownErrorNumber(of: id), id)
    return try outcomes(where: "known_error IN (\(list: names))", incident: nil, id)
  }

  /// The judgements on the fix of an incident, the latest first.
  public func outcomes(of incident: Incident) throws -> [IncidentOutcome] {
    guard let root = incident.key, try hasOutcomes() else { return [] }
    let fix = incident.outcomes.last(where: \.worked)
    return try outcomes(
      where: "incident IN (\(list: try members(of: root)))", incident: incident.number, fix?.knownError,
      text: fix?.text ?? "")
  }

  /// Rows of the fold; without words of its own, an outcome has `text`.
  private func outcomes(
    where condition: SQL, incident: Int?, _ id: KnownErrorID?, text: String = ""
  ) throws -> [IncidentOutcome] {
    try database.rows(
      "SELECT text, author, said, worked FROM outcome WHERE \(condition) ORDER BY time DESC, key DESC LIMIT 1000"
    ) { row in
      let own: String = try row[0]
      return IncidentOutcome(
        incident: incident, text: own.isEmpty ? text : own, knownError: id, author: try row[1],
        time: try row[2], took: nil, worked: try row[3])
    }
  }
}
