import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures

extension Store {
  /// Removes the events of a run and their counts.
  package func removeEvents(of run: Int64) throws {
    if let numbers = try eventNumbers(of: run) { try removeEvents(numbers, of: run) { _ in true } }
    try database.run("DELETE FROM tally WHERE run_id = \(run)")
    try database.run("UPDATE run SET first_event = NULL, last_event = NULL WHERE id = \(run)")
  }

  /// Removes the events of a run from a number and a line on, and subtracts them from the counts.
  package func removeEvents(of run: Int64, from number: Int64, line: Int) throws {
    let ingested: Timestamp? = try database.value("SELECT ingested FROM run WHERE id = \(run)")
    if let numbers = try eventNumbers(of: run), numbers.upperBound >= number {
      try removeEvents(max(number, numbers.lowerBound)...numbers.upperBound, of: run) { event in
        guard event.line >= line else { return false }
        if let signature = event.signature {
          // Older versions counted by the day, which is in the hour of the last event.
          let hour = (event.time ?? ingested ?? now()).hour
          try database.run(
            """
            UPDATE tally SET events = events - 1
            WHERE signature_id = \(signature) AND run_id = \(run) AND hour = (
              SELECT min(hour) FROM tally WHERE signature_id = \(signature) AND run_id = \(run) AND hour >= \(hour))
            """)
        }
        return true
      }
    }
    try database.run("DELETE FROM tally WHERE run_id = \(run) AND events <= 0")
  }

  /// The range of event numbers of a run; `nil` if it has no events.
  private func eventNumbers(of run: Int64) throws -> ClosedRange<Int64>? {
    let ends: (Int64?, Int64?)? = try database.row(
      "SELECT first_event, last_event FROM run WHERE id = \(run)"
    ) {
      try ($0[0], $0[1])
    }
    guard let first = ends?.0, let last = ends?.1, first <= last else { return nil }
    return first...last
  }

  /// Removes those events in a range of numbers for which `isGone` is true, from the table and the index.
  private func removeEvents(
    _ numbers: ClosedRange<Int64>, of run: Int64, where isGone: (StoredEvent) throws -> Bool
  ) throws {
    var delete = try database.prepare("DELETE FROM event WHERE id = ?")
    var unindex = try database.prepare(
      "INSERT INTO event_index (event_index, rowid, terms) VALUES ('delete', ?, ?)")
    var terms: [UInt8] = []
    try forEachEvent(numbers, run: run) { event in
      guard try isGone(event) else { return }
      if event.signature != nil {
        setTerms(of: event, in: &terms)
        try unindex.bind(1, event.id)
        try terms.withUnsafeBufferPointer { try unindex.bind(2, text: $0) }
        try unindex.runBound()
      }
      try delete.bind(1, event.id)
      try delete.runBound()
    }
  }

  /// Replaces `terms` with the index terms of an event.
  func setTerms(of event: StoredEvent, in terms: inout [UInt8]) {
    terms.removeAll(keepingCapacity: true)
    Indexing.appendTerm(ofWording: event.wordingID, to: &terms)
    var message = event.wording.message
    message.withUTF8 { indexing.appendTerms(of: $0, at: event.wording.places, to: &terms) }
  }
}
