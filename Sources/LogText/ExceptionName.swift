import CasebookText

/// Distinguishes names of exception classes from other names.
package enum ExceptionName {
  /// True for `ValueError`, `IOException`, `KeyboardInterrupt`.
  package static func matches(_ name: String) -> Bool {
    let utf8 = name.utf8
    guard let first = utf8.first, first.isUpper, utf8.count > 6 else { return false }
    for suffix in ["Error", "Exception", "Warning", "Fault", "Failure"] where name.hasSuffix(suffix) {
      return utf8.count > suffix.utf8.count
    }
    return others.contains(name)
  }

  private static let others: Set<String> = [
    "KeyboardInterrupt", "SystemExit", "StopIteration", "StopAsyncIteration", "GeneratorExit", "Http404",
    "PreventUpdate", "ThreadDeath", "DoesNotExist", "MultipleObjectsReturned",
  ]
}
