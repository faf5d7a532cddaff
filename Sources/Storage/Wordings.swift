import CasebookKnowledge
import CasebookLogText
import CasebookSQLite
import CasebookSignatures
import CasebookText

/// The wordings of events, found by the hash of their text and stored when they are new.
final class Wordings {
  /// The data of a wording that a writer needs.
  struct CachedWording {
    let id: Int64
    let signature: Int64
    /// Whether its signature belongs to a known error or an incident.
    let isKnown: Bool
  }

  private let store: Store
  private let signer: Signer
  private let known: KnownSignatures
  private var entries: [UInt64: CachedWording] = [:]
  /// How many to cache, so that a log of distinct lines does not fill the memory.
  private static let limit = 1 << 14

  init(store: Store, signer: Signer, known: KnownSignatures) {
    self.store = store
    self.signer = signer
    self.known = known
  }

  /// The wording of an event.
  func wording(
    _ event: RunBatch.BatchedRun, _ level: Level, _ text: UnsafeBufferPointer<UInt8>,
    _ values: UnsafeBufferPointer<UInt8>
  ) throws -> CachedWording {
    if let entry = entries[event.hash] { return entry }
    let text = String(decoding: text, as: UTF8.self)
    let stored: (Int64, Int64, Fingerprint)? = try store.database.row(
      """
      SELECT wording.id, signature_id, fingerprint FROM wording JOIN signature ON signature.id = signature_id
      WHERE hash = \(Int64(bitPattern: event.hash)) AND text = \(text) AND level = \(level.description)
        AND logger IS \(event.logger) AND variables = \(event.variables)
      """
    ) { try ($0[0], $0[1], $0[2]) }
    if let (id, signature, fingerprint) = stored {
      return remember(
        CachedWording(id: id, signature: signature, isKnown: known.has(fingerprint)), event.hash)
    }
    let template = Template(stored: text, variables: event.variables)
    guard let template, let wording = Wording(template, values: String(decoding: values, as: UTF8.self))
    else {
      throw store.database.damaged("wording.text \(Wording.mismatch)")
    }
    let signature = signer.signature(of: LogRecord(wording.message).lead)
    let number = try store.signatureID(signature)
    let id = try insert(event, level, text, number)
    let terms = store.indexing.terms(ofWording: template)
    try store.database.run("INSERT INTO wording_index (rowid, terms) VALUES (\(id), \(terms))")
    return remember(
      CachedWording(id: id, signature: number, isKnown: known.has(signature.fingerprint)), event.hash)
  }

  /// The wording of a context line.
  func contextWording(_ line: RunBatch.BatchedRun, _ text: UnsafeBufferPointer<UInt8>) throws -> Int64 {
    if let entry = entries[line.hash] { return entry.id }
    let text = String(decoding: text, as: UTF8.self)
    let stored: Int64? = try store.database.value(
      """
      SELECT id FROM wording WHERE hash = \(Int64(bitPattern: line.hash)) AND text = \(text)
        AND signature_id IS NULL AND variables = \(line.variables)
      """)
    let id = try stored ?? insert(line, .info, text, nil)
    return remember(CachedWording(id: id, signature: 0, isKnown: false), line.hash).id
  }

  private func insert(_ entry: RunBatch.BatchedRun, _ level: Level, _ text: String, _ signature: Int64?)
    throws
    -> Int64
  {
    try store.database.run(
      """
      INSERT INTO wording (hash, variables, level, logger, text, signature_id)
      VALUES (\(Int64(bitPattern: entry.hash)), \(entry.variables), \(level.description), \(entry.logger), \(text),
        \(signature))
      """)
    return store.database.lastInsertedID
  }

  private func remember(_ entry: CachedWording, _ hash: UInt64) -> CachedWording {
    if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
    entries[hash] = entry
    return entry
  }
}

extension KnownSignatures {
  func has(_ fingerprint: Fingerprint) -> Bool { fingerprint.hash.map(hashes.contains) ?? false }
}
