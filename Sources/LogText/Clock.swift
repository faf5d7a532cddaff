import CasebookKnowledge

/// A time as a line writes it, kept in fields. Most lines are skipped, and only a few times are ever
/// converted.
struct Clock {
  /// 0 if the line names no year, as in syslog.
  var year: Int16 = 0
  /// 0 if the line has only a time of day.
  var month: Int8 = 0
  var day: Int8 = 0
  var hour: Int8 = 0
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

  /// A number that grows with the time, to compare two times given in fields. Cheaper than the moment.
  var order: Int64 {
    let days = (Int64(year) * 12 + Int64(month)) * 31 + Int64(day)
    let minutes = (days * 24 + Int64(hour)) * 60 + Int64(minute) - Int64(offset)
    return (minutes * 60 + Int64(second)) * 1000 + Int64(millisecond)
  }

  /// The moment; `nil` for an impossible date, for a bare time of day, and for a time without a year when
  /// `referenceYear` is unknown.
  func timestamp(referenceYear: Int?) -> Timestamp? {
    if isEpoch { return Timestamp(milliseconds: epoch) }
    guard month > 0, let year = year > 0 ? Int(year) : referenceYear else { return nil }
    return Timestamp(
      year: year, month: Int(month), day: Int(day), hour: Int(hour), minute: Int(minute), second: Int(second),
      millisecond: Int(millisecond), offset: Int(offset))
  }
}
