import CasebookText

/// Passwords in URLs.
extension RedactionScan {
  /// `scheme://user:PASSWORD@host`; `place` is the first slash. The last `@` counts, as passwords are not always escaped.
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
        // Belongs to a password that is not escaped, unless a host or a port came before.
        if sign >= 0 || colon < 0 || bytes[(colon + 1)..<end].allSatisfy(\.isDigit) { break scanning }
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"),
        UInt8(ascii: ";"):
        break scanning
      default: break
      }
      end += 1
    }
    guard colon >= 0, sign > colon + 1, !isPlaceholder(colon + 1, sign, isQuoted: true) else { return nil }
    let token = token(at: colon + 1)
    return Secret(start: colon + 1, end: sign, rule: token?.end == sign ? token?.rule ?? rule : rule)
  }
}
