import CasebookKnowledge
import CasebookText

/// Lines that need not be read.
extension LogReader {
  /// Counts lines that need not be read because they report no problem. Returns the start of the first other
  /// line.
  mutating func passOver(_ bytes: Bytes, from start: Int) -> Int {
    guard belowWarning.mask != nil, streams[0].row == nil, streams[0].assembler.isBelowWarning,
      summary.lines + 1 >= firstLines[0]
    else {
      return start
    }
    var counts = LevelCounts(repeating: 0)
    var printable = PrintableRun(from: start)
    var (position, lines, last) = (start, summary.lines, Level.info)
    var lastStart = start
    while let newline = bytes.index(of: 0x0A, from: position), newline - position <= Self.maxLine {
      let raw = bytes.at(position..<newline)
      let text = raw.last == 0x0D ? raw.at(0..<(raw.count - 1)) : raw
      guard let (level, moment) = belowWarning.read(text) else { break }
      if !printable.reaches(newline, in: bytes) {
        let scan = LineScan(text)
        guard !scan.hasControls, scan.isText(text) else { break }
        printable.skip(to: newline)
      }
      if hooks.isWanted?(text) == true { break }
      lines += 1
      hooks.pass?(lines, text)
      classifier.sample(text)
      belowWarning.note(moment)
      counts[level.rawValue] += 1
      last = level
      lastStart = position
      position = newline + 1
    }
    guard lines > summary.lines else { return start }
    shapes[LineShape.timeLevel.rawValue] += lines - summary.lines
    let text = bytes.at(lastStart..<(position - 1))
    streams[0].assembler.takeBelowWarning(counts, last: (last, lines), text)
    summary.lines = lines
    return position
  }

  /// Learns to skip lines like this one.
  mutating func learn(_ line: borrowing LogLine) {
    guard let prefix = line.prefix, belowWarning.isWorthLearning, !classifier.hasOwn,
      let mask = BelowWarningMask(line.text, prefix)
    else { return }
    forgetMask()
    belowWarning.mask = mask
  }

  mutating func forgetMask() {
    for clock in belowWarning.takeEnds() { times.note(clock) }
  }
}
