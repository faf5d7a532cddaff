import CasebookText

/// The first bytes of a log, held back until they show whether it is made of lines. How the bytes are cut into pieces
/// does not matter.
struct LogOpening {
  /// How a log is built.
  enum LogForm {
    case lines, document, junit
  }

  private(set) var bytes: [UInt8] = []
  private var document = DocumentReader()
  private var hasRecord = false
  /// How many of the bytes `document` has read.
  private var read = 0
  private var isFirstLineRead = false

  /// After this many bytes, a log whose form is not known is made of lines.
  static let limit = 64 << 10

  /// Takes the next bytes. Returns the form once it is known.
  mutating func take(_ piece: Bytes) -> LogForm? {
    bytes.append(contentsOf: piece)
    let isLast = bytes.count >= Self.limit
    return form(isLast: isLast) ?? (isLast ? .lines : nil)
  }

  /// The form of a log that has only the bytes so far.
  mutating func end() -> LogForm { form(isLast: true) ?? .lines }

  /// The form, as far as the bytes tell; `isLast` if no others count.
  private mutating func form(isLast: Bool) -> LogForm? {
    let all = bytes
    return all.withUnsafeBufferPointer { all in
      let head = all.at(0..<Swift.min(all.count, Self.limit))
      let mark = head.has("\u{FEFF}") ? 3 : 0
      guard let start = head.from(mark).firstIndex(where: { $0 > 0x20 }).map({ $0 + mark }) else {
        return nil
      }
      let text = head.from(start)
      let next = text.from(1).first { $0 > 0x20 }
      switch text[0] {
      case ascii("<"): return JUnitReader.form(text, isLast: isLast)
      case 0xEF where text.count < 3: return nil
      case ascii("["):
        guard let next else { return nil }
        guard next == ascii("{") else { return .lines }
      case ascii("{"):
        guard let next else { return nil }
        guard next == ascii("\"") else { return .lines }
        if !isFirstLineRead {
          let end = text.index(of: 0x0A)
          guard end != nil || isLast else { return nil }
          isFirstLineRead = true
          // One object a line is a log like any other.
          let line = text.at(0..<(end ?? text.count))
          let fields = LogFields.json(line.last == 0x0D ? line.at(0..<(line.count - 1)) : line)
          if let fields, fields.level != nil || fields.time != nil { return .lines }
        }
      default: return .lines
      }
      document.read(head.from(Swift.max(read, start))) { _, _ in hasRecord = true }
      read = head.count
      return hasRecord ? .document : nil
    }
  }
}
