public import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures

extension Store {
  /// The events that contain the most words, the latest first if equal. Each word is given by its possible
  /// index terms; the most distinctive words come first.
  public func events(withWords words: [[String]], limit: Int) throws -> [EventHit] {
    var queries: [String] = []
    // The index of events has no term positions, so it cannot match sequences.
    for terms in words.map({ $0.filter { !$0.contains(" ") } }) where !terms.isEmpty {
      let query = try eventQuery(terms)
      if try !eventNumbers(query, limit: 1).isEmpty, !queries.contains(query) { queries.append(query) }
    }
    var numbers: [Int64] = []
    func add(_ query: String) throws {
      for number in try eventNumbers(query, limit: limit)
      where numbers.count < limit && !numbers.contains(number) {
        numbers.append(number)
      }
    }
    // First events with all words, then without the least distinctive ones, down to events with any word.
    for count in stride(from: queries.count, through: 1, by: -1) where numbers.count < limit {
      try add(queries[..<count].joined(separator: " AND "))
    }
    for query in queries.dropFirst() where numbers.count < limit { try add(query) }
    return try numbers.compactMap { try event($0) }
  }

  /// How many wordings of a word to look for; a word in more of them is too common to help.
  private static let wordingLimit = 500

  /// The query for a word in the index of events: its term, for events where it varies, and the wordings that
  /// always contain it.
  private func eventQuery(_ terms: [String]) throws -> String {
    guard let own = FTSQuery(anyOf: terms) else { return "\"\"" }
    let wordings: [Int64] = try database.rows(
      """
      SELECT rowid FROM wording_index WHERE wording_index MATCH \(own.expression)
      ORDER BY rowid DESC LIMIT \(Self.wordingLimit)
      """
    ) { try $0[0] }
    return "(" + ([own.expression] + wordings.map { "\"=\($0)\"" }).joined(separator: " OR ") + ")"
  }

  private func eventNumbers(_ query: String, limit: Int) throws -> [Int64] {
    try database.rows(
      "SELECT rowid FROM event_index WHERE event_index MATCH \(query) ORDER BY rowid DESC LIMIT \(limit)"
    ) { try $0[0] }
  }

  /// The event with this number; `nil` if it does not exist, or is a context line.
  public func event(_ number: Int64) throws -> EventHit? {
    try database.row(
      """
      SELECT event.id, source, line, more, time, level, variables, text, "values"
      FROM event JOIN run ON run.id = run_id JOIN wording ON wording.id = wording_id
      WHERE event.id = \(number) AND signature_id IS NOT NULL
      """
    ) { row in
      let (first, more): (Int, Int) = (try row[2], try row[3])
      return EventHit(
        number: try row[0], source: try row[1], lines: first...(first + more), time: try row[4],
        level: try row.word(5, Level.init(name:)),
        message: try row.wording(text: 7, variables: 6, values: 8).message)
    }
  }

  /// The last event with a signature; `nil` without one.
  public func lastEvent(withSignature fingerprint: Fingerprint) throws -> EventHit? {
    let number: Int64? = try database.value(
      """
      SELECT max(sample) FROM tally
      WHERE signature_id IN (SELECT id FROM signature WHERE fingerprint IN (\(Self.aliases(of: fingerprint))))
      """)
    return try number.flatMap(event)
  }

  /// The stored lines around an event in order, at most `most` before and after it, without lines of other
  /// events.
  public func context(
    of number: Int64, lines most: Int = RunOptions.mostContext
  ) throws -> [(number: Int, text: String)] {
    let event: (run: Int64, line: Int, more: Int)? = try database.row(
      "SELECT run_id, line, more FROM event WHERE id = \(number)"
    ) { try ($0[0], $0[1], $0[2]) }
    guard let event else { return [] }
    let near = 4 * Int64(RunOptions.mostContext)
    // A run is stored in the order of its log, except for interleaved lines of two streams.
    return try database.rows(
      """
      SELECT line, variables, text, "values" FROM event JOIN wording ON wording.id = wording_id
      WHERE event.id BETWEEN \(number - near) AND \(number + near) AND run_id = \(event.run)
        AND line BETWEEN \(event.line - most) AND \(event.line + event.more + most) AND signature_id IS NULL
      ORDER BY line
      """
    ) { row in (try row[0], try row.wording(text: 2, variables: 1, values: 3).message) }
  }

  /// Calls `body` for each event in a range of numbers; includes context lines if requested.
  func forEachEvent(
    _ numbers: ClosedRange<Int64>, run: Int64? = nil, _ body: (StoredEvent) throws -> Void
  ) throws {
    var wordings: [Int64: (template: Template, signature: Int64?)] = [:]
    var next = numbers.lowerBound
    while next <= numbers.upperBound {
      let rows = try database.rows(
        """
        SELECT id, run_id, wording_id, line, time, "values" FROM event
        WHERE id BETWEEN \(next) AND \(numbers.upperBound) AND (\(run) IS NULL OR run_id = \(run))
        ORDER BY id LIMIT 1000
        """
      ) { row in
        (
          id: try row[0] as Int64, run: try row[1] as Int64, wording: try row[2] as Int64,
          line: try row[3] as Int, time: try row[4] as Timestamp?, values: try row[5] as String
        )
      }
      for row in rows {
        if wordings[row.wording] == nil {
          if wordings.count >= 1 << 14 { wordings.removeAll() }
          wordings[row.wording] = try database.row(
            "SELECT text, variables, signature_id FROM wording WHERE id = \(row.wording)"
          ) { try ($0.template(text: 0, variables: 1), $0[2]) }
        }
        guard let wording = wordings[row.wording] else { continue }
        let whole = Wording(wording.template, values: row.values)
        guard let whole else { throw database.damaged("wording.text of event \(row.id) \(Wording.mismatch)") }
        try body(
          StoredEvent(
            id: row.id, run: row.run, wordingID: row.wording, line: row.line, time: row.time,
            signature: wording.signature, wording: whole))
      }
      guard let last = rows.last, rows.count == 1000 else { return }
      next = last.id + 1
    }
  }
}

/// A row of the event table, with its wording.
struct StoredEvent {
  let id: Int64
  let run: Int64
  let wordingID: Int64
  let line: Int
  let time: Timestamp?
  /// `nil` for a context line.
  let signature: Int64?
  let wording: Wording
}
