import CasebookText

/// Private key blocks.
extension RedactionScan {
  /// The `-----BEGIN` or `-----END` found, or the end of the text, and where the search started.
  struct KeyMark {
    var from: Int
    var position: Int
    var isEnd: Bool
  }

  /// `-----BEGIN … PRIVATE KEY-----` up to its end, or as far as its lines continue; `place` is the last
  /// dash.
  mutating func privateKey(at place: Int) -> Secret? {
    guard let rule = index.privateKey else { return nil }
    if starts("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----", at: place - 4) {
      return opened(from: place - 4, body: place + 38, before: bytes.count, rule: rule)
    }
    guard starts("-----BEGIN ", at: place - 4), let body = endOfLabel(from: place + 7) else { return nil }
    let mark = nextKeyMark(from: body)
    if mark.isEnd, mark.position - body <= 65_536, let end = endOfLabel(from: mark.position + 9) {
      return Secret(start: place - 4, end: end, rule: rule)
    }
    // Stops before the next key, which is read on its own.
    return opened(from: place - 4, body: body, before: mark.position, rule: rule)
  }

  /// `Private-Lines: 14` of a PuTTY key and the following lines; `place` is the dash.
  mutating func puttyKey(at place: Int) -> Secret? {
    guard let rule = index.privateKey, starts("Private-Lines:", at: place - 7) else { return nil }
    var body = place + 7
    while body - place < 16, at(body) == 0x20 || at(body).isDigit { body += 1 }
    guard body >= bytes.count || bytes[body] < 0x20 || at(body) == UInt8(ascii: "\\") else { return nil }
    let secret = opened(
      from: min(body, bytes.count), body: min(body, bytes.count), before: bytes.count, rule: rule)
    return secret.end > secret.start || endsInPrivateKey ? secret : nil
  }

  /// A key without an end: as far as its lines continue.
  private mutating func opened(from start: Int, body: Int, before limit: Int, rule: Int) -> Secret {
    var end = endOfKeyLines(from: body)
    var line = end
    var (lines, strangers) = (Self.keyLines, Self.keyStrangers)
    // Lines with a prefix before their part of the key, and foreign lines between them.
    while line < limit, lines > 0, strangers > 0 {
      var stop = line
      while stop < limit, bytes[stop] != 0x0A { stop += 1 }
      let found = keyLine(line..<stop)
      // A key does not have empty lines between its parts.
      if found.isEmpty, end > body, line > end { break }
      if let part = found.part { end = part.upperBound }
      if found.isEnd { return Secret(start: start, end: end, rule: rule) }
      if found.part == nil, !found.isEmpty { strangers -= 1 }
      lines -= 1
      line = stop + 1
    }
    endsInPrivateKey = line >= bytes.count && lines > 0 && strangers > 0
    return Secret(start: start, end: end, rule: rule)
  }

  /// The most lines of a key, and the most foreign lines between them.
  static let keyLines = 512
  static let keyStrangers = 8

  /// The part of a line that belongs to a private key above it: the last run of base64, after any prefix.
  func keyLine(_ line: Range<Int>) -> (part: Range<Int>?, isEnd: Bool, isEmpty: Bool) {
    var place = line.lowerBound
    while place + 8 < line.upperBound {
      if bytes[place] == UInt8(ascii: "-"), let close = endOfKey(at: place) {
        var start = place
        while start > line.lowerBound, Self.isBase64(bytes[start - 1]) { start -= 1 }
        return (start..<min(close, line.upperBound), true, false)
      }
      if bytes[place] == UInt8(ascii: "P"), starts("Private-MAC:", at: place) { return (nil, true, false) }
      place += 1
    }
    var end = line.upperBound
    // A closing quote or bracket belongs to the text around the line.
    while end > line.lowerBound {
      if bytes[end - 1] <= 0x20 || "\"'`,})]\\".utf8.contains(bytes[end - 1]) {
        end -= 1
      } else if end - 2 >= line.lowerBound, bytes[end - 2] == UInt8(ascii: "\\"),
        "nr".utf8.contains(bytes[end - 1])
      {
        end -= 2
      } else {
        break
      }
    }
    if end == line.lowerBound { return (nil, false, true) }
    var start = end
    while start > line.lowerBound, Self.isBase64(bytes[start - 1]) { start -= 1 }
    if isKeyPart(start..<end) { return (start..<end, false, false) }
    // Some loggers add fields after the text.
    var longest = line.lowerBound..<line.lowerBound
    start = line.lowerBound
    for place in line.lowerBound...end where place == end || !Self.isBase64(bytes[place]) {
      if place - start > longest.count { longest = start..<place }
      start = place + 1
    }
    return (longest.count >= 40 ? longest : nil, false, false)
  }

  /// The end of `-----END RSA PRIVATE KEY-----` at `place`.
  private func endOfKey(at place: Int) -> Int? {
    if starts("---- END SSH2 ENCRYPTED PRIVATE KEY ----", at: place) { return place + 40 }
    return starts("-----END ", at: place) ? endOfLabel(from: place + 9) : nil
  }

  /// Base64 in a line of a key: a long line, or a short last line.
  private func isKeyPart(_ part: Range<Int>) -> Bool {
    if part.count >= 24 { return true }
    guard part.count >= 4, part.count % 4 == 0 else { return false }
    return bytes[part.upperBound - 1] == UInt8(ascii: "=")
      || part.contains { bytes[$0].isDigit || bytes[$0].isUpper }
  }

  /// The end of `RSA PRIVATE KEY-----`.
  func endOfLabel(from start: Int) -> Int? {
    var end = start
    var hasName = false
    while end < min(bytes.count, start + 48), bytes[end] != UInt8(ascii: "-") {
      guard bytes[end].isLetter || bytes[end].isDigit || bytes[end] == 0x20 else { return nil }
      hasName = hasName || starts("PRIVATE KEY", at: end) || starts("Static key", at: end)
      end += 1
    }
    return hasName && starts("-----", at: end) ? end + 5 : nil
  }

  private mutating func nextKeyMark(from start: Int) -> KeyMark {
    if start >= keyMark.from, start <= keyMark.position { return keyMark }
    keyMark = KeyMark(from: start, position: bytes.count, isEnd: false)
    var place = start
    while let found = bytes.index(of: UInt8(ascii: "-"), from: place) {
      let isEnd = starts("-----END ", at: found)
      if isEnd || starts("-----BEGIN ", at: found) {
        keyMark = KeyMark(from: start, position: found, isEnd: isEnd)
        break
      }
      place = found + 1
    }
    return keyMark
  }

  /// The end of the following runs of base64, each on its own line.
  private func endOfKeyLines(from start: Int) -> Int {
    var end = start
    var place = start
    while true {
      while place < bytes.count {
        if at(place) == UInt8(ascii: "\\"),
          at(place + 1) == UInt8(ascii: "n") || at(place + 1) == UInt8(ascii: "r")
        {
          place += 2
        } else if bytes[place] <= 0x20 || bytes[place] == UInt8(ascii: "\\") {
          place += 1
        } else {
          break
        }
      }
      let run = place
      while place < bytes.count, Self.isBase64(bytes[place]) { place += 1 }
      guard place - run >= 16 || place > run && at(place - 1) == UInt8(ascii: "=") else { return end }
      end = place
    }
  }

  static func isBase64(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "=")
  }
}
