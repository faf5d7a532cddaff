import CasebookText

/// Tables, written as Markdown with one line a row.
extension RestructuredText {
  /// Reads a table that is drawn; returns the line after it.
  mutating func readTable(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    if let end = RestructuredTable.endOfGrid(lines, from: index) {
      guard let table = RestructuredTable(grid: lines[index..<end]) else { return nil }
      add(table)
      return end
    }
    guard let borders = RestructuredTable.borders(lines, from: index), let last = borders.last,
      let table = RestructuredTable(simple: lines, borders: borders)
    else { return nil }
    add(table)
    return last + 1
  }

  /// Reads a directive that is a table; `false` for any other.
  mutating func readTable(_ directive: RestructuredDirective) -> Bool {
    let table: RestructuredTable?
    let headerRows = Int(String(decoding: directive.option("header-rows"), as: UTF8.self)) ?? 0
    switch String(decoding: directive.name, as: UTF8.self) {
    case "list-table", "flat-table":
      table = RestructuredTable(list: directive.body, headerRows: headerRows)
    case "csv-table":
      table = RestructuredTable(
        values: directive.body, header: directive.options[Array("header".utf8)] ?? [],
        headerRows: headerRows, separator: Self.separator(directive.option("delim")))
    case "table":
      addCaption(of: directive)
      readInside(directive.body)
      return true
    default: return false
    }
    addCaption(of: directive)
    if let table { add(table) }
    return true
  }

  private mutating func addCaption(of directive: RestructuredDirective) {
    let title = directive.title
    if !title.isEmpty { addParagraph(title, at: directive.number, last: directive.number) }
    output.separate()
  }

  private static func separator(_ name: [UInt8]) -> UInt8 {
    switch String(decoding: name, as: UTF8.self) {
    case "tab": 0x09
    case "space": 0x20
    default: name.count == 1 ? name[0] : UInt8(ascii: ",")
    }
  }

  // MARK: Markdown

  private mutating func add(_ table: RestructuredTable) {
    let rows = table.header + table.rows
    let width = min(rows.map(\.count).max() ?? 0, RestructuredTable.maxColumns)
    guard width > 0, let first = rows.first?.first?.first?.number ?? rows.lazy.joined().joined().first?.number
    else { return }
    output.separate()
    if table.isLayout {
      for cell in rows.joined() {
        readInside(cell[...].outdented)
        output.separate()
      }
      return
    }
    var titles = [[UInt8]](repeating: [], count: width)
    for row in table.header {
      for (column, cell) in row.prefix(width).enumerated() {
        let text = markdown(of: cell)
        titles[column] += (titles[column].isEmpty || text.isEmpty ? [] : [0x20]) + text
      }
    }
    add(row: titles, at: first)
    add(row: [[UInt8]](repeating: Array("---".utf8), count: width), at: first)
    for row in table.rows {
      let number = row.lazy.joined().first { !$0.isBlank }?.number ?? first
      add(row: row.prefix(width).map { markdown(of: $0) }, at: number)
    }
    output.separate()
  }

  private mutating func add(row: [[UInt8]], at number: Int) {
    var line = [UInt8(ascii: "|")]
    for cell in row { line += [0x20] + cell + [0x20, UInt8(ascii: "|")] }
    output.add(line, at: number)
  }

  /// The text of a cell on one line.
  private func markdown(of cell: [RestructuredLine]) -> [UInt8] {
    var inner = RestructuredText(targets, depth: depth + 1, isInBox: true)
    inner.readInside(cell[...].outdented)
    return RestructuredCell.line(inner.output.bytes)
  }
}

/// A cell of a table: its blocks on one line, with `<br>` between them.
enum RestructuredCell {
  static func line(_ markdown: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    var fence: ArraySlice<UInt8>?
    var isNewBlock = false
    for whole in markdown.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let text = whole.drop { $0 == 0x20 || $0 == UInt8(ascii: ">") }
      if let open = fence {
        if text.elementsEqual(open) {
          fence = nil
          isNewBlock = true
        } else if !text.isEmpty {
          append(text.codeSpan, to: &line, isNewBlock: true)
        }
      } else if text.starts(with: "```".utf8) {
        fence = text.prefix { $0 == 0x60 }
      } else if text.isEmpty {
        isNewBlock = true
      } else if !text.starts(with: "[!".utf8) {
        append(Array(text), to: &line, isNewBlock: isNewBlock || beginsItem(text))
        isNewBlock = false
      }
    }
    return line
  }

  private static func beginsItem(_ text: ArraySlice<UInt8>) -> Bool {
    text.starts(with: "- ".utf8) || text.drop(while: \.isDigit).starts(with: ". ".utf8)
  }

  private static func append(_ text: [UInt8], to line: inout [UInt8], isNewBlock: Bool) {
    if !line.isEmpty { line += isNewBlock ? Array("<br>".utf8) : [0x20] }
    var isEscaped = false
    for byte in text {
      if byte == UInt8(ascii: "|"), !isEscaped { line.append(UInt8(ascii: "\\")) }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      line.append(byte)
    }
  }
}
