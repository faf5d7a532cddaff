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
      ?? sign(text)
  }

  /// Whether a line may report a failure whatever level it states: the first line of a traceback, or a result that says
  /// that a call failed.
  @inline(__always)
  static func mayOutrank(_ line: Bytes) -> Bool {
    let last = line[line.count - 1]
    return last == ascii(":") || last == ascii("]") && outranks(line, from: 0)
  }

  /// Whether a line reports a failure whatever level it states.
  static func outranks(_ line: Bytes, from start: Int) -> Bool {
    switch line.last {
    case ascii(":"): line.ends(with: "call last):") && line.index(of: Structure.head, from: start) != nil
    case ascii("]"): line.index(of: "HRESULT = 0x8", from: start) != nil
    default: false
    }
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
    return ExceptionName.level(text.at(0..<end))
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
