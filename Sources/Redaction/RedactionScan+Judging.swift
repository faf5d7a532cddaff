import CasebookText

/// Decides whether the value of a key is a secret, a placeholder, or part of a sentence.
extension RedactionScan {
  /// The secret, if the value of a key is a secret.
  func secret(_ value: SecretValue, of match: KeyMatch) -> Secret? {
    if starts("-----BEGIN ", at: value.start) { return nil }
    if value.isQuoted {
      if isSentence(value.start, value.end) { return nil }
    } else {
      if value.followsColon, !value.followsName, !standsAlone(value, after: match.start),
        !isUnlikeAWord(value.start, value.end)
      {
        return nil
      }
      if isCode(value, after: match) { return nil }
    }
    return judged(value, of: match.key)
  }

  /// The value as a secret, unless it is a placeholder or does not have the shape of a secret.
  func judged(_ value: SecretValue, of key: RedactionIndex.Key) -> Secret? {
    if !hasShape(key.shape, value) || isPlaceholder(value.start, value.end, isQuoted: value.isQuoted) {
      return nil
    }
    var end = value.end
    if value.isCut { end = endOfBareValue(from: value.start) }
    // The kind of a token is more specific than that of a key.
    let token = self.token(at: value.start)
    if let token, token.end >= end { return Secret(start: value.start, end: end, rule: token.rule) }
    return Secret(start: value.start, end: end, rule: key.rule)
  }

  func token(at start: Int) -> Secret? {
    if let token = webToken(at: start) { return token }
    if let token = prefixed(at: start) { return token }
    for (number, prefix) in index.prefixes.enumerated()
    where !prefix.isName && at(start + prefix.lead) == prefix.text[0] {
      if let token = token(number, at: start + prefix.lead) { return token }
    }
    return nil
  }

  /// Whether the text is a placeholder for a secret: `***`, `<password>`, `$PASSWORD`, `{{ token }}`, `None`.
  func isPlaceholder(_ start: Int, _ end: Int, isQuoted: Bool) -> Bool {
    guard end > start else { return true }
    let sight = min(end, start + Self.sight)
    switch bytes[start] {
    case UInt8(ascii: "<"):
      return bytes[start..<sight].contains(UInt8(ascii: ">")) || at(end) == UInt8(ascii: ">")
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): return true
    case UInt8(ascii: "$"):
      if at(start + 1) == UInt8(ascii: "{") || at(start + 1) == UInt8(ascii: "(") { return true }
      if end - start <= 2 { return true }
      let name = bytes[(start + 1)..<sight]
      // `$config->password`, `$Config::password`
      let rest = name.drop { $0.isWord }
      if rest.starts(with: "->".utf8) || rest.starts(with: "::".utf8) { return true }
      // `$credential.GetPassword()`
      if rest.first == UInt8(ascii: "."), rest.dropFirst().first?.isLetter == true { return true }
      if name.allSatisfy({ $0.isUpper || $0.isDigit || $0 == UInt8(ascii: "_") }) { return true }
      // `$password`, `$Env:DB_SECRET`
      return name.allSatisfy { $0.isWord || $0 == UInt8(ascii: ":") } && key(endingAt: end) != nil
    case UInt8(ascii: "%"):
      if at(end - 1) == UInt8(ascii: "%") || end - start <= 2 || at(start + 1) == UInt8(ascii: "(") {
        return true
      }
    case UInt8(ascii: "@"):
      if starts("@Microsoft.KeyVault", at: start) { return true }
    default: break
    }
    if end - start > Self.sight { return false }
    let value = bytes[start..<end]
    // Only punctuation: dots and stars hide a secret, `, ` separates an empty value from the next string.
    if value.allSatisfy({ "*.-_#?•●…,:;{}[]()|>\\ ".utf8.contains($0) }) { return true }
    if value.count > 2, value.allSatisfy({ $0.folded == UInt8(ascii: "x") }) { return true }
    if starts("http://", at: start) || starts("https://", at: start) { return true }
    if starts("sha", at: start), value.prefix(8).contains(UInt8(ascii: ":")) { return true }
    if hasPossessive(start) || hasStars(value) { return true }
    return index.values.contains(WordHash.of(value))
  }

  /// `YOUR_API_KEY`, `your-password`.
  private func hasPossessive(_ start: Int) -> Bool {
    let word: StaticString = "your"
    for offset in 0..<4 where at(start + offset).folded != word.utf8Start[offset] { return false }
    return "_- ".utf8.contains(at(start + 4)) || at(start + 4).isUpper
  }

  /// `sk-***…abc` is already masked.
  private func hasStars(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var run = 0
    for byte in value {
      run = byte == UInt8(ascii: "*") ? run + 1 : 0
      if run == 3 { return true }
    }
    return false
  }

  /// The key starts the line and the value ends it, as in YAML; or quotes enclose both, as in `-H 'X-Api-Key:
  /// …'`.
  private func standsAlone(_ value: SecretValue, after key: Int) -> Bool {
    guard value.isSpaced else { return false }
    if at(value.end) == UInt8(ascii: "'") || at(value.end) == UInt8(ascii: "\"") {
      var name = key
      while name > 0, key - name < 24, bytes[name - 1].isWord || bytes[name - 1] == UInt8(ascii: "-") {
        name -= 1
      }
      return at(name - 1) == bytes[value.end]
    }
    var end = value.end
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x0D { end += 1 }
    guard end == bytes.count || bytes[end] == 0x0A || bytes[end] == UInt8(ascii: "#") else { return false }
    var start = key
    while start > 0, key - start < 64, bytes[start - 1].isWord || "-. ".utf8.contains(bytes[start - 1]) {
      start -= 1
    }
    guard start == 0 || bytes[start - 1] == 0x0A else { return false }
    // One word before the mark, or a list's dash and one word.
    while start < key, bytes[start] == 0x20 || bytes[start] == UInt8(ascii: "-") { start += 1 }
    return !bytes[start..<key].contains(0x20)
  }

  /// A digit among letters, or a mark that does not occur in words.
  private func isUnlikeAWord(_ start: Int, _ end: Int) -> Bool {
    var (hasLetter, hasDigit) = (false, false)
    for place in start..<end {
      let byte = bytes[place]
      if isUncommonMark(byte), place < end - 1 { return true }
      hasLetter = hasLetter || byte.isLetter
      hasDigit = hasDigit || byte.isDigit
    }
    return hasLetter && hasDigit
  }

  private func isUncommonMark(_ byte: UInt8) -> Bool {
    switch byte {
    case ascii("!"), ascii("#"), ascii("$"), ascii("%"), ascii("^"), ascii("&"), ascii("*"), ascii("+"),
      ascii("="), ascii("~"):
      true
    default: false
    }
  }

  /// A sentence about a secret, such as a validation message: it has a word that occurs in sentences, and no
  /// word like `hunter2`.
  private func isSentence(_ start: Int, _ end: Int) -> Bool {
    let sight = min(end, start + Self.sight)
    guard bytes[start..<sight].contains(0x20) else { return false }
    var word = start
    var hasProse = false
    for place in start...sight where place == sight || bytes[place] == 0x20 {
      if isUnlikeAWord(word, place) { return false }
      hasProse = hasProse || place > word && index.prose.contains(WordHash.of(bytes[word..<place]))
      word = place + 1
    }
    return hasProse
  }

  /// `password=password`, `self._password`, `os.environ['X']`, `getpass()`: source code, not a value.
  private func isCode(_ value: SecretValue, after match: KeyMatch) -> Bool {
    var place = value.start
    while place < value.end, bytes[place].isWord || ".:".utf8.contains(bytes[place]) { place += 1 }
    if starts("self.", at: value.start) || starts("this.", at: value.start) { return true }
    // `$keyVaultSecret = Get-AzKeyVaultSecret …`
    var name = match.start
    while name > 0, match.start - name < 48, bytes[name - 1].isWord { name -= 1 }
    if at(name - 1) == UInt8(ascii: "$"), bytes[value.start].isLetter { return true }
    if place == value.start || value.isCut { return false }
    if place < value.end {
      return !bytes[value.start].isDigit
        && (bytes[place] == UInt8(ascii: "(") || bytes[place] == UInt8(ascii: "["))
    }
    guard let named = key(endingAt: value.end), named.key.word == match.key.word else { return false }
    return named.start == value.start || "._".utf8.contains(at(named.start - 1))
  }
}
