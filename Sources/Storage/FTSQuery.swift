/// A full-text query that cannot be malformed: it is made of terms, and any text is a term.
struct FTSQuery: Hashable, Sendable {
  /// The expression in FTS5's syntax.
  let expression: String

  /// Matches what contains any of the terms; `nil` when there are none.
  init?(anyOf terms: some Sequence<String>) {
    var bytes: [UInt8] = []
    for term in terms {
      if !bytes.isEmpty { bytes += Array(" OR ".utf8) }
      bytes.append(UInt8(ascii: "\""))
      for byte in term.utf8 {
        switch byte {
        case UInt8(ascii: "\""): bytes += [byte, byte]
        // FTS5 reads the expression up to the first NUL; as a character of its own it separates terms.
        case 0: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
    if bytes.isEmpty { return nil }
    expression = String(decoding: bytes, as: UTF8.self)
  }
}
