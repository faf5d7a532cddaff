import CasebookKnowledge
import CasebookText

/// Addresses of networks, machines and documents, and UUIDs.
extension Scanner {
  /// `10.0.0.1`, `10.0.0.1:443`, `10.0.0.0/8`.
  func ipv4(_ start: Int) -> Int? {
    var end = start
    for group in 0..<4 {
      var value = 0
      let first = end
      while at(end).isDigit, end - first < 4 {
        value = value * 10 + Int(bytes[end] - 48)
        end += 1
      }
      guard end > first, value <= 255 else { return nil }
      if group < 3 {
        guard at(end) == UInt8(ascii: ".") else { return nil }
        end += 1
      }
    }
    guard !at(end).isWord else { return nil }
    if at(end) == UInt8(ascii: ":") || at(end) == UInt8(ascii: "/"), at(end + 1).isDigit {
      end += 1
      while at(end).isDigit { end += 1 }
    }
    return end
  }

  /// Groups of hexadecimal digits between colons: eight, or fewer with `::` (RFC 4291).
  mutating func takeIPv6(start: Int) -> Bool {
    var end = start
    var groups = 0
    var doubled = false
    while end < bytes.count, end - start < 40 {
      let first = end
      while at(end).isHex, end - first <= 4 { end += 1 }
      if end - first > 4 { return false }
      if end > first { groups += 1 }
      guard at(end) == UInt8(ascii: ":") else { break }
      if at(end + 1) == UInt8(ascii: ":") {
        if doubled { return false }
        doubled = true
        end += 2
      } else if at(end + 1).isHex {
        end += 1
      } else {
        break
      }
    }
    guard !at(end).isWord, groups == 8 || doubled && groups >= 2 && groups < 8 else { return false }
    // `a::b` is more often a C++ name than an address.
    var digits = false
    for index in start..<end where bytes[index].isDigit { digits = true }
    guard digits else { return false }
    appendMask(.ip, start, end)
    return true
  }

  /// `FF:F2:9F:15:1F:72`, or with `-`. Longer ones are InfiniBand's.
  mutating func takeHardwareAddress(start: Int) -> Bool {
    let separator = at(start + 2)
    guard separator == UInt8(ascii: ":") || separator == UInt8(ascii: "-") else { return false }
    var end = start
    var groups = 0
    while at(end).isHex, at(end + 1).isHex {
      groups += 1
      end += 2
      guard at(end) == separator, at(end + 1).isHex else { break }
      end += 1
    }
    guard groups >= 6, !at(end).isWord else { return false }
    appendMask(.hex, start, end)
    return true
  }

  /// The address of a PCI device, `0000:3b:00.0` or `0000:3b:00`: domain, bus, device and function.
  mutating func takeDeviceAddress(start: Int) -> Bool {
    func isHex(_ offsets: Range<Int>) -> Bool { offsets.allSatisfy { at(start + $0).isHex } }
    // More than sixteen domains are those of a time, a ratio or the like.
    guard (0..<3).allSatisfy({ at(start + $0) == UInt8(ascii: "0") }), isHex(3..<4),
      at(start + 4) == UInt8(ascii: ":"), isHex(5..<7), at(start + 7) == UInt8(ascii: ":"),
      isHex(8..<10)
    else { return false }
    var end = start + 10
    if at(end) == UInt8(ascii: "."), at(end + 1).isDigit { end += 2 }
    guard !at(end).isWord, at(end) != UInt8(ascii: ":") || !at(end + 1).isHex else { return false }
    appendMask(.hex, start, end)
    return true
  }

  /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
  mutating func takeUUID(start: Int) -> Bool {
    guard at(start + 8) == UInt8(ascii: "-"), at(start + 13) == UInt8(ascii: "-"), start + 36 <= bytes.count
    else {
      return false
    }
    for offset in 0..<36 {
      let isDash = offset == 8 || offset == 13 || offset == 18 || offset == 23
      let byte = bytes[start + offset]
      guard isDash ? byte == UInt8(ascii: "-") : byte.isHex else { return false }
    }
    guard !at(start + 36).isWord else { return false }
    appendMask(.uuid, start, start + 36)
    return true
  }

  /// Reads a word and a colon that start a URL, a path with a drive, a hardware or IPv6 address, or a host
  /// with its port.
  mutating func takeAddress(start: Int, colon: Int) -> Bool {
    let next = at(colon + 1)
    if next == UInt8(ascii: "/"), at(colon + 2) == UInt8(ascii: "/"), colon - start >= 2 {
      appendMask(.url, start, urlEnd(colon + 3))
      return true
    }
    if colon - start == 1, next == UInt8(ascii: "\\") || next == UInt8(ascii: "/"),
      at(colon + 2).isWord || next == 92
    {
      var end = colon + 1
      let quoted = at(start - 1).isQuote ? at(start - 1) : 0
      while end < bytes.count, end - start < PathLikeWord.limit {
        let byte = bytes[end]
        if byte < 0x20 || byte == quoted { break }
        if quoted == 0, byte <= 0x20 || byte == 0x7F || byte.isQuote { break }
        if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "<")
          || byte == UInt8(ascii: ">") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
          || quoted == 0 && (byte == UInt8(ascii: ")") || byte == UInt8(ascii: "("))
        {
          break
        }
        end += 1
      }
      while end > colon + 2, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == 0x20 { end -= 1 }
      appendMask(.path, start, end)
      return true
    }
    if colon - start <= 4, at(start).isHex, takeHardwareAddress(start: start) || takeIPv6(start: start) {
      return true
    }
    return false
  }

  private func urlEnd(_ from: Int) -> Int {
    var end = from
    var open = 0
    while end < bytes.count {
      let byte = bytes[end]
      if byte <= 0x20 || byte == 0x7F { break }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
        || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|") || byte == 92
      {
        break
      }
      if byte >= 0x80, isPunctuation(at: end) { break }
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open += 1 }
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        if open == 0 { break }
        open -= 1
      }
      end += 1
    }
    while end > from {
      switch bytes[end - 1] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
        UInt8(ascii: "?"):
        end -= 1
      default: return end
      }
    }
    return end
  }

  /// `local@example.com`, whose local part is already among the items.
  mutating func takeEmail() -> Bool {
    guard isGlued else { return false }
    var end = position + 1
    var lastDot = -1
    while end < bytes.count, end - position <= 255 {
      let byte = bytes[end]
      if byte == UInt8(ascii: ".") { lastDot = end }
      guard byte.isLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else {
        break
      }
      end += 1
    }
    while end > position + 1, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") {
      end -= 1
    }
    if lastDot >= end {
      lastDot = end - 1
      while lastDot > position, bytes[lastDot] != UInt8(ascii: ".") { lastDot -= 1 }
    }
    guard lastDot > position + 1, end - lastDot > 2, at(lastDot + 1).isLetter, at(position + 1).isWord else {
      return false
    }
    guard chunkItem < items.count, items[chunkItem].kind == .word, position - chunkStart <= 64 else {
      return false
    }
    replaceChunk(.mask, to: end, mask: .email)
    return true
  }
}
