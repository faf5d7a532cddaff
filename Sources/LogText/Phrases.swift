import CasebookText

/// Phrases that tell the lines of a report apart. All are compared in lower case.
enum Phrases {
  /// Phrases that report a failure elsewhere, or announce what is done about it.
  private static let wrappers = PhraseTable([
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
  ])
  /// Phrases of lines that only explain others.
  private static let notes = PhraseTable([
    "for more info", "for more details", "for details", "please refer", "refer to ", "you can also",
    "you can check", "hint:", "note:",
    "tip:", "headers:", "use --", "run with --", "try ", "usage:", "warning: you are using pip",
    "to update, run",
    "learn more", "see https://", "see http://", "see also", "request id", "correlation id", "timestamp:",
    "trace id",
    "suppressed:", "set logging level", "please check the logs", "documentation", "activity id", "x-ms-",
  ])
  /// Stems of words that report a problem.
  private static let failures = PhraseTable([
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
    "already in use", "unhealthy", "backoff", "back-off", "not ready", "evicted", "expired", "mismatch",
    "incompatible",
    "unknown", "bad ",
    "lost", "closed connection", "not permitted", "violat", "overflow", "deadlock", "no ready", "must ",
    "should ",
    "segmentation fault", "bus error", "core dumped", "illegal instruction", "stack overflow", "oom-kill",
    "double free", "assertion",
  ])
  private static let fields = [
    "content", "body", "response", "server response", "error", "message", "details", "errorresponse",
    "headers", "data",
  ]

  static func isWrapper(_ text: String) -> Bool { wrappers.isIn(text) }
  static func isNote(_ text: String) -> Bool { notes.begins(text) }
  static func isFailure(_ text: String) -> Bool { failures.isIn(text) }

  /// True for the bare name of a field that holds the body of an error.
  static func isField(_ text: String) -> Bool { fields.contains(text.lowercased()) }
}

/// Lower-case phrases that are all searched for at once, by their first two bytes.
private struct PhraseTable: Sendable {
  private let phrases: [[UInt8]]
  /// The first phrase that begins with a pair of bytes, by that pair.
  private var heads = HashTable()
  /// The next phrase with the same two bytes, or -1.
  private var nexts: [Int32]

  init(_ texts: [String]) {
    phrases = texts.map { Array($0.utf8) }
    nexts = Array(repeating: -1, count: phrases.count)
    for (index, phrase) in phrases.enumerated() where phrase.count >= 2 {
      let key = Self.key(phrase[0], phrase[1])
      nexts[index] = heads[key]
      heads[key] = Int32(index)
    }
  }

  private static func key(_ first: UInt8, _ second: UInt8) -> UInt64 {
    (UInt64(first) << 8 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15
  }

  func isIn(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in (0..<max(0, bytes.count - 1)).contains { begins(bytes, at: $0) } }
  }

  func begins(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { $0.count >= 2 && begins($0, at: 0) }
  }

  private func begins(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = heads.value(Self.key(bytes[start].folded, bytes[start + 1].folded))
    while index >= 0 {
      let phrase = phrases[Int(index)]
      if start + phrase.count <= bytes.count,
        bytes[start..<(start + phrase.count)].elementsEqual(phrase, by: { $0.folded == $1 })
      {
        return true
      }
      index = nexts[Int(index)]
    }
    return false
  }
}
