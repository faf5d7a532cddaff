import CasebookText

/// The values of keys, and where they end.
extension RedactionScan {
  struct SecretValue {
    var start: Int
    var end: Int
    var isQuoted = false
    /// The key was quoted: it is a member of an object, not a word of a sentence.
    var followsName = false
    /// A `:` separates key and value; it may also end a clause.
    var followsColon = false
    var isSpaced = false
    /// The value continues after `end`, the limit of what a decision examines.
    var isCut = false
  }

  /// The value after the mark `=`, `:`, `=>`, `:=`, `%3D`, or `>` of an element.
  func value(of match: KeyMatch, mark: Int, isNamed: Bool = false) -> SecretValue? {
    var start = mark + 1
    switch at(mark) {
    case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"):
      guard let escaped = escapedMark(at: mark) else { return nil }
      if escaped.mark == UInt8(ascii: ">") { return element(of: match, from: escaped.end) }
      start = escaped.end
    case UInt8(ascii: ">"): return element(of: match, from: start)
    case UInt8(ascii: ":"):
      if at(start) == UInt8(ascii: "/"), at(start + 1) == UInt8(ascii: "/") { return nil }
      // A placeholder of this redactor.
      if at(match.start - 1) == UInt8(ascii: "<") { return nil }
      if at(start) == UInt8(ascii: "=") { start += 1 }
    case UInt8(ascii: "="), UInt8(ascii: " "):
      while at(start) == UInt8(ascii: "=") || at(start) == UInt8(ascii: ">") {
        if start - mark == 2 { return nil }
        start += 1
      }
    default: return nil
    }
    let mark = start
    while start - mark < 16, at(start) == 0x20 || at(start) == 0x09 { start += 1 }
    guard start < bytes.count, bytes[start] > 0x20 else { return nil }
    var value = SecretValue(start: start, end: start)
    value.isSpaced = start > mark
    value.followsColon = bytes[match.end...].prefix(24).first { ":=%".utf8.contains($0) } == UInt8(ascii: ":")
    // `<add key="password" value="…">`: this quote closes the name.
    if !isNamed, closesString(start, after: match) { return nil }
    if let block = block(from: start, after: match) { return block }
    if let quoted = quoted(from: start) ?? braced(from: start, after: match) {
      (value.start, value.end) = (quoted.lowerBound, quoted.upperBound)
      value.isQuoted = true
    } else {
      value.end = endOfBareValue(from: start, limit: start + Self.sight)
      value.isCut = value.end == start + Self.sight
      // `password= user=x` has no value.
      if value.isSpaced, match.key.role == .plain, isPair(at: start) { return nil }
    }
    return value.end > value.start ? value : nil
  }

  /// Whether the quote at `start` ends the string that contains the key: `prompt='Enter password: ', …`.
  private func closesString(_ start: Int, after match: KeyMatch) -> Bool {
    let quote = bytes[start]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), at(match.end) != quote else {
      return false
    }
    var name = match.start
    while name > 0, match.start - name < 48, bytes[name - 1].isWord || "-. ".utf8.contains(bytes[name - 1]) {
      name -= 1
    }
    return at(name - 1) == quote
  }

  /// `<dbPassword>VALUE</dbPassword>`, `<string name="password">VALUE</string>`.
  private func element(of match: KeyMatch, from start: Int) -> SecretValue? {
    var open = match.start
    while open > 0, match.start - open < 64, !endsEscaped("u003c", at: open),
      bytes[open - 1].isWord || "-.: =\"'\\".utf8.contains(bytes[open - 1])
    {
      open -= 1
    }
    guard at(open - 1) == UInt8(ascii: "<") || endsEscaped("lt;", at: open) || endsEscaped("u003c", at: open)
    else { return nil }
    var end = start
    while end < bytes.count, end - start < 8 * Self.sight, bytes[end] != UInt8(ascii: "<"),
      bytes[end] != 0x0A,
      !startsElement(at: end)
    {
      end += 1
    }
    // The end of the same element: `<password>` alone is a placeholder.
    var close = end
    while close < bytes.count, close - end < 8, bytes[close] != UInt8(ascii: "/") { close += 1 }
    var name = open
    while name < match.end, bytes[name].isWord || "-.:".utf8.contains(bytes[name]) { name += 1 }
    guard end > start, end < bytes.count, name > open, close + 1 + name - open <= bytes.count,
      bytes[(close + 1)..<(close + 1 + name - open)].elementsEqual(bytes[open..<name])
    else { return nil }
    return SecretValue(start: start, end: end, isQuoted: true)
  }

  private func startsElement(at place: Int) -> Bool {
    bytes[place] == UInt8(ascii: "&")
      ? starts("&lt;/", at: place)
      : bytes[place] == UInt8(ascii: "\\") && startsFolded("\\u003c/", at: place)
  }

  private func endsEscaped(_ text: StaticString, at end: Int) -> Bool {
    let start = end - text.utf8CodeUnitCount
    return start >= 0 && startsFolded(text, at: start) && "&\\".utf8.contains(at(start - 1))
  }

  /// A YAML block: `password: |` and the more indented lines below it.
  private func block(from start: Int, after match: KeyMatch) -> SecretValue? {
    guard bytes[start] == UInt8(ascii: "|") || bytes[start] == UInt8(ascii: ">") else { return nil }
    var line = start + 1
    while line - start < 4, "+-".utf8.contains(at(line)) || at(line).isDigit { line += 1 }
    while at(line) == 0x20 || at(line) == 0x0D { line += 1 }
    guard at(line) == 0x0A else { return nil }
    var head = match.start
    while head > 0, match.start - head < Self.sight, bytes[head - 1] != 0x0A { head -= 1 }
    let indent = bytes[head..<match.start].prefix { $0 == 0x20 }.count
    var (first, end) = (-1, line)
    while line < bytes.count {
      var place = line + 1
      while place < bytes.count, bytes[place] == 0x20 { place += 1 }
      var next = place
      while next < bytes.count, bytes[next] != 0x0A { next += 1 }
      if next > place {
        guard place - line - 1 > indent else { break }
        if first < 0 { first = place }
        end = next
      }
      line = next
    }
    return first < 0 ? nil : SecretValue(start: first, end: end, isQuoted: true)
  }

  /// `;Pwd={VALUE}` in a connection string.
  private func braced(from start: Int, after match: KeyMatch) -> Range<Int>? {
    guard bytes[start] == UInt8(ascii: "{"), at(match.start - 1) == UInt8(ascii: ";") else { return nil }
    var end = start + 1
    while end < bytes.count, end - start < Self.sight, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "}") {
      end += 1
    }
    guard at(end) == UInt8(ascii: "}"), at(start + 1) != UInt8(ascii: "{"), key(endingAt: end) == nil else {
      return nil
    }
    return (start + 1)..<end
  }

  /// The value of a command-line option.
  func optionValue(from start: Int) -> SecretValue? {
    guard start < bytes.count, bytes[start] > 0x20, bytes[start] != UInt8(ascii: "-") else { return nil }
    if let quoted = quoted(from: start) {
      return SecretValue(start: quoted.lowerBound, end: quoted.upperBound, isQuoted: true)
    }
    var end = start
    while end < bytes.count, bytes[end] > 0x20, !"\"'`".utf8.contains(bytes[end]) { end += 1 }
    while end > start, ",.;)]".utf8.contains(bytes[end - 1]) { end -= 1 }
    return end > start ? SecretValue(start: start, end: end) : nil
  }

  /// The text between quotes; up to the end of the line if they are not closed, because the log may be
  /// truncated there.
  ///
  /// Quotes may be escaped (`\"`): then the closing quote has at most as many backslashes before it as the
  /// opening quote.
  func quoted(from start: Int) -> Range<Int>? {
    if let mark = quoteMark(at: start), mark.end - start > 2,
      bytes[mark.end - 1].isDigit || at(mark.end - 1) == UInt8(ascii: ";")
    {
      return escapedQuoted(start..<mark.end)
    }
    var open = start
    if "bruf".utf8.contains(bytes[open] | 32),
      at(open + 1) == UInt8(ascii: "\"") || at(open + 1) == UInt8(ascii: "'")
    {
      open += 1
    }
    while open - start < 16, at(open) == UInt8(ascii: "\\") { open += 1 }
    let quote = at(open)
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") else {
      return nil
    }
    let depth = at(open - 1) == UInt8(ascii: "\\") ? open - start : 0
    var end = open + 1
    var slashes = 0
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == UInt8(ascii: "\\") {
        slashes += 1
      } else {
        if bytes[end] == quote, depth == 0 ? slashes % 2 == 0 : slashes <= depth {
          return (open + 1)..<(depth == 0 ? end : end - slashes)
        }
        slashes = 0
      }
      end += 1
    }
    return (open + 1)..<end
  }

  /// The text after a quote written as `mark`, up to the next `mark`.
  private func escapedQuoted(_ mark: Range<Int>) -> Range<Int> {
    var end = mark.upperBound
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == bytes[mark.lowerBound], end + mark.count <= bytes.count,
        bytes[end..<(end + mark.count)].elementsEqual(bytes[mark])
      {
        break
      }
      end += 1
    }
    return mark.upperBound..<end
  }

  /// The end of an unquoted value. A mark that may belong to a secret ends it only if the next item follows.
  func endOfBareValue(from start: Int, limit: Int = .max) -> Int {
    var end = start
    var depth = 0
    scanning: while end < bytes.count, end < limit {
      switch bytes[end] {
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"):
        if end > start || bytes[end] != UInt8(ascii: "<") { break scanning }
      case UInt8(ascii: "\\"):
        if "nrt\"'\\".utf8.contains(at(end + 1)) || quoteMark(at: end) != nil || starts("\\u0026", at: end)
          || startsFolded("\\u003c", at: end)
        {
          break scanning
        }
      case UInt8(ascii: "&")
      where starts("&amp;", at: end) || starts("&lt;", at: end) || quoteMark(at: end) != nil:
        break scanning
      case UInt8(ascii: ";") where isPair(at: end + 1, spaced: true): break scanning
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
        let next = at(end + 1)
        if next <= 0x20 || next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") || isPair(at: end + 1) {
          break scanning
        }
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"):
        if depth > 0 { depth -= 1 } else if !(at(end + 1).isWord) { break scanning }
      case UInt8(ascii: "%"):
        if starts("%26", at: end) || quoteMark(at: end) != nil { break scanning }
      default: break
      }
      end += 1
    }
    while end > start, end < limit, ".!?:".utf8.contains(bytes[end - 1]), at(end) <= 0x20 { end -= 1 }
    return end
  }

  /// Whether `name=x` is at `start`; names in connection strings contain spaces.
  private func isPair(at start: Int, spaced: Bool = false) -> Bool {
    var end = start
    while end < bytes.count, end - start < 32,
      bytes[end].isWord || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ".")
        || spaced && bytes[end] == 0x20
    {
      end += 1
    }
    return end > start && at(end) == UInt8(ascii: "=") && at(end + 1) > 0x20
      && at(end + 1) != UInt8(ascii: "=")
  }
}
