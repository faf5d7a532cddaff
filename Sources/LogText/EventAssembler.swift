import CasebookKnowledge
import CasebookText

/// One line of a program, unwrapped and with its prefix read.
struct LogLine {
  /// The lines of the log that it spans: more than one if a container runtime split it.
  var first: Int
  var last: Int
  /// The whole line.
  var text: Bytes
  var prefix: LinePrefix?
  /// The fields of a JSON or logfmt line.
  var fields: LogFields?
  /// Its own time, its envelope's, or that of an earlier line.
  var clock: Clock?
  /// The logger that the wrapping of the line names.
  var tag: String?
  var isCut = false
  /// Whether its record is kept whatever its level.
  var isWanted = false
}

/// The number of records by level, indexed by the levels' raw values.
typealias LevelCounts = InlineArray<7, Int>

/// Gathers the lines that belong together into events.
///
/// A record begins with a line that has a prefix, or with an unprefixed line that reports a problem in words.
/// The following lines belong to it while they are indented or are part of a stack trace or of a printed
/// value. After a prefixed error, lines without a prefix belong to it too.
struct EventAssembler {
  let keepsAll: Bool
  var isOpen = false
  var event = LogRecord(firstLine: 0, lastLine: 0, level: .info, body: "")
  var statedLevel: Level?
  var shape = LineShape.plain
  var structure = Structure.none
  var headIndent = 0
  var pendingClock: Clock?
  var isKept = false
  var isWanted = false
  var isValue = false
  /// The start of the pending record if it is not kept, because frames after it show that it was a failure.
  var quietHead: [UInt8] = []
  var heldBlanks = 0
  var looseLines = 0
  /// Whether the head is of a kind that prints its details after it, a name and a value per line.
  var takesFields = false
  var endsWithColon = false
  var endsWithCloser = false
  /// The event of Windows that is pending.
  var block: EventBlock?
  /// The line with which one may have begun.
  var head: BlockHead?
  var message = MessageBuffer()
  var scratch: [UInt8] = []
  /// The prefix of the pending record, if that is kept.
  private var prefix: [UInt8] = []
  /// A longer prefix is compared with none.
  private static let prefixSize = 256

  /// The number of ended records by level.
  private(set) var counts = [Int](repeating: 0, count: Level.allCases.count)

  /// The number of lines without prefix, indentation or structure that an error takes in.
  static let maxLooseLines = 50

  init(keepsAll: Bool) { self.keepsAll = keepsAll }

  /// The first line of the record that has not ended.
  var openLine: Int? { isOpen ? event.firstLine : nil }

  /// Whether the last line taken belongs to a record that is kept.
  var isKeeping: Bool { isOpen && isKept }

  var isProblem: Bool { isOpen && event.level >= .warning }
  var isPrefixed: Bool { shape != .plain }

  /// Whether lines without a prefix belong to the record before them. They do if that record names its level,
  /// except after a bare `ERROR: …`, which tools print between lines without any prefix, and after a shape
  /// that is always complete.
  var takesLooseLines: Bool {
    switch shape {
    case .json, .logfmt, .access, .row, .plain: false
    case .level: event.logger != nil
    default: statedLevel != nil
    }
  }

  /// Takes the next line. Returns the event that the line ends, if that event is kept.
  mutating func take(_ line: borrowing LogLine) -> LogRecord? {
    if let taken = takeBlock(line) { return taken.event }
    if let prefix = line.prefix { return takePrefixed(line, prefix) }
    if let fields = line.fields, fields.level != nil || fields.time != nil {
      let ended = end()
      let isFailure = fields.message.map { Severity.outranks(line.text.at($0.range), from: 0) } ?? false
      begin(
        line, level: isFailure ? max(fields.judged, .error) : fields.judged,
        shape: line.text[0] == ascii("{") ? .json : .logfmt)
      return ended
    }
    return takePlain(line)
  }

  /// Whether lines with a time and a level below *warning* can be taken unread: none of them is kept, and
  /// none belongs to the pending record.
  var isBelowWarning: Bool { !keepsAll && (!isOpen || !isKept) }

  /// Takes lines with a time and a level below *warning*. Call it only when `isBelowWarning`.
  ///
  /// - Parameters:
  ///   - counts: The number of lines by level.
  ///   - last: The level and the line number of the last of them.
  ///   - text: The text of that line.
  mutating func takeBelowWarning(
    _ counts: borrowing LevelCounts, last: (level: Level, line: Int), _ text: Bytes
  ) {
    if isOpen { self.counts[event.level.rawValue] += 1 }
    for level in Level.allCases { self.counts[level.rawValue] += counts[level.rawValue] }
    // The last record has not ended yet.
    self.counts[last.level.rawValue] -= 1
    if !isOpen || shape != .timeLevel {
      structure = .none
      isValue = false
      takesFields = false
      endsWithColon = false
      endsWithCloser = false
    }
    isOpen = true
    isKept = false
    isWanted = false
    shape = .timeLevel
    (event.firstLine, event.lastLine, event.level, statedLevel) = (
      last.line, last.line, last.level, last.level
    )
    keepQuiet(text)
    pendingClock = nil
    (headIndent, heldBlanks, looseLines) = (0, 0, 0)
  }

  // MARK: Lines with a prefix

  private mutating func takePrefixed(_ line: borrowing LogLine, _ head: LinePrefix) -> LogRecord? {
    if head.isDetail, isOpen {
      add(head.body(of: line.text), line, isIndented: true)
      return nil
    }
    if isProblem, head.shape == shape, head.level == statedLevel {
      let prefix = PrefixReader.readRest(head, line.text)
      let body = prefix.body(of: line.text)
      let isNext = line.first == event.lastLine + 1
      if goesOn(body, isNext: isNext) || isNext && endsWithColon && hasPrefix(of: line.text, prefix) {
        add(body, line, isIndented: body.skipSpace(0) > headIndent)
        return nil
      }
      let ended = end()
      begin(line, prefix, body)
      return ended
    }
    let ended = end()
    if !keepsAll, !line.isWanted, let level = head.level, level < .warning,
      !Severity.outranks(line.text, from: head.body)
    {
      open(line, level: level, shape: head.shape)
      keepQuiet(line.text)
    } else {
      let prefix = PrefixReader.readRest(head, line.text)
      begin(line, prefix, prefix.body(of: line.text))
    }
    return ended
  }

  /// Whether a line with the same prefix continues the pending error: a traceback that was logged line by
  /// line.
  private func goesOn(_ body: Bytes, isNext: Bool) -> Bool {
    let indent = body.skipSpace(0)
    let text = body.from(indent)
    if text.isEmpty { return structure != .none || shape == .level }
    if Phrases.isNote(text) { return true }
    // The traceback of what was just logged as an error.
    if structure == .none, isNext, text.has(Structure.head) { return true }
    return structure.takes(text) || indent > headIndent && (indent - headIndent >= 2 || body[0] == 0x09)
  }

  /// Whether a line has the prefix of the pending record, time and process included: a message of several lines, each
  /// with its prefix.
  private func hasPrefix(of line: Bytes, _ prefix: LinePrefix) -> Bool {
    prefix.clock != nil && prefix.body == self.prefix.count && line.starts(with: self.prefix)
  }

  private mutating func begin(_ line: borrowing LogLine, _ prefix: LinePrefix, _ body: Bytes) {
    var level = prefix.level ?? Severity.judge(body) ?? .info
    if level < .error, Severity.outranks(line.text, from: prefix.body) { level = .error }
    open(line, level: level, shape: prefix.shape)
    statedLevel = prefix.level
    headIndent = body.skipSpace(0)
    isKept = keepsAll || level >= .warning || line.isWanted
    guard isKept else { return keepQuiet(line.text) }
    self.prefix.removeAll(keepingCapacity: true)
    self.prefix.append(contentsOf: line.text.at(0..<Swift.min(prefix.body, Self.prefixSize)))
    event.logger = prefix.logger.isEmpty ? line.tag : line.text.at(prefix.logger).text
    var text = body.from(headIndent)
    if event.logger == nil, line.text[0] == ascii("["), let name = Self.loggerBehind(text) {
      event.logger = text.at(name).text
      text = text.at(0..<(name.lowerBound - 2))
    }
    let isProxied = prefix.shape == .access && text.first != ascii("\"")
    if level >= .warning,
      let fielded = isProxied ? FieldedMessage.proxied(text) : FieldedMessage.read(text, level: level)
    {
      fielded.withUnsafeBufferPointer { addHead($0) }
    } else {
      addHead(text)
    }
    if line.isCut { message.markCut() }
  }

  /// The logger that Kafka writes behind the message: `… have failed (kafka.log.LogManager)`.
  private static func loggerBehind(_ text: Bytes) -> Range<Int>? {
    guard text.last == ascii(")"), let open = text.lastIndex(of: ascii("(")), open > 1, text[open - 1] == 0x20
    else {
      return nil
    }
    let name = (open + 1)..<(text.count - 1)
    guard let dot = text.at(name).lastIndex(of: ascii(".")), dot > 1, text[open + 2 + dot].isUpper,
      text.at(name).count(where: { $0 == ascii(".") }) > 1, text[open + 1].isLower,
      text.at(name).allSatisfy({ $0.isWord || $0 == ascii(".") || $0 == ascii("$") })
    else { return nil }
    return name
  }

  // MARK: The pending record

  mutating func open(_ line: borrowing LogLine, level: Level, shape: LineShape) {
    isOpen = true
    event.firstLine = line.first
    event.lastLine = line.last
    event.level = level
    event.time = nil
    event.logger = nil
    statedLevel = level
    self.shape = shape
    structure = shape == .level && line.text.has("┌") ? .box : .none
    headIndent = 0
    isKept = keepsAll
    isValue = false
    isWanted = line.isWanted
    heldBlanks = 0
    looseLines = 0
    takesFields = false
    endsWithColon = false
    endsWithCloser = false
    if keepsAll || level >= .warning || isWanted {
      event.time = line.clock?.timestamp()
    }
    pendingClock = line.clock
    quietHead.removeAll(keepingCapacity: true)
  }

  mutating func addHead(_ text: Bytes) {
    structure = structure.after(text, isIndented: false)
    let start = text.at(0..<Swift.min(text.count, 240))
    takesFields =
      start.index(of: "rror") != nil || start.index(of: "xception") != nil || start.has("Response ")
    noteEnd(of: text)
    message.append(line: text)
  }

  private mutating func noteEnd(of text: Bytes) {
    endsWithColon = text.last { $0 != 0x20 } == ascii(":")
    endsWithCloser = Continuation.isCloser(text)
  }

  mutating func add(_ text: Bytes, _ line: borrowing LogLine, isIndented: Bool) {
    event.lastLine = line.last
    guard isKept else {
      heldBlanks = 0
      return
    }
    let blank = Bytes(start: nil, count: 0)
    for _ in 0..<Swift.min(heldBlanks, 3) { message.append(line: blank) }
    heldBlanks = 0
    let before = structure
    structure = structure.after(text, isIndented: isIndented)
    noteEnd(of: text)
    // `ExecutionError:` and its text, a name and a value per line.
    if structure == .exception, before == .frames, endsWithColon { takesFields = true }
    message.append(line: text)
    if line.isCut { message.markCut() }
    if isValue, event.level < .error, Continuation.namesError(text.from(text.skipSpace(0))) {
      event.level = .error
      event.time = pendingClock?.timestamp()
    }
  }

  /// Ends the last record of a log. A traceback behind a warning is what ended the program: nothing followed it.
  mutating func endOfLog() -> LogRecord? {
    if isOpen, isKept, event.level == .warning, structure == .exception { event.level = .error }
    return end()
  }

  /// Ends the pending record. Returns its event if it is kept.
  mutating func end() -> LogRecord? {
    guard isOpen else { return nil }
    endBlock()
    isOpen = false
    counts[event.level.rawValue] += 1
    defer { if isKept { message.clear() } }
    guard keepsAll || event.level >= .warning || isWanted else { return nil }
    event.isCut = message.isCut
    event.body = message.text()
    return event
  }
}
