import CasebookText

/// Reads the output of `journalctl -o export`: one field per line, `NAME=value`, and an empty line after each
/// entry. A value of several lines follows its name as an eight-byte size, least significant byte first, and
/// its bytes (systemd, "Journal Export Formats").
///
/// Each entry becomes the JSON line that `journalctl -o json` prints for it, with the fields that matter.
struct JournalReader {
  /// The fields that are kept.
  private enum Field: Int, CaseIterable {
    case time, priority, logger, message

    var name: StaticString {
      switch self {
      case .time: "__REALTIME_TIMESTAMP"
      case .priority: "PRIORITY"
      case .logger: "SYSLOG_IDENTIFIER"
      case .message: "MESSAGE"
      }
    }
  }

  private enum State {
    case line
    /// The number of size bytes that were read, and the value so far.
    case size(read: Int, value: Int)
    /// The number of value bytes still to come; at 0, only the line end is missing.
    case value(left: Int)
  }

  private var state = State.line
  private var line: [UInt8] = []
  private var values = [[UInt8]](repeating: [], count: Field.allCases.count)
  private var binary: Field?
  private var json: [UInt8] = []
  private var isEmpty = true
  private var first = 1
  /// The number of lines that have ended.
  private(set) var lines = 0

  /// Whether a log that starts with `line` is a journal export.
  static func isJournal(_ line: Bytes) -> Bool { line.has("__CURSOR=") || line.has("__REALTIME_TIMESTAMP=") }

  /// Takes the next bytes. Calls `entry` with each entry that ends in them, and with its first and last line.
  mutating func read(_ bytes: Bytes, _ entry: (Bytes, ClosedRange<Int>) throws -> Void) rethrows {
    var p = 0
    while p < bytes.count {
      switch state {
      case .line:
        let end = bytes.index(of: 0x0A, from: p)
        Self.append(bytes.at(p..<(end ?? bytes.count)), to: &line)
        p = (end ?? bytes.count - 1) + 1
        if end != nil { try endLine(entry) }
      case .size(let read, let value):
        // A size beyond any memory is treated like one that is merely huge.
        let part = read < 7 ? Int(bytes[p]) << (8 * read) : bytes[p] == 0 ? 0 : Int.max / 2
        p += 1
        state = read == 7 ? .value(left: value | part) : .size(read: read + 1, value: value | part)
      case .value(let left):
        if left == 0 {
          if bytes[p] == 0x0A { p += 1 }
          lines += 1
          state = .line
        } else {
          let count = Swift.min(left, bytes.count - p)
          let piece = bytes.at(p..<(p + count))
          lines += piece.count { $0 == 0x0A }
          if let binary { Self.append(piece, to: &values[binary.rawValue]) }
          p += count
          state = .value(left: left - count)
        }
      }
    }
  }

  /// Ends the log. The last entry may lack its empty line.
  mutating func finish(_ entry: (Bytes, ClosedRange<Int>) throws -> Void) rethrows {
    if !line.isEmpty { try endLine(entry) }
    try endEntry(last: lines, entry)
  }

  private static func append(_ bytes: Bytes, to value: inout [UInt8]) {
    value.append(contentsOf: bytes.prefix(LogReader.maxLine - value.count))
  }

  private mutating func endLine(_ entry: (Bytes, ClosedRange<Int>) throws -> Void) rethrows {
    lines += 1
    if line.isEmpty { return try endEntry(last: lines - 1, entry) }
    isEmpty = false
    line.withUnsafeBufferPointer { line in
      let equals = line.index(of: ascii("="))
      let name = line.at(0..<(equals ?? line.count))
      let field = Field.allCases.first { name.equals($0.name) }
      if let equals {
        if let field { values[field.rawValue] = Array(line.from(equals + 1)) }
      } else {
        binary = field
        if let field { values[field.rawValue] = [] }
        state = .size(read: 0, value: 0)
      }
    }
    line.removeAll(keepingCapacity: true)
  }

  private mutating func endEntry(
    last: Int, _ entry: (Bytes, ClosedRange<Int>) throws -> Void
  ) rethrows {
    defer { first = lines + 1 }
    if isEmpty { return }
    json.removeAll(keepingCapacity: true)
    for field in Field.allCases where !values[field.rawValue].isEmpty {
      json.append(json.isEmpty ? ascii("{") : ascii(","))
      Self.quote(field.name.withUTF8Buffer { Array($0) }, to: &json)
      json.append(ascii(":"))
      Self.quote(values[field.rawValue], to: &json)
      values[field.rawValue].removeAll(keepingCapacity: true)
    }
    json.append(ascii("}"))
    isEmpty = true
    try json.withUnsafeBufferPointer { try entry($0, first...max(first, last)) }
  }

  static func quote(_ text: [UInt8], to json: inout [UInt8]) {
    json.append(ascii("\""))
    for byte in text {
      switch byte {
      case ascii("\""), ascii("\\"): json += [ascii("\\"), byte]
      case 0x0A: json += [ascii("\\"), ascii("n")]
      case 0x09: json += [ascii("\\"), ascii("t")]
      case 0..<0x20: json.append(0x20)
      default: json.append(byte)
      }
    }
    json.append(ascii("\""))
  }
}
