import CasebookKnowledge
import CasebookText

/// An event of Windows as text: a field a line, and a message of several lines.
///
/// `wevtutil qe /f:text` and the event viewer write `Level: Error`, and the message behind `Description:` up to the next event.
/// PowerShell's `Format-List` pads the names, `LevelDisplayName : Error`, and indents the further lines of a message.
struct EventBlock {
  /// What a field holds.
  enum FieldKind: CaseIterable {
    case head, time, level, logger, id, message, description, other
  }

  /// The part that the next line is in: the fields, a message before other fields, or the message that ends the event.
  enum BlockPart {
    case fields, message, description, markup, end
  }

  var part = BlockPart.fields
  var level: Level?
  var id: [UInt8] = []
  /// Whether the last line of the message may have been broken.
  var isFull = false
  /// The heads that were read. A second one of a kind begins another event.
  private var heads: Set<UInt64> = []

  private static let names = HashTable("logs", "event-field") { kinds in
    Int32(FieldKind.allCases.firstIndex { "\($0)" == kinds[0] } ?? -1)
  }

  /// The field on a line: its kind, whether an event can begin with it, and the place of its value.
  static func field(_ line: Bytes) -> (kind: FieldKind, opens: Bool, name: UInt64, value: Range<Int>)? {
    let start = line.skipSpace(0)
    guard start <= 2, line.peek(start).isUpper else { return nil }
    let head = line.at(0..<Swift.min(line.count, 48))
    if head.has("Event["), let close = head.index(of: ascii("]")), head.digitCount(6) == close - 6, close > 6,
      line.from(close + 1).allSatisfy({ $0 <= 0x20 || $0 == ascii(":") })
    {
      return (.head, true, 0, line.count..<line.count)
    }
    guard let colon = head.index(of: ascii(":"), from: start) else { return nil }
    var end = colon
    while end > start, line[end - 1] == 0x20 { end -= 1 }
    let name = WordHash.exact(line.at(start..<end))
    let value = names.value(name)
    guard value >= 0 else { return nil }
    let kind = FieldKind.allCases[Int(value)]
    // A list of all properties begins with the message, far from its colon.
    let opens = kind == .head || line.has("TimeCreated") || kind == .message && colon - end > 7
    return (kind, opens, name, line.skipSpace(colon + 1)..<line.count)
  }

  /// Whether an event may begin with the line.
  static func begins(_ line: Bytes) -> Bool {
    switch line.first {
    case ascii("E"), ascii("L"), ascii("T"), ascii("M"): field(line)?.opens ?? false
    default: false
    }
  }

  /// Whether a field that can begin an event begins another one than this.
  mutating func isOther(_ name: UInt64) -> Bool {
    part == .description || part == .markup || part == .end || !heads.insert(name).inserted
  }

  /// Whether a line behind a message, or in it, is labelled as an error.
  static func opensError(_ text: Bytes) -> Bool {
    text.has("ERROR:") || text.has("FATAL:") || text.has("CRITICAL:")
  }

  /// The level that a name or a number of Windows stands for: 1 is critical, 5 verbose.
  static func level(_ value: Bytes) -> Level? {
    if value.count == 1, value[0].isDigit {
      return [.info, .fatal, .error, .warning, .info, .debug][Swift.min(Int(value[0] & 15), 5)]
    }
    return LogFields.level(value)
  }
}

extension EventAssembler {
  /// Whether the pending record is an event of Windows whose time may follow.
  var isInFields: Bool { isOpen && block?.part == .fields || head != nil }

  /// Takes a line of an event of Windows; `nil` if it is none.
  mutating func takeBlock(_ line: borrowing LogLine) -> EndedRecord? {
    guard isOpen, block != nil else { return takeHead(line) }
    let field = EventBlock.field(line.text)
    if let field, field.opens, block?.isOther(field.name) == true { return beginBlock(line) }
    if line.prefix?.clock != nil { return nil }
    switch block?.part {
    case .description where isOthers(line), .markup where isOthers(line), .end: return nil
    case .description:
      if line.text.has("Event Xml:") { block?.part = .markup } else { addMessage(line.text, line) }
    case .markup:
      event.lastLine = line.last
      if line.text.equals("<Event/>") || line.text.index(of: "</Event>") != nil { block?.part = .end }
    case .message where field == nil:
      let indent = line.text.skipSpace(0)
      guard indent > 0 || line.text.isEmpty else { return nil }
      addMessage(line.text.from(indent), line)
    default:
      guard let field else {
        let indent = line.text.skipSpace(0)
        guard line.text.isEmpty || indent > 0 && Severity.judge(line.text.from(indent)) == nil else {
          return nil
        }
        break
      }
      takeField(field.kind, field.value, line)
    }
    return EndedRecord(event: nil)
  }

  /// What became of a line.
  struct EndedRecord {
    /// The event that the line ended.
    var event: LogRecord?
  }

  /// A line with which an event of Windows may begin, and the indented lines behind it.
  struct BlockHead {
    var first: Int
    var clock: Clock?
    var text: [UInt8]
  }

  /// Takes a line while no event of Windows is pending. Only its second field shows that one began; until then, its
  /// lines are those of any program.
  private mutating func takeHead(_ line: borrowing LogLine) -> EndedRecord? {
    if head == nil {
      guard EventBlock.begins(line.text) else { return nil }
      if line.text.has("Event[") { return beginBlock(line) }
    }
    let field = EventBlock.field(line.text)
    if var first = head.take(), isOpen, event.firstLine <= first.first, line.prefix == nil {
      if let field {
        if let ended = beginBlock(first, field.name, line) {
          takeField(field.kind, field.value, line)
          return ended
        }
      } else if line.text.first?.isSpace ?? true, first.text.count < 4096 {
        first.text.append(0x0A)
        first.text.append(contentsOf: line.text)
        head = first
        return nil
      }
    }
    if EventBlock.begins(line.text) {
      head = BlockHead(first: line.first, clock: line.clock, text: Array(line.text))
    }
    return nil
  }

  /// Begins an event of Windows with lines that were taken already; `nil` if both fields have the same name.
  private mutating func beginBlock(_ head: BlockHead, _ second: UInt64, _ line: borrowing LogLine)
    -> EndedRecord?
  {
    var first = copy line
    return head.text.withUnsafeBufferPointer { text -> EndedRecord? in
      (first.first, first.last, first.clock) = (head.first, head.first, head.clock)
      let end = text.index(of: 0x0A, from: 0) ?? text.count
      first.text = text.at(0..<end)
      guard EventBlock.field(first.text)?.name != second else { return nil }
      if event.firstLine == head.first {
        // The record of the same lines.
        first.isWanted = first.isWanted || isWanted
        if isKept { message.clear() }
        isOpen = false
      }
      let ended = beginBlock(first)
      for more in text.from(end).split(separator: 0x0A) {
        addMessage(Bytes(rebasing: more.drop { $0 <= 0x20 }), first)
      }
      return ended
    }
  }

  /// Whether a line behind the message of an event is another program's.
  private func isOthers(_ line: borrowing LogLine) -> Bool {
    line.prefix?.level != nil || line.fields?.level != nil || line.text.has(Structure.head)
      || EventBlock.opensError(line.text)
  }

  private mutating func beginBlock(_ line: borrowing LogLine) -> EndedRecord? {
    guard let field = EventBlock.field(line.text) else { return nil }
    let ended = end()
    open(line, level: .info, shape: .plain)
    isKept = true
    var block = EventBlock()
    _ = block.isOther(field.name)
    self.block = block
    takeField(field.kind, field.value, line)
    return EndedRecord(event: ended)
  }

  private mutating func takeField(
    _ kind: EventBlock.FieldKind, _ place: Range<Int>, _ line: borrowing LogLine
  ) {
    let value = Bytes(rebasing: line.text[place].trimmed)
    event.lastLine = line.last
    block?.part = .fields
    switch kind {
    case .time: event.time = line.clock?.timestamp()
    case .level, .head:
      guard let level = EventBlock.level(value) else { break }
      event.level = level
      block?.level = level
    case .logger: event.logger = value.text
    case .id: block?.id = Array(value)
    case .message, .description:
      block?.part = kind == .message ? .message : .description
      if !value.isEmpty { addMessage(value, line) }
    case .other: break
    }
  }

  private mutating func addMessage(_ text: Bytes, _ line: borrowing LogLine) {
    if text.isEmpty {
      if !message.isEmpty { heldBlanks += 1 }
      return
    }
    event.lastLine = line.last
    // Without a level, the words decide.
    if block?.level == nil, let level = Severity.judge(text), level > event.level { event.level = level }
    if event.level < .error, EventBlock.opensError(text) { event.level = .error }
    // `Format-List` breaks lines at the width of the terminal.
    let isWrapped = block?.part == .message && block?.isFull == true && heldBlanks == 0 && text[0].isLower
    block?.isFull = line.text.count > 64 && text.last?.isWord == true
    if message.isEmpty {
      addHead(text)
    } else if isWrapped {
      message.append(line: text, isWrapped: true)
    } else {
      add(text, line, isIndented: true)
    }
  }

  /// Ends an event of Windows: its number is the last line. Without a message, it reports nothing.
  mutating func endBlock() {
    guard let block = block.take() else { return }
    if event.time == nil { event.time = pendingClock?.timestamp() }
    if message.isEmpty { event.level = .info }
    guard !block.id.isEmpty, !message.isEmpty else { return }
    (Array("Event ID: ".utf8) + block.id).withUnsafeBufferPointer { message.append(line: $0) }
  }
}
