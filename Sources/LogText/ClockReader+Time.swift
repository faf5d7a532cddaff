package import CasebookText

/// The time of day, and what comes before and after it.
extension ClockReader {
  /// What separates a date from the time of day.
  mutating func separator() -> Bool {
    switch bytes.peek(p) {
    case 0x20: p += bytes.peek(p + 1) == 0x20 ? 2 : 1
    case ascii("T"), ascii("t"), ascii("_"), ascii("-"): p += 1
    case ascii(":"): p += bytes.peek(p + 1) == ascii(":") && !isInMessage ? 2 : 1
    case ascii("/") where !isInMessage: p += 1
    case ascii(",") where !isInMessage: p += bytes.peek(p + 1) == 0x20 ? 2 : 1
    default: return false
    }
    return bytes.peek(p).isDigit
  }

  /// `08:00:00`, `8:0:0`, `08.00.00`, `080000`, with a fraction, and AM or PM.
  mutating func timeOfDay(needsSeconds: Bool = false) -> Bool {
    let before = p > 0 ? bytes[p - 1] : 0
    let start = p
    if isInMessage ? before | 0x20 == ascii("t") : isCompact, let digits = number(6...6) {
      set(digits / 10_000, digits / 100 % 100, digits % 100)
      if isInMessage { return clock.hour < 24 }
      fraction()
      return clock.hour < 24 && clock.minute < 60 && clock.second <= 60
    }
    guard let hour = number(1...2, upTo: 23) else { return false }
    let width = p - start
    let mark = bytes.peek(p)
    let isDotted = mark == ascii(".") && (before == ascii("-") || !isInMessage)
    guard mark == ascii(":") || isDotted else { return false }
    p += 1
    guard let minute = number(isInMessage ? 2...2 : 1...2, upTo: 59) else { return false }
    // `12:30` counts alone in a message; `1:30` could be a ratio, or a line and a column.
    guard take(mark) else {
      if isInMessage { return !needsSeconds && width == 2 && !isDotted }
      // Go's kitchen clock, as zerolog prints it: `8:00AM`.
      guard !isDotted, bytes.peek(p + 1) == ascii("M"), bytes.peek(p + 2) == 0x20 else { return false }
      set(hour, minute, 0)
      return meridiem(at: p)
    }
    guard let second = number(1...2, upTo: 60) else { return false }
    set(hour, minute, second)
    fraction()
    if !isInMessage, bytes.peek(p) == 0x20 { meridiem(at: p + 1) }
    return true
  }

  private mutating func set(_ hour: Int, _ minute: Int, _ second: Int) {
    (clock.hour, clock.minute, clock.second) = (Int8(hour), Int8(minute), Int8(second))
  }

  /// A fraction after a dot, comma or colon.
  private mutating func fraction() {
    let mark = bytes.peek(p)
    guard mark == ascii(".") || mark == ascii(",") || mark == ascii(":") else { return }
    // A colon introduces a plain number of milliseconds without leading zeros: `22:15:29:6`.
    let isCount = mark == ascii(":")
    let count = bytes.digitCount(p + 1, limit: 12)
    guard count > 0, count <= (isInMessage ? 9 : isCount ? 3 : 12) else { return }
    let digits = bytes.digits(min(count, 3), p + 1)
    clock.millisecond = Int16(digits * (isCount || count > 2 ? 1 : count == 2 ? 10 : 100))
    p += 1 + count
  }

  /// Takes AM or PM at an index; false if there is none.
  @discardableResult
  private mutating func meridiem(at start: Int) -> Bool {
    guard bytes.peek(start + 1) | 0x20 == ascii("m"), !bytes.peek(start + 2).isWord else { return false }
    switch bytes.peek(start) | 0x20 {
    case ascii("a"): if clock.hour == 12 { clock.hour = 0 }
    case ascii("p"): if clock.hour < 12 { clock.hour += 12 }
    default: return false
    }
    p = start + 2
    return true
  }

  /// `Z`, `+02:00`, `+0200`, `+02`, ` -0700`, ` UTC`, ` GMT`; without one, UTC.
  mutating func zone() {
    let start = p
    let isSpaced = take(0x20)
    switch bytes.peek(p) {
    case ascii("Z") where !isSpaced, ascii("z") where !isSpaced && !isInMessage:
      p += 1
      return
    case ascii("A")...ascii("Z") where !isInMessage && isSpaced && namedZone(): return
    case ascii("U") where bytes.has("UTC", at: p), ascii("G") where bytes.has("GMT", at: p):
      if isInMessage ? isSpaced : !bytes.peek(p + 3).isWord {
        p += 3
        return
      }
    case ascii("+"), ascii("-"):
      let sign = bytes[p] == ascii("-") ? -1 : 1
      p += 1
      if let digits = number(4...4), !isInMessage || !bytes.peek(p).isWord {
        clock.offset = Int16(sign * (digits / 100 * 60 + digits % 100))
        return
      }
      guard let hours = number(2...2) else { break }
      let hourEnd = p
      if take(ascii(":")), let minutes = number(2...2) {
        clock.offset = Int16(sign * (hours * 60 + minutes))
        return
      }
      if !isInMessage, !isSpaced {
        clock.offset = Int16(sign * hours * 60)
        p = hourEnd
        return
      }
    default: break
    }
    p = start
  }
}

extension ClockReader {
  /// ` PDT`, ` CEST`: a zone by the abbreviation that the line's program uses.
  private mutating func namedZone() -> Bool {
    var end = p
    while end < bytes.count, end - p < 5, bytes[end].isUpper { end += 1 }
    guard (3...4).contains(end - p), !bytes.peek(end).isWord else { return false }
    let minutes = Self.zones.value(WordHash.exact(bytes.at(p..<end)))
    guard minutes >= 0 else { return false }
    clock.offset = Int16(minutes - 1440)
    p = end
    return true
  }

  /// Minutes east of UTC, plus a day.
  private static let zones = HashTable("logs", "zone") { kinds in Int32(kinds[0]).map { $0 + 1440 } ?? -1 }
}

/// Times that start with a name.
extension ClockReader {
  /// `Oct 21 08:00:00`, `Oct 21 2021 08:00:00`, `Thu Oct 21 08:00:00.123 2021`, `Thu, 21 Oct 2021 08:00:00 GMT`.
  mutating func named() -> Bool {
    if Self.isWeekday(bytes, p) {
      p += 3
      _ = take(ascii(","))
      p = bytes.skipSpace(p)
    }
    if bytes.peek(p).isDigit { return bytes.digitCount(p, limit: 3) <= 2 && dateAndTime() }
    guard let month = Self.month(bytes, p), bytes.peek(p + 3) == 0x20 else { return false }
    p = bytes.skipSpace(p + 3)
    guard let day = number(1...2), setDay(month: month, day: day) else { return false }
    _ = take(ascii(","))
    p = bytes.skipSpace(p)
    if bytes.peek(p + 4) == 0x20, let year = number(4...4) {
      clock.year = Int16(year)
      p += 1
    }
    guard timeOfDay() else { return false }
    zone()
    let timeEnd = p
    if clock.year == 0, take(0x20) {
      if let year = number(4...4), (1970...2199).contains(year), !bytes.peek(p).isWord {
        clock.year = Int16(year)
      } else {
        p = timeEnd
      }
    }
    return true
  }

  /// The end of a written date (`Jun 15 04:06:18`, `March 5, 2021`, with or without a weekday before it) that
  /// starts at `start` of a message.
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
      end == p + 3 || bytes.at(p..<end).folded.elementsEqual(months[month - 1].utf8)
    else { return nil }
    var reader = ClockReader(bytes, end + 1, isInMessage: true)
    return reader.endAfterMonth()
  }

  private static func wordEnd(_ bytes: Bytes, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isLetter, end - start <= 9 { end += 1 }
    return end
  }

  /// The end of `dd [yyyy] hh:mm:ss [yyyy]` or `dd, yyyy …` after the name of a month.
  private mutating func endAfterMonth() -> Int? {
    _ = take(0x20)
    guard number(1...2) != nil else { return nil }
    let hasYear = take(ascii(","))
    if hasYear { guard take(0x20), number(4...4) != nil else { return nil } }
    let dateEnd = p
    if take(0x20) {
      let timeStart = p
      if number(4...4) == nil || !take(0x20) { p = timeStart }
      if timeOfDay() {
        zone()
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

  /// Whether the name of a day in three letters is at `index`, with a space or comma after it.
  private static func isWeekday(_ bytes: Bytes, _ index: Int) -> Bool {
    guard bytes.peek(index + 3) == 0x20 || bytes.peek(index + 3) == ascii(",") else { return false }
    return weekdayLetters.contains(letters(bytes, index))
  }

  /// The number of the month whose first three letters are at `index`.
  static func month(_ bytes: Bytes, _ index: Int) -> Int? {
    guard index + 3 < bytes.count else { return nil }
    return monthLetters.firstIndex(of: letters(bytes, index)).map { $0 + 1 }
  }

  private static func letters(_ bytes: Bytes, _ index: Int) -> UInt32 {
    UInt32(bytes[index] | 0x20) << 16 | UInt32(bytes[index + 1] | 0x20) << 8 | UInt32(bytes[index + 2] | 0x20)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
  private static let monthLetters = letters(of: months)
  private static let weekdayLetters = letters(of: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])

  private static func letters(of names: [String]) -> [UInt32] {
    names.map { $0.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }
  }
}
