import CasebookText

/// Reads the times in log lines.
///
/// The shapes: ISO 8601 with any of its separators, `2021/10/21 08:00:00`, `21/10/15 08:00:00` (Spark),
/// `20211021-08:00:00`, `081109 203615` (HDFS), `10-21 08:00:00.123` (Android), `Oct 21 08:00:00` (RFC 3164),
/// `Thu Oct 21 08:00:00 2021` (Apache), `21/Oct/2021:08:00:00 +0000` (access logs), `21 Oct 2021 08:00:00`,
/// `10/21/2021 8:00:00 AM`, `08:00:00.123`, and epochs.
package struct ClockReader {
  private let bytes: Bytes
  private var p: Int
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var millisecond = 0
  private var offset = 0
  private var epoch: Clock?

  private init(_ bytes: Bytes, _ start: Int) {
    self.bytes = bytes
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

  private var clock: Clock {
    epoch
      ?? Clock(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second,
        millisecond: millisecond,
        offset: offset)
  }

  // MARK: Starting with a digit

  private mutating func numeric() -> Bool {
    switch bytes.digitCount(p, limit: 15) {
    case 4: return isoDate() && dateTimeSeparator() && timeOfDay() && zone()
    case 8: return compactDate()
    case 6: return sixDigits()
    case 2: return twoDigits()
    case 1: return shortField()
    case 10, 13: return epochWord()
    default: return false
    }
  }

  private mutating func isoDate() -> Bool {
    let separator = bytes.peek(p + 4)
    guard separator == ascii("-") || separator == ascii("/") || separator == ascii("."),
      bytes.peek(p + 7) == separator
    else { return false }
    self.year = bytes.digits(4, p)
    return setDay(month: bytes.twoDigits(p + 5), day: bytes.twoDigits(p + 8), next: p + 10)
  }

  private mutating func setDay(month: Int, day: Int, next: Int) -> Bool {
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    self.month = month
    self.day = day
    p = next
    return true
  }

  private mutating func dateTimeSeparator() -> Bool {
    switch bytes.peek(p) {
    case ascii(" "):
      p += bytes.peek(p + 1) == ascii(" ") ? 2 : 1
      return true
    case ascii("T"), ascii("t"), ascii("-"), ascii("_"), ascii(":"), ascii("/"):
      p += 1
      return true
    case ascii(","):
      p += bytes.peek(p + 1) == ascii(" ") ? 2 : 1
      return true
    default: return false
    }
  }

  /// `08:00:00`, `8:0:0`, `08.00.00`, with a fraction after a dot, comma or colon, and AM or PM.
  private mutating func timeOfDay() -> Bool {
    guard let hour = shortNumber(upTo: 23) else { return false }
    let separator = bytes.peek(p)
    guard separator == ascii(":") || separator == ascii(".") else { return false }
    p += 1
    guard let minute = shortNumber(upTo: 59), bytes.peek(p) == separator else { return false }
    p += 1
    guard let second = shortNumber(upTo: 60) else { return false }
    self.hour = hour
    self.minute = minute
    self.second = second
    fraction()
    meridiem()
    return true
  }

  /// A number of one or two digits.
  private mutating func shortNumber(upTo limit: Int) -> Int? {
    let width = bytes.digitCount(p, limit: 3)
    guard width == 1 || width == 2 else { return nil }
    let number = bytes.digits(width, p)
    guard number <= limit else { return nil }
    p += width
    return number
  }

  private mutating func fraction() {
    let separator = bytes.peek(p)
    guard separator == ascii(".") || separator == ascii(",") || separator == ascii(":"),
      bytes.peek(p + 1).isDigit
    else { return }
    let count = bytes.digitCount(p + 1, limit: 12)
    let digits = bytes.digits(Swift.min(count, 3), p + 1)
    if separator == ascii(":") {
      // A colon introduces a plain number of milliseconds without leading zeros: `22:15:29:6`.
      if count > 3 { return }
      self.millisecond = digits
    } else {
      self.millisecond = digits * (count == 1 ? 100 : count == 2 ? 10 : 1)
    }
    p += 1 + count
  }

  private mutating func meridiem() {
    guard bytes.peek(p) == 0x20, bytes.peek(p + 2) | 0x20 == ascii("m"), !bytes.peek(p + 3).isWord else {
      return
    }
    switch bytes.peek(p + 1) | 0x20 {
    case ascii("a"): if self.hour == 12 { self.hour = 0 }
    case ascii("p"): if self.hour < 12 { self.hour += 12 }
    default: return
    }
    p += 3
  }

  /// `Z`, `+02:00`, `+0200`, `+02`, ` -0700`, ` UTC`, ` GMT`; without one, UTC.
  private mutating func zone() -> Bool {
    var q = p
    if bytes.peek(q) == 0x20 { q += 1 }
    switch bytes.peek(q) {
    case ascii("Z"), ascii("z"):
      if q == p { p += 1 }
    case ascii("U") where bytes.has("UTC", at: q) && !bytes.peek(q + 3).isWord,
      ascii("G") where bytes.has("GMT", at: q) && !bytes.peek(q + 3).isWord:
      p = q + 3
    case ascii("+"), ascii("-"):
      let sign = bytes[q] == ascii("-") ? -1 : 1
      let digits = bytes.digitCount(q + 1, limit: 5)
      if digits == 4 {
        self.offset = sign * (bytes.digits(2, q + 1) * 60 + bytes.digits(2, q + 3))
        p = q + 5
      } else if digits == 2, bytes.peek(q + 3) == ascii(":"), bytes.digitCount(q + 4, limit: 3) == 2 {
        self.offset = sign * (bytes.digits(2, q + 1) * 60 + bytes.digits(2, q + 4))
        p = q + 6
      } else if digits == 2, q == p {
        self.offset = sign * bytes.digits(2, q + 1) * 60
        p = q + 3
      }
    default: break
    }
    return true
  }

  /// `20211021 08:00:00`, `20211021-08:00:00:123`, `20211021T080000Z`.
  private mutating func compactDate() -> Bool {
    self.year = bytes.digits(4, p)
    guard (1970...2199).contains(self.year),
      setDay(month: bytes.digits(2, p + 4), day: bytes.digits(2, p + 6), next: p + 8), dateTimeSeparator()
    else { return false }
    return (bytes.digitCount(p, limit: 7) == 6 ? compactTime() : timeOfDay()) && zone()
  }

  private mutating func compactTime() -> Bool {
    self.hour = bytes.digits(2, p)
    self.minute = bytes.digits(2, p + 2)
    self.second = bytes.digits(2, p + 4)
    p += 6
    fraction()
    return self.hour < 24 && self.minute < 60 && self.second <= 60
  }

  /// `081109 203615`: a day and a time, six digits each.
  private mutating func sixDigits() -> Bool {
    self.year = 2000 + bytes.digits(2, p)
    guard bytes.peek(p + 6) == 0x20, bytes.digitCount(p + 7, limit: 7) == 6,
      setDay(month: bytes.digits(2, p + 2), day: bytes.digits(2, p + 4), next: p + 7)
    else { return false }
    return compactTime()
  }

  private mutating func twoDigits() -> Bool {
    switch bytes.peek(p + 2) {
    case ascii(":"): return timeOfDay()
    case ascii("/"), ascii("-"), ascii("."), ascii(" "): return dayFirst(width: 2)
    default: return false
    }
  }

  /// A field of one digit starts a time of day, `8:00:00`, or a date, `1/5/2021`.
  private mutating func shortField() -> Bool {
    switch bytes.peek(p + 1) {
    case ascii(":"): return timeOfDay()
    case ascii("/"), ascii("-"), ascii("."), ascii(" "): return dayFirst(width: 1)
    default: return false
    }
  }

  private mutating func dayFirst(width: Int) -> Bool {
    let separator = bytes.peek(p + width)
    let first = bytes.digits(width, p)
    let q = p + width + 1
    if bytes.peek(q).isUpper || bytes.peek(q).isLower {
      guard let month = Self.month(bytes, q), bytes.peek(q + 3) == separator,
        bytes.digitCount(q + 4, limit: 5) == 4
      else {
        return false
      }
      self.year = bytes.digits(4, q + 4)
      return setDay(month: month, day: first, next: q + 8) && dateTimeSeparator() && timeOfDay() && zone()
    }
    let secondWidth = bytes.digitCount(q, limit: 3)
    guard separator != ascii(" "), secondWidth == 1 || secondWidth == 2 else { return false }
    let second = bytes.digits(secondWidth, q)
    let r = q + secondWidth
    guard bytes.peek(r) == separator else {
      // `10-21 08:00:00.123`: month and day without a year.
      return width == 2 && secondWidth == 2 && bytes.peek(r) == 0x20
        && setDay(month: first, day: second, next: r + 1) && timeOfDay()
    }
    switch bytes.digitCount(r + 1, limit: 5) {
    case 4:
      // Month first, as in the United States, unless the number cannot be a month.
      self.year = bytes.digits(4, r + 1)
      let (month, day) = first > 12 || separator == ascii(".") ? (second, first) : (first, second)
      return setDay(month: month, day: day, next: r + 5) && dateTimeSeparator() && timeOfDay() && zone()
    case 2:
      self.year = 2000 + first
      return width == 2 && setDay(month: second, day: bytes.digits(2, r + 1), next: r + 3)
        && dateTimeSeparator() && timeOfDay()
    default: return false
    }
  }

  private mutating func epochWord() -> Bool {
    let count = bytes.digitCount(p, limit: 15)
    var end = p + count
    if bytes.peek(end) == ascii("."), bytes.peek(end + 1).isDigit { end += 1 + bytes.digitCount(end + 1) }
    guard let clock = Self.epoch(bytes.at(p..<end)) else { return false }
    epoch = clock
    p = end
    return true
  }

  // MARK: Starting with a name

  /// `Oct 21 08:00:00`, `Oct 21 2021 08:00:00`, `Thu Oct 21 08:00:00.123 2021`, `Thu, 21 Oct 2021 08:00:00 GMT`.
  private mutating func named() -> Bool {
    if Self.isWeekday(bytes, p) {
      p += 3
      if bytes.peek(p) == ascii(",") { p += 1 }
      p = bytes.skipSpace(p)
    }
    if bytes.peek(p).isDigit {
      let width = bytes.digitCount(p, limit: 3)
      return width <= 2 && dayFirst(width: width)
    }
    guard let month = Self.month(bytes, p), bytes.peek(p + 3) == 0x20 else { return false }
    let dayStart = bytes.skipSpace(p + 3)
    let width = bytes.digitCount(dayStart, limit: 3)
    guard width == 1 || width == 2,
      setDay(month: month, day: bytes.digits(width, dayStart), next: dayStart + width)
    else { return false }
    if bytes.peek(p) == ascii(",") { p += 1 }
    p = bytes.skipSpace(p)
    if bytes.digitCount(p, limit: 5) == 4, bytes.peek(p + 4) == 0x20 {
      self.year = bytes.digits(4, p)
      p += 5
    }
    guard timeOfDay(), zone() else { return false }
    if self.year == 0, bytes.peek(p) == 0x20, bytes.digitCount(p + 1, limit: 5) == 4 {
      let year = bytes.digits(4, p + 1)
      if (1970...2199).contains(year), !bytes.peek(p + 5).isWord {
        self.year = year
        p += 5
      }
    }
    return true
  }

  /// Whether the name of a day in three letters is at `index`, with a space or comma after it.
  static func isWeekday(_ bytes: Bytes, _ index: Int) -> Bool {
    guard bytes.peek(index + 3) == 0x20 || bytes.peek(index + 3) == ascii(",") else { return false }
    switch (bytes[index] | 0x20, bytes[index + 1] | 0x20, bytes[index + 2] | 0x20) {
    case (ascii("m"), ascii("o"), ascii("n")), (ascii("t"), ascii("u"), ascii("e")),
      (ascii("w"), ascii("e"), ascii("d")), (ascii("t"), ascii("h"), ascii("u")),
      (ascii("f"), ascii("r"), ascii("i")), (ascii("s"), ascii("a"), ascii("t")),
      (ascii("s"), ascii("u"), ascii("n")):
      return true
    default: return false
    }
  }

  /// The number of the month whose first three letters are at `index`.
  static func month(_ bytes: Bytes, _ index: Int) -> Int? {
    guard index + 3 < bytes.count else { return nil }
    switch (bytes[index] | 0x20, bytes[index + 1] | 0x20, bytes[index + 2] | 0x20) {
    case (ascii("j"), ascii("a"), ascii("n")): return 1
    case (ascii("f"), ascii("e"), ascii("b")): return 2
    case (ascii("m"), ascii("a"), ascii("r")): return 3
    case (ascii("a"), ascii("p"), ascii("r")): return 4
    case (ascii("m"), ascii("a"), ascii("y")): return 5
    case (ascii("j"), ascii("u"), ascii("n")): return 6
    case (ascii("j"), ascii("u"), ascii("l")): return 7
    case (ascii("a"), ascii("u"), ascii("g")): return 8
    case (ascii("s"), ascii("e"), ascii("p")): return 9
    case (ascii("o"), ascii("c"), ascii("t")): return 10
    case (ascii("n"), ascii("o"), ascii("v")): return 11
    case (ascii("d"), ascii("e"), ascii("c")): return 12
    default: return nil
    }
  }
}
