public import CasebookKnowledge

/// The position of a reader before the end of a log that may grow: the records that had ended, and the first
/// lines of those that may not have.
public struct LogSuspension: Hashable, Sendable {
  /// The summary of the lines so far, without records that had not ended. `lines` counts complete lines.
  public var summary: RunSummary
  /// For each stream, the first line of the record that had not ended.
  public var firstLines: [Int]
  /// The last time found in a line.
  public var lastTime: Timestamp?

  /// The line from which the log is read again.
  public var nextLine: Int { firstLines.min() ?? 1 }

  /// The start of a log.
  public init() {
    self.init(
      summary: RunSummary(), firstLines: Array(repeating: 1, count: LogReader.streamCount), lastTime: nil)
  }

  /// A position read from the store.
  public init(summary: RunSummary, firstLines: [Int], lastTime: Timestamp?) {
    self.summary = summary
    self.firstLines = firstLines
    self.lastTime = lastTime
  }
}
