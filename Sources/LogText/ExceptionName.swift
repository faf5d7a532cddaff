import CasebookKnowledge
import CasebookText

/// Distinguishes names of exception classes from other names.
package enum ExceptionName {
  /// True for `ValueError`, `IOException`, `KeyboardInterrupt`.
  package static func matches(_ name: String) -> Bool {
    withBytes(of: name) { name in
      guard name.peek(0).isUpper, name.count > 6 else { return false }
      return errors.matches(name) { $0 < name.count } || warnings.matches(name) { $0 < name.count }
        || others.contains(name)
    }
  }

  /// The level that a class stands for, with or without its module: `a.b.ValueError`, `UserWarning`; `nil` for a name
  /// that does not end like a class of exceptions.
  static func level(_ name: Bytes) -> Level? {
    errors.matches(name) ? .error : warnings.matches(name) ? .warning : nil
  }

  /// Whether a name ends like a class of exceptions, or like one of the classes that have other names: `ReadTimeout`.
  static func ends(_ name: Bytes) -> Bool { level(name) != nil || either.matches(name) }

  private static let errors = EndingMatcher("logs", "exception-ending", kind: "error")
  private static let warnings = EndingMatcher("logs", "exception-ending", kind: "warning")
  private static let either = EndingMatcher("logs", "exception-ending", kind: "either")
  private static let others = WordList("logs", "exception-name")
}
