import CasebookText

/// Phrases that tell the lines of a report apart. All are compared in lower case.
enum Phrases {
  /// Phrases that report a failure elsewhere, or announce what is done about it.
  private static let wrappers = StemMatcher("reports", "wrapper")
  /// Phrases of lines that only explain others.
  private static let notes = StemMatcher("reports", "note")
  /// Stems of words that report a problem.
  private static let failures = StemMatcher("failure", "part", kind: "report")
  private static let fields = [
    "content", "body", "response", "server response", "error", "message", "details", "errorresponse",
    "headers", "data",
  ]

  static func isWrapper(_ text: String) -> Bool { wrappers.matches(text) }
  static func isNote(_ text: String) -> Bool { notes.begins(text) }
  static func isFailure(_ text: String) -> Bool { failures.matches(text) }

  /// True for the bare name of a field that holds the body of an error.
  static func isField(_ text: String) -> Bool { fields.contains(text.lowercased()) }
}
