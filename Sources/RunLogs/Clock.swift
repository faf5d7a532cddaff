import CasebookKnowledge

/// A time as a line writes it, kept in fields: most lines are skipped, and only a few times are ever converted.
struct Clock {
  /// 0 where the line tells none, as syslog does.
  var year = 0
  /// 0 where the line tells a time of day alone.
  var month = 0
  var day = 0
  var hour = 0
  var minute = 0
  var second = 0
  var millisecond = 0
  /// Minutes east of UTC.
  var offset = 0
  /// Milliseconds since 1970; set instead of the fields above.
  var epoch: Int64?

  /// Whether it names a day.
  var hasDate: Bool { month > 0 || epoch != nil }

  /// The moment; `nil` for an impossible date, for a time of day alone, and for one without a year where
  /// `referenceYear` is unknown.
  func timestamp(referenceYear: Int?) -> Timestamp? {
    if let epoch { return Timestamp(milliseconds: epoch) }
    guard month > 0, let year = year > 0 ? year : referenceYear else { return nil }
    return Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      millisecond: millisecond, offset: offset)
  }

  /// A number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by its size; `nil` for one
  /// that is no time between 2001 and 2096.
  init?(epoch integer: Int, fraction: Int = 0) {
    switch integer {
    case 1_000_000_000..<4_000_000_000: epoch = Int64(integer) * 1000 + Int64(fraction)
    case 1_000_000_000_000..<4_000_000_000_000: epoch = Int64(integer)
    case 1_000_000_000_000_000..<4_000_000_000_000_000: epoch = Int64(integer / 1000)
    case 1_000_000_000_000_000_000..<4_000_000_000_000_000_000: epoch = Int64(integer / 1_000_000)
    default: return nil
    }
  }

  init() {}
}
