public import CasebookKnowledge

/// Where a reader stood before the end of a log that may grow: the records that had ended, and the lines from which on
/// records may not have.
public struct LogSuspension: Hashable, Sendable {
  /// What was known of the lines before; records that had not ended are not counted. `lines` are those that were whole.
  public var summary: RunSummary
  /// For each stream, the first line of what had not ended.
  public var firstLines: [Int]
  /// The last time that a line told.
  public var lastTime: Timestamp?

  /// The line from which on the log is read again.
  public var nextLine: Int { firstLines.min() ?? 1 }

  /// The start of a log.
  public init() {
    self.init(
      summary: RunSummary(), firstLines: Array(repeating: 1, count: LogReader.streamCount), lastTime: nil)
  }

  /// A place as it was stored.
  public init(summary: RunSummary, firstLines: [Int], lastTime: Timestamp?) {
    self.summary = summary
    self.firstLines = firstLines
    self.lastTime = lastTime
  }
}
