import CasebookKnowledge
import CasebookText

/// The lines that a log reader passes over: the mask that knows them, and the times that they told.
struct CalmLines {
  /// What the lines look like; `nil` while that is not known.
  var mask: CalmMask? {
    didSet {
      misses = 0
      levels = LevelBytes()
    }
  }
  private var levels = LevelBytes()
  private var misses = 0
  private var first: CalmMask.Moment?
  private var latest: CalmMask.Moment?
  /// The time of the last line, until somebody asked for it.
  private var last: CalmMask.Moment?

  /// A log may change its form; but a mask that fits most lines is not given up for one that it does not fit.
  var isWorthLearning: Bool { mask == nil || misses > 32 }

  /// The level and the time of a line that can be passed over.
  @inline(__always)
  mutating func read(_ line: Bytes) -> (level: Level, moment: CalmMask.Moment)? {
    guard let mask else { return nil }
    if let read = mask.read(line, &levels) { return read }
    misses += 1
    return nil
  }

  @inline(__always)
  mutating func note(_ moment: CalmMask.Moment) {
    last = moment
    if let latest, !(latest < moment) {
      if let first, moment < first { self.first = moment }
    } else {
      if first == nil { first = moment }
      latest = moment
    }
  }

  /// The time of the last line, once.
  mutating func takeLast() -> Clock? {
    defer { last = nil }
    return last.flatMap { mask?.clock($0) }
  }

  /// The first and the latest time, then the last one; the mask can be changed after that.
  mutating func takeEnds() -> [Clock] {
    defer { (first, latest, last) = (nil, nil, nil) }
    return [first, latest, last].compactMap { $0.flatMap { mask?.clock($0) } }
  }
}
