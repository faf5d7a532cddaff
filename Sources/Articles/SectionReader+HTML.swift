import CasebookText

/// Error tables written in HTML.
extension SectionReader {
  private static let maxTableBytes = 1 << 20

  /// Reads the tables in an HTML block and the following blocks up to the end of the tables; returns the
  /// index of the next block. Other tables are read as text.
  mutating func readHTML(_ first: Int, before limit: Int) -> Int {
    let block = tree.blocks[first]
    guard first >= tablesEnd,
      tree.text[block.text].folded.range(ofBytes: Array("<table".utf8)) != nil
    else {
      return first + 1
    }
    let line = block.firstLine + offset
    var reader = HTMLTableReader()
    var bytes = 0
    var next = first
    repeat {
      let piece = tree.blocks[next]
      let lines = (piece.firstLine + offset)...max(piece.firstLine, piece.lastLine) + offset
      switch piece.kind {
      case .html: reader.read(html: tree.text[piece.text], line: lines.lowerBound)
      case .code: reader.read(code: tree.text[piece.text])
      default: reader.read(markdown: source.bytes[source.lines(lines)])
      }
      bytes += source.lines(lines).count
      next = piece.end
    } while reader.isInside && next < limit && bytes < Self.maxTableBytes && !hasOpenTable
    if reader.isInside {
      if !hasOpenTable {
        warnings.append(
          .init(line: line, message: "an HTML table is never closed; read up to the next blank line"))
      }
      hasOpenTable = true
      next = block.end
      reader = HTMLTableReader()
      reader.read(html: tree.text[block.text], line: line)
      reader.finish()
    }
    tablesEnd = next
    var isErrorTable = false
    for table in reader.tables { if readRows(table) { isErrorTable = true } }
    return isErrorTable ? next : first + 1
  }

  /// Reads the rows of an error table like a Markdown table; `false` if it is not an error table.
  private mutating func readRows(_ rows: [HTMLTable.TableRow]) -> Bool {
    guard let table = HTMLTable(rows), let text = try? SourceText(table.markdown),
      (try? NestingGuard.check(text, from: 1)) != nil
    else { return false }
    let tree = BoundedMarkdown(text.bytes).tree
    guard let block = tree.blocks.firstIndex(where: { $0.kind == .table }),
      let errors = ErrorTable(tree, table: block, inFailure: inFailure, source.gloss)
    else { return false }
    var reader = SectionReader(tree, text, offset: 0, inFailure: inFailure)
    reader.rows = self.rows
    reader.rowSlugs = rowSlugs
    reader.room = room
    reader.tableHeader = tableHeader
    reader.readRows(errors)
    func moved(_ line: Int) -> Int { table.lines[min(max(line, 1), table.lines.count) - 1] }
    for index in self.rows.count..<reader.rows.count { reader.rows[index].moveLines(moved) }
    for index in reader.literals.indices { reader.literals[index].line = moved(reader.literals[index].line) }
    self.rows = reader.rows
    rowSlugs = reader.rowSlugs
    room = reader.room
    tableHeader = reader.tableHeader
    literals += reader.literals
    for line in table.spanning {
      warnings.append(
        .init(line: line, message: "a cell as wide as its table is not a row; kept as Markdown"))
    }
    return true
  }
}
