import CasebookKnowledge
import CasebookText

/// Finds the fields of a logfmt line: `time=… level=error msg="…" err="…"`.
enum LogfmtLine {
  /// The fields of a line that starts with `name=` and has a level, or a time and a message; `nil` for any
  /// other line. `level` is the level in the prefix before the fields.
  static func read(_ line: Bytes, level: Level? = nil) -> LogFields? {
    guard let name = nameEnd(line, 0), name > 0 else { return nil }
    var fields = LogFields()
    fields.level = level
    var p = 0
    while p < line.count {
      guard let end = nameEnd(line, p), end > p else {
        // A stray word. logrus and others write none, but an unquoted message may contain them.
        p = line.skipSpace(line.wordEnd(p))
        continue
      }
      let value = value(line, end + 1)
      if let role = FieldRole.named(line.at(p..<end)) { fields.add(role, line, name: p..<end, value) }
      p = line.skipSpace(value.range.upperBound + (value.isQuoted ? 1 : 0))
    }
    return fields.level != nil || fields.time != nil && fields.message != nil ? fields : nil
  }

  /// The place of the `=` after the name at `start`.
  private static func nameEnd(_ line: Bytes, _ start: Int) -> Int? {
    guard line.peek(start).isLetter || line.peek(start) == ascii("@") || line.peek(start) == ascii("_") else {
      return nil
    }
    var p = start + 1
    while p < line.count, p - start <= 40 {
      let byte = line[p]
      if byte == ascii("=") { return p }
      guard byte.isWord || byte == ascii(".") || byte == ascii("-") else { return nil }
      p += 1
    }
    return nil
  }

  private static func value(_ line: Bytes, _ start: Int) -> LogFields.Value {
    guard line.peek(start) == ascii("\"") else {
      return LogFields.Value(range: start..<line.wordEnd(Swift.min(start, line.count)), isQuoted: false)
    }
    return LogFields.Value(range: (start + 1)..<(line.closingQuote(start) ?? line.count), isQuoted: true)
  }
}
