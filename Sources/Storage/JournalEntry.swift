public import CasebookKnowledge
public import CasebookSQLite
import CasebookText

/// An entry of the journal.
public struct JournalEntry: Hashable, Sendable {
  /// Its name in every copy.
  public let key: EntryKey
  /// The time at which it was added, by the clock that orders entries.
  public let time: Timestamp
  /// What it says; a newer program may write kinds that this one does not know.
  public let kind: String
  /// The version of its body.
  public let schema: Int
  /// The content; `nil` once it is forgotten.
  public let content: EntryContent?
  /// SHA-256 of all of the above.
  public let hash: [UInt8]
  /// Whether the body has lost a secret since it was hashed.
  public let isRedacted: Bool

  /// The text of an entry, and what keeps others from guessing it by its hash.
  public struct EntryContent: Hashable, Sendable {
    /// Random bytes.
    public let salt: [UInt8]
    /// The body, as JSON.
    public let body: String

    /// A salt and a body.
    public init(salt: [UInt8], body: String) {
      self.salt = salt
      self.body = body
    }
  }

  /// An entry as it was stored or sent; nothing is verified.
  public init(
    key: EntryKey, time: Timestamp, kind: String, schema: Int, content: EntryContent?, hash: [UInt8],
    isRedacted: Bool = false
  ) {
    self.key = key
    self.time = time
    self.kind = kind
    self.schema = schema
    self.content = content
    self.hash = hash
    self.isRedacted = isRedacted
  }

  /// A new entry, with its hash.
  init(key: EntryKey, time: Timestamp, kind: JournalKind, body: String) {
    let content = EntryContent(salt: (0..<16).map { _ in .random(in: 0...255) }, body: body)
    self.init(
      key: key, time: time, kind: kind.rawValue, schema: JournalKind.schema, content: content,
      hash: Self.hash(key, time, kind.rawValue, JournalKind.schema, content))
  }

  /// Whether the hash is that of the rest. Nothing can be said once it is forgotten.
  public var isGenuine: Bool {
    guard let content, !isRedacted else { return true }
    return Self.hash(key, time, kind, schema, content) == hash
  }

  /// No field but the last can hold a line feed, so no two entries have the same bytes.
  private static func hash(
    _ key: EntryKey, _ time: Timestamp, _ kind: String, _ schema: Int, _ content: EntryContent
  ) -> [UInt8] {
    let head = "\(key.origin)\n\(key.index)\n\(time.milliseconds)\n\(kind)\n\(schema)\n"
    return secureHash(Array((head + hexadecimal(content.salt) + "\n" + content.body).utf8))
  }
}

extension EntryKey: SQLConvertible {
  /// The canonical text.
  public var sqlValue: SQLValue { .text(description) }

  /// The column as a key.
  public init(column: Int32, of row: Row) throws(SQLiteError) {
    self = try row.word(column) { EntryKey($0) }
  }
}
