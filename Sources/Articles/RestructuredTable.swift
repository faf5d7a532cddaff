import CasebookText

/// The cells of a table of reStructuredText, each with its lines.
struct RestructuredTable {
  typealias Cell = [RestructuredLine]

  /// The rows of the header, and the rows below it.
  var header: [[Cell]] = []
  var rows: [[Cell]] = []

  /// Wider tables are not read as tables.
  static let maxColumns = 64

  /// Whether the table only puts blocks of code side by side.
  var isLayout: Bool {
    header.isEmpty
      && rows.contains { $0.first.map { $0.count > 3 && $0[0].starts(with: ".. code") } == true }
  }

  /// Makes the first rows the header.
  mutating func moveHeader(_ count: Int) {
    let count = min(max(count, 0), rows.count)
    header += rows[..<count]
    rows.removeFirst(count)
  }

  // MARK: Lists and values

  /// Reads a list of rows, each of which is a list of cells.
  init?(list lines: [RestructuredLine], headerRows: Int) {
    for row in Self.items(lines) { rows.append(Self.items(row)) }
    guard rows.contains(where: { !$0.isEmpty }) else { return nil }
    moveHeader(headerRows)
  }

  /// The items of a list, each without its mark.
  private static func items(_ lines: [RestructuredLine]) -> [[RestructuredLine]] {
    var items: [[RestructuredLine]] = []
    var width = 2
    for line in lines {
      let isMark = line.indent == 0 && line.text.first.map { "*-+".utf8.contains($0) } == true
      let rest = line.text.dropFirst()
      if isMark, rest.isEmpty || rest.first == 0x20 {
        let content = rest.drop { $0 == 0x20 }
        width = rest.isEmpty ? 2 : content.startIndex - line.text.startIndex
        items.append([RestructuredLine(line.number, part: content)])
      } else if !items.isEmpty {
        items[items.count - 1].append(line.outdented(by: width))
      }
    }
    return items
  }

  /// Reads values between commas or another character; quoted ones may go on over several lines.
  init?(values lines: [RestructuredLine], header: [RestructuredLine], headerRows: Int, separator: UInt8) {
    self.header = Self.records(header, separator: separator)
    rows = Self.records(lines, separator: separator)
    guard !rows.isEmpty else { return nil }
    moveHeader(headerRows)
  }

  private static func records(_ lines: [RestructuredLine], separator: UInt8) -> [[Cell]] {
    var records: [[Cell]] = []
    var record: [Cell] = []
    var cell: Cell = []
    var part: [UInt8] = []
    var isQuoted = false
    for line in lines {
      if line.isBlank, !isQuoted { continue }
      let text = line.text
      var index = text.startIndex
      while index < text.endIndex {
        let byte = text[index]
        if isQuoted {
          if byte != UInt8(ascii: "\"") {
            part.append(byte)
          } else if index + 1 < text.endIndex, text[index + 1] == byte {
            part.append(byte)
            index += 1
          } else {
            isQuoted = false
          }
        } else if byte == UInt8(ascii: "\""), cell.isEmpty, part.allSatisfy({ $0 == 0x20 }) {
          isQuoted = true
          part = []
        } else if byte == separator {
          record.append(cell + [RestructuredLine(line.number, part: part[...])])
          (cell, part) = ([], [])
        } else {
          part.append(byte)
        }
        index += 1
      }
      cell.append(RestructuredLine(line.number, part: part[...]))
      part = []
      if isQuoted { continue }
      records.append(record + [cell])
      (record, cell) = ([], [])
    }
    if !cell.isEmpty { records.append(record + [cell]) }
    return records
  }
}
