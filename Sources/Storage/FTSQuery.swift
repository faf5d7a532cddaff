/// A full-text query that is always well-formed: it consists of terms, and any text is a term.
struct FTSQuery: Hashable, Sendable {
  /// The expression in FTS5's syntax.
  let expression: String

  /// Matches text that contains any of the terms; `nil` without terms.
  init?(anyOf terms: some Sequence<String>) { self.init(terms, joining: " OR ") }

  /// Matches text that contains all of the terms; `nil` without terms.
  init?(allOf terms: some Sequence<String>) { self.init(terms, joining: " AND ") }

  private init?(_ terms: some Sequence<String>, joining operation: String) {
    var bytes: [UInt8] = []
    for term in terms {
      if !bytes.isEmpty { bytes += Array(operation.utf8) }
      bytes.append(UInt8(ascii: "\""))
      for byte in term.utf8 {
        switch byte {
        case UInt8(ascii: "\""): bytes += [byte, byte]
        // FTS5 ends the expression at the first NUL; a space separates terms as well.
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
