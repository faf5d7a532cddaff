import Glibc

/// A time in UTC, to the millisecond.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// A time in milliseconds since 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// A time in the proleptic Gregorian calendar; `nil` if a field is out of range. `offset` is in minutes
  /// east of UTC.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    millisecond: Int = 0, offset: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(year: year, month: month), (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second), (0...999).contains(millisecond), (-1440...1440).contains(offset)
    else { return nil }
    let days = Self.daysFromCivil(year: year, month: month, day: day)
    let minutes = (days * 24 + hour) * 60 + minute - offset
    milliseconds = Int64((minutes * 60 + second) * 1000 + millisecond)
  }

  /// RFC 3339 in UTC: `2021-10-21T08:00:00Z`, with milliseconds only if they are not zero.
  public var description: String {
    let remainder = Int(milliseconds % 86_400_000)
    let rest = remainder < 0 ? remainder + 86_400_000 : remainder
    let (hour, minute, second, fraction) = (
      rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000
    )
    let tail = fraction == 0 ? "Z" : ".\(padded(fraction, 3))Z"
    return "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(tail)"
  }

  /// RFC 3339 with an offset in minutes east of UTC, in whole seconds: `2021-10-21T10:00:00+02:00`.
  public func description(offset: Int) -> String {
    if offset == 0 { return wholeSecond.description }
    let local = Timestamp(milliseconds: milliseconds + Int64(offset) * 60_000).wholeSecond
    let zone = "\(offset < 0 ? "-" : "+")\(padded(abs(offset) / 60, 2)):\(padded(abs(offset) % 60, 2))"
    return local.description.dropLast() + zone
  }

  /// The offset of the system's time zone at this time, in minutes east of UTC.
  public static func systemOffset(at time: Timestamp) -> Int {
    var seconds = time_t(time.milliseconds / 1000)
    var parts = tm()
    tzset()
    return localtime_r(&seconds, &parts) == nil ? 0 : parts.tm_gmtoff / 60
  }

  /// Without the fraction of a second, which people do not need.
  public var wholeSecond: Timestamp {
    Timestamp(milliseconds: milliseconds.flooredDivision(by: 1000) * 1000)
  }

  /// Days since 1970-01-01.
  public var day: Int64 { milliseconds.flooredDivision(by: 86_400_000) }

  /// Hours since 1970-01-01.
  public var hour: Int64 { milliseconds.flooredDivision(by: 3_600_000) }

  /// The date in numbers.
  package var civil: (year: Int, month: Int, day: Int) { Self.civil(fromDays: Int(day)) }

  /// The date, `2021-10-21`.
  public var date: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Orders by time.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since the epoch (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in March).
  private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

private func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

extension Timestamp {
  /// The system's clock.
  public static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
