import CasebookText

/// Thread, process and logger: the fields between the level and the message.
extension PrefixReader {
  mutating func readAfterLevel() {
    let levelEnd = p
    if line.peek(p) == ascii("]") || line.peek(p) == ascii(")") || line.peek(p) == ascii(">") { p += 1 }
    // `ERROR:root:message`
    if line.peek(p) == ascii(":"), p + 1 < line.count, !line[p + 1].isSpace {
      var end = p + 1
      while end < line.count, end - p <= 120,
        line[end].isWord || line[end] == ascii(".") || line[end] == ascii("-")
      {
        end += 1
      }
      if end > p + 1, line.peek(end) == ascii(":"), !line.has("//", at: end + 1),
        !isFailureName((p + 1)..<end)
      {
        if logger.isEmpty { logger = (p + 1)..<end }
        // `ERROR:jax.bridge:444: message`
        let number = line.digitCount(end + 1)
        if number > 0, line.peek(end + 1 + number) == ascii(":") { end += 1 + number }
        p = end + 1
      } else {
        p += 1
      }
      skipOneSpace()
      return
    }
    isLabelled = line.peek(p) == ascii(":")
    if isLabelled || line.peek(p) == ascii(",") { p += 1 }
    let spaced = p
    p = line.skipSpace(p)
    if line.peek(p) == ascii("|") {
      readPipes()
    } else {
      let before = p
      isColumn = before - spaced >= 2
      if !readNames() { for _ in 0..<5 { if !readField() { break } } }
      // If no logger follows, the message keeps its own indentation.
      if p == before { p = spaced }
    }
    if p == spaced { skipPadding(behind: levelEnd) }
    skipSecondLevel()
  }

  /// `W-9000-bert_1.0 org.a.b.WorkerThread - message`, `W-9000-bert_1.0-stdout MODEL_LOG - message`: a thread and a
  /// logger, and a dash before the message.
  private mutating func readNames() -> Bool {
    let first = p..<loggerEnd(p)
    guard !first.isEmpty, line.peek(first.upperBound) == 0x20 else { return false }
    let start = line.skipSpace(first.upperBound)
    let second = start..<loggerEnd(start)
    guard !second.isEmpty, line.has(" - ", at: second.upperBound), !isFailureName(first) else { return false }
    let isTagged = first.contains { line[$0].isDigit || line[$0] == ascii("_") || line[$0] == ascii("-") }
    guard isDotted(second) || isTagged && second.allSatisfy({ line[$0].isUpper || line[$0] == ascii("_") })
    else {
      return false
    }
    logger = second
    p = second.upperBound + 3
    return true
  }

  /// `[22968]lotuscreds:ERROR:message`: a program's own prefix behind the one of its log.
  private mutating func skipSecondLevel() {
    var q = p
    let limit = Swift.min(p + 64, line.count)
    while q < limit, let colon = line.at(0..<limit).index(of: ascii(":"), from: q) {
      if colon > p, line[colon - 1].isWord, let word = LevelWord.read(line, colon + 1), word.isUpper,
        line.peek(colon + 1 + word.count) == ascii(":")
      {
        p = line.skipSpace(colon + 2 + word.count)
        return
      }
      q = colon + 1
    }
  }

  /// Whether the spaces pad the level to five, seven or eight columns. Other spaces are indentation of the
  /// message.
  func isPadding(_ spaces: Int, behind levelEnd: Int) -> Bool {
    var start = levelEnd
    while start > 0, line[start - 1].isLetter { start -= 1 }
    let width = levelEnd - start + spaces - 1
    return width == 5 || width == 7 || width == 8
  }

  mutating func skipPadding(behind levelEnd: Int) {
    let spaces = line.skipSpace(p) - p
    if p == levelEnd, isPadding(spaces, behind: levelEnd) { p += spaces } else if spaces > 0 { p += 1 }
  }

  mutating func skipOneSpace() { if line.peek(p) == 0x20 { p += 1 } }

  /// `| field | field | message`: fields are single words.
  mutating func readPipes() {
    p += 1
    for _ in 0..<5 {
      let start = line.skipSpace(p)
      var end = start
      while end < line.count, end - start <= 64, !line[end].isSpace, line[end] != ascii("|") { end += 1 }
      let pipe = line.skipSpace(end)
      guard end > start, line.peek(pipe) == ascii("|") else { break }
      if logger.isEmpty, !isNumeric(start..<end) { logger = start..<end }
      p = pipe + 1
    }
    p = line.skipSpace(p)
    if logger.isEmpty { _ = readField() }
  }

  /// Reads one field between the level and the message; false if the message has begun.
  mutating func readField() -> Bool {
    let start = p
    guard start < line.count else { return false }
    switch line[start] {
    case ascii("-"):
      // `- message`, `--- [thread]`, `-- message`
      var q = start
      while line.peek(q) == ascii("-") { q += 1 }
      guard q - start <= 3, line.peek(q) == 0x20 else { return false }
      p = q + 1
      return true
    case ascii("|"), ascii(":"):
      guard line.peek(start + 1) == 0x20 else { return false }
      p = start + 2
      return line[start] == ascii("|")
    case ascii("["), ascii("("): return readGroup()
    case ascii("<"): return readProcess()
    default: break
    }
    if line[start].isDigit { return readNumber() }
    guard line[start].isLetter || line[start] == ascii("_") else { return false }
    let end = loggerEnd(start)
    guard end > start, end - start <= 120 else { return false }
    let after = line.skipSpace(end)
    let isLogger: Bool
    var next = after
    if line.peek(end) == ascii(":"), line.peek(end + 1) == 0x20 || end + 1 == line.count {
      isLogger = isLoggerName(start..<end) || isSpark
      next = end + 1
    } else if after > end, line.peek(after) == ascii(":"), line.peek(after + 1) == 0x20 {
      // A name that is padded to a column is one whatever its letters.
      isLogger = isLoggerName(start..<end) || after - end > 2
      next = after + 1
    } else if after > end, let dash = dashEnd(after) {
      isLogger = isLoggerName(start..<end)
      next = dash
    } else if after - end >= 2, isColumn, end - start <= 12, (start..<end).allSatisfy({ line[$0].isUpper }) {
      // Windows: `Info                  CBS    message`
      isLogger = true
      next = after
    } else if after > end, line.peek(after) == ascii("["),
      isDotted(start..<end) || (start..<end).allSatisfy({ line[$0].isUpper }) && end - start > 2
    {
      isLogger = true
    } else if after > end, isSource(start..<end) {
      // pytest: `ERROR    app.store:main.py:12 message`
      isLogger = true
      next = after
    } else if line.peek(end) == ascii("]"), line.peek(end + 1) == 0x20,
      line.at(start..<end).index(of: ascii(":")) != nil
    {
      isLogger = true
      next = end + 1
    } else if line.peek(end) == 0x09 {
      isLogger =
        isDotted(start..<end) || line.at(start..<end).index(of: ascii(":")) != nil
        || line[start - 1] == 0x09 && (start..<end).allSatisfy { line[$0].isLetter }
      next = end + 1
    } else {
      isLogger = false
    }
    // `ERROR: ResolutionImpossible: …`: after a label, a plain word opens the message.
    guard isLogger, !isLabelled || isDotted(start..<end), !isFailureName(start..<end) else { return false }
    logger = start..<end
    p = next == after ? next : Swift.min(next + 1, line.count)
    // The message follows the logger, except for a thread in brackets: `a.b.C [thread] message`.
    return next == after
  }

  /// Whether the time is as Spark writes it, `21/10/15 08:00:00`. A class follows its levels, without the package.
  private var isSpark: Bool {
    line.peek(2) == ascii("/") && line.peek(5) == ascii("/") && line.peek(8) == 0x20
  }

  /// `main.py:12`, `app.store:main.py:12`: a file and a line.
  private func isSource(_ range: Range<Int>) -> Bool {
    var digits = range.upperBound
    while digits > range.lowerBound, line[digits - 1].isDigit { digits -= 1 }
    return digits < range.upperBound && digits > range.lowerBound + 2 && line[digits - 1] == ascii(":")
      && isDotted(range.lowerBound..<(digits - 1))
  }

  /// The end of a bar, or of one to three dashes, before a space.
  private func dashEnd(_ start: Int) -> Int? {
    if line.peek(start) == ascii("|") { return line.peek(start + 1) == 0x20 ? start + 1 : nil }
    var end = start
    while line.peek(end) == ascii("-") { end += 1 }
    return (1...3).contains(end - start) && line.peek(end) == 0x20 ? end : nil
  }

  /// `<0.684.0>`, a process of Erlang.
  private mutating func readProcess() -> Bool {
    guard let end = groupEnd(p), end > p + 2, line.peek(end) == 0x20, isNumeric((p + 1)..<(end - 1)) else {
      return false
    }
    p = end + 1
    return true
  }

  mutating func readNumber() -> Bool {
    var end = p
    while end < line.count, line[end].isDigit || line[end] == ascii("#") { end += 1 }
    let isProcess = line.at(p..<end).index(of: ascii("#")) != nil
    if isProcess, line.peek(end) == ascii(":"), line.peek(end + 1) == 0x20 {
      // nginx: `7#7: message`, `7#7: *118 message` for a connection
      p = end + 2
      let digits = line.peek(p) == ascii("*") ? line.digitCount(p + 1) : 0
      if digits > 0, line.peek(p + 1 + digits) == 0x20 { p += digits + 2 }
      return true
    }
    // Spring: `12345 --- [thread] logger : message`
    guard line.has(" --- ", at: end) else { return false }
    p = end + 5
    // Its logger may contain brackets: `[thread] o.a.c.C.[.[/] : message`
    var q = p
    while line.peek(q) == ascii("["), let close = groupEnd(q) { q = line.skipSpace(close) }
    let name = q..<line.wordEnd(q)
    let colon = line.skipSpace(name.upperBound)
    guard !name.isEmpty, name.count <= 120, line.has(": ", at: colon) else { return true }
    logger = name
    p = colon + 2
    return false
  }

  /// `[thread]`, `[pid 7]`, `(MainThread)`. A group that holds prose or names a failure belongs to the
  /// message.
  mutating func readGroup() -> Bool {
    guard let end = groupEnd(p) else { return false }
    var close = end - 1
    while close > p + 1, line[close - 1] == 0x20 { close -= 1 }
    let inside = Swift.min(line.skipSpace(p + 1), close)..<close
    guard !inside.isEmpty, line.peek(end) == 0x20 || line.peek(end) == ascii(":") || end == line.count,
      !isFailureName(inside)
    else { return false }
    if line.at(inside).index(of: 0x20) != nil {
      // OpenStack: `[req-5f0e ann acme - - -]`, with a dash for each missing value.
      guard
        line.has("pid ", at: p + 1) || line.has("tid ", at: p + 1) || line.at(inside).ends(with: " -")
          || namesLogger(line.skipSpace(end))
      else {
        return false
      }
    } else if logger.isEmpty, isDotted(inside) || isLoggerName(inside) && !isNumeric(inside) {
      logger = inside
    }
    p = Swift.min((line.peek(end) == ascii(":") ? end + 1 : end) + 1, line.count)
    return true
  }

  /// Whether a logger followed by a colon or dash starts at `start`.
  func namesLogger(_ start: Int) -> Bool {
    if line.peek(start) == ascii("-"), line.peek(start + 1) == 0x20 { return true }
    let end = loggerEnd(start)
    let colon = line.skipSpace(end)
    return end > start && line.peek(colon) == ascii(":") && line.peek(colon + 1) == 0x20
      && isLoggerName(start..<end) && !isFailureName(start..<end)
  }
}
