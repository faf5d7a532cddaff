import CasebookLogText

/// The parts of a piece of a log to keep, in order, before they are prepared.
struct RunExcerpt: Sendable {
  enum ExcerptItem: Sendable {
    case event(LogRecord)
    /// A context line of an event; its text is in `bytes`.
    case context(line: Int, text: Range<Int>)
    /// A line that is not kept, but may belong to a private key of which a part is.
    case passed(String)
  }

  private(set) var items: [ExcerptItem] = []
  private(set) var bytes: [UInt8] = []
  /// Whether these events ended only because the log ended.
  var isUncertain = false
  private var size = 0

  /// Large enough to amortise passing it between threads.
  var isFull: Bool { items.count >= 512 || size >= 1 << 18 }

  mutating func append(_ event: LogRecord) {
    items.append(.event(event))
    size += event.body.utf8.count
  }

  mutating func append(passed line: String) {
    items.append(.passed(line))
    size += line.utf8.count
  }

  mutating func append(_ line: Int, _ text: UnsafeBufferPointer<UInt8>) {
    items.append(.context(line: line, text: bytes.count..<bytes.count + text.count))
    bytes.append(contentsOf: text)
    size += text.count
  }
}
