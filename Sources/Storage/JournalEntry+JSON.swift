import CasebookKnowledge
import CasebookSQLite
import CasebookText

extension JournalEntry {
  /// The entry as one line of JSON. The body is an object where that keeps its bytes, which the hash covers; else a text.
  public var line: String {
    var members: [JSON.Member] = [
      .init("origin", .string(key.origin)), .init("idx", .int(key.index)),
      .init("time", .int(Int(time.milliseconds))),
      .init("kind", .string(kind)), .init("schema", .int(schema)),
    ]
    if let content {
      let json = try? JSON(parsing: content.body.utf8)
      let isExact = json?.members != nil && json?.description == content.body
      members += [
        .init("salt", .string(hexadecimal(content.salt))),
        .init("body", isExact ? json ?? .null : .string(content.body)),
      ]
    }
    if isRedacted { members.append(.init("redacted", true)) }
    return JSON.object(members + [.init("hash", .string(hexadecimal(hash)))]).description
  }

  /// Reads a line; `nil` if it is none. Nothing is verified.
  public init?(line: some Sequence<UInt8>) {
    guard let json = try? JSON(parsing: line) else { return nil }
    if json["salt"] != nil && json["salt"]?.string == nil { return nil }
    self.init(
      origin: json["origin"]?.string, index: json["idx"]?.int, time: json["time"]?.int,
      kind: json["kind"]?.string, schema: json["schema"]?.int, salt: json["salt"]?.string,
      body: json["body"].map { $0.string ?? $0.description }, hash: json["hash"]?.string,
      isRedacted: json["redacted"]?.bool ?? false)
  }

  /// Reads fields that anybody may have written; `nil` if they are not those of an entry. Salt and hash are hexadecimal.
  /// Nothing is verified.
  init?(
    origin: String?, index: Int?, time: Int?, kind: String?, schema: Int?, salt: String?, body: String?,
    hash: String?, isRedacted: Bool
  ) {
    guard let origin, EntryKey.isOrigin(origin), let index, 1...EntryKey.greatestIndex ~= index, let time,
      Timestamp.stored.contains(Int64(time)), let kind, Self.isKind(kind), let schema,
      0...1_000_000 ~= schema, let hash = hash.flatMap({ bytes(hexadecimal: $0) }), hash.count == 32,
      (salt == nil) == (body == nil)
    else { return nil }
    var content: EntryContent?
    if let salt, let body {
      guard let salt = bytes(hexadecimal: salt), salt.count <= 64 else { return nil }
      content = EntryContent(salt: salt, body: body)
    }
    self.init(
      key: EntryKey(origin: origin, index: index), time: Timestamp(milliseconds: Int64(time)), kind: kind,
      schema: schema, content: content, hash: hash, isRedacted: isRedacted)
  }

  private static func isKind(_ text: String) -> Bool {
    1...40 ~= text.utf8.count && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
  }
}
