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
    guard start < line.count, !isCheckOfCMake(line) else { return nil }
    let text = line.from(start)
    return opening(text) ?? exceptionClass(text) ?? inside(text) ?? ending(text) ?? failedEnd(text)
      ?? sign(text)
  }

  /// Whether a line may report a failure whatever level it states: the first line of a traceback, or a result that says
  /// that a call failed.
  @inline(__always)
  static func mayOutrank(_ line: Bytes) -> Bool {
    let last = line[line.count - 1]
    return switch last {
    case ascii(":"): true
    case ascii("]"), ascii("d"), ascii("t"): outranks(line, from: 0)
    default: false
    }
  }

  /// Whether a line reports a failure whatever level it states.
  static func outranks(_ line: Bytes, from start: Int) -> Bool {
    switch line.last {
    case ascii(":"): line.ends(with: "call last):") && line.index(of: Structure.head, from: start) != nil
    case ascii("]"): line.index(of: "HRESULT = 0x8", from: start) != nil
    case ascii("d"), ascii("t"):
      // PostgreSQL logs the end of a backend at LOG.
      (line.ends(with: ": Killed") || line.ends(with: ": Aborted") || line.ends(with: ": Segmentation fault"))
        && line.index(of: "terminated by signal ", from: start) != nil
    default: false
    }
  }

  /// Whether CMake says what it looked for: `-- Looking for pthread.h - not found`.
  static func isCheckOfCMake(_ line: Bytes) -> Bool {
    line.has("-- ")
      && (line.has("-- Could NOT find") || line.ends(with: " - not found") || line.ends(with: " - Failed")
        || line.ends(with: " - failed"))
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
  static func opening(_ text: Bytes) -> Level? {
    if text.has("Error") || text.has("ERROR"), !text.peek(5).isWord { return .error }
    if text.has("Warning") || text.has("WARNING"), !text.peek(7).isWord { return .warning }
    if text.has("thread '"), text.index(of: "panicked at") != nil { return .fatal }
    if text.equals("Killed") || text.has("make[") && text.index(of: "***") != nil { return .error }
    return openings.first { $0.phrases.begins(text) }?.level
  }

  private static let openings = [Level.error, .fatal, .warning].map { level in
    (level: level, phrases: StemMatcher("failure", "opening", kind: level.description))
  }
  private static let signs = StemMatcher("failure", "sign")

  /// Words of systems for failures that they do not call errors: `Killed process 83296`, `NVRM: Xid …`.
  private static func sign(_ text: Bytes) -> Level? {
    signs.occurs(in: text.at(0..<Swift.min(text.count, reach))) ? .error : nil
  }

  private static let endings = EndingMatcher("failure", "ending")

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
    // A call with such a name is not a class: `raiseError(…)`.
    let last = text.at(0..<end).lastIndex { $0 == ascii(".") || $0 == ascii("$") } ?? -1
    return next == ascii("(") && text[last + 1].isLower ? nil : ExceptionName.level(text.at(0..<end))
  }

  /// `…: No such file or directory` and similar endings, as the C library, the shell and Go print them.
  private static func ending(_ text: Bytes) -> Level? { endings.matches(text) ? .error : nil }

  /// `… state: Failed`, `BUILD FAILED`, at the end; not `2 failed`.
  private static func failedEnd(_ text: Bytes) -> Level? {
    guard text.ends(with: " failed") || text.ends(with: " Failed") || text.ends(with: " FAILED"),
      text.count > 8
    else { return nil }
    return text[text.count - 8].isDigit ? nil : .error
  }
}
