import CasebookKnowledge
import CasebookSQLite
public import CasebookSignatures

/// Takes counts of others from a hub, a batch at a time.
public struct SharedTaking {
  private let store: Store
  private let signer: Signer
  private let place: String
  private var sources: [[String]: Int64] = [:]
  /// The signatures of fingerprints that the rules here gave their sample, too.
  private var signatures: [String: Int64] = [:]
  /// The signatures with new counts, each with a sample.
  private var samples: [Int64: String] = [:]
  /// How many counts were taken.
  public private(set) var taken = 0
  /// Counts that were refused, each with the reason.
  public private(set) var problems: [String] = []

  /// More counts than this are cut to the latest days.
  static let most = 1_000_000

  /// Takes counts of the hub at `place` into a store.
  public init(_ store: Store, _ signer: Signer, from place: String) {
    self.store = store
    self.signer = signer
    self.place = place
  }

  /// Takes counts, each instead of that with the same key.
  public mutating func take(_ days: [SharedDay]) throws {
    try store.transaction {
      for day in days { try take(day) }
    }
  }

  private mutating func take(_ day: SharedDay) throws {
    guard let labels = canonical(day.labels) else {
      problems.append(
        "casebook.tally, origin \(day.origin): its labels are not an object of texts; not taken")
      return
    }
    let source = try source(day.origin, labels)
    let sample = store.redacted(day.sample.cut(toBytes: SharedTally.longestSample))
    guard let signature = try signature(day.fingerprint, sample) else { return }
    if day.events == 0 {
      try store.database.run(
        """
        DELETE FROM shared_tally WHERE signature_id = \(signature) AND day = \(day.day) AND source_id = \(source)
        """)
    } else {
      try store.database.run(
        """
        INSERT OR REPLACE INTO shared_tally
        VALUES (\(signature), \(day.day), \(source), \(day.events), \(day.first), \(day.last))
        """)
    }
    // One that is empty was taken back, and must not stay here either.
    if !sample.isEmpty || samples[signature] == nil { samples[signature] = sample }
    taken += 1
  }

  /// The labels without secrets, in alphabetical order; `nil` if they are not an object of texts.
  private func canonical(_ text: String) -> String? {
    if text == "{}" { return text }
    guard text.utf8.count <= 1 << 16, let members = (try? JSON(parsing: text.utf8))?.members else {
      return nil
    }
    var clean: [JSON.Member] = []
    for member in members {
      guard let value = member.value.string else { return nil }
      clean.append(.init(store.redacted(member.name), .string(store.redacted(value))))
    }
    return JSON.object(clean.sorted { $0.name < $1.name }).description
  }

  private mutating func source(_ origin: String, _ labels: String) throws -> Int64 {
    if let known = sources[[origin, labels]] { return known }
    try store.database.run(
      "INSERT OR IGNORE INTO shared_source (origin, labels) VALUES (\(origin), \(labels))")
    let id: Int64? = try store.database.value(
      "SELECT id FROM shared_source WHERE origin = \(origin) AND labels = \(labels)")
    sources[[origin, labels]] = id
    return id ?? 0
  }

  /// The rules here decide what a message is, so that machines with other rules and forged rows count as what they show.
  private mutating func signature(_ fingerprint: String, _ sample: String) throws -> Int64? {
    if let known = signatures[fingerprint] { return known }
    // A count that was taken back shows nothing.
    if sample.isEmpty {
      return try store.database.value("SELECT id FROM signature WHERE fingerprint = \(fingerprint)")
    }
    let signature = signer.signature(of: sample)
    let id = try store.signatureID(signature)
    if signature.fingerprint.description == fingerprint { signatures[fingerprint] = id }
    return id
  }

  /// Adds up what was taken, and notes how far it goes: then it is not asked for again.
  public mutating func finish(_ pushes: [String: Int]) throws {
    try store.transaction {
      for (origin, push) in pushes { try store.keepTallyPush(push, at: place, of: origin) }
      var changed = Set(samples.keys)
      if try store.cutSharedTallies(to: Self.most) { changed.formUnion(try store.sharedSignatures()) }
      for signature in changed { try store.addUp(signature, samples[signature]) }
    }
    samples.removeAll()
  }
}

extension Store {
  /// Removes the counts of the oldest days if there are more than `most`; keeps whole days.
  fileprivate func cutSharedTallies(to most: Int) throws -> Bool {
    let count: Int = try database.value("SELECT count(*) FROM shared_tally") ?? 0
    guard count > most else { return false }
    let first: Int64? = try database.value(
      """
      SELECT day FROM (
        SELECT day, sum(rows) OVER (ORDER BY day DESC) AS total
        FROM (SELECT day, count(*) AS rows FROM shared_tally GROUP BY day))
      WHERE total >= \(most) ORDER BY day DESC LIMIT 1
      """)
    try database.run("DELETE FROM shared_tally WHERE day < \(first)")
    return true
  }

  fileprivate func sharedSignatures() throws -> [Int64] {
    try database.rows("SELECT signature_id FROM shared_error") { try $0[0] }
  }

  /// Adds up the counts of others for a signature. Without a new sample, the old one stays.
  fileprivate func addUp(_ signature: Int64, _ sample: String?) throws {
    let old: String? = try database.value("SELECT sample FROM shared_error WHERE signature_id = \(signature)")
    try database.run("DELETE FROM shared_error WHERE signature_id = \(signature)")
    try database.run(
      """
      INSERT INTO shared_error
      SELECT signature_id, sum(events), max(last), count(DISTINCT origin), \(sample ?? old ?? "")
      FROM shared_tally JOIN shared_source ON shared_source.id = source_id
      WHERE signature_id = \(signature) GROUP BY signature_id
      """)
  }
}
