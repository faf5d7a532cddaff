import CasebookText

/// Tokens that are recognisable on their own.
extension RedactionScan {
  /// Whether a token may start here: not inside a word, except after an escape (`\n`, `%20`).
  func mayStart(at start: Int) -> Bool {
    let before = at(start - 1)
    if !RedactionIndex.isTokenByte(before), before != UInt8(ascii: ".") { return true }
    return start > 0 && startAfterEscape(endingAt: start)
  }

  /// Whether `\n`, `%20`, `\x22` or `\u0022` ends at `start`.
  private func startAfterEscape(endingAt start: Int) -> Bool {
    if at(start - 2) == UInt8(ascii: "\\") { return "nrt".utf8.contains(at(start - 1)) }
    guard areHex(start - 2, 2) else { return false }
    if at(start - 3) == UInt8(ascii: "%")
      || at(start - 3) == UInt8(ascii: "x") && at(start - 4) == UInt8(ascii: "\\")
    {
      return true
    }
    return areHex(start - 4, 2) && at(start - 5) == UInt8(ascii: "u") && at(start - 6) == UInt8(ascii: "\\")
  }

  func token(_ number: Int, at found: Int) -> Secret? {
    let prefix = index.prefixes[number]
    let start = found - prefix.lead
    guard start >= 0, found + prefix.text.count + prefix.least <= bytes.count, mayStart(at: start),
      bytes[found..<(found + prefix.text.count)].elementsEqual(prefix.text)
    else { return nil }
    let alphabet = index.alphabets[number]
    for place in start..<found where !alphabet[Int(bytes[place])] { return nil }
    let body = found + prefix.text.count
    var end = body
    let known = byteClasses
    var classes: ByteClass = []
    // Once a token is longer than any rule requires, the rest is taken without a check.
    while end < bytes.count, alphabet[Int(bytes[end])] {
      if end - body > prefix.most { return nil }
      if prefix.isHex, !bytes[end].isHex, bytes[end].isLetter { return nil }
      if end - body < Self.sight { classes.formUnion(known[Int(bytes[end])]) }
      end += 1
    }
    while end > body, at(end - 1) == UInt8(ascii: ".") || at(end - 1) == UInt8(ascii: "-") { end -= 1 }
    guard end - body >= prefix.least, end - body <= prefix.most, classes.isSuperset(of: prefix.has),
      !prefix.needsLetter || !classes.isDisjoint(with: .letter)
    else { return nil }
    return Secret(start: start, end: end, rule: prefix.rule)
  }

  /// `eyJ….eyJ….…`: two or more parts in base64url, the second also an object, or encrypted.
  func webToken(at start: Int) -> Secret? {
    guard let rule = index.jwt, starts("eyJ", at: start), mayStart(at: start) else { return nil }
    var end = start
    var parts: [Int] = []
    var part = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: ".") {
        if parts.count < 6 { parts.append(end - part) }
        part = end + 1
      } else if !(byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")) {
        break
      }
      end += 1
    }
    guard let header = parts.first, header >= 10 else { return nil }
    if parts.count == 1, !starts("eyJ", at: start + header + 1) || end - part < 10 { return nil }
    if parts.count > 1, parts[1] < 4 { return nil }
    while at(end - 1) == UInt8(ascii: ".") { end -= 1 }
    return Secret(start: start, end: end, rule: rule)
  }

  /// `Bearer TOKEN` outside a header.
  func bearer(at place: Int) -> Secret? {
    guard let rule = index.bearer, starts("Bearer ", at: place), !at(place - 1).isWord else { return nil }
    return credentials(from: place + 7, least: 16, rule: rule)
  }

  /// The credentials after the scheme of an authorization header.
  func credentials(from start: Int, least: Int, rule: Int) -> Secret? {
    var end = start
    var (hasDigit, hasUpper, hasLower) = (false, false, false)
    while end < bytes.count {
      let byte = bytes[end]
      guard byte.isLetter || byte.isDigit || "-._~+/=%:|".utf8.contains(byte) else { break }
      // Bounded: text longer than this is not a word, whatever it holds.
      if end - start < Self.sight {
        hasDigit = hasDigit || byte.isDigit
        hasUpper = hasUpper || byte.isUpper && end > start
        hasLower = hasLower || byte.isLower
      }
      end += 1
    }
    if starts("http", at: start) || at(end) == UInt8(ascii: "(") { return nil }
    guard end - start >= least, hasDigit || (hasUpper && hasLower && least < 16) || end - start >= Self.sight
    else { return nil }
    while end > start, at(end - 1) == UInt8(ascii: ".") || at(end - 1) == UInt8(ascii: ":") { end -= 1 }
    return Secret(start: start, end: end, rule: rule)
  }
}
