import CasebookText

/// Finds the exit status that a log reports for its process.
enum ReportedExitStatus {
  /// The number of the last `exit code 1`, `exit status 137`, `exited with code 2`, `exitCode: 3`, `returned 1`.
  static func last(in text: Bytes) -> Int? {
    var found: Int?
    var from = 0
    while let word = text.index(of: "xit", from: from) {
      from = word + 3
      if let status = status(text, from) { found = status }
    }
    return found
  }

  /// The number after `exit`. Punctuation and words such as `code`, `status`, `with` and `was` may come in
  /// between.
  static func status(_ text: Bytes, _ start: Int) -> Int? {
    var p = start
    if text.has("ed", at: p) { p += 2 } else if text.has("ing", at: p) { p += 3 }
    var hasNoun = false
    for _ in 0..<6 {
      while p < text.count, isBetween(text[p]) || text[p] == ascii("-") && !text.peek(p + 1).isDigit {
        p += 1
      }
      if text.peek(p).isDigit || text.peek(p) == ascii("-") && text.peek(p + 1).isDigit {
        guard hasNoun else { return nil }
        return number(text, p)
      }
      var end = p
      while end < text.count, end - p < 12, text[end].isLetter { end += 1 }
      let word = text.at(p..<end)
      if word.equals("code") || word.equals("status") || word.equals("Code") || word.equals("Status") {
        hasNoun = true
      } else if !(word.equals("with") || word.equals("was") || word.equals("is") || word.equals("of")
        || word.equals("exited") || word.equals("non") || word.equals("zero") || word.equals("value")
        || word.equals("error"))
      {
        return nil
      }
      p = end
    }
    return nil
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, ascii(","), ascii(":"), ascii("="), ascii("_"), ascii("("), ascii("\""), ascii("'"),
      ascii("`"):
      true
    default: false
    }
  }

  private static func number(_ text: Bytes, _ start: Int) -> Int? {
    let isNegative = text[start] == ascii("-")
    let digits = start + (isNegative ? 1 : 0)
    let count = text.digitCount(digits, limit: 11)
    guard (1...10).contains(count), !text.peek(digits + count).isWord else { return nil }
    return text.digits(count, digits) * (isNegative ? -1 : 1)
  }
}
