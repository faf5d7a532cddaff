public import CasebookKnowledge
import CasebookText

extension LogReader {
  /// The events of a log in memory, in the order of their first lines.
  public static func events(
    in text: some Sequence<UInt8>, keeping keep: Keep = .problems, written: Timestamp? = nil,
    formats: LogFormats = .standard
  ) -> (events: [LogRecord], summary: RunSummary) {
    var reader = LogReader(keeping: keep, written: written, formats: formats)
    var events: [LogRecord] = []
    let bytes = Array(text)
    bytes.withUnsafeBytes { reader.read($0) { events.append($0) } }
    let summary = reader.finish { events.append($0) }
    events.sort { ($0.firstLine, $0.lastLine) < ($1.firstLine, $1.lastLine) }
    return (events, summary)
  }

  /// The first time in the beginning of a log that names its year.
  public static func fullTime(_ head: some Sequence<UInt8>) -> Timestamp? {
    Array(head.prefix(64 << 10)).withUnsafeBufferPointer { head in
      var start = 0
      while start < head.count {
        let end = head.index(of: 0x0A, from: start) ?? head.count
        let line = head.at(start..<end)
        start = end + 1
        let envelope = Envelope.read(line)
        let text = envelope.map { line.at($0.inner) } ?? line
        let fields = text.first == ascii("{") ? LogFields.json(text) : LogfmtLine.read(text)
        let clock =
          LinePrefix.read(text)?.clock ?? fields?.time.flatMap { ClockReader.whole(text.at($0.range)) }
        if let time = clock?.timestamp() ?? envelope?.clock?.timestamp() { return time }
      }
      return nil
    }
  }

  /// Whether `sample` is a log, that is, several records with times or levels before them, and not one error
  /// report. Reads the first 64 KiB.
  public static func looksLikeLog(
    _ sample: some Sequence<UInt8>, formats: LogFormats = .standard
  ) -> Bool {
    Array(sample.prefix(64 << 10)).withUnsafeBufferPointer { looksLikeLog(bytes: $0, formats) }
  }

  /// The lines of a text without their times, if most lines have one and hardly any names a level: a
  /// program's output as a build service or `kubectl logs --timestamps` prints it. `nil` for any other text.
  public static func untimed(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var (lines, timed, leveled) = (0, 0, 0)
    var bodies: [UInt8] = []
    Array(text).withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = text.index(of: 0x0A, from: start) ?? text.count
        let line = text.at(start..<end)
        start = end + 1
        lines += 1
        let prefix = LinePrefix.read(line)
        if let prefix, prefix.shape == .time {
          timed += 1
          bodies.append(contentsOf: line.from(prefix.body))
        } else {
          if prefix?.level != nil { leveled += 1 }
          bodies.append(contentsOf: line)
        }
        bodies.append(0x0A)
      }
    }
    return timed >= 3 && timed * 2 >= lines && leveled * 10 <= lines ? bodies : nil
  }

  private static func looksLikeLog(bytes: Bytes, _ formats: LogFormats) -> Bool {
    if JournalReader.isJournal(bytes) { return true }
    var opening = LogOpening()
    if opening.take(bytes) ?? opening.end() != .lines { return true }
    var classifier = LineClassifier(formats)
    var timed = 0
    var leveled = 0
    var levels: Set<Level> = []
    var loose = 0
    var (start, isInEvent) = (0, false)
    if RowReader.begins(bytes.at(0..<(bytes.index(of: 0x0A) ?? bytes.count))) { return true }
    while start < bytes.count {
      let end = bytes.index(of: 0x0A, from: start) ?? bytes.count
      let line = bytes.at(start..<end)
      start = end + 1
      if EventBlock.begins(line), line.has("Event[") { return true }
      let isIndented = line.first.map { $0 <= 0x20 } ?? true
      if isInEvent, !isIndented, EventBlock.field(line) != nil { return true }
      if !isIndented { isInEvent = EventBlock.begins(line) }
      let head = Self.head(of: line, &classifier)
      if head.hasTime {
        timed += 1
      } else if let level = head.level {
        leveled += 1
        levels.insert(level)
      } else if let first = line.first, !first.isSpace, first != 0x0D {
        loose += 1
      }
    }
    if timed >= 2 { return timed >= 3 || timed + leveled >= loose }
    // For levels without times: a single tool prints only errors, a log has other levels too.
    return timed + leveled >= 3 && levels.count >= 2 && (timed + leveled) * 2 >= loose
  }

  private static func head(
    of line: Bytes, _ classifier: inout LineClassifier
  ) -> (hasTime: Bool, level: Level?) {
    let line = line.last == 0x0D ? line.at(0..<(line.count - 1)) : line
    if let prefix = classifier.readOwn(line) { return (prefix.clock != nil, prefix.level) }
    if let envelope = Envelope.read(line), envelope.kind != .compose { return (envelope.kind != .build, nil) }
    if let prefix = LinePrefix.read(line) { return (prefix.clock != nil, prefix.level) }
    guard let fields = LogFields.json(line) ?? LogfmtLine.read(line) else { return (false, nil) }
    return (fields.time != nil, fields.level)
  }
}
