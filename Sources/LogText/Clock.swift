import CasebookKnowledge

/// A time as a line writes it, kept in fields. Most lines are skipped, and only a few times are ever
/// converted.
struct Clock {
  /// 0 if the line names no year, as in syslog.
  var year: Int16 = 0
  /// 0 if the line has only a time of day.
  var month: Int8 = 0
  var day: Int8 = 0
  /// -1 if the line tells neither a date nor a time of day, but seconds since the start.
  var hour: Int8 = -1
  var minute: Int8 = 0
  var second: Int8 = 0
  var millisecond: Int16 = 0
  /// Minutes east of UTC.
  var offset: Int16 = 0
  /// Milliseconds since 1970 if the line counts them, else `Int64.min`.
  private var epoch = Int64.min

  /// A time that names no moment, such as seconds since boot.
  init() {}

  /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size; `nil` if the
  /// result is outside the years 2001 to 2096.
  init?(epoch integer: Int, fraction: Int = 0) {
    switch integer {
    case 1_000_000_000..<4_000_000_000: epoch = Int64(integer) * 1000 + Int64(fraction)
    case 1_000_000_000_000..<4_000_000_000_000: epoch = Int64(integer)
    case 1_000_000_000_000_000..<4_000_000_000_000_000: epoch = Int64(integer / 1000)
    case 1_000_000_000_000_000_000..<4_000_000_000_000_000_000: epoch = Int64(integer / 1_000_000)
    default: return nil
    }
  }

  /// The same time on another day.
  func on(month: Int, day: Int) -> Clock {
    var clock = self
    (clock.month, clock.day) = (Int8(truncatingIfNeeded: month), Int8(truncatingIfNeeded: day))
    return clock
  }

  /// Whether it counts from 1970.
  var isEpoch: Bool { epoch != .min }

  /// Whether it names a day.
  var hasDate: Bool { month > 0 || isEpoch }

  /// Whether it names a day of a year, and so a moment.
  var hasYear: Bool { year > 0 && month > 0 || isEpoch }

  /// Whether it names a time of day.
  var hasTimeOfDay: Bool { hour >= 0 }

  /// A number that grows with the time, to compare two times given in fields. Cheaper than the moment.
  var order: Int64 {
    let days = (Int64(year) * 12 + Int64(month)) * 31 + Int64(day)
    let minutes = (days * 24 + Int64(hour)) * 60 + Int64(minute) - Int64(offset)
    return (minutes * 60 + Int64(second)) * 1000 + Int64(millisecond)
  }

  /// The moment; `nil` for an impossible date, and for a time without a date or without a year.
  func timestamp() -> Timestamp? {
    if isEpoch { return Timestamp(milliseconds: epoch) }
    guard hasYear else { return nil }
    return Timestamp(
      year: Int(year), month: Int(month), day: Int(day), hour: Int(hour), minute: Int(minute),
      second: Int(second),
      millisecond: Int(millisecond), offset: Int(offset))
  }
}

/// Times that lack a year, as syslog writes them, or a date.
extension Clock {
  private init(_ time: Timestamp) {
    let date = time.civil
    let minutes = (time.milliseconds / 60_000) % 1440
    (year, month, day) = (Int16(truncatingIfNeeded: date.year), Int8(date.month), Int8(date.day))
    (hour, minute) = (Int8((minutes + 1440) % 1440 / 60), Int8((minutes + 1440) % 60))
  }

  /// Counts through a year, with gaps where months are short.
  private var dayOfYear: Int { Int(month) * 31 + Int(day) }
  private var minuteOfDay: Int { Int(hour) * 60 + Int(minute) }

  /// The same time of day on the date of another time, moved by some days.
  private func on(_ other: Clock, movedBy days: Int64) -> Clock {
    var clock = self
    (clock.year, clock.month, clock.day, clock.offset) = (other.year, other.month, other.day, other.offset)
    if days != 0,
      let midnight = Timestamp(year: Int(other.year), month: Int(other.month), day: Int(other.day))
    {
      let date = Clock(Timestamp(milliseconds: midnight.milliseconds + days * 86_400_000))
      (clock.year, clock.month, clock.day) = (date.year, date.month, date.day)
    }
    return clock
  }

  /// The time with what it lacks, as close as possible to another time of the same log.
  func near(_ other: Clock) -> Clock {
    let other = other.isEpoch ? Clock(Timestamp(milliseconds: other.epoch)) : other
    if month == 0 {
      let minutes = minuteOfDay - other.minuteOfDay
      return on(other, movedBy: minutes < -720 ? 1 : minutes > 720 ? -1 : 0)
    }
    let days = dayOfYear - other.dayOfYear
    var clock = self
    clock.year = other.year + (days > 186 ? -1 : days < -186 ? 1 : 0)
    return clock
  }

  /// The time with what it lacks, the latest that is not after `time`. A day more is accepted, because the line may
  /// be of another time zone.
  func before(_ time: Timestamp) -> Clock {
    let end = Clock(time)
    if month == 0 { return on(end, movedBy: minuteOfDay > end.minuteOfDay ? -1 : 0) }
    var clock = self
    let isNextDay = end.month == 12 && end.day == 31 && month == 1 && day == 1
    clock.year = isNextDay ? end.year + 1 : dayOfYear > end.dayOfYear + 1 ? end.year - 1 : end.year
    return clock
  }
}
