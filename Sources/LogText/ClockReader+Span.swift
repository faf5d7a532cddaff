package import CasebookText

extension ClockReader {
  /// The end of the date, the time of day, or both that start with a digit at `start`; `nil` if there is
  /// neither.
  ///
  /// Inside a message, a date often comes without a time of day, and a time without a date. Signatures mask what this
  /// finds, so a change here changes stored fingerprints.
  package static func end(_ bytes: Bytes, _ start: Int) -> Int? {
    guard mayBegin(bytes, start) else { return nil }
    var span = ClockSpan(bytes: bytes, p: start)
    if span.date() {
      let dateEnd = span.p
      if !(span.separator() && span.timeOfDay()) { span.p = dateEnd }
      return span.end
    }
    span.p = start
    return span.timeOfDay() ? span.end : nil
  }

  /// Most numbers are not times; the byte after the digits decides.
  private static func mayBegin(_ bytes: Bytes, _ start: Int) -> Bool {
    let count = bytes.digitCount(start, limit: 9)
    guard count <= 4 || count == 8 else { return false }
    switch bytes.peek(start + count) {
    case ascii(":"): return count <= 2 || count == 8
    case ascii("-"), ascii("/"), ascii("."): return true
    case ascii("T"), ascii("t"), ascii("_"), 0x20: return count == 8
    default: return false
    }
  }

  /// The end of a written date (`Jun 15 04:06:18`, `March 5, 2021`, with or without a weekday before it) that
  /// starts at `start`.
  package static func writtenEnd(_ bytes: Bytes, _ start: Int) -> Int? {
    var p = start
    var end = wordEnd(bytes, p)
    if end == p + 3, bytes.peek(end) == 0x20, bytes.peek(end + 1).isUpper, bytes.peek(end + 4) == 0x20,
      isWeekday(bytes, p)
    {
      p = end + 1
      end = p + 3
    }
    guard end - p >= 3, bytes.peek(end) == 0x20, let month = month(bytes, p),
      end == p + 3 || bytes.at(p..<end).map(\.folded).elementsEqual(monthNames[month - 1].utf8)
    else { return nil }
    var span = ClockSpan(bytes: bytes, p: end + 1)
    return span.endAfterMonth()
  }

  private static func wordEnd(_ bytes: Bytes, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isLetter, end - start <= 9 { end += 1 }
    return end
  }

  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
}

/// Reads a time to find where it ends.
private struct ClockSpan {
  let bytes: Bytes
  var p: Int

  /// The place that was reached; `nil` inside a longer word.
  var end: Int? { bytes.peek(p).isWord ? nil : p }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard bytes.peek(p) == byte else { return false }
    p += 1
    return true
  }

  private mutating func number(_ widths: ClosedRange<Int>) -> Int? {
    let width = bytes.digitCount(p, limit: widths.upperBound + 1)
    guard widths.contains(width) else { return nil }
    defer { p += width }
    return bytes.digits(width, p)
  }

  /// The end of `dd [yyyy] hh:mm:ss [yyyy]` or `dd, yyyy …` after the name of a month.
  mutating func endAfterMonth() -> Int? {
    _ = take(0x20)
    guard number(1...2) != nil else { return nil }
    let hasYear = take(ascii(","))
    if hasYear { guard take(0x20), number(4...4) != nil else { return nil } }
    let dateEnd = p
    if take(0x20) {
      let timeStart = p
      if number(4...4) == nil || !take(0x20) { p = timeStart }
      if timeOfDay() {
        let timeEnd = p
        if bytes.has(" AM", at: p) || bytes.has(" PM", at: p) { p += 3 }
        if take(0x20), number(4...4) != nil, !bytes.peek(p).isWord { return p }
        if p <= timeEnd + 1 { p = timeEnd }
        return end
      }
    }
    p = dateEnd
    return hasYear ? end : nil
  }

  mutating func date() -> Bool {
    let start = p
    if compactDate() { return true }
    p = start
    guard let first = number(1...4) else { return false }
    let width = p - start
    let mark = bytes.peek(p)
    guard mark == ascii("-") || mark == ascii("/") || mark == ascii(".") else { return false }
    p += 1
    if width <= 2, bytes.peek(p).isUpper, ClockReader.month(bytes, p) != nil {
      p += 3
      return take(mark) && (number(4...4) ?? number(2...2)) != nil && first <= 31
    }
    guard let second = number(1...2), take(mark) else { return false }
    let thirdStart = p
    guard let third = number(1...4) else { return false }
    let isYear = (1900...2199).contains(third)
    switch (width, p - thirdStart) {
    case (4, 1...2):
      return (1900...2199).contains(first) && (1...12).contains(second) && (1...31).contains(third)
    case (1...2, 4):
      return mark != ascii("-") && isYear && (1...31).contains(first) && (1...31).contains(second)
    case (2, 2):
      // `17/06/09` counts only with a time of day; alone it could be anything.
      return mark == ascii("/") && isBeforeTime(needsSeconds: true)
    default: return false
    }
  }

  /// `20171223`, with a time of day after it.
  private mutating func compactDate() -> Bool {
    guard let day = number(8...8), (1900...2199).contains(day / 10_000), (1...12).contains(day / 100 % 100),
      (1...31).contains(day % 100)
    else { return false }
    return isBeforeTime(needsSeconds: false)
  }

  private func isBeforeTime(needsSeconds: Bool) -> Bool {
    var probe = self
    return probe.separator() && probe.timeOfDay(needsSeconds: needsSeconds)
  }

  mutating func separator() -> Bool {
    switch bytes.peek(p) {
    case 0x20: p += bytes.peek(p + 1) == 0x20 ? 2 : 1
    case ascii("T"), ascii("t"), ascii("_"), ascii(":"), ascii("-"): p += 1
    default: return false
    }
    return bytes.peek(p).isDigit
  }

  /// `09:00:00,318+02:00`, `15.42.50.363779`, `090000`, `9:00`.
  mutating func timeOfDay(needsSeconds: Bool = false) -> Bool {
    let before = p > 0 ? bytes[p - 1] : 0
    let start = p
    if before | 32 == ascii("t"), let compact = number(6...6) {
      zone()
      return compact / 10_000 < 24
    }
    guard let hour = number(1...2), hour < 24 else { return false }
    let width = p - start
    let mark = bytes.peek(p)
    let isDotted = mark == ascii(".") && before == ascii("-")
    guard mark == ascii(":") || isDotted else { return false }
    p += 1
    guard let minute = number(2...2), minute < 60 else { return false }
    guard take(mark) else {
      // `12:30` counts alone; `1:30` could be a ratio, or a line and a column.
      if needsSeconds || width < 2 || isDotted { return false }
      zone()
      return true
    }
    guard let second = number(1...2), second <= 60 else { return false }
    if bytes.peek(p) == ascii(".") || bytes.peek(p) == ascii(",") || bytes.peek(p) == ascii(":") {
      let fraction = bytes.digitCount(p + 1, limit: 10)
      if (1...9).contains(fraction) { p += 1 + fraction }
    }
    zone()
    return true
  }

  /// `Z`, `+02:00`, ` +0200`, ` UTC`.
  private mutating func zone() {
    let start = p
    if take(ascii("Z")) { return }
    if bytes.has(" UTC", at: p) || bytes.has(" GMT", at: p) {
      p += 4
      return
    }
    _ = take(0x20)
    if take(ascii("+")) || take(ascii("-")) {
      if number(4...4) != nil, !bytes.peek(p).isWord { return }
      if number(2...2) != nil, take(ascii(":")), number(2...2) != nil { return }
    }
    p = start
  }
}
