import CasebookText

/// The first bytes of a log, held back until they show whether it is made of lines.
struct LogOpening {
  /// How a log is built.
  enum LogForm {
    case lines, document, junit
  }

  private(set) var bytes: [UInt8] = []
  private var document = DocumentReader()
  private var hasRecord = false
  private var isFirstLineRead = false

  /// After this many bytes, a log whose form is not known is made of lines.
  static let limit = 64 << 10

  /// Takes the next bytes. Returns the form once it is known.
  mutating func take(_ piece: Bytes) -> LogForm? {
    bytes.append(contentsOf: piece)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let head = bytes
    let found: LogForm? = head.withUnsafeBufferPointer { form($0, piece) }
    return found ?? (bytes.count >= Self.limit ? .lines : nil)
  }

  /// The form of a log that has only the bytes so far.
  var last: LogForm { hasRecord ? .document : .lines }

  private mutating func form(_ head: Bytes, _ piece: Bytes) -> LogForm? {
    guard let start = head.firstIndex(where: { $0 > 0x20 }) else { return nil }
    let text = head.from(start)
    switch text[0] {
    case ascii("<"): return JUnitReader.isJUnit(text)
    case ascii("["):
      guard let next = text.from(1).first(where: { $0 > 0x20 }) else { return nil }
      guard next == ascii("{") else { return .lines }
    case ascii("{"):
      guard let next = text.from(1).first(where: { $0 > 0x20 }) else { return nil }
      guard next == ascii("\"") else { return .lines }
      if !isFirstLineRead, let end = text.index(of: 0x0A) {
        isFirstLineRead = true
        // One object a line is a log like any other.
        let line = text.at(0..<(text[end - 1] == 0x0D ? end - 1 : end))
        if let fields = LogFields.json(line), fields.level != nil || fields.time != nil { return .lines }
      }
    default: return .lines
    }
    document.read(document.isBegun ? piece : head) { _, _ in hasRecord = true }
    return hasRecord ? .document : nil
  }
}
