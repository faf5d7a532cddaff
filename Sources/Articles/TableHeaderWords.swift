import CasebookText

/// Column headers of error tables, as stems by language. A header decides only together with the cells.
enum TableHeaderWords {
  /// Headers of an error column.
  static let problem = StemMatcher("tables", "problem")

  /// Headers of a column with the fix.
  static let remedy = StemMatcher("tables", "remedy")

  /// Headers of a column with the cause or the meaning.
  static let cause = StemMatcher("tables", "cause")

  /// Headers of a first column of names or values: such a table describes an interface.
  static let value = StemMatcher("tables", "value")

  /// Headers of a column that says how bad something is.
  static let severity = StemMatcher("tables", "severity")

  /// Headers of a column of codes.
  static let code = StemMatcher("tables", "code")

  /// Cells that tick something off.
  static let marks = WordList("tables", "mark")

  static func names(_ header: String, _ stems: StemMatcher) -> Bool {
    // Padded, so that a stem with a space at its side begins or ends a word.
    stems.matches(" \(header.lowercased()) ")
  }
}
