import CasebookKnowledge

/// The times of a log: its earliest, its latest, and the last one read.
struct LogTimes {
  /// When the log was last written, if known.
  private let written: Timestamp?
  /// A full time from somewhere in the log.
  private let anchor: Clock?
  /// Whether a time with its year was read.
  private var hasYears = false
  /// The last time found in a line.
  private(set) var last: Clock?
  private var start: Timestamp?
  private var end: Timestamp?
  /// The first and the last of the times given in fields, which are converted only once.
  private var earliest = (order: Int64.max, clock: Clock())
  private var latest = (order: Int64.min, clock: Clock())

  /// Begins a log, or goes on where an earlier reader of it stopped.
  init(near: Timestamp?, written: Timestamp?, resuming resumed: LogSuspension?) {
    self.written = written
    anchor = near.flatMap { Clock(epoch: Int($0.milliseconds)) }
    (start, end) = (resumed?.summary.start, resumed?.summary.end)
    last = resumed?.lastTime.flatMap { Clock(epoch: Int($0.milliseconds)) }
  }

  /// The last time found in a line, as a moment.
  var lastTime: Timestamp? { last?.timestamp() }

  /// A time with the year or the date that its line leaves out: those that put it closest to the times around it.
  /// Without a full time in the log, the latest that is not after the log was last written.
  mutating func completed(_ clock: Clock) -> Clock {
    if clock.hasYear {
      hasYears = true
      return clock
    }
    guard clock.hasTimeOfDay else { return clock }
    if let near = hasYears || clock.month == 0 || anchor != nil ? last ?? anchor : nil {
      return clock.near(near)
    }
    return written.map { clock.before($0) } ?? clock
  }

  mutating func note(_ clock: Clock?) {
    guard let clock, clock.hasYear else { return }
    last = clock
    if clock.isEpoch { return widen(to: clock) }
    let order = clock.order
    if order < earliest.order { earliest = (order, clock) }
    if order > latest.order { latest = (order, clock) }
  }

  /// Remembers the last time without widening the span: it was noted already.
  mutating func move(to clock: Clock?) {
    guard let clock else { return }
    last = clock
    hasYears = hasYears || clock.hasYear
  }

  private mutating func widen(to clock: Clock) {
    guard let time = clock.timestamp() else { return }
    start = start.map { min($0, time) } ?? time
    end = end.map { max($0, time) } ?? time
  }

  /// The earliest and the latest time.
  func span() -> (start: Timestamp?, end: Timestamp?) {
    var times = self
    times.widen(to: earliest.clock)
    times.widen(to: latest.clock)
    return (times.start, times.end)
  }
}
