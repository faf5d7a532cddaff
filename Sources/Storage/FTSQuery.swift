/// A full-text query that cannot be malformed: it is made of terms, and any text is a term.
struct FTSQuery: Hashable, Sendable {
  /// The expression in FTS5's syntax.
  let expression: String

  /// Matches what contains any of the terms; `nil` when there are none.
  init?(anyOf terms: some Sequence<String>) {
    // FTS5 reads the expression up to the first NUL; as a character of its own it separates terms.
    let quoted = terms.map { "\"" + $0.replacing("\"", with: "\"\"").replacing("\0", with: " ") + "\"" }
    if quoted.isEmpty { return nil }
    expression = quoted.joined(separator: " OR ")
  }
}
