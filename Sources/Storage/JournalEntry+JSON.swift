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
    guard let json = try? JSON(parsing: line), let origin = json["origin"]?.string, EntryKey.isOrigin(origin),
      let index = json["idx"]?.int, 1...EntryKey.greatestIndex ~= index, let time = json["time"]?.int,
      Timestamp.stored.contains(Int64(time)), let kind = json["kind"]?.string, Self.isKind(kind),
      let schema = json["schema"]?.int, 0...1_000_000 ~= schema,
      let hash = json["hash"]?.string.flatMap({ bytes(hexadecimal: $0) }), hash.count == 32
    else { return nil }
    var content: EntryContent?
    if let salt = json["salt"]?.string.flatMap({ bytes(hexadecimal: $0) }), salt.count <= 64,
      let body = json["body"]
    {
      content = EntryContent(salt: salt, body: body.string ?? body.description)
    } else if json["salt"] != nil || json["body"] != nil {
      return nil
    }
    self.init(
      key: EntryKey(origin: origin, index: index), time: Timestamp(milliseconds: Int64(time)), kind: kind,
      schema: schema, content: content, hash: hash, isRedacted: json["redacted"]?.bool ?? false)
  }

  private static func isKind(_ text: String) -> Bool {
    1...40 ~= text.utf8.count && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
  }
}
