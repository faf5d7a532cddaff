package import CasebookText

/// Reads the times in log lines: their values, and where they end.
///
/// The shapes: ISO 8601 with any of its separators, `2021/10/21 08:00:00`, `21/10/15 08:00:00` (Spark),
/// `20211021-08:00:00`, `081109 203615` (HDFS), `10-21 08:00:00.123` (Android), `Oct 21 08:00:00` (RFC 3164),
/// `Thu Oct 21 08:00:00 2021` (Apache), `21/Oct/2021:08:00:00 +0000` (access logs), `21 Oct 2021 08:00:00`,
/// `10/21/2021 8:00:00 AM`, `08:00:00.123`, and epochs.
package struct ClockReader {
  let bytes: Bytes
  var p: Int
  /// Whether the time is in a message, not before one. There, a date may lack its time of day, and a time its
  /// seconds, but a number must look more like a time to count as one. Signatures mask what is found there, so
  /// a change to a condition on this changes stored fingerprints.
  let isInMessage: Bool
  var clock = Clock()
  /// Whether the date is written without separators. Then the time may be, too.
  private(set) var isCompact = false
  /// Whether the date lacks the year or the century. No program writes a zone after such a time.
  private var isShort = false

  init(_ bytes: Bytes, _ start: Int, isInMessage: Bool = false) {
    self.bytes = bytes
    self.isInMessage = isInMessage
    p = start
  }

  /// Reads the time at `position` and moves past it; `nil` if there is none.
  @inline(__always)
  static func read(_ bytes: Bytes, _ position: inout Int) -> Clock? {
    let first = bytes.peek(position)
    guard first.isDigit || first.isUpper, position < bytes.count else { return nil }
    return slow(bytes, &position, first)
  }

  private static func slow(_ bytes: Bytes, _ position: inout Int, _ first: UInt8) -> Clock? {
    var reader = ClockReader(bytes, position)
    guard first.isDigit ? reader.numeric() : reader.named() else { return nil }
    // A time that runs on into a longer word is not a time: `10:20:30abc`, `2021-10-21T08:00:00.log`.
    let next = bytes.peek(reader.p)
    if next.isWord && next != ascii("_") { return nil }
    position = reader.p
    return reader.clock
  }

  /// Reads bytes that should be a time and nothing else, or an epoch.
  static func whole(_ bytes: Bytes) -> Clock? {
    var position = 0
    if let clock = read(bytes, &position), clock.hasDate { return clock }
    return epoch(bytes)
  }

  /// A bare number as an epoch: `1634803200`, `1634803200.123`, `1634803200123`, `1.634803200123E9`.
  static func epoch(_ bytes: Bytes) -> Clock? {
    let count = bytes.digitCount(0)
    if count == 1, bytes.peek(1) == ascii("."), let number = Double(bytes.text), number.isFinite,
      abs(number) < 4e18
    {
      return Clock(epoch: Int(number), fraction: Int(number.truncatingRemainder(dividingBy: 1) * 1000))
    }
    guard count >= 10, count < 20, let integer = Int(bytes.at(0..<count).text) else { return nil }
    var fraction = 0
    if bytes.peek(count) == ascii(".") {
      let digits = bytes.digitCount(count + 1, limit: 3)
      fraction = max(0, bytes.digits(digits, count + 1)) * [0, 100, 10, 1][digits]
    }
    return Clock(epoch: integer, fraction: fraction)
  }

  /// The end of the date, the time of day, or both that start with a digit at `start` of a message; `nil` if
  /// there is neither.
  package static func end(_ bytes: Bytes, _ start: Int) -> Int? {
    guard mayBegin(bytes, start) else { return nil }
    var reader = ClockReader(bytes, start, isInMessage: true)
    if reader.date() {
      let dateEnd = reader.p
      if reader.separator(), reader.timeOfDay() { reader.zone() } else { reader.p = dateEnd }
    } else {
      reader.p = start
      guard reader.timeOfDay() else { return nil }
      reader.zone()
    }
    return reader.end
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

  /// The place that was reached; `nil` inside a longer word.
  var end: Int? { bytes.peek(p).isWord ? nil : p }

  mutating func take(_ byte: UInt8) -> Bool {
    guard bytes.peek(p) == byte else { return false }
    p += 1
    return true
  }

  /// A number with as many digits as `widths` allows.
  mutating func number(_ widths: ClosedRange<Int>, upTo limit: Int = .max) -> Int? {
    let width = bytes.digitCount(p, limit: widths.upperBound + 1)
    guard widths.contains(width) else { return nil }
    let number = bytes.digits(width, p)
    guard number <= limit else { return nil }
    p += width
    return number
  }

  // MARK: Dates

  /// A time before a message that starts with a digit.
  private mutating func numeric() -> Bool {
    switch bytes.digitCount(p, limit: 15) {
    case 1, 2:
      return bytes.peek(p + 1) == ascii(":") || bytes.peek(p + 2) == ascii(":") ? timeOfDay() : dateAndTime()
    case 4, 8: return dateAndTime()
    case 6: return sixDigits()
    case 10, 13: return epochWord()
    default: return false
    }
  }

  mutating func dateAndTime() -> Bool {
    guard date(), separator(), timeOfDay() else { return false }
    if !isShort { zone() }
    return true
  }

  /// `2021-10-21`, `21.10.2021`, `10/21/2021`, `21/Oct/2021`, `21/10/15`, `10-21`, `20211021`.
  private mutating func date() -> Bool {
    let start = p
    if let digits = number(8...8) {
      isCompact = true
      clock.year = Int16(digits / 10_000)
      return (isInMessage ? 1900...2199 : 1970...2199).contains(digits / 10_000)
        && setDay(month: digits / 100 % 100, day: digits % 100)
        && (!isInMessage || isBeforeTime(needsSeconds: false))
    }
    guard let first = number(1...4) else { return false }
    let width = p - start
    let mark = bytes.peek(p)
    guard mark == ascii("-") || mark == ascii("/") || mark == ascii(".") || mark == 0x20 && !isInMessage
    else {
      return false
    }
    p += 1
    if width <= 2, bytes.peek(p).isUpper || !isInMessage, let month = Self.month(bytes, p) {
      p += 3
      // `14 Oct 03:00:46.069`: without a year, as in syslog.
      if mark == 0x20, bytes.peek(p + 3) == ascii(":") {
        isShort = true
        return bytes.digitCount(p + 1, limit: 3) == 2 && setDay(month: month, day: first)
      }
      guard take(mark), let year = number(4...4) ?? (isInMessage ? number(2...2) : nil) else { return false }
      clock.year = Int16(year)
      return setDay(month: month, day: first) || isInMessage && first == 0
    }
    guard mark != 0x20, let second = number(width == 4 && !isInMessage ? 2...2 : 1...2) else { return false }
    guard take(mark) else {
      // `10-21 08:00:00.123`: month and day without a year.
      isShort = true
      return !isInMessage && width == 2 && p - start == 5 && bytes.peek(p) == 0x20
        && bytes.peek(p + 1) != 0x20
        && setDay(month: first, day: second)
    }
    let thirdStart = p
    guard let third = number(1...4) else { return false }
    let years = 1900...2199
    switch (width, p - thirdStart) {
    case (4, 2),
      (4, 1) where isInMessage:
      clock.year = Int16(first)
      return setDay(month: second, day: third) && (!isInMessage || years.contains(first))
    case (1...2, 4):
      // Month first, as in the United States, unless the number cannot be a month.
      clock.year = Int16(third)
      let isDayFirst = first > 12 || mark == ascii(".")
      let isDay = setDay(month: isDayFirst ? second : first, day: isDayFirst ? first : second)
      guard isInMessage else { return isDay }
      return mark != ascii("-") && years.contains(third) && (1...31).contains(first)
        && (1...31).contains(second)
    case (2, 2):
      // In a message, `17/06/09` counts only with a time of day; alone it could be anything.
      if isInMessage { return mark == ascii("/") && isBeforeTime(needsSeconds: true) }
      isShort = true
      clock.year = Int16(2000 + first)
      return setDay(month: second, day: third)
    default: return false
    }
  }

  mutating func setDay(month: Int, day: Int) -> Bool {
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    clock = clock.on(month: month, day: day)
    return true
  }

  private func isBeforeTime(needsSeconds: Bool) -> Bool {
    var probe = self
    return probe.separator() && probe.timeOfDay(needsSeconds: needsSeconds)
  }

  /// `081109 203615`: a day and a time, six digits each.
  private mutating func sixDigits() -> Bool {
    guard let date = number(6...6), take(0x20) else { return false }
    isCompact = true
    clock.year = Int16(2000 + date / 10_000)
    return setDay(month: date / 100 % 100, day: date % 100) && bytes.digitCount(p, limit: 7) == 6
      && timeOfDay()
  }

  private mutating func epochWord() -> Bool {
    let count = bytes.digitCount(p, limit: 15)
    var end = p + count
    if bytes.peek(end) == ascii("."), bytes.peek(end + 1).isDigit { end += 1 + bytes.digitCount(end + 1) }
    guard let clock = Self.epoch(bytes.at(p..<end)) else { return false }
    self.clock = clock
    p = end
    return true
  }
}
