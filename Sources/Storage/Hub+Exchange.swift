public import CasebookKnowledge
import CasebookPostgres
import CasebookText

/// The contents of a hub.
public struct HubState: Sendable {
  /// How far its journal goes, by origin.
  public var origins: [OriginState] = []
  /// Rows that cannot be read, each with its place.
  public var problems: [String] = []
  /// The last exchange of counts, by origin; `nil` if an older program made the hub, without tables for counts.
  public var machines: [String: Int]? = [:]
}

/// The journal of a hub.
extension Hub {
  /// No question names more origins or keys.
  private static let mostNames = 500
  /// No answer that is taken, and no batch that is sent, has more entries,
  private static let mostEntries = 500
  /// or is longer, in bytes, by more than one entry.
  private static let mostBytes = 1 << 20
  /// A longer body was not written by casebook.
  private static let longestBody = 1 << 25

  /// How far the journal goes. One round trip.
  ///
  /// - Throws: `HubError`.
  public func state() throws(HubError) -> HubState {
    let journal = """
      SELECT last.origin, last.idx, last.entries, last.texts, entry.hash
      FROM (
        SELECT origin, max(idx) AS idx, count(*) AS entries, count(body) AS texts
        FROM casebook.entry GROUP BY origin
      ) AS last
      JOIN casebook.entry AS entry ON entry.origin = last.origin AND entry.idx = last.idx
      ORDER BY last.origin
      """
    var state = HubState()
    var answer: [[PostgresConnection.Values]]
    do throws(HubError) {
      answer = try answers(to: "\(journal); \(Self.machines)")
      state.machines = Self.pushes(answer.last ?? [])
    } catch .older {
      answer = try answers(to: journal)
      state.machines = nil
    }
    for row in answer.first ?? [] {
      if let origin = OriginState(row) {
        state.origins.append(origin)
      } else {
        state.problems.append(
          "casebook.entry, origin \(row.first.flatMap(\.self) ?? ""): not a journal; not taken")
      }
    }
    return state
  }

  /// The answers to statements of a hub that this program knows. One round trip.
  func answers(to script: String) throws(HubError) -> [[PostgresConnection.Values]] {
    let answer: [[PostgresConnection.Values]]
    do throws(HubError) {
      answer = try step { connection throws(PostgresError) in
        try connection.run(script: "SELECT value FROM casebook.hub WHERE name = 'version'; \(script)")
      }
    } catch {
      // The tables of a newer program may have other columns.
      guard error.isAboutNames else { throw error }
      let version = try? madeVersion()
      if let version, version > Self.version { throw HubError.newer(place: place.shown, version: version) }
      guard case .missing = error else {
        throw HubError.foreign(place: place.shown, what: "the schema 'casebook'")
      }
      throw version == nil ? error : HubError.older(place: place.shown)
    }
    let version = answer.first?.first?.first.flatMap(\.self).flatMap { Int($0) }
    guard let version else { throw HubError.foreign(place: place.shown, what: "the schema 'casebook'") }
    guard version <= Self.version else { throw HubError.newer(place: place.shown, version: version) }
    return Array(answer.dropFirst())
  }

  /// The hashes of entries, by key.
  public func hashes(of keys: [EntryKey]) throws(HubError) -> [EntryKey: [UInt8]] {
    var hashes: [EntryKey: [UInt8]] = [:]
    for keys in keys.parts(of: Self.mostNames) {
      let sql = """
        SELECT entry.origin, entry.idx, entry.hash FROM casebook.entry AS entry
        JOIN (\(Self.list(keys.count))) AS wanted (origin, idx)
          ON entry.origin = wanted.origin AND entry.idx = wanted.idx
        """
      let found = try rows(sql, keys.flatMap { [$0.origin, String($0.index)] })
      for row in found {
        if let key = Self.key(row), let hash = row[2].flatMap({ bytes(hexadecimal: $0) }) {
          hashes[key] = hash
        }
      }
    }
    return hashes
  }

  /// Entries from a number on, by origin: as many as an answer may have, in order.
  ///
  /// - Parameter onlyForgets: Whether to leave out all but those that say that something is forgotten.
  /// - Returns: The entries, what cannot be read, and the origins of which there may be more, each with its next number.
  public func entries(from wanted: [String: Int], onlyForgets: Bool = false) throws(HubError) -> (
    entries: [JournalEntry], problems: [String], rest: [String: Int]
  ) {
    let asked = wanted.sorted { $0.key < $1.key }.prefix(Self.mostNames)
    // Other programs may have written rows of any length.
    let sql = """
      SELECT entry.origin, entry.idx, said_at, kind, body_schema, salt,
        CASE WHEN octet_length(body) <= \(Self.longestBody) THEN body END, hash, redacted, octet_length(body)
      FROM casebook.entry AS entry
      JOIN (\(Self.list(asked.count))) AS wanted (origin, idx)
        ON entry.origin = wanted.origin AND entry.idx >= wanted.idx
      \(onlyForgets ? "WHERE kind = 'forgotten'" : "")
      ORDER BY entry.origin, entry.idx LIMIT \(Self.mostEntries)
      """
    let (found, isCut) = try rows(sql, asked.flatMap { [$0.key, String($0.value)] }, most: Self.mostBytes)
    var rest = wanted
    if isCut || found.count == Self.mostEntries {
      // Rows are in order, so of the origins before the last there are no more.
      let last = found.last.flatMap(Self.key)
      for row in found {
        if let key = Self.key(row) { rest[key.origin] = key.origin == last?.origin ? key.index + 1 : nil }
      }
      if last == nil { rest = [:] }
    } else {
      for name in asked { rest[name.key] = nil }
    }
    var entries: [JournalEntry] = []
    var problems: [String] = []
    for row in found {
      if let entry = JournalEntry(hub: row) {
        entries.append(entry)
      } else {
        problems.append(
          "casebook.entry \(row[0] ?? "")-\(row[1] ?? ""): not an entry of a journal; not taken")
      }
    }
    return (entries, problems, rest)
  }

  /// The keys of the entries of an origin that lost their texts.
  public func forgottenKeys(of origin: String) throws(HubError) -> [EntryKey] {
    try rows(
      "SELECT origin, idx FROM casebook.entry WHERE origin = $1 AND body IS NULL ORDER BY idx", [origin]
    )
    .compactMap(Self.key)
  }

  /// Adds entries, those of an origin in order. An entry whose key is there already is left as it is there.
  ///
  /// - Throws: `HubError`; then a part of them may be there, without gaps.
  public func add(_ batch: some Collection<JournalEntry>) throws(HubError) {
    let places = (0..<batch.count).map { row in
      "(" + (1...9).map { "$\(9 * row + $0)" }.joined(separator: ",") + ")"
    }
    let sql = """
      INSERT INTO casebook.entry (origin, idx, said_at, kind, body_schema, salt, body, hash, redacted)
      VALUES \(places.joined(separator: ",")) ON CONFLICT DO NOTHING
      """
    _ = try rows(sql, batch.flatMap(\.hubValues))
  }

  /// Whether a batch is as large as one should be.
  public static func isFull(_ batch: [JournalEntry], bytes: Int) -> Bool {
    batch.count >= mostEntries || bytes >= mostBytes
  }

  /// Removes the texts of entries.
  public func forget(_ keys: [EntryKey]) throws(HubError) {
    for keys in keys.parts(of: Self.mostNames) {
      let places = keys.indices.map { "(origin = $\(2 * $0 + 1) AND idx = $\(2 * $0 + 2))" }
      let sql = """
        UPDATE casebook.entry SET salt = NULL, body = NULL
        WHERE body IS NOT NULL AND (\(places.joined(separator: " OR ")))
        """
      _ = try rows(sql, keys.flatMap { [$0.origin, String($0.index)] })
    }
  }

  func rows(_ sql: String, _ values: PostgresConnection.Values) throws(HubError)
    -> [PostgresConnection.Values]
  {
    try rows(sql, values, most: .max).rows
  }

  /// The rows up to a length in bytes, which one row may exceed, and whether there may be more.
  func rows(
    _ sql: String, _ values: PostgresConnection.Values, most: Int
  ) throws(HubError) -> (rows: [PostgresConnection.Values], isCut: Bool) {
    try step { connection throws(PostgresError) in
      var rows: [PostgresConnection.Values] = []
      var length = 0
      try connection.run(sql, values) { row in
        rows.append(row)
        length += row.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        return length <= most
      }
      return (rows, length > most)
    }
  }

  /// `VALUES ($1::text, $2::bigint), …`
  private static func list(_ count: Int) -> String {
    "VALUES "
      + (0..<count).map { "(CAST($\(2 * $0 + 1) AS TEXT), CAST($\(2 * $0 + 2) AS BIGINT))" }
      .joined(separator: ", ")
  }

  private static func key(_ row: PostgresConnection.Values) -> EntryKey? {
    guard let origin = row[0], EntryKey.isOrigin(origin), let index = row[1].flatMap({ Int($0) }),
      1...EntryKey.greatestIndex ~= index
    else { return nil }
    return EntryKey(origin: origin, index: index)
  }
}

extension OriginState {
  /// A row of a hub; `nil` for one that casebook did not write.
  fileprivate init?(_ row: PostgresConnection.Values) {
    guard row.count == 5, let origin = row[0], EntryKey.isOrigin(origin),
      let last = row[1].flatMap({ Int($0) }), 1...EntryKey.greatestIndex ~= last,
      let entries = row[2].flatMap({ Int($0) }), let texts = row[3].flatMap({ Int($0) }),
      let hash = row[4].flatMap({ bytes(hexadecimal: $0) })
    else { return nil }
    self.init(origin: origin, last: last, entries: entries, texts: texts, hash: hash)
  }
}

extension JournalEntry {
  /// The values of a row, in the order of the columns.
  fileprivate var hubValues: PostgresConnection.Values {
    [
      key.origin, String(key.index), String(time.milliseconds), kind, String(schema),
      content.map { hexadecimal($0.salt) }, content?.body, hexadecimal(hash), isRedacted ? "t" : "f",
    ]
  }

  /// Reads a row: the values of its columns, then the length of the body. Nothing is verified.
  fileprivate init?(hub row: PostgresConnection.Values) {
    // A body that was too long to be sent is not one that was forgotten.
    guard row.count == 10, (row[6] == nil) == (row[9] == nil) else { return nil }
    self.init(
      origin: row[0], index: row[1].flatMap { Int($0) }, time: row[2].flatMap { Int($0) }, kind: row[3],
      schema: row[4].flatMap { Int($0) }, salt: row[5], body: row[6], hash: row[7], isRedacted: row[8] == "t")
  }
}

extension HubError {
  /// Whether a table or a column is not there.
  fileprivate var isAboutNames: Bool {
    switch self {
    case .missing: true
    case .postgres(let error, _): error.state == "42703"
    default: false
    }
  }
}

extension Array {
  /// The elements in parts of at most `count`.
  fileprivate func parts(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
