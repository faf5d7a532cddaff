public import CasebookKnowledge
import CasebookText

/// Reads a log in pieces and finds its events.
///
/// The pieces may be cut anywhere; their sizes do not affect the result. Memory is bounded by `maxLine` and
/// the limit of a message, whatever the size of the log. Events come in the order in which they end.
public struct LogReader {
  /// The number of bytes after which the rest of a line is ignored.
  public static let maxLine = 1 << 20

  private static let buildFormat = "docker-build"

  /// The number of bytes at the end of the log that are searched for an exit status.
  private static let tailSize = 4096

  var summary = RunSummary()
  var shapes = [Int](repeating: 0, count: LineShape.allCases.count)
  var envelopes = [Int](repeating: 0, count: Envelope.EnvelopeKind.allCases.count)
  var times: LogTimes
  var belowWarning = LinesBelowWarning()
  private var carry: [UInt8] = []
  private var isOverlong = false
  var tail: [UInt8] = []
  var streams: [Stream]
  private var stripped: [UInt8] = []
  var unwrapped: [UInt8] = []
  var classifier: LineClassifier
  /// The reader for a journal export, which is not made of lines.
  var journal: JournalReader?
  /// The beginning of the log, until it is known whether the log is made of lines.
  var opening: LogOpening?
  var document: DocumentReader?
  var junit: JUnitReader?
  /// Whether BuildKit named a step, and whether it repeats lines of one now.
  var (hasSteps, isInTail) = (false, false)
  /// Whether it quotes the lines of the file that describe the step, and whether the last line named that file.
  var (isInExcerpt, isBehindFile) = (false, false)
  /// Hashes of the last lines of steps.
  var stepLines: [UInt64] = []
  /// Events of a row or of another event that ended, which come before the one that its last line ended.
  var waiting: [LogRecord] = []
  let hooks: LogHooks
  /// Broken lines up to this one were counted before the log grew.
  private var countedLines = 0
  /// For each stream, the first line that was not read before the log grew.
  var firstLines = [Int](repeating: 0, count: streamCount)

  /// The number of streams. Two belong to a single program, the others to the processes that lines name.
  /// Processes that share a stream are treated as one.
  public static let streamCount = 2 + 16

  /// One output stream of a program. Lines of other streams do not interrupt its records.
  struct Stream {
    var assembler: EventAssembler
    /// The beginning of a line that a container runtime split.
    var partial: [UInt8] = []
    var partialFirst = 0
    /// A row that began and has not ended.
    var row: RowReader?

    /// The first line that has to be read again when the log has grown; `nil` if all were read to their end.
    var openLine: Int? {
      [assembler.openLine, partial.isEmpty ? nil : partialFirst, row?.first].compactMap(\.self).min()
    }
  }

  /// Starts a log. Without `near` and `written`, a time that lacks its year is dropped, unless other times of the log
  /// name it.
  ///
  /// - Parameters:
  ///   - near: A full time from somewhere in the log; see `fullTime`. Times that lack a year or a date are close to it.
  ///   - written: When the log was last written, for a log in which no time has a year.
  ///   - namesFormat: Whether the summary names the format. If false, it names only the shape of the lines.
  ///   - resumed: Where an earlier reader of the same log was before its end. The log is then read from the
  ///     start of line `resumed.nextLine`.
  public init(
    keeping keep: Keep = .problems, near: Timestamp? = nil, written: Timestamp? = nil,
    formats: LogFormats = .standard,
    namesFormat: Bool = true, hooks: LogHooks = LogHooks(), resuming resumed: LogSuspension? = nil
  ) {
    times = LogTimes(near: near, written: written, resuming: resumed)
    self.hooks = hooks
    classifier = LineClassifier(formats, isNaming: namesFormat)
    let stream = Stream(assembler: EventAssembler(keepsAll: keep == .all))
    streams = [Stream](repeating: stream, count: Self.streamCount)
    if resumed == nil || resumed?.nextLine == 1 { opening = LogOpening() }
    guard let resumed else { return }
    hasSteps = resumed.summary.format == Self.buildFormat
    firstLines = resumed.firstLines
    summary = resumed.summary
    countedLines = resumed.summary.lines
    summary.lines = resumed.nextLine - 1
  }

  /// The position of the reader, from which a reader of the grown log starts. Call it before `finish`, which
  /// treats unfinished records as complete.
  public mutating func suspension() -> LogSuspension {
    // A text that is not made of lines is read from its start again.
    if journal != nil || document != nil || junit != nil || opening != nil { return LogSuspension() }
    times.move(to: belowWarning.takeLast())
    let last = times.last
    forgetMask()
    times.move(to: last)
    var summary = summary
    for stream in streams { Self.add(stream.assembler.counts, to: &summary.counts) }
    (summary.start, summary.end) = times.span()
    summary.format = format()
    let next = summary.lines + 1
    return LogSuspension(
      summary: summary,
      firstLines: streams.map { $0.openLine ?? next }, lastTime: times.lastTime)
  }

  private mutating func emitWaiting(_ emit: (LogRecord) throws -> Void) rethrows {
    if waiting.isEmpty { return }
    for event in waiting { try emit(event) }
    waiting.removeAll()
  }

  private static func add(_ numbers: [Int], to counts: inout [Level: Int]) {
    for level in Level.allCases where numbers[level.rawValue] > 0 {
      counts[level, default: 0] += numbers[level.rawValue]
    }
  }

  mutating func readOn(_ bytes: Bytes, _ emit: (LogRecord) throws -> Void) rethrows {
    var start = 0
    if journal != nil { return try readJournal(bytes, emit) }
    if document != nil || junit != nil { return try readDocument(bytes, emit) }
    while true {
      if carry.isEmpty, !isOverlong { start = passOver(bytes, from: start) }
      guard let newline = bytes.index(of: 0x0A, from: start) else { break }
      let piece = bytes.at(start..<newline)
      start = newline + 1
      var event: LogRecord?
      if carry.isEmpty, !isOverlong {
        let isCut = piece.count > Self.maxLine
        event = line(isCut ? piece.at(0..<Self.maxLine) : piece, isCut: isCut)
      } else {
        carryOver(piece)
        event = carriedLine()
      }
      try emitWaiting(emit)
      if let event { try emit(event) }
      if journal != nil { return try readJournal(bytes.from(start), emit) }
    }
    carryOver(bytes.from(start))
  }

  /// Ends the log: passes on the pending events, and returns the summary of the whole.
  public mutating func finish(_ emit: (LogRecord) throws -> Void) rethrows -> RunSummary {
    if var opening = opening.take() { try begin(opening.end(), opening.bytes, emit) }
    let last = carry.isEmpty && !isOverlong ? nil : carriedLine()
    try emitWaiting(emit)
    if let last { try emit(last) }
    if junit != nil { try readDocument(Bytes(start: nil, count: 0), isLast: true, emit) }
    if var journal {
      try journal.finish { if let event = entry($0, $1) { try emit(event) } }
      summary.lines = journal.lines
    }
    for index in streams.indices {
      if !streams[index].partial.isEmpty, let event = endPartial(index) { try emit(event) }
      endRow(index)
      try emitWaiting(emit)
      if let event = streams[index].assembler.endOfLog() { try emit(noted(event)) }
      Self.add(streams[index].assembler.counts, to: &summary.counts)
    }
    forgetMask()
    (summary.start, summary.end) = times.span()
    summary.format = format()
    tail.suffix(Self.tailSize).withUnsafeBufferPointer { tail in
      if let status = ReportedExitStatus.last(in: tail) { summary.exitStatus = status }
    }
    return summary
  }

  // MARK: Pieces to lines

  private mutating func carryOver(_ piece: Bytes) {
    let room = Self.maxLine - carry.count
    if piece.count > room { isOverlong = true }
    carry.append(contentsOf: piece.at(0..<Swift.min(room, piece.count)))
  }

  private mutating func carriedLine() -> LogRecord? {
    var bytes: [UInt8] = []
    swap(&bytes, &carry)
    let event = bytes.withUnsafeBufferPointer { line($0, isCut: isOverlong) }
    isOverlong = false
    // Do not hold on to the memory of one huge line.
    if bytes.capacity <= 64 << 10 {
      bytes.removeAll(keepingCapacity: true)
      carry = bytes
    }
    return event
  }

  mutating func keepTail(_ bytes: Bytes) {
    tail.append(contentsOf: bytes.from(Swift.max(0, bytes.count - Self.tailSize)))
    if tail.count > 4 * Self.tailSize { tail.removeFirst(tail.count - Self.tailSize) }
  }

  // MARK: One line

  private mutating func line(_ raw: Bytes, isCut: Bool) -> LogRecord? {
    summary.lines += 1
    var text = raw
    if text.last == 0x0D { text = text.at(0..<(text.count - 1)) }
    if summary.lines == 1, text.has("\u{FEFF}") { text = text.from(3) }
    if summary.lines == 1, JournalReader.isJournal(text) {
      var reader = JournalReader()
      let end: [UInt8] = [0x0A]
      reader.read(text) { _, _ in }
      end.withUnsafeBufferPointer { reader.read($0) { _, _ in } }
      journal = reader
      return nil
    }
    let scan = LineScan(text)
    if isCut || !scan.isText(text), summary.lines > countedLines { summary.brokenLines += 1 }
    guard scan.hasControls else { return unwrap(text, isCut: isCut) }
    // Drop the text that a progress bar overwrote.
    if let last = text.lastIndex(of: 0x0D), last + 1 < text.count { text = text.from(last + 1) }
    guard text.index(of: Terminal.escape) != nil else { return unwrap(text, isCut: isCut) }
    var buffer: [UInt8] = []
    swap(&buffer, &stripped)
    buffer.removeAll(keepingCapacity: true)
    Terminal.strip(text, to: &buffer)
    let event = buffer.withUnsafeBufferPointer { unwrap($0, isCut: isCut) }
    stripped = buffer
    return event
  }

  /// Takes a line of a program.
  ///
  /// - Parameters:
  ///   - outer: The time in what was around the line.
  ///   - tag: The logger named there.
  ///   - isOuterFull: Whether that time names its year.
  ///   - isInner: Whether the line was behind the prefix of another, which is counted.
  ///   - isRow: Whether the line was made of a row, which is counted as such.
  mutating func take(
    _ text: Bytes, _ first: Int, _ outer: Clock?, _ stream: Int, isCut: Bool, tag: String? = nil,
    isInner: Bool = false, isOuterFull: Bool = true, isRow: Bool = false
  ) -> LogRecord? {
    times.move(to: belowWarning.takeLast())
    if first < firstLines[stream] { return nil }
    if !isRow, takeRow(text, first, outer, stream) { return nil }
    var line = LogLine(first: first, last: summary.lines, text: text, isCut: isCut)
    line.isWanted = hooks.isWanted?(text) ?? false
    line.tag = tag
    var clock: Clock?
    var shape = LineShape.plain
    if let prefix = classifier.readOwn(text) {
      line.prefix = prefix
    } else if text.first == ascii("{") {
      line.fields = LogFields.json(text)
      shape = isRow ? .row : .json
    } else {
      line.prefix = LinePrefix.read(text)
      if line.prefix == nil, text.first?.isLetter == true {
        line.fields = LogfmtLine.read(text)
        shape = .logfmt
      }
      if line.prefix == nil, line.fields == nil { line.prefix = classifier.readRow(text) }
    }
    if !isInner, !isRow, line.prefix != nil || line.fields != nil { classifier.sample(text) }
    if outer == nil, !isRow { learn(line) }
    if let prefix = line.prefix {
      clock = prefix.clock
      shape = prefix.shape
    } else if let fields = line.fields {
      clock = fields.time.flatMap { ClockReader.whole(text.at($0.range).insideDate) }
      if fields.level == nil, fields.time == nil { shape = .plain }
    } else {
      shape = .plain
      if streams[stream].assembler.isInFields || text.has("TimeCreated"),
        let field = EventBlock.field(text), field.kind == .time
      {
        clock = ClockReader.whole(text.at(field.value))
      }
    }
    if !isInner, !text.isEmpty { shapes[shape.rawValue] += 1 }
    if let outer, clock?.hasYear != true {
      clock = isOuterFull || clock?.hasDate != true ? outer : clock?.near(outer)
    }
    clock = clock.map { times.completed($0) }
    times.note(clock)
    if !isInner {
      if let text = repeated(text.from(line.prefix.map { text.skipSpace($0.timeEnd) } ?? 0)) {
        return take(text, first, clock, stream, isCut: isCut, isInner: true)
      }
      if let prefix = line.prefix, let start = prefix.inside(text),
        text[start] != ascii("#") || envelope(of: text.from(start)) != nil
      {
        return takeInner(text.from(start), line, clock, stream, prefix)
      }
      if let message = line.fields?.wrappedLine(text) {
        return message.withUnsafeBufferPointer { takeInner($0, line, clock, stream, nil) }
      }
    }
    line.clock = clock?.hasYear == true ? clock : times.last
    let event = streams[stream].assembler.take(line)
    if !isRow, !streams[stream].assembler.isKeeping { hooks.pass?(first, text) }
    return event.map { noted($0) }
  }

  // MARK: The summary

  private mutating func noted(_ event: LogRecord) -> LogRecord {
    var message = event.body
    if let status = message.withUTF8({ ReportedExitStatus.last(in: $0) }) { summary.exitStatus = status }
    return event
  }

  /// The shape of most lines; *plain* only if hardly any line has another shape.
  private mutating func format() -> String {
    let prefixed = LineShape.allCases.dropFirst().max { shapes[$0.rawValue] < shapes[$1.rawValue] } ?? .plain
    let isPlain = shapes[prefixed.rawValue] * 10 < shapes[LineShape.plain.rawValue]
    if journal != nil { return "journal" }
    if junit != nil { return "junit" }
    let inner = isPlain || shapes[prefixed.rawValue] == 0 ? LineShape.plain : prefixed
    let name = inner == .plain ? inner.description : classifier.name() ?? inner.description
    guard
      let kind = Envelope.EnvelopeKind.allCases.max(by: { envelopes[$0.rawValue] < envelopes[$1.rawValue] }),
      envelopes[kind.rawValue] * 2 > summary.lines
    else { return name }
    return kind == .build ? Self.buildFormat : "\(kind)/\(name)"
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The time in `{"$date":"…"}`, as MongoDB writes it. Any other value is unchanged.
  fileprivate var insideDate: Bytes {
    guard has("{\"$date\":\""), let end = index(of: ascii("\""), from: 10) else { return self }
    return at(10..<end)
  }
}
