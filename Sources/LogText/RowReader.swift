import CasebookKnowledge
import CasebookText

/// Gathers a row of PostgreSQL's `csvlog`, which spans lines where a message or a query does, and makes the JSON line of it
/// that `jsonlog` writes.
///
/// The level is followed by a SQL state of five characters, the message, a detail and a hint (PostgreSQL 18, section
/// 19.8.4); Greenplum has five more columns before it.
struct RowReader {
  private(set) var bytes: [UInt8] = []
  /// The lines of the row: their numbers, and where in `bytes` they are.
  private(set) var lines: [(number: Int, place: Range<Int>)] = []
  private var quoting = Quoting.start

  private static let mostFields = 40
  private static let levels = [11, 16]
  private static let names: [StaticString] = ["time", "level", "state_code", "message", "detail", "hint"]

  /// The first line of the row.
  var first: Int { lines[0].number }
  /// Whether no quotation is open.
  var isWhole: Bool { quoting != .open && !isBroken }
  /// Whether text follows a quotation, as in no row.
  var isBroken: Bool { quoting == .broken }

  /// Where a field is. A quotation opens only at its start.
  private enum Quoting {
    case start, plain, open, closed, broken

    mutating func take(_ byte: UInt8) {
      let isQuote = byte == ascii("\"")
      switch self {
      case .open: if isQuote { self = .closed }
      case .start where isQuote, .closed where isQuote: self = .open
      case .broken: break
      case .closed where byte != ascii(","): self = .broken
      default: self = byte == ascii(",") ? .start : .plain
      }
    }
  }

  /// Whether a row starts with `line`: `2021-10-21 08:00:00.123 UTC,"user",…`, with a level, a state and a message in their
  /// columns.
  static func begins(_ line: Bytes) -> Bool {
    guard line.peek(4) == ascii("-"), line.peek(10) == 0x20, line.peek(19) == ascii("."), line[0].isDigit
    else { return false }
    let zone = 20 + line.digitCount(20, limit: 6)
    return line.peek(zone) == 0x20 && level(in: line, fields(of: line)) != nil
  }

  /// Whether a text is a SQL state: `23505`, `XX000`.
  static func isState(_ text: Bytes) -> Bool {
    text.count == 5 && text.allSatisfy { $0.isUpper || $0.isDigit } && text.contains(where: \.isDigit)
  }

  /// Adds a line.
  mutating func append(_ line: Bytes, _ number: Int) {
    if !bytes.isEmpty { bytes.append(0x0A) }
    let start = bytes.count
    for byte in line { quoting.take(byte) }
    bytes.append(contentsOf: line.prefix(max(0, LogReader.maxLine - start)))
    lines.append((number, start..<bytes.count))
  }

  /// The row as a line of JSON; `nil` if it has no level and message. Half a row has what it got to.
  static func json(_ row: Bytes) -> [UInt8]? {
    let fields = fields(of: row)
    guard let place = level(in: row, fields) else { return nil }
    var json: [UInt8] = []
    for (name, field) in zip(names, fields[..<1] + fields[place...]) {
      let value = plain(row.at(field))
      if value.isEmpty { continue }
      json.append(json.isEmpty ? ascii("{") : ascii(","))
      JournalReader.quote(name.withUTF8Buffer { Array($0) }, to: &json)
      json.append(ascii(":"))
      JournalReader.quote(unquoted(value), to: &json)
    }
    json.append(ascii("}"))
    return json
  }

  /// The column of the level, if a state and a message follow it.
  private static func level(in row: Bytes, _ fields: [Range<Int>]) -> Int? {
    levels.first { place in
      guard place + 2 < fields.count, isState(plain(row.at(fields[place + 1]))) else { return false }
      let word = plain(row.at(fields[place]))
      return word.first?.isUpper == true && LogFields.level(word) != nil
        && !plain(row.at(fields[place + 2])).isEmpty
    }
  }

  private static func fields(of row: Bytes) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var (start, quoting) = (0, Quoting.start)
    for (index, byte) in row.enumerated() {
      quoting.take(byte)
      guard quoting == .start, fields.count < mostFields else { continue }
      fields.append(start..<index)
      start = index + 1
    }
    if fields.count < mostFields { fields.append(start..<row.count) }
    return fields
  }

  /// A field without its quotes. The last one of half a row has no closing quote.
  private static func plain(_ field: Bytes) -> Bytes {
    guard field.first == ascii("\"") else { return field }
    return field.at(1..<(field.count > 1 && field.last == ascii("\"") ? field.count - 1 : field.count))
  }

  /// Two quotes stand for one.
  private static func unquoted(_ field: Bytes) -> [UInt8] {
    var text: [UInt8] = []
    var isEscaped = false
    for byte in field {
      if byte == ascii("\""), !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      text.append(byte)
    }
    return text
  }
}
