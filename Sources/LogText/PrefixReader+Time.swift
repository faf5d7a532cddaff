import CasebookKnowledge
import CasebookText

/// The time of a line.
extension PrefixReader {
  mutating func readTime() {
    var q = 0
    if line[0] == ascii("-"), line.peek(1) == 0x20 { q = 2 }
    // Ruby: `E, [2021-10-21T08:00:00.123456 #77] ERROR -- : message`
    if line.has(", [", at: 1), Self.letterLevel(line[0]) != nil { q = 3 }
    let open = line.peek(q)
    let isBracketed = open == ascii("[") || open == ascii("(")
    if isBracketed { q = line.skipSpace(q + 1) }
    guard let found = ClockReader.read(line, &q) else {
      if isBracketed { readUptime() }
      return
    }
    if isBracketed {
      if line.has(": ", at: q), let word = LevelWord.read(line, q + 2), word.isUpper, let end = groupEnd(0) {
        // Celery: `[2021-10-21 08:00:00,123: ERROR/MainProcess] message`
        clock = found
        level = word.level
        p = end
        return
      }
      // The bracket may hold more after the time: `[10/21/21 8:00:00:000 CEST]`, `[2022-04-12 09:34:39,077 E 74 74]`.
      guard
        let close = line.at(q..<Swift.min(q + 40, line.count)).index(
          of: open == ascii("[") ? ascii("]") : ascii(")"))
      else { return }
      if close > 0, line[q] != 0x20 { return }
      if close == 2 || close > 2 && line[q + 2] == 0x20, let found = Self.letterLevel(line[q + 1]) {
        level = found
        hasPlainLevel = false
      } else if close > 3, let word = LevelWord.read(line, q + 1), word.isUpper,
        word.count + 1 == close || line[q + 1 + word.count] == 0x20
      {
        // Serilog: `[08:00:00 INF] message`
        level = word.level
        hasPlainLevel = false
      }
      q += close + 1
    }
    accept(found, q)
  }

  /// `[   12.345678] …`: seconds since boot, which do not tell the day.
  mutating func readUptime() {
    var q = line.skipSpace(1)
    let whole = line.digitCount(q)
    guard whole > 0, line.peek(q + whole) == ascii(".") else { return }
    q += whole + 1
    let fraction = line.digitCount(q)
    guard fraction == 6, line.peek(q + fraction) == ascii("]") else { return }
    accept(Clock(), q + fraction + 1)
  }

  mutating func accept(_ time: Clock, _ end: Int) {
    clock = time
    timeEnd = end
    p = skipSeparators(end)
    // A collector's time before the program's own, or the same moment in a second notation.
    for _ in 0..<2 {
      var q = p
      if line.peek(q) == ascii("[") { q += 1 }
      guard line.peek(q).isDigit, let other = ClockReader.read(line, &q) else { return }
      if line.peek(p) == ascii("[") {
        guard line.peek(q) == ascii("]") else { return }
        q += 1
      }
      if clock?.hasDate != true, other.hasDate { clock = other }
      timeEnd = q
      p = skipSeparators(q)
    }
  }

  /// The time after one field: `file.log 2021-10-21 …`, `host Oct 21 …`. In an access log, after three.
  mutating func readTimeAfterField() {
    let limit = Swift.min(line.count, 96)
    var q = 0
    while q < limit, line[q] != 0x20 { q += 1 }
    guard q < limit else { return }
    if line.peek(q + 1) == ascii("["), readNCCL(q + 1) { return }
    if line.at(q..<Swift.min(q + 80, line.count)).index(of: ascii("[")) != nil, readAccess(q) { return }
    guard line.peek(q + 1).isDigit || line.peek(q + 1) == ascii("["), isFieldLike(0..<q) else { return }
    q += 1
    let isBracketed = line.peek(q) == ascii("[")
    if isBracketed { q += 1 }
    guard let found = ClockReader.read(line, &q), found.hasDate, !found.isEpoch else { return }
    if isBracketed {
      guard line.peek(q) == ascii("]") else { return }
      q += 1
      if readProxied(0) { return }
    }
    accept(found, q)
    readLevelMark()
  }

  /// `host:1201:1388 [3] NCCL WARN message`, with or without a file and a line before the name.
  private mutating func readNCCL(_ group: Int) -> Bool {
    guard let end = groupEnd(group),
      let name = line.at(0..<Swift.min(end + 64, line.count)).index(of: " NCCL ", from: end),
      let word = LevelWord.read(line, name + 6), word.isUpper
    else { return false }
    level = word.level
    logger = (name + 1)..<(name + 5)
    p = name + 6 + word.count
    hasPlainLevel = false
    return true
  }

  /// Redis: `1255:M 14 Oct 03:00:46.069 # message`. It has no level above *warning*, so its words decide.
  private mutating func readLevelMark() {
    guard line.peek(timeEnd) == 0x20, line.peek(timeEnd + 2) == 0x20 else { return }
    let mark = line.peek(timeEnd + 1)
    guard mark == ascii("#") || mark == ascii("*") || mark == ascii("-") || mark == ascii(".") else { return }
    let field = line.at(0..<line.wordEnd(0))
    let digits = field.digitCount(field[0] == ascii("[") ? 1 : 0) + (field[0] == ascii("[") ? 1 : 0)
    guard digits > 0,
      field.count == digits + 1 && field[digits] == ascii("]")
        || field.count == digits + 2 && field[digits] == ascii(":")
    else { return }
    p = timeEnd + 3
    let isWarning = mark == ascii("#")
    level = isWarning ? Swift.max(.warning, Severity.judge(line.from(p)) ?? .warning) : .info
    hasPlainLevel = false
  }

  /// Whether it is a file name, host or process id rather than a word of prose.
  func isFieldLike(_ range: Range<Int>) -> Bool {
    for index in range {
      let byte = line[index]
      if byte.isDigit || byte == ascii(".") || byte == ascii("/") || byte == ascii("_") { return true }
    }
    return false
  }

  /// `[TIME] "REQUEST" STATUS FLAGS`, as Envoy writes it.
  mutating func readRequest() -> Bool {
    let start = line.skipSpace(timeEnd)
    guard start > timeEnd, line.peek(start) == ascii("\""),
      let quote = line.index(of: ascii("\""), from: start + 1),
      line.peek(quote + 1) == 0x20, !line.peek(quote + 5).isDigit
    else { return false }
    return readStatus(line.digits(3, quote + 2), body: start)
  }

  /// `HOST IDENT USER [TIME] "REQUEST" STATUS SIZE`, the common log format.
  mutating func readAccess(_ firstEnd: Int) -> Bool {
    var q = firstEnd
    for _ in 0..<2 {
      guard line.peek(q) == 0x20 else { return false }
      q = line.wordEnd(q + 1)
    }
    guard line.peek(q) == 0x20, line.peek(q + 1) == ascii("[") else { return false }
    q += 2
    guard let found = ClockReader.read(line, &q), line.peek(q) == ascii("]"), line.peek(q + 1) == 0x20,
      line.peek(q + 2) == ascii("\""), let quote = line.index(of: ascii("\""), from: q + 3),
      line.peek(quote + 1) == 0x20
    else { return false }
    guard !line.peek(quote + 5).isDigit, readStatus(line.digits(3, quote + 2), body: q + 2) else {
      return false
    }
    clock = found
    return true
  }

  /// `CLIENT [TIME] FRONTEND BACKEND/SERVER TIMERS STATUS BYTES COOKIE COOKIE STATE …`, as HAProxy writes it; of a connection
  /// without HTTP, `TIMERS BYTES STATE …` (HAProxy 3.0, configuration manual, section 8.2). The message begins with the
  /// backend.
  mutating func readProxied(_ start: Int) -> Bool {
    let address = line.at(start..<line.wordEnd(start))
    var q = start + address.count + 2
    guard line.peek(q - 1) == ascii("["), let colon = address.lastIndex(of: ascii(":")), colon > 1,
      address.digitCount(colon + 1) == address.count - colon - 1, address.last != ascii(":"),
      address.at(0..<colon).allSatisfy({ $0.isHex || $0 == ascii(".") || $0 == ascii(":") }),
      address.at(0..<colon).contains(where: { !$0.isHex }),
      let found = ClockReader.read(line, &q), found.hasYear, line.peek(q) == ascii("]"),
      line.peek(q + 1) == 0x20
    else { return false }
    q += 2
    var fields: [Range<Int>] = []
    while fields.count < 9, q < line.count {
      let end = line.wordEnd(q)
      fields.append(q..<end)
      q = end + 1
    }
    func slashes(_ field: Int) -> Int { line.at(fields[field]).count { $0 == ascii("/") } }
    func isNumeric(_ field: Int) -> Bool {
      line.at(fields[field]).allSatisfy { $0.isDigit || "-+/".utf8.contains($0) }
    }
    guard fields.count > 4, slashes(1) == 1 else { return false }
    let isHTTP = slashes(2) == 4 && fields[3].count == 3 && isNumeric(4)
    guard isHTTP || slashes(2) == 2, fields.count > (isHTTP ? 7 : 4), isNumeric(2), isNumeric(3) else {
      return false
    }
    let state = line.at(fields[isHTTP ? 7 : 4])
    guard state.count == (isHTTP ? 4 : 2), state.allSatisfy({ $0.isLetter || $0 == ascii("-") }) else {
      return false
    }
    // The server, or what it had to be asked with, ended the session.
    let isServer = "SsRI".utf8.contains(state[0])
    guard readStatus(isHTTP ? line.digits(3, fields[3].lowerBound) : 100, body: fields[1].lowerBound) else {
      return false
    }
    if isServer { level = Swift.max(level ?? .info, isHTTP ? .warning : .error) }
    clock = found
    return true
  }

  private mutating func readStatus(_ status: Int, body: Int) -> Bool {
    guard status >= 100 else { return false }
    shape = .access
    // A refusal because of load or a timeout shows the server's state; other refusals are the client's
    // concern.
    level =
      switch status {
      case 500...: .error
      case 408, 413, 429: .warning
      default: .info
      }
    p = body
    return true
  }
}
