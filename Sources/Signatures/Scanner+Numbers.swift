import CasebookKnowledge
import CasebookLogText
import CasebookText

extension Scanner {
  /// Reads an item that starts with a digit, or with a sign and a digit.
  mutating func number(from start: Int) {
    let signed = !bytes[start].isDigit
    let digits = signed ? start + 1 : start
    if !signed {
      // `00:11:43:e3:ba:c3` starts like a time of day.
      if at(start + 5) == at(start + 2), takeHardwareAddress(start: start) { return }
      if at(start + 4) == UInt8(ascii: ":"), takeDeviceAddress(start: start) { return }
      if !isGlued || !isWordBefore, let end = ClockReader.end(bytes, start) {
        return appendMask(.time, start, end)
      }
      if bytes[start] == UInt8(ascii: "0"), at(start + 1) | 32 == UInt8(ascii: "x"), at(start + 2).isHex {
        return hexadecimal(start)
      }
      if takeUUID(start: start) { return }
      if at(start + 4) == UInt8(ascii: ":") || at(start + 3) == UInt8(ascii: ":"), takeIPv6(start: start) {
        return
      }
    }
    var end = digits
    while at(end).isDigit { end += 1 }
    if at(end) == UInt8(ascii: ","), !signed, let grouped = thousands(digits, end) { end = grouped }
    var dots = 0
    while at(end) == UInt8(ascii: "."), at(end + 1).isDigit {
      dots += 1
      end += 1
      while at(end).isDigit { end += 1 }
    }
    // `10.0.0.1.dsl.example.com` names a host.
    if dots >= 2, at(end) == UInt8(ascii: ".") || at(end) == UInt8(ascii: "-"), at(end + 1).isLetter,
      takeChunk()
    {
      return
    }
    if dots == 3, let end = ipv4(start) { return appendMask(.ip, start, end) }
    if dots >= 2 { return version(start, end) }
    // `0000000d` is padded and not a number of days.
    let isPadded = bytes[digits] == UInt8(ascii: "0") && at(digits + 1) == UInt8(ascii: "0")
    if at(end).isWord, !isPadded, let afterUnit = Units.attached(bytes, end) {
      let whole = afterUnit.isDuration ? Units.compound(bytes, afterUnit.end) : afterUnit.end
      return appendMask(afterUnit.isDuration ? .duration : .size, start, whole)
    }
    if at(end).isWord {
      if dots == 0, !signed { return mixed(start) }
      if dots > 0, at(end).isLetter {
        if let exponent = exponent(end) { return append(.number, start, exponent) }
        return version(start, end)
      }
    }
    if at(end) == UInt8(ascii: " "), let afterUnit = Units.spaced(bytes, end + 1) {
      let whole = afterUnit.isDuration ? Units.compound(bytes, afterUnit.end) : afterUnit.end
      return appendMask(afterUnit.isDuration ? .duration : .size, start, whole)
    }
    // Registers and addresses are padded with zeros and may happen to contain no letter.
    let count = end - start
    if bytes[start] == UInt8(ascii: "0"), dots == 0, count == 8 || count == 16, !isGlued || !isWordBefore {
      return appendMask(.hex, start, end)
    }
    append(.number, start, end)
  }

  /// True if the last item is a word that is joined to the coming number by `.`, `-` or nothing.
  private var isWordBefore: Bool {
    guard let last = items.last else { return false }
    return last.kind == .word || last.kind == .number
  }

  private func thousands(_ start: Int, _ end: Int) -> Int? {
    guard end - start <= 3 else { return nil }
    var end = end
    while at(end) == UInt8(ascii: ","), at(end + 1).isDigit, at(end + 2).isDigit, at(end + 3).isDigit,
      !at(end + 4).isWord
    {
      end += 4
    }
    return at(end - 4) == UInt8(ascii: ",") ? end : nil
  }

  private func exponent(_ index: Int) -> Int? {
    guard at(index) | 32 == UInt8(ascii: "e") else { return nil }
    var end = index + 1
    if at(end) == UInt8(ascii: "-") || at(end) == UInt8(ascii: "+") { end += 1 }
    guard at(end).isDigit else { return nil }
    while at(end).isDigit { end += 1 }
    return at(end).isWord ? nil : end
  }

  /// `1.2.3`, `1.2.3rc1`, `2.4.1+cu118`.
  private mutating func version(_ start: Int, _ end: Int) {
    var end = end
    while at(end).isWord && at(end) < 128
      || (at(end) == UInt8(ascii: "+") || at(end) == UInt8(ascii: "."))
        && (at(end + 1).isDigit || at(end + 1).isLower)
    {
      end += 1
    }
    append(.version, start, end)
  }

  /// A word that starts with a digit: `5d78c9869d`, `3rd`.
  private mutating func mixed(_ start: Int) {
    var end = start
    var hash = WordHash.start
    var flags: ScanToken.Flags = .digit
    while end < bytes.count, bytes[end].isWord {
      if bytes[end] >= 0x80 {
        if isPunctuation(at: end) { break }
        isWide = true
        flags.insert(.wide)
      }
      if bytes[end] == 95 { flags.insert(.underscore) }
      if bytes[end].isUpper { flags.insert(.upper) }
      if bytes[end].isLower { flags.insert(.lower) }
      hash = WordHash.add(bytes[end], to: hash)
      end += 1
    }
    append(.word, start, end, hash: hash, flags: flags)
  }

  private mutating func hexadecimal(_ start: Int) {
    var end = start + 2
    while at(end).isHex { end += 1 }
    if at(end).isWord { return mixed(start) }
    append(.hexadecimal, start, end)
  }

  /// `Jun 15 04:06:18`, `Sun Dec 04 04:47:44 2005`, `March 5, 2021`.
  mutating func takeWrittenDate(start: Int, end: Int) -> Bool {
    guard bytes[start].isUpper, end - start <= 9, let last = ClockReader.writtenEnd(bytes, start) else {
      return false
    }
    appendMask(.time, start, last)
    return true
  }
}
