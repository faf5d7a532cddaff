import CasebookKnowledge
import CasebookText

/// Skips lines below *warning*: holds the mask that recognises them, and the times that they carried.
struct LinesBelowWarning {
  /// The form of the lines; `nil` while it is unknown.
  var mask: BelowWarningMask? {
    didSet {
      misses = 0
      levels = LevelBytes()
    }
  }
  private var levels = LevelBytes()
  private var misses = 0
  private var first: BelowWarningMask.PackedTime?
  private var latest: BelowWarningMask.PackedTime?
  /// The time of the last line, until `takeLast` hands it out.
  private var last: BelowWarningMask.PackedTime?

  /// A log may change its form, but a single line that does not fit must not replace a mask that fits the
  /// others.
  var isWorthLearning: Bool { mask == nil || misses > 32 }

  /// The level and the time of a line that can be skipped.
  @inline(__always)
  mutating func read(_ line: Bytes) -> (level: Level, moment: BelowWarningMask.PackedTime)? {
    guard let mask else { return nil }
    if let read = mask.read(line, &levels) { return read }
    misses += 1
    return nil
  }

  @inline(__always)
  mutating func note(_ moment: BelowWarningMask.PackedTime) {
    last = moment
    if let latest, !(latest < moment) {
      if let first, moment < first { self.first = moment }
    } else {
      if first == nil { first = moment }
      latest = moment
    }
  }

  /// The time of the last line; `nil` when it was already taken.
  mutating func takeLast() -> Clock? {
    defer { last = nil }
    return last.flatMap { mask?.clock($0) }
  }

  /// The first and the latest time, then the last one. The mask may be changed afterwards.
  mutating func takeEnds() -> [Clock] {
    defer { (first, latest, last) = (nil, nil, nil) }
    return [first, latest, last].compactMap { $0.flatMap { mask?.clock($0) } }
  }
}
