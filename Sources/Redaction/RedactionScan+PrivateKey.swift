import CasebookText
private import Glibc

/// Private key blocks.
extension RedactionScan {
  /// A `-----BEGIN` or `-----END` that was found, or the end of the text, and from where it was looked for.
  struct KeyMark {
    var from: Int
    var position: Int
    var isEnd: Bool
  }

  /// `-----BEGIN … PRIVATE KEY-----` up to its end, or as far as its lines go; `place` is the last dash.
  mutating func privateKey(at place: Int) -> Secret? {
    guard let rule = index.privateKey, starts("-----BEGIN ", at: place - 4),
      let body = endOfLabel(from: place + 7)
    else { return nil }
    let mark = nextKeyMark(from: body)
    if mark.isEnd, mark.position - body <= 65_536, let end = endOfLabel(from: mark.position + 9) {
      return Secret(start: place - 4, end: end, rule: rule)
    }
    let end = endOfKeyLines(from: body)
    var rest = end
    while rest < bytes.count, bytes[rest] <= 0x20 { rest += 1 }
    endsInPrivateKey = rest == bytes.count
    return Secret(start: place - 4, end: end, rule: rule)
  }

  /// The end of `RSA PRIVATE KEY-----`.
  func endOfLabel(from start: Int) -> Int? {
    var end = start
    var hasName = false
    while end < min(bytes.count, start + 48), bytes[end] != UInt8(ascii: "-") {
      guard bytes[end].isUpper || bytes[end].isDigit || bytes[end] == 0x20 else { return nil }
      hasName = hasName || starts("PRIVATE KEY", at: end)
      end += 1
    }
    return hasName && starts("-----", at: end) ? end + 5 : nil
  }

  private mutating func nextKeyMark(from start: Int) -> KeyMark {
    if start >= keyMark.from, start <= keyMark.position { return keyMark }
    keyMark = KeyMark(from: start, position: bytes.count, isEnd: false)
    var place = start
    while place + 9 <= bytes.count, let base = bytes.baseAddress,
      let dash = memchr(base + place, Int32(UInt8(ascii: "-")), bytes.count - place)
    {
      let found = UnsafeRawPointer(dash) - UnsafeRawPointer(base)
      let isEnd = starts("-----END ", at: found)
      if isEnd || starts("-----BEGIN ", at: found) {
        keyMark = KeyMark(from: start, position: found, isEnd: isEnd)
        break
      }
      place = found + 1
    }
    return keyMark
  }

  /// The end of the runs of base64 that follow, each on a line of its own.
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
