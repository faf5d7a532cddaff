import CasebookText

/// Keys, and options and headers that work like keys.
extension RedactionScan {
  struct KeyMatch {
    var key: RedactionIndex.Key
    var start: Int
    var end: Int
  }

  /// The key that ends at `end`: `api_key`, `api-key`, `apiKey` and `API key` are `apikey`.
  func key(endingAt end: Int) -> KeyMatch? {
    guard end >= 2, end <= bytes.count, bytes[end - 1].isLetter else { return nil }
    let bucket = RedactionIndex.bucket(bytes[end - 2], bytes[end - 1])
    // Most words that end like a key show in the letter before that they are none.
    let third = at(end - 3)
    let isClear = bytes[end - 2].isLetter && !isSeparator(third)
    for number in index.keyRanges[bucket] {
      if isClear, index.keyTails[number] != 0, index.keyTails[number] != third.folded { continue }
      let key = index.keys[number]
      if let start = start(of: key.word, endingAt: end), isWhole(key, at: start) {
        return KeyMatch(key: key, start: start, end: end)
      }
    }
    return nil
  }

  /// The start of `word` if it ends at `end`, with single separators allowed between its letters.
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

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == 0x20
  }

  /// Whether the word before the key, if any, leaves its meaning unchanged.
  private func isWhole(_ key: RedactionIndex.Key, at start: Int) -> Bool {
    var before = start
    let last = at(before - 1)
    if key.word.count < 3 {
      // A word this short is a key only after other words: `DB_PW`.
      return "_-.".utf8.contains(last) && at(before - 2).isWord || at(start).isUpper && last.isLower
    }
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

  /// `KEY=VALUE`, `"KEY": "VALUE"` and so on; `place` is the byte before the mark between them, or before an
  /// escaped quote there.
  mutating func keyed(at place: Int) -> Secret? {
    var mark = place + 1
    var end = mark
    var isQuoted = false
    if let quote = quoteMark(at: mark), bytes[mark] != UInt8(ascii: "\\") || bytes[quote.end - 1].isDigit {
      // `\u0022`, `&quot;`, `%22`
      isQuoted = true
      mark = quote.end
      while mark - quote.end < 4, at(mark) == 0x20 { mark += 1 }
    } else {
      while end > 0, mark - end < 4, bytes[end - 1] == 0x20 { end -= 1 }
      isQuoted = at(end - 1) == UInt8(ascii: "\"") || at(end - 1) == UInt8(ascii: "'")
      if isQuoted { end -= 1 }
      while isQuoted, end > 0, mark - end < 16, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    }
    // `password2`, `DB_PASSWORD_2`
    var name = end
    while end - name < 2, at(name - 1).isDigit { name -= 1 }
    if name < end, at(name - 1) == UInt8(ascii: "_") { name -= 1 }
    guard name > 0, var match = key(endingAt: name) else { return nil }
    match.end = end
    let isValue = match.key.role == .value
    if isValue, let named = key(namedBefore: match.start) { match.key = named.key }
    guard var value = value(of: match, mark: mark, isNamed: isValue) else { return nil }
    value.followsName = isQuoted
    if match.key.role == .value {
      guard let named = key(namedAfter: value.end) else { return nil }
      match.key = named.key
    }
    switch match.key.role {
    case .plain, .value: return secret(value, of: match)
    case .authorization: return authorization(value)
    case .cookie, .setCookie: return cookie(value, isSet: match.key.role == .setCookie)
    }
  }

  /// The key before `"value":` when name and value are separate members: `"name": "DB_PASSWORD", "value": …`,
  /// `<name>db.password</name><value>…`.
  private func key(namedBefore start: Int) -> KeyMatch? {
    var end = start
    while end > 0, start - end < 48 {
      let byte = bytes[end - 1]
      if byte.isLetter, at(end) == UInt8(ascii: ">") {
        // The end of the element before.
        var name = end
        while name > 0, end - name < 16, bytes[name - 1].isLetter { name -= 1 }
        guard at(name - 1) == UInt8(ascii: "/"), at(name - 2) == UInt8(ascii: "<") else { return nil }
        end = name - 2
      } else if byte.isWord {
        break
      } else if "\"'\\, \n\r\t-<>".utf8.contains(byte) {
        end -= 1
      } else if byte == UInt8(ascii: ";"), let quote = quoteMark(endingAt: end) {
        end = quote
      } else {
        return nil
      }
    }
    guard end < start, let match = key(endingAt: end), match.key.role == .plain else { return nil }
    return match
  }

  /// The key after a value: `"value": "…", "name": "DB_PASSWORD"`.
  private func key(namedAfter start: Int) -> KeyMatch? {
    guard let word = skipMarks(from: start) else { return nil }
    var end = word
    while end - word < 8, at(end).isLetter { end += 1 }
    guard
      ["name", "key", "id", "variable"].contains(where: {
        WordHash.of($0.utf8) == WordHash.of(bytes[word..<end])
      }),
      let name = skipMarks(from: end)
    else { return nil }
    end = name
    while end < bytes.count, end - name < 64, bytes[end].isWord || "-.".utf8.contains(bytes[end]) { end += 1 }
    guard let match = key(endingAt: end), match.key.role == .plain, match.start >= name else { return nil }
    return match
  }

  /// The start of the next word, after quotes, spaces, colons and the like.
  private func skipMarks(from start: Int) -> Int? {
    var end = start
    while end < bytes.count, end - start < 48, !bytes[end].isWord {
      if let quote = quoteMark(at: end) {
        end = quote.end
      } else if "\"'\\,:;= \n\r\t-".utf8.contains(bytes[end]) {
        end += 1
      } else {
        return nil
      }
    }
    return end > start && end < bytes.count && bytes[end].isWord ? end : nil
  }

  /// Whether the word is `PASSWORD` or `TOKEN` in a line of help, or a word of a sentence.
  func isName(_ start: Int, _ end: Int) -> Bool {
    if end - start > 48 { return false }
    let word = bytes[start..<end]
    return word.allSatisfy { $0.isUpper || $0 == UInt8(ascii: "_") }
      || index.prose.contains(WordHash.of(word))
  }

  // MARK: Headers

  /// `Bearer …`, `Basic …` and other schemes; a key without a scheme.
  private func authorization(_ value: SecretValue) -> Secret? {
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

  /// The values of `Cookie: a=b; c=d`, or the first value of `Set-Cookie: a=b; Path=/`.
  func cookie(_ value: SecretValue, isSet: Bool) -> Secret? {
    guard let rule = index.cookie else { return nil }
    var start = value.start
    while start < bytes.count, start - value.start < Self.sight,
      bytes[start].isWord || "-.".utf8.contains(bytes[start])
    {
      start += 1
    }
    guard at(start) == UInt8(ascii: "="), start > value.start else { return nil }
    start += 1
    // Judged by its beginning, so that a rejected value is not read to the end of the text.
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
