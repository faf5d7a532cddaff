import CasebookGrouping
import CasebookKnowledge
import CasebookStorage

/// Incidents of the event that a report states, with other values: who solved *feature view clicks is stale* knows what to
/// do about *feature view prices is stale*.
enum SameEvent {
  /// The memories of the messages that group with that of a report, one for each message.
  static func memories(
    of signature: Signature, among incidents: some Sequence<Signature>, _ store: Store
  ) throws -> [IncidentMemory] {
    var grouping = Grouping()
    let place = grouping.add(signature.template)
    var seen: Set = [signature.fingerprint]
    let others = incidents.filter { seen.insert($0.fingerprint).inserted }
    let places = others.map { grouping.add($0.template) }
    let groups = grouping.groups()
    return try zip(others, places).filter { groups.places[$0.1] == groups.places[place] }
      .map { try IncidentMemory(store, $0.0.fingerprint) }
  }
}
