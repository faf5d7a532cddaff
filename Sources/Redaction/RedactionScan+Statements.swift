import CasebookText

/// Passwords in SQL statements and in the password files of clients.
extension RedactionScan {
  /// `CREATE USER x IDENTIFIED BY 'VALUE'`, `ALTER ROLE x PASSWORD 'VALUE'`; `place` is the byte before the
  /// value.
  func statement(at place: Int) -> Secret? {
    guard let rule = index.statement else { return nil }
    var end = place
    if at(end) == UInt8(ascii: "Y") { end += 1 }
    let start = end + 1
    while end > 0, place - end < 4, bytes[end - 1] == 0x20 { end -= 1 }
    var word = end
    while word > 0, end - word < 12, bytes[word - 1].isLetter { word -= 1 }
    let isBy =
      end - word == 2 && bytes[word] | 32 == UInt8(ascii: "b") && bytes[word + 1] | 32 == UInt8(ascii: "y")
    guard isBy || key(endingAt: end).map({ index.kinds[$0.key.rule] == index.kinds[rule] }) == true,
      let value = optionValue(from: start), value.isQuoted || isBy && at(place) == UInt8(ascii: "Y")
    else { return nil }
    guard isStatement(before: word), !isPlaceholder(value.start, value.end, isQuoted: value.isQuoted) else {
      return nil
    }
    return Secret(start: value.start, end: value.end, rule: rule)
  }

  /// Whether a statement about a user begins earlier on the same line: `alter user`, `set password`.
  private func isStatement(before place: Int) -> Bool {
    var end = place
    var next = place..<place
    let limit = max(0, place - 2 * Self.sight)
    while end > limit, bytes[end - 1] != 0x0A {
      var start = end
      while start > limit, bytes[start - 1].isLetter { start -= 1 }
      if start == end {
        end -= 1
        continue
      }
      let words = Array(bytes[start..<end]) + [UInt8(ascii: "-")] + Array(bytes[next])
      if index.statements.contains(WordHash.of(words)) { return true }
      (next, end) = (start..<end, start)
    }
    return false
  }

  /// `host:5432:database:user:VALUE` in a password file; `place` is the last byte of the port.
  func passwordFile(at place: Int) -> Secret? {
    guard let rule = index.passwordFile else { return nil }
    var port = place
    while port > 0, place - port < 5, bytes[port - 1].isDigit { port -= 1 }
    guard bytes[place] == UInt8(ascii: "*") ? port == place : place - port >= 3,
      at(port - 1) == UInt8(ascii: ":")
    else {
      return nil
    }
    var host = port - 1
    while host > 0, port - host < 64, isFieldByte(bytes[host - 1]) { host -= 1 }
    guard host < port - 1, at(host - 1) != UInt8(ascii: ":"), at(host - 1) != UInt8(ascii: "/") else {
      return nil
    }
    guard let database = endOfField(from: place + 2), let user = endOfField(from: database + 1) else {
      return nil
    }
    var end = user + 1
    while end < bytes.count, bytes[end] > 0x20, !"\"'<\\:,".utf8.contains(bytes[end]) { end += 1 }
    // The password ends at the end of the line, or of the string around the line.
    guard end > user + 1, at(end) <= 0x20 ? at(end) != 0x20 : "\"'<\\".utf8.contains(at(end)),
      !isPlaceholder(user + 1, end, isQuoted: false)
    else { return nil }
    return Secret(start: user + 1, end: end, rule: rule)
  }

  /// The end of a name before a colon; a number alone is not a name.
  private func endOfField(from start: Int) -> Int? {
    var end = start
    var hasLetter = at(start) == UInt8(ascii: "*")
    while end < bytes.count, end - start < 64, isFieldByte(bytes[end]) {
      hasLetter = hasLetter || bytes[end].isLetter
      end += 1
    }
    return hasLetter && at(end) == UInt8(ascii: ":") ? end : nil
  }

  private func isFieldByte(_ byte: UInt8) -> Bool { byte.isWord || "-.*".utf8.contains(byte) }

  /// `machine h login u password VALUE` in a `.netrc`; `place` is the `g` of *login*.
  func login(at place: Int) -> Secret? {
    guard let rule = index.passwordFile, starts("login", at: place - 2), !at(place - 3).isWord,
      let user = nextWord(after: place + 3), let word = nextWord(after: user.upperBound),
      starts("password", at: word.lowerBound), word.count == 8, let value = nextWord(after: word.upperBound),
      !isPlaceholder(value.lowerBound, value.upperBound, isQuoted: false)
    else { return nil }
    return Secret(start: value.lowerBound, end: value.upperBound, rule: rule)
  }

  private func nextWord(after end: Int) -> Range<Int>? {
    var start = end
    while start < bytes.count, start - end < 32 {
      if bytes[start] <= 0x20 {
        start += 1
      } else if starts("\\n", at: start) || starts("\\t", at: start) {
        start += 2
      } else {
        break
      }
    }
    guard start > end, start < bytes.count else { return nil }
    var stop = start
    while stop < bytes.count, stop - start < Self.sight, bytes[stop] > 0x20,
      !"\"'\\<".utf8.contains(bytes[stop])
    {
      stop += 1
    }
    return stop > start ? start..<stop : nil
  }
}
