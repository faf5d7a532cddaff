import CasebookKnowledge
import CasebookText

/// Judges by its words how serious a line without a level is.
///
/// Words count if they open the line or a part of it, as people and programs write errors: `Error: …`,
/// `main.c:3:5: error: …`, `ValueError: …`, `Failed to …`, `… exited with code 1`. In the middle of prose
/// they mean nothing (`0 errors`, `error rate`).
enum Severity {
  /// The level of a line; `nil` if nothing suggests a problem.
  static func judge(_ line: Bytes) -> Level? {
    let start = skipDecoration(line)
    guard start < line.count else { return nil }
    let text = line.from(start)
    return opening(text) ?? exceptionClass(text) ?? inside(text) ?? ending(text) ?? failedEnd(text)
  }

  private static func skipDecoration(_ line: Bytes) -> Int {
    var index = 0
    while index < line.count {
      switch line[index] {
      case 0x20, 0x09, ascii("*"), ascii(">"), ascii("!"), ascii("-"), ascii("|"), ascii("#"), ascii("["),
        ascii("("), ascii("+"):
        index += 1
      default: return index
      }
    }
    return index
  }

  /// A word or phrase that opens an error.
  private static func opening(_ text: Bytes) -> Level? {
    let next: (Int) -> UInt8 = { text.peek($0) }
    switch text[0] | 0x20 {
    case ascii("t"):
      if text.has("Traceback (") || text.has("terminate called") { return .error }
      if text.has("thread '"), text.index(of: "panicked at") != nil { return .fatal }
      if text.has("Timeout ") || text.has("Timed out") { return .error }
    case ascii("e"):
      if text.has("Error") || text.has("ERROR") {
        return next(5).isWord ? (text.has("Errors occurred") ? .error : nil) : .error
      }
      if text.has("error:") || text.has("error[") || text.has("error (") || text.has("error -") {
        return .error
      }
      if text.has("Exception ") || text.has("Exception:") || text.has("E: ") { return .error }
    case ascii("f"):
      if text.has("Failed ") || text.has("failed to ") || text.has("FAILED") || text.has("FAIL:")
        || text.has("Failed:") || text.has("failed:") || text.has("FAIL ") || text.has("Failure:")
      {
        return .error
      }
      if text.has("FATAL") || text.has("Fatal ") || text.has("fatal:") || text.has("fatal error")
        || text.has("Fatal:")
        || text.has("fatal ")
      {
        return .fatal
      }
    case ascii("p"):
      if text.has("panic:") || text.has("PANIC") || text.has("panic(") { return .fatal }
      if text.has("Permission denied") { return .error }
    case ascii("u"):
      if text.has("Unable to ") || text.has("unable to ") || text.has("Unhandled ") || text.has("Uncaught ")
        || text.has("unhandled ") || text.has("Unauthorized")
      {
        return .error
      }
    case ascii("c"):
      if text.has("Caused by:") || text.has("Cannot ") || text.has("cannot ") || text.has("Can't ")
        || text.has("Could not ") || text.has("could not ") || text.has("Connection refused")
      {
        return .error
      }
      if text.has("CRITICAL") || text.has("Critical ") || text.has("CUDA error") { return .error }
    case ascii("s"):
      if text.has("SEVERE") || text.has("Segmentation fault") { return .error }
    case ascii("k"), ascii("a"), ascii("o"), ascii("b"), ascii("i"):
      if text.equals("Killed") || text.has("Aborted") || text.has("Bus error") || text.has("Out of memory")
        || text.has("OOMKilled") || text.has("Illegal instruction") || text.has("Access denied")
      {
        return .error
      }
    case ascii("w"):
      if text.has("Warning") || text.has("WARNING") { return next(7).isWord ? nil : .warning }
      if text.has("warning:") || text.has("WARN ") || text.has("WARN:") || text.has("W: ")
        || text.has("warning[")
      {
        return .warning
      }
    case ascii("n"):
      if text.has("npm ERR!") || text.has("npm error") { return .error }
      if text.has("npm WARN") || text.has("npm warn") { return .warning }
    case ascii("m"):
      if text.has("make: ***") || text.has("make["), text.index(of: "***") != nil { return .error }
    default: break
    }
    return nil
  }

  /// `ValueError: …`, `java.io.IOException: …`, `System.AggregateException`, at the head; `UserWarning: …`
  /// anywhere after a file and line.
  static func exceptionClass(_ text: Bytes, needsColon: Bool = false) -> Level? {
    var end = 0
    while end < text.count, end < 160, text[end].isWord || text[end] == ascii(".") || text[end] == ascii("$")
    {
      end += 1
    }
    guard end > 5 else { return nil }
    let next = text.peek(end)
    guard
      next == ascii(":") && !text.peek(end + 1).isDigit
        || !needsColon && (end == text.count || next == ascii("("))
    else { return nil }
    let name = text.at(0..<end)
    if name.ends(with: "Error") || name.ends(with: "Exception") || name.ends(with: "Failure")
      || name.ends(with: "Interrupt") || name.ends(with: "Fault")
    {
      return .error
    }
    return name.ends(with: "Warning") ? .warning : nil
  }

  /// `…: No such file or directory` and similar endings, as the C library, the shell and Go print them.
  private static func ending(_ text: Bytes) -> Level? {
    switch text[text.count - 1] {
    case ascii("y"):
      text.ends(with: "o such file or directory") || text.ends(with: "annot allocate memory") ? .error : nil
    case ascii("d"):
      text.ends(with: ": command not found") || text.ends(with: ": Permission denied")
        || text.ends(with: ": permission denied") || text.ends(with: ": not found")
        || text.ends(with: "onnection refused") || text.ends(with: "context deadline exceeded") ? .error : nil
    case ascii("e"): text.ends(with: "o space left on device") ? .error : nil
    case ascii("t"):
      text.ends(with: ": i/o timeout") || text.ends(with: "no such host")
        || text.ends(with: "o route to host")
        ? .error : nil
    case ascii("r"): text.ends(with: "onnection reset by peer") ? .error : nil
    case ascii(")"): text.ends(with: "(core dumped)") ? .error : nil
    default: nil
    }
  }

  /// `… state: Failed`, `BUILD FAILED`, at the end; not `2 failed`.
  private static func failedEnd(_ text: Bytes) -> Level? {
    guard text.ends(with: " failed") || text.ends(with: " Failed") || text.ends(with: " FAILED"),
      text.count > 8
    else { return nil }
    return text[text.count - 8].isDigit ? nil : .error
  }
}
