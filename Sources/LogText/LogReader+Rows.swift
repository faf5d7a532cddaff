import CasebookKnowledge
import CasebookText

/// Records that are rows of several lines.
extension LogReader {
  /// Takes a line of a row. Returns false if it belongs to none, so that it is read as a line.
  mutating func takeRow(_ text: Bytes, _ first: Int, _ outer: Clock?, _ stream: Int) -> Bool {
    let begins = RowReader.begins(text)
    guard begins || streams[stream].row != nil else { return false }
    // A row that never ends is cut by the next line with a time.
    if begins || LinePrefix.read(text)?.clock?.hasDate == true { endRow(stream, outer) }
    guard begins || streams[stream].row != nil else { return false }
    var row = streams[stream].row.take() ?? RowReader()
    row.append(text, first)
    let isOver = row.isWhole || row.isBroken || row.bytes.count >= Self.maxLine
    streams[stream].row = row
    if isOver { endRow(stream, outer) }
    return true
  }

  /// Ends the row that a stream is in. Of one that is not whole, the first line is a row and the others are lines.
  mutating func endRow(_ stream: Int, _ outer: Clock? = nil) {
    guard let row = streams[stream].row.take() else { return }
    let last = summary.lines
    defer { summary.lines = last }
    row.bytes.withUnsafeBufferPointer { bytes in
      if !row.isWhole { summary.lines = row.first }
      let text = row.isWhole ? bytes : bytes.at(row.lines[0].place)
      let json = RowReader.json(text) ?? Array(text)
      json.withUnsafeBufferPointer {
        wait(for: take($0, row.first, outer, stream, isCut: false, isRow: true))
      }
      for (index, line) in row.lines.enumerated() {
        if index > 0, !row.isWhole {
          summary.lines = line.number
          wait(for: take(bytes.at(line.place), line.number, outer, stream, isCut: false))
        } else if !streams[stream].assembler.isKeeping {
          hooks.pass?(line.number, bytes.at(line.place))
        }
      }
    }
  }

  private mutating func wait(for event: LogRecord?) {
    if let event { waiting.append(event) }
  }
}
