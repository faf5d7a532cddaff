import CasebookKnowledge

/// The times of a log: its earliest, its latest, and the last one read.
struct LogTimes {
  private let referenceYear: Int?
  /// The last time found in a line.
  private(set) var last: Clock?
  private var start: Timestamp?
  private var end: Timestamp?
  /// The first and the last of the times given in fields, which are converted only once.
  private var earliest = (order: Int64.max, clock: Clock())
  private var latest = (order: Int64.min, clock: Clock())

  /// Begins a log, or goes on where an earlier reader of it stopped.
  init(referenceYear: Int?, resuming resumed: LogSuspension?) {
    self.referenceYear = referenceYear
    (start, end) = (resumed?.summary.start, resumed?.summary.end)
    last = resumed?.lastTime.flatMap { Clock(epoch: Int($0.milliseconds)) }
  }

  /// The last time found in a line, as a moment.
  var lastTime: Timestamp? { last?.timestamp(referenceYear: referenceYear) }

  mutating func note(_ clock: Clock?) {
    guard let clock, clock.hasDate else { return }
    last = clock
    if clock.isEpoch { return widen(to: clock) }
    let order = clock.order
    if order < earliest.order { earliest = (order, clock) }
    if order > latest.order { latest = (order, clock) }
  }

  /// Remembers the last time without widening the span: it was noted already.
  mutating func move(to clock: Clock?) { if let clock { last = clock } }

  private mutating func widen(to clock: Clock) {
    guard let time = clock.timestamp(referenceYear: referenceYear) else { return }
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
