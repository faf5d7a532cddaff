import CasebookText

/// What tokens look like.
extension GroupingTokens {
  /// The `key=` of `key=value`.
  static func key(of token: [UInt8]) -> ArraySlice<UInt8> {
    guard let equals = token.firstIndex(of: UInt8(ascii: "=")) else { return [] }
    return token[...equals]
  }

  static func isQuotationMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
  }

  /// The word without the marks around it.
  static func bare(_ word: some Collection<UInt8>) -> [UInt8] {
    func isMark(_ byte: UInt8) -> Bool { isStructural(byte) || byte == UInt8(ascii: ".") }
    var word = Array(word.drop(while: isMark))
    while let last = word.last, isMark(last) { word.removeLast() }
    return word
  }

  /// Whether a word could be a state: all capitals, or an ending of verbs.
  static func isState(_ word: [UInt8]) -> Bool {
    let word = bare(word)
    if word.count > 1, word.allSatisfy({ !$0.isLower }) { return true }
    return word.suffix(2).elementsEqual("ed".utf8) || word.suffix(3).elementsEqual("ing".utf8)
  }

  static func isTruth(_ word: [UInt8]) -> Bool {
    let word = bare(word).map(\.folded)
    return word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
  }

  /// Whether a word looks like the name of something: `camelCase`, `a.b`, `a/b`, `h2`.
  static func isName(_ word: ArraySlice<UInt8>) -> Bool {
    let word = bare(word)
    for (place, byte) in word.enumerated() {
      if byte.isDigit || byte == UInt8(ascii: "/") { return true }
      guard place > 0 else { continue }
      if byte.isUpper, word[place - 1].isLower { return true }
      if place + 1 < word.count, "._@:-".utf8.contains(byte), word[place - 1].isLetter,
        word[place + 1].isLetter
      {
        return true
      }
    }
    return false
  }

  // MARK: Merging

  /// How much the tokens share at their beginnings and ends, in whole names and marks only.
  static func common(_ tokens: [[UInt8]]) -> (prefix: Int, suffix: Int) {
    guard let first = tokens.first else { return (0, 0) }
    var prefix = first.count
    var suffix = first.count
    for token in tokens.dropFirst() {
      prefix = min(prefix, zip(first, token).prefix { $0 == $1 }.count)
      suffix = min(suffix, zip(first.reversed(), token.reversed()).prefix { $0 == $1 }.count)
    }
    let shortest = tokens.map(\.count).min() ?? 0
    prefix = min(prefix, shortest)
    suffix = min(suffix, shortest - prefix)
    while prefix > 0, !isStructural(first[prefix - 1]) { prefix -= 1 }
    while suffix > 0, !isStructural(first[first.count - suffix]) { suffix -= 1 }
    return (prefix, suffix)
  }

  /// The tokens as one token, with a variable where they differ.
  static func merged(_ tokens: [[UInt8]]) -> [UInt8] {
    guard let first = tokens.first else { return [] }
    let (prefix, suffix) = common(tokens)
    return first[..<prefix] + [variable] + first[(first.count - suffix)...]
  }

  // MARK: Values of several words

  /// A quoted or bracketed value is one token, however many words it has: `error='no such host'`, `ids=[a, b]`.
  static func withValues(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var place = 0
    while place < tokens.count {
      if let start = valueStart(tokens[place]), let end = valueEnd(tokens, place, start), end > place {
        result.append(Array(tokens[place...end].joined(separator: [0x20])))
        place = end + 1
      } else {
        result.append(tokens[place])
        place += 1
      }
    }
    return result
  }

  /// The most tokens of a value.
  private static let longestValue = 40

  /// Where a quoted or bracketed value starts: at the beginning of a token, or after its first `=` or `:`.
  private static func valueStart(_ token: [UInt8]) -> Int? {
    // `msg=` introduces the message, whose words count.
    let key = key(of: token)
    if key.elementsEqual("msg=".utf8) || key.elementsEqual("message=".utf8) { return nil }
    if let first = token.first, isQuotationMark(first) { return 0 }
    guard let mark = token.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
      mark + 1 < token.count, !token[..<mark].contains(where: isQuotationMark),
      isQuotationMark(token[mark + 1]) || closing(token[mark + 1]) != nil
    else { return nil }
    return mark + 1
  }

  private static func closing(_ open: UInt8) -> UInt8? {
    open == UInt8(ascii: "[") ? UInt8(ascii: "]") : open == UInt8(ascii: "{") ? UInt8(ascii: "}") : nil
  }

  /// The token in which the value ends.
  private static func valueEnd(_ tokens: [[UInt8]], _ first: Int, _ start: Int) -> Int? {
    let open = tokens[first][start]
    var depth = 0
    for place in first..<min(tokens.count, first + longestValue) {
      let text = place == first ? tokens[place][(start + 1)...] : tokens[place][...]
      if let close = closing(open) {
        if place == first { depth = 1 }
        for byte in text { depth += byte == open ? 1 : byte == close ? -1 : 0 }
        if depth <= 0 { return place }
      } else {
        let core = text.reversed().drop { ",.;:)]}".utf8.contains($0) }
        if core.first == open { return place }
      }
    }
    return nil
  }
}
