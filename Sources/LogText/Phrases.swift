import CasebookText

/// A field that a report prints on a line of its own.
enum ReportField: String, CaseIterable {
  case message, body, headers, other

  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Phrases that tell the lines of a report apart. All are compared in lower case.
package enum Phrases {
  /// Phrases that report a failure elsewhere, or announce what is done about it.
  private static let wrappers = StemMatcher("reports", "wrapper")
  /// Phrases of lines that only explain others.
  private static let notes = StemMatcher("reports", "note")
  /// Phrases that report only how something ended.
  private static let outcomes = StemMatcher("reports", "outcome")
  /// Stems of words that report a problem.
  private static let failures = StemMatcher("failure", "part", kind: "report")
  private static let fields = HashTable("reports", "field") { kinds in
    ReportField(rawValue: kinds[0]).map { Int32($0.index) } ?? -1
  }

  /// Phrases of states in which something waits before it is tried again, after a failure told elsewhere.
  private static let restarts = StemMatcher("reports", "restart")
  /// Reasons for the end of a container that say nothing about its cause.
  private static let ends = Set(Vocabulary.rows("reports", "ended").flatMap(\.words))

  static func isRestart(_ text: String) -> Bool { restarts.matches(text) }
  static func isBareEnd(_ reason: String) -> Bool { ends.contains(reason.lowercased()) }
  /// Whether a line has such a reason and nothing else.
  static func isBareReason(_ text: String) -> Bool {
    text.hasPrefix("Reason: ") && isBareEnd(String(text.dropFirst(8)))
  }
  static func isWrapper(_ text: String) -> Bool { wrappers.matches(text) }
  static func isOutcome(_ text: String) -> Bool {
    outcomes.matches(text) || text.hasSuffix(" failed") || text.hasSuffix(" failed.")
  }
  static func isNote(_ text: String) -> Bool { notes.begins(text) }
  static func isNote(_ text: Bytes) -> Bool { notes.begins(text) }
  package static func isFailure(_ text: String) -> Bool { failures.matches(text) }

  /// The field of a failed request or of an exception that has this name.
  static func field(_ name: some StringProtocol) -> ReportField? {
    let value = fields.value(WordHash.of(name.utf8))
    return value < 0 ? nil : ReportField.allCases[Int(value)]
  }
}
