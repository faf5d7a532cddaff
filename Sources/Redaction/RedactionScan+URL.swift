import CasebookText

/// Passwords in URLs.
extension RedactionScan {
  /// `scheme://user:PASSWORD@host`; `place` is the first slash. The last `@` counts, because some passwords
  /// are not escaped.
  func password(inURLAt place: Int) -> Secret? {
    guard let rule = index.url, at(place - 1) == UInt8(ascii: ":"),
      at(place - 2).isLetter || at(place - 2).isDigit
    else { return nil }
    let start = place + 2
    // The user may be a placeholder of this redactor.
    if starts("<secret:", at: start) { return nil }
    let limit = min(bytes.count, start + 4 * Self.sight)
    var (colon, sign) = (-1, -1)
    var end = start
    scanning: while end < limit {
      switch bytes[end] {
      case UInt8(ascii: ":"): if colon < 0 { colon = end }
      case UInt8(ascii: "@"): sign = end
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: ","):
        // Belongs to an unescaped password, unless a host or a port came before.
        if sign >= 0 || colon < 0 || bytes[end - 1] == UInt8(ascii: ":") && at(end + 1) == UInt8(ascii: "/")
          || bytes[(colon + 1)..<end].allSatisfy(\.isDigit)
        {
          break scanning
        }
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"),
        UInt8(ascii: ";"):
        break scanning
      default: break
      }
      end += 1
    }
    if let webhook = webhook(from: start) { return webhook }
    guard colon >= 0, sign > colon + 1, !isPlaceholder(colon + 1, sign, isQuoted: true) else { return nil }
    let token = token(at: colon + 1)
    return Secret(start: colon + 1, end: sign, rule: token?.end == sign ? token?.rule ?? rule : rule)
  }

  /// The secret part of a webhook's path. A label of its host or path starts with *hook* or *webhook*, and a
  /// later part is random.
  private func webhook(from start: Int) -> Secret? {
    guard let rule = index.webhook else { return nil }
    let limit = min(bytes.count, start + 4 * Self.sight)
    var (part, end) = (start, start)
    var (isHook, isSecret) = (false, false)
    var first: Int?
    while end <= limit {
      let byte = at(end)
      // Two slashes begin a new URL.
      let isLast =
        end == limit || byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "/") && end == part
        || "\"'`<>\\)]},;".utf8.contains(byte)
      if isLast || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") {
        if isHook, end - part >= 6, !starts("sha", at: part) {
          let look = randomness(of: part..<min(end, part + Self.sight))
          if first != nil {
            isSecret = true
          } else if look.digits > 0, look.letters == 0 || look.isUnlikeWords {
            first = part
            isSecret = end - part >= 16 && look.letters > 0
          }
        }
        isHook = isHook || hasHook(part..<end)
        part = end + 1
        if isLast { break }
      }
      end += 1
    }
    guard isSecret, let first else { return nil }
    while end > first, ".:/".utf8.contains(at(end - 1)) { end -= 1 }
    return Secret(start: first, end: min(end, bytes.count), rule: rule)
  }

  /// A label that starts with *hook* or *webhook*: `hooks.slack.com`, `/api/webhooks/`.
  private func hasHook(_ part: Range<Int>) -> Bool {
    var isLabel = true
    for place in part {
      if isLabel {
        let word = startsFolded("web", at: place) ? place + 3 : place
        if startsFolded("hook", at: word) {
          var end = word + 4
          while end < part.upperBound, bytes[end].isWord { end += 1 }
          if end == part.upperBound || bytes[end] == UInt8(ascii: ".") { return true }
        }
      }
      isLabel = bytes[place] == UInt8(ascii: ".")
    }
    return false
  }

  func startsFolded(_ text: StaticString, at start: Int) -> Bool {
    for offset in 0..<text.utf8CodeUnitCount where at(start + offset).folded != text.utf8Start[offset] {
      return false
    }
    return true
  }
}
