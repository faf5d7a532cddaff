import CasebookKnowledge
import CasebookText

/// Gathers a row of PostgreSQL's `csvlog`, which spans lines where a message or a query does, and makes the JSON line of it
/// that `jsonlog` writes.
///
/// Databases made from PostgreSQL have other columns, but the level is always followed by a SQL state of five characters,
/// the message, a detail and a hint (PostgreSQL 18, section 19.8.4).
struct RowReader {
  /// The first line of the row.
  let first: Int
  private(set) var bytes: [UInt8] = []
  private var isQuoted = false

  private static let mostFields = 40
  private static let names: [StaticString] = ["time", "level", "state_code", "message", "detail", "hint"]

  init(first: Int) { self.first = first }

  /// Whether a row starts with `line`: `2021-10-21 08:00:00.123 UTC,"user",…`.
  static func begins(_ line: Bytes) -> Bool {
    guard line.peek(4) == ascii("-"), line.peek(10) == 0x20, line.peek(19) == ascii("."), line[0].isDigit
    else { return false }
    let zone = 20 + line.digitCount(20, limit: 6)
    guard line.peek(zone) == 0x20,
      let comma = line.at(0..<Swift.min(line.count, zone + 10)).index(of: ascii(","), from: zone)
    else { return false }
    let next = line.peek(comma + 1)
    return comma > zone + 1 && (next == ascii("\"") || next == ascii(",") || next.isWord)
      && line.from(comma).prefix(64).count { $0 == ascii(",") } > 2
  }

  /// Adds a line. Returns whether the row ends with it.
  mutating func append(_ line: Bytes) -> Bool {
    if !bytes.isEmpty { bytes.append(0x0A) }
    for byte in line where byte == ascii("\"") { isQuoted.toggle() }
    bytes.append(contentsOf: line.prefix(max(0, LogReader.maxLine - bytes.count)))
    return !isQuoted || bytes.count >= LogReader.maxLine
  }

  /// The row as a line of JSON; `nil` if it has no level and message. Half a row has what it got to.
  func json() -> [UInt8]? {
    bytes.withUnsafeBufferPointer { row in
      let fields = Self.fields(of: row)
      let place = fields.indices.dropFirst(4).first { place in
        guard place + 2 < fields.count, Self.plain(row.at(fields[place + 1])).count == 5 else { return false }
        let word = Self.plain(row.at(fields[place]))
        return word.first?.isUpper == true && LogFields.level(word) != nil
          && Self.plain(row.at(fields[place + 1])).allSatisfy { $0.isUpper || $0.isDigit }
      }
      guard let place else { return nil }
      var json: [UInt8] = []
      for (name, field) in zip(Self.names, fields[..<1] + fields[place...]) {
        let value = Self.plain(row.at(field))
        if value.isEmpty { continue }
        json.append(json.isEmpty ? ascii("{") : ascii(","))
        JournalReader.quote(name.withUTF8Buffer { Array($0) }, to: &json)
        json.append(ascii(":"))
        JournalReader.quote(Self.unquoted(value), to: &json)
      }
      json.append(ascii("}"))
      return json
    }
  }

  private static func fields(of row: Bytes) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var (start, isQuoted) = (0, false)
    for (index, byte) in row.enumerated() {
      if byte == ascii("\"") { isQuoted.toggle() }
      guard byte == ascii(","), !isQuoted, fields.count < mostFields else { continue }
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
