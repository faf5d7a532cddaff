import CasebookKnowledge
import CasebookText

/// Records that are rows of several lines.
extension LogReader {
  /// Takes a line of a row. Returns `nil` if it belongs to none, so that it is read as a line.
  mutating func takeRow(
    _ text: Bytes, _ first: Int, _ outer: Clock?, _ stream: Int
  ) -> RowLine? {
    let begins = RowReader.begins(text)
    guard begins || streams[stream].row != nil else { return nil }
    // A row that never ends is cut by the next one.
    if begins, let event = endRow(stream, outer) { waiting.append(event) }
    var row = streams[stream].row.take() ?? RowReader(first: first)
    let isWhole = row.append(text)
    streams[stream].row = row
    return RowLine(event: isWhole ? endRow(stream, outer) : nil)
  }

  /// Ends the row that a stream is in.
  mutating func endRow(_ stream: Int, _ outer: Clock? = nil) -> LogRecord? {
    guard let row = streams[stream].row.take() else { return nil }
    let text = row.json() ?? row.bytes
    return text.withUnsafeBufferPointer { take($0, row.first, outer, stream, isCut: false, isRow: true) }
  }

  /// What became of a line of a row.
  struct RowLine {
    /// The event that the line ended.
    var event: LogRecord?
  }
}
