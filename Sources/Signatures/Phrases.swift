/// Words by which the lines of a report are told apart. All are compared in lower case.
enum Phrases {
  /// The line says that something failed elsewhere, or what will be done about it.
  private static let wrappers = [
    "more information can be found", "see logs", "see the logs", "see above", "see log ", "check the log",
    "check logs",
    "please check", "retrying", "will retry", "retry in", "non-successful terminal state",
    "received bad response",
    "returned a non-zero code", "returned non-zero exit status", "non-zero exit code",
    "process completed with exit code",
    "command failed with exit", "make: ***", "make[", "build failed", "failed to build", "deployment failed",
    "subprocess-exited-with-error", "a complete log of this run", "this error originates from a subprocess",
    "did not run successfully", "executor failed running", "failed to solve", "current service state",
    "error processing request", "an error occurred while", "operation failed with", "job failed",
    "run failed",
    "step failed", "task failed", "end of inner exception", "exception was thrown", "script exited",
    "failed with exit code", "exited with code", "exit status", "lifecycle script", "errors were encountered",
    "previous error", "aborting due to", "could not compile", "giving up", "kubernetes deployment error",
  ]
  /// The line only helps to read the others.
  private static let notes = [
    "for more info", "for more details", "for details", "please refer", "refer to ", "you can also",
    "you can check", "hint:", "note:",
    "tip:", "headers:", "use --", "run with --", "try ", "usage:", "warning: you are using pip",
    "to update, run",
    "learn more", "see https://", "see http://", "see also", "request id", "correlation id", "timestamp:",
    "trace id",
    "suppressed:", "set logging level", "please check the logs", "documentation", "activity id", "x-ms-",
  ]
  /// Stems of words that say that something is wrong.
  private static let failures = [
    "error", "exception", "fail", "cannot", "can't", "could not", "couldn't", "unable", "denied", "refused",
    "timed out",
    "timeout", "not found", "invalid", "missing", "no such", "unexpected", "undefined", "unresolved",
    "undeclared",
    "fatal", "panic", "abort", "kill", "crash", "insufficient", "exceed", "unavailable", "unauthorized",
    "forbidden",
    "conflict", "overload", "too many", "not allowed", "not supported", "unsupported", "rejected", "corrupt",
    "broken",
    "unreachable", "not available", "does not exist", "doesn't exist", "already exists", "out of memory",
    "no space",
    "unhealthy", "backoff", "back-off", "not ready", "evicted", "expired", "mismatch", "incompatible",
    "unknown", "bad ",
    "lost", "closed connection", "not permitted", "violat", "overflow", "deadlock", "no ready", "must ",
    "should ",
  ]
  private static let fields = [
    "content", "body", "response", "server response", "error", "message", "details", "errorresponse",
    "headers", "data",
  ]

  static func isWrapper(_ text: String) -> Bool { contains(text, wrappers) }
  static func isNote(_ text: String) -> Bool {
    let text = text.lowercased()
    return notes.contains { text.hasPrefix($0) }
  }
  static func isFailure(_ text: String) -> Bool { contains(text, failures) }

  /// True for the bare name of a field that holds the body of an error.
  static func isField(_ text: String) -> Bool { fields.contains(text.lowercased()) }

  private static func contains(_ text: String, _ phrases: [String]) -> Bool {
    let text = text.lowercased()
    return phrases.contains { text.contains($0) }
  }
}
