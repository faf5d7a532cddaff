/// A stored event of a run.
public struct EventHit: Sendable {
  /// The number of the event.
  public let number: Int
  /// The log that contains it.
  public let source: String
  /// Its lines in the log.
  public let lines: ClosedRange<Int>
  /// Its time, if the log has one.
  public let time: Timestamp?
  /// Its severity.
  public let level: Level
  /// The whole message.
  public let message: String

  package init(
    number: Int, source: String, lines: ClosedRange<Int>, time: Timestamp?, level: Level, message: String
  ) {
    self.number = number
    self.source = source
    self.lines = lines
    self.time = time
    self.level = level
    self.message = message
  }
}
