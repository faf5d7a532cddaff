import CasebookKnowledge
import CasebookText

/// Signs of an error in the middle of a line.
extension Severity {
  /// The number of bytes from the start of a line whose words are read.
  static let reach = 240

  /// The level of the first telling word in `text`.
  ///
  /// A single scan looks for the rarest letter of each pattern, because most lines of plain output
  /// match none.
  static func inside(_ text: Bytes) -> Level? {
    let head = text.at(0..<Swift.min(text.count, reach))
    for index in 1..<Swift.max(head.count, 1) {
      let level: Level? =
        switch head[index] {
        case ascii(":"): head.peek(index + 1) == 0x20 ? behindColon(head, index + 2) : nil
        case ascii("f"): failed(head, index)
        case ascii("d"): statusCode(head, index)
        case ascii("x"): exitStatus(head, index)
        case ascii("E"), ascii("F"), ascii("B"), ascii("O"), ascii("W"): capitals(head, index)
        default: nil
        }
      if let level { return level }
    }
    return nil
  }

  /// `file:line:column: error: …`, `program: error: …`, `tool: fatal: …`, `x.py:3: UserWarning: …`.
  private static func behindColon(_ head: Bytes, _ start: Int) -> Level? {
    let word = head.from(start)
    guard let first = word.first, first.isLetter else { return nil }
    switch first | 0x20 {
    case ascii("e"):
      if word.has("error:") || word.has("Error:") || word.has("ERROR:") || word.has("error ")
        || word.has("ERROR ")
      {
        return .error
      }
    case ascii("f"):
      if word.has("fatal error:") || word.has("fatal:") || word.has("FATAL") { return .fatal }
    case ascii("w"):
      if word.has("warning:") || word.has("WARNING:") { return .warning }
    default: break
    }
    return exceptionClass(word, needsColon: true) ?? (isUnit(head.at(0..<(start - 2))) ? opening(word) : nil)
  }

  /// Whether the text before a colon is the name of a unit, a file or a function: `web.service`, `lookup(file)`.
  private static func isUnit(_ text: Bytes) -> Bool {
    text.count <= 64 && text.allSatisfy { $0 > 0x20 } && text.contains { !$0.isLetter }
  }

  /// The word *failed* near the head: `Deployment failed …`, `Request failed with …`; not `0 failed`, *not failed*.
  private static func failed(_ head: Bytes, _ index: Int) -> Level? {
    guard index < 80, index > 1, head[index - 1] == 0x20, head.has("failed", at: index),
      !head.peek(index + 6).isWord
    else { return nil }
    let before = head.at(0..<(index - 1))
    // A count of nothing.
    let zero = head.skipSpace(index + 7)
    if head.peek(index + 6) == ascii(":"), head.peek(zero) == ascii("0") {
      let next = head.peek(zero + 1)
      if zero + 1 >= head.count || next == ascii(",") || next == ascii(";") || next == ascii(")") {
        return nil
      }
    }
    return head[index - 2].isDigit || before.ends(with: "not") || before.ends(with: "no") ? nil : .error
  }

  /// `status code 504`, `Response Code: 409`, `returned a non-zero code: 1`.
  private static func statusCode(_ head: Bytes, _ index: Int) -> Level? {
    guard index > 1, head[index - 1] == ascii("o"), head.peek(index + 1) == ascii("e"),
      head[index - 2] | 0x20 == ascii("c")
    else { return nil }
    let end = index + 2
    var p = end
    while p < head.count, p - end < 3, head[p] == 0x20 || head[p] == ascii(":") || head[p] == ascii("=") {
      p += 1
    }
    let digits = head.digitCount(p, limit: 4)
    if p > end, digits == 3, head[p] == ascii("4") || head[p] == ascii("5") { return .error }
    return digits > 0 && head[p] != ascii("0") && head.at(0..<(index - 2)).ends(with: "non-zero ")
      ? .error : nil
  }

  /// An exit status other than 0.
  private static func exitStatus(_ head: Bytes, _ index: Int) -> Level? {
    guard head.has("xit", at: index), let status = ReportedExitStatus.status(head, index + 3), status != 0
    else {
      return nil
    }
    return .error
  }

  /// Words in capitals that always mean trouble, and the column in which Kubernetes prints `Warning`.
  private static func capitals(_ head: Bytes, _ index: Int) -> Level? {
    let isWordStart = head[index - 1] == 0x20 || head[index - 1] == 0x09
    switch head[index] {
    case ascii("E"):
      if isWordStart, index < 120, head.has("ERROR", at: index), !head.peek(index + 5).isWord {
        return .error
      }
      if head.has("ErrImagePull", at: index) { return .error }
    case ascii("F"):
      if isWordStart, index < 120, head.has("FATAL", at: index), !head.peek(index + 5).isWord {
        return .fatal
      }
    case ascii("B"): if head.has("BackOff", at: index) { return .error }
    case ascii("O"): if head.has("OOMKilled", at: index) { return .error }
    default:
      guard isWordStart, index < 80, head.has("Warning ", at: index) else { return nil }
      if head.peek(index + 8) == 0x20 || index > 1 && head[index - 2] == 0x20 { return .warning }
    }
    return nil
  }
}
