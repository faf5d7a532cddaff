import CasebookText

/// Keys, and the options and headers that work like keys.
extension RedactionScan {
  struct KeyMatch {
    var key: RedactionIndex.Key
    var start: Int
    var end: Int
  }

  /// The key that ends at `end`: `api_key`, `api-key`, `apiKey` and `API key` are `apikey`.
  func key(endingAt end: Int) -> KeyMatch? {
    guard end >= 3, bytes[end - 1].isLetter else { return nil }
    let bucket = RedactionIndex.bucket(bytes[end - 3], bytes[end - 2], bytes[end - 1])
    for number in index.keyRanges[bucket] {
      let key = index.keys[number]
      if let start = start(of: key.word, endingAt: end), isWhole(key, at: start) {
        return KeyMatch(key: key, start: start, end: end)
      }
    }
    return nil
  }

  /// Where `word` starts when it ends at `end`, with single separators between any of its letters.
  private func start(of word: [UInt8], endingAt end: Int) -> Int? {
    var place = end
    var letter = word.count
    while letter > 0 {
      let byte = at(place - 1)
      if byte.folded == word[letter - 1] {
        letter -= 1
        place -= 1
      } else if letter < word.count, isSeparator(byte), at(place).isLetter {
        place -= 1
      } else {
        return nil
      }
    }
    return place
  }

  private func isSeparator(_ byte: UInt8) -> Bool { "_-. ".utf8.contains(byte) }

  /// True when the word in front of the key, if any, leaves it what it is.
  private func isWhole(_ key: RedactionIndex.Key, at start: Int) -> Bool {
    var before = start
    let last = at(before - 1)
    if "_-.".utf8.contains(last) {
      before -= 1
    } else if last.isLetter || last >= 0x80 {
      if !key.isGlued, !(at(start).isUpper && last.isLower) { return false }
    } else if last == 0x20, !key.unless.isEmpty {
      before -= 1
    }
    if key.unless.isEmpty { return true }
    var word = before
    while word > 0, before - word < 24, bytes[word - 1].isLetter {
      word -= 1
      if bytes[word].isUpper, at(word - 1).isLower { break }
    }
    return !key.unless.contains(WordHash.of(bytes[word..<before]))
  }

  /// `KEY=VALUE`, `"KEY": "VALUE"` and so on; `place` is the byte in front of the mark between them.
  mutating func keyed(at place: Int) -> Secret? {
    let mark = place + 1
    var end = mark
    while end > 0, mark - end < 4, bytes[end - 1] == 0x20 { end -= 1 }
    let isQuoted = at(end - 1) == UInt8(ascii: "\"") || at(end - 1) == UInt8(ascii: "'")
    if isQuoted { end -= 1 }
    while isQuoted, end > 0, mark - end < 16, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    // `password2`, `DB_PASSWORD_2`
    var name = end
    while end - name < 2, at(name - 1).isDigit { name -= 1 }
    if name < end, at(name - 1) == UInt8(ascii: "_") { name -= 1 }
    guard name > 0, var match = key(endingAt: name) else { return nil }
    match.end = end
    if case .value = match.key.role {
      guard let named = key(namedBefore: match.start) else { return nil }
      match.key = named.key
    }
    guard var value = value(of: match, mark: mark) else { return nil }
    value.followsName = isQuoted
    switch match.key.role {
    case .plain, .value: return secret(value, of: match)
    case .authorization: return authorization(value)
    case .cookie, .setCookie: return cookie(value, isSet: match.key.role == .setCookie)
    }
  }

  /// The key in front of `"value":` where name and value are members of their own: `"name": "DB_PASSWORD", "value": …`.
  private func key(namedBefore start: Int) -> KeyMatch? {
    var end = start
    while end > 0, start - end < 32, !at(end - 1).isWord {
      guard "\"'\\, \n\r-".utf8.contains(bytes[end - 1]) else { return nil }
      end -= 1
    }
    guard end < start, let match = key(endingAt: end), match.key.role == .plain else { return nil }
    return match
  }

  /// `--password VALUE`; `place` is the first dash.
  func option(at place: Int) -> Secret? {
    guard !at(place - 1).isWord, at(place - 1) != UInt8(ascii: "-"), at(place + 2).isLetter else {
      return nil
    }
    var end = place + 2
    while end < bytes.count, end - place < 48, bytes[end].isLetter || bytes[end] == UInt8(ascii: "-") {
      end += 1
    }
    guard at(end) == 0x20, let match = key(endingAt: end), match.key.role == .plain else { return nil }
    var start = end
    while at(start) == 0x20, start - end < 4 { start += 1 }
    guard let value = optionValue(from: start) else { return nil }
    return isName(value.start, value.end) ? nil : judged(value, of: match.key)
  }

  /// `-p PASSWORD` and `-u user:PASSWORD` of the few commands where they mean that; `place` is the dash.
  func shortOption(at place: Int) -> Secret? {
    guard let rule = index.option, at(place - 1) == 0x20 else { return nil }
    let isUser = bytes[place + 1] == UInt8(ascii: "u")
    guard let command = command(before: place, isUser: isUser) else { return nil }
    var start = place + 2
    if at(start) == 0x20 {
      if command == .glued { return nil }
      start += 1
    } else if command == .spaced {
      return nil
    }
    guard var value = optionValue(from: start), !isName(value.start, value.end) else { return nil }
    if isUser {
      guard
        let colon = bytes[value.start..<min(value.end, value.start + 64)].firstIndex(of: UInt8(ascii: ":"))
      else {
        return nil
      }
      value.start = colon + 1
    }
    if isPlaceholder(value.start, value.end, isQuoted: value.isQuoted) { return nil }
    return Secret(start: value.start, end: value.end, rule: rule)
  }

  private enum Spacing { case glued, spaced, either }

  /// The command on this line that has the short option.
  private func command(before place: Int, isUser: Bool) -> Spacing? {
    var start = place
    while start > 0, place - start < 2 * Self.sight, bytes[start - 1] != 0x0A { start -= 1 }
    var word = start
    for end in start..<place where bytes[end] == 0x20 {
      if isUser {
        if end - word == 4, starts("curl", at: word) { return .either }
      } else if starts("login", at: word), end - word == 5 {
        return .spaced
      } else if starts("sshpass", at: word), end - word == 7 {
        return .either
      } else if starts("mysql", at: word), end - word < 12 {
        return .glued
      }
      word = end + 1
    }
    return nil
  }

  /// True for `PASSWORD` and `TOKEN` in a line of help, and for words of a sentence.
  private func isName(_ start: Int, _ end: Int) -> Bool {
    if end - start > 48 { return false }
    let word = bytes[start..<end]
    return word.allSatisfy { $0.isUpper || $0 == UInt8(ascii: "_") }
      || index.prose.contains(WordHash.of(word))
  }

  // MARK: Headers

  /// `Bearer …`, `Basic …` and other schemes; a key without a scheme.
  private func authorization(_ value: Value) -> Secret? {
    var word = value.start
    while word < bytes.count, word - value.start < 24, bytes[word].isLetter || bytes[word].isDigit {
      word += 1
    }
    guard at(word) == 0x20 || at(word) == UInt8(ascii: "%") else {
      guard let rule = index.bearer else { return nil }
      if at(word) == UInt8(ascii: "-"), starts("AWS4", at: value.start) { return nil }
      return credentials(from: value.start, least: 16, rule: rule)
    }
    let start = word + (at(word) == 0x20 ? 1 : 3)
    switch bytes[value.start..<word].map(\.folded) {
    case Array("basic".utf8):
      return index.basic.flatMap { credentials(from: start, least: 6, rule: $0) }
    case Array("bearer".utf8), Array("token".utf8), Array("apikey".utf8), Array("key".utf8),
      Array("negotiate".utf8), Array("sharedkey".utf8), Array("splunk".utf8), Array("bot".utf8):
      return index.bearer.flatMap { credentials(from: start, least: 8, rule: $0) }
    default: return nil
    }
  }

  /// The values of `Cookie: a=b; c=d`, or the first one of `Set-Cookie: a=b; Path=/`.
  private func cookie(_ value: Value, isSet: Bool) -> Secret? {
    guard let rule = index.cookie else { return nil }
    var start = value.start
    while start < bytes.count, start - value.start < Self.sight,
      bytes[start].isWord || "-.".utf8.contains(bytes[start])
    {
      start += 1
    }
    guard at(start) == UInt8(ascii: "="), start > value.start else { return nil }
    start += 1
    // Judged on its beginning: what is given up must not have been read to the end of the text.
    let seen = endOfCookies(from: start, isSet: isSet, limit: min(bytes.count, start + Self.sight))
    if seen == start || isPlaceholder(start, seen, isQuoted: true) { return nil }
    return Secret(
      start: start, end: endOfCookies(from: start, isSet: isSet, limit: bytes.count), rule: rule)
  }

  private func endOfCookies(from start: Int, isSet: Bool, limit: Int) -> Int {
    var end = start
    while end < limit, bytes[end] > 0x20, !"\"'\\".utf8.contains(bytes[end]) {
      if bytes[end] == UInt8(ascii: ";") {
        if isSet || at(end + 1) != 0x20 || !at(end + 2).isWord { break }
        end += 1
      }
      end += 1
    }
    return min(end, limit)
  }
}
