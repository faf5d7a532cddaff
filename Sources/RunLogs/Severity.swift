import CasebookKnowledge

/// Judges how serious a line is that names no level, from its words.
///
/// Words count where they open the line or a part of it, as people and programs write errors: `Error: …`,
/// `main.c:3:5: error: …`, `ValueError: …`, `Failed to …`, `… exited with code 1`. In the midst of prose they say
/// nothing (`0 errors`, `error rate`).
enum Severity {
  /// The level of a line, or `nil` where nothing says that it is a problem.
  static func judge(_ line: Bytes) -> Level? {
    let start = skipDecoration(line)
    guard start < line.count else { return nil }
    let text = line.from(start)
    return opening(text) ?? exceptionClass(text) ?? compilerStyle(text) ?? column(text) ?? ending(text)
      ?? failedWord(text) ?? failedEnd(text) ?? standaloneWord(text) ?? statusCode(text) ?? exitStatus(text)
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

  /// `ValueError: …`, `java.io.IOException: …`, `System.AggregateException`, at the head; `UserWarning: …` anywhere
  /// behind a file and line.
  private static func exceptionClass(_ text: Bytes) -> Level? {
    var end = 0
    while end < text.count, end < 160, text[end].isWord || text[end] == ascii(".") || text[end] == ascii("$")
    {
      end += 1
    }
    guard end > 5 else { return nil }
    let next = text.peek(end)
    guard next == ascii(":") && !text.peek(end + 1).isDigit || end == text.count || next == ascii("(") else {
      return nil
    }
    let name = text.at(0..<end)
    if name.ends(with: "Error") || name.ends(with: "Exception") || name.ends(with: "Failure")
      || name.ends(with: "Interrupt") || name.ends(with: "Fault")
    {
      return .error
    }
    return name.ends(with: "Warning") ? .warning : nil
  }

  /// `file:line:column: error: …`, `program: error: …`, `tool: fatal: …`, within the first bytes.
  private static func compilerStyle(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, 240))
    var from = 0
    while let colon = head.index(of: ascii(":"), from: from) {
      from = colon + 1
      guard head.peek(from) == 0x20 else { continue }
      let word = head.from(from + 1)
      if word.has("error:") || word.has("Error:") || word.has("ERROR:") || word.has("error ")
        || word.has("ERROR ")
      {
        return .error
      }
      if word.has("fatal error:") || word.has("fatal:") || word.has("FATAL") { return .fatal }
      if word.has("warning:") || word.has("WARNING:") { return .warning }
      var end = 0
      while end < word.count, word[end].isWord || word[end] == ascii(".") { end += 1 }
      guard end > 5, word.peek(end) == ascii(":") else { continue }
      let name = word.at(0..<end)
      if name.ends(with: "Error") || name.ends(with: "Exception") { return .error }
      if name.ends(with: "Warning") { return .warning }
    }
    return nil
  }

  /// A column that says `Warning`, as Kubernetes prints its events: `2m  Warning  FailedScheduling  …`.
  private static func column(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, 80))
    guard let word = head.index(of: "Warning "), word == 0 || head[word - 1] == 0x20 else { return nil }
    return head.peek(word + 8) == 0x20 || word > 1 && head[word - 2] == 0x20 ? .warning : nil
  }

  /// `…: No such file or directory` and its like, as the C library, the shell and Go say it.
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

  /// A word that is never good news, in the first bytes: `#12 ERROR: …`, `Reason: CrashLoopBackOff`.
  private static func standaloneWord(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, 120))
    if let word = head.index(of: " ERROR"), !head.peek(word + 6).isWord { return .error }
    if let word = head.index(of: " FATAL"), !head.peek(word + 6).isWord { return .fatal }
    if head.index(of: "BackOff") != nil || head.index(of: "OOMKilled") != nil
      || head.index(of: "ErrImagePull") != nil
    {
      return .error
    }
    return nil
  }

  /// `status code 504`, `Response Code: 409`, `returned a non-zero code: 1`.
  private static func statusCode(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, 240))
    var from = 0
    while let word = head.index(of: "ode", from: from) {
      from = word + 3
      guard word > 0, head[word - 1] | 0x20 == ascii("c") else { continue }
      var p = from
      while p < head.count, p - from < 3, head[p] == 0x20 || head[p] == ascii(":") || head[p] == ascii("=") {
        p += 1
      }
      let digits = head.digitCount(p, limit: 4)
      if p > from, digits == 3, head[p] == ascii("4") || head[p] == ascii("5") { return .error }
      if digits > 0, head[p] != ascii("0"), head.at(0..<(word - 1)).ends(with: "non-zero ") { return .error }
    }
    return nil
  }

  /// The word *failed* near the head: `Deployment failed …`, `Request failed with status code 504`; not `0 failed`.
  private static func failedWord(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, 80))
    guard let word = head.index(of: " failed"), word > 0, !head.peek(word + 7).isWord else { return nil }
    if head[word - 1].isDigit || head.at(0..<word).ends(with: "not") || head.at(0..<word).ends(with: "no") {
      return nil
    }
    return .error
  }

  /// `… state: Failed`, `BUILD FAILED`, at the end; not `2 failed`.
  private static func failedEnd(_ text: Bytes) -> Level? {
    guard text.ends(with: " failed") || text.ends(with: " Failed") || text.ends(with: " FAILED"),
      text.count > 8
    else { return nil }
    return text[text.count - 8].isDigit ? nil : .error
  }

  /// A status of exit other than 0.
  private static func exitStatus(_ text: Bytes) -> Level? {
    guard let status = ExitStatus.last(in: text.at(0..<Swift.min(text.count, 512))), status != 0 else {
      return nil
    }
    return .error
  }
}
