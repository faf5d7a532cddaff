import CasebookText

/// A table whose rows are known errors: one column holds the failure, another the fix or the cause.
struct ErrorTable {
  /// The index of the column that holds the error.
  var errorColumn: Int
  /// Other columns that hold messages of the error: `Error code | Error message | Fix`.
  var messageColumns: [Int]
  var header: [String]
  /// Whether the rows are alerts. The section around them is often only a component.
  let hasAlerts: Bool
  /// The row blocks below the header.
  var rows: [Int]

  /// Recognises an error table by its header and its cells together; `nil` for any other table.
  init?(_ tree: MarkdownTree, table: Int, inFailure: Bool, _ gloss: Gloss?) {
    let block = tree.blocks[table]
    var rows: [Int] = []
    var index = table + 1
    while index < block.end {
      if tree.blocks[index].kind == .row { rows.append(index) }
      index = tree.blocks[index].end
    }
    guard rows.count >= 2 else { return nil }
    let header = Self.cells(tree, rows[0]).map { tree.plain(tree.blocks[$0].inlines) }
    guard header.count >= 2 else { return nil }
    rows.removeFirst()
    let problems = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.problem) }
    let remedies = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.remedy) }
    let causes = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.cause) }
    let column = problems.first { !remedies.contains($0) } ?? problems.first ?? 0
    let isCode = TableHeaderWords.names(header[column], TableHeaderWords.code)
    let content = Content(tree, rows, column: column, isCode: isCode, gloss)
    let isErrorTable: Bool
    hasAlerts =
      content.names >= 0.8 && header.contains { TableHeaderWords.names($0, TableHeaderWords.severity) }
    if content.links >= 0.5 || content.marks >= 0.5 {
      isErrorTable = false
    } else if !problems.isEmpty {
      // `Fehler | Fehlerbehebung` matches both; the first is the error column.
      let others =
        remedies.contains { $0 != column } || causes.contains { $0 != column && !problems.contains($0) }
      isErrorTable = (others && content.explains) || content.failing >= 0.5
    } else if hasAlerts {
      isErrorTable = content.explains
    } else if TableHeaderWords.names(header[0], TableHeaderWords.value)
      || (remedies.isEmpty && header.contains { TableHeaderWords.names($0, TableHeaderWords.value) })
    {
      isErrorTable = false
    } else if !remedies.isEmpty, !remedies.contains(column) {
      isErrorTable = content.failing >= 0.5 || (inFailure && content.failing > 0)
    } else {
      isErrorTable = content.explains && (content.stating >= 0.7 || (inFailure && content.stating >= 0.5))
    }
    guard isErrorTable else { return nil }
    errorColumn = column
    messageColumns = problems.filter { $0 != column && !remedies.contains($0) && !causes.contains($0) }
    self.header = header
    self.rows = rows
  }

  static func cells(_ tree: MarkdownTree, _ row: Int) -> [Int] {
    var cells: [Int] = []
    var index = row + 1
    while index < tree.blocks[row].end {
      if tree.blocks[index].kind == .cell { cells.append(index) }
      index = tree.blocks[index].end
    }
    return cells
  }

  /// Statistics about the rows.
  private struct Content {
    /// The share of rows whose error cell mentions a failure.
    var failing = 0.0
    /// The share of rows whose error cell states one; "no" and "not" alone do not.
    var stating = 0.0
    /// The share of rows whose error cell is only a link: a list of further reading.
    var links = 0.0
    /// The share of rows whose error cell is one name in capitals and small letters: `MirrorQueueFilling`.
    var names = 0.0
    /// The share of rows whose error cell is a mark or a count: `yes`, `0`.
    var marks = 0.0
    /// Whether the other cells hold prose rather than values.
    var explains = false

    /// - Parameter isCode: Whether the error cells are codes, which are numbers.
    init(_ tree: MarkdownTree, _ rows: [Int], column: Int, isCode: Bool, _ gloss: Gloss?) {
      var failures = 0
      var statements = 0
      var counted = 0
      var bytes = 0
      var linked = 0
      var named = 0
      var marked = 0
      for row in rows.prefix(200) {
        let cells = ErrorTable.cells(tree, row)
        guard column < cells.count else { continue }
        let title = tree.plain(tree.blocks[cells[column]].inlines)
        if title.isEmpty { continue }
        counted += 1
        if let first = tree.blocks[cells[column]].inlines.first,
          [.linkStart, .imageStart].contains(tree.inlines[first].kind)
        {
          linked += 1
        }
        if FailureWords.words(ofName: title) != nil { named += 1 }
        if TableHeaderWords.marks.contains(title) || (!isCode && title.utf8.count <= 2 && Int(title) != nil) {
          marked += 1
        }
        let sign = FailureWords.sign(gloss.reading(title))
        let isName = !title.contains(" ") && !IdentifierShape.namesFailure(Array(title.utf8)[...])
        if !isName, sign.map({ !FailureWords.isWeak($0) }) == true { statements += 1 }
        if sign != nil || TextShape(Array(title.utf8)[...]).hasFailureWord {
          failures += 1
        }
        for (position, cell) in cells.enumerated() where position != column {
          bytes += tree.plain(tree.blocks[cell].inlines).utf8.count
        }
      }
      guard counted > 0 else { return }
      links = Double(linked) / Double(counted)
      names = Double(named) / Double(counted)
      marks = Double(marked) / Double(counted)
      stating = Double(statements) / Double(counted)
      failing = Double(failures) / Double(counted)
      explains = bytes / counted >= 24
    }
  }
}

/// The cells of a table row as written in the source.
enum TableRowSource {
  /// Splits at unescaped pipes, after any quote and list marks before the table.
  static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    var start = line.startIndex
    while start < line.endIndex,
      line[start] == 0x20 || line[start] == 0x09 || line[start] == UInt8(ascii: ">")
    { start += 1 }
    if start < line.endIndex, line[start] == UInt8(ascii: "|") { start += 1 }
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var index = start
    while index < line.endIndex {
      let byte = line[index]
      if byte == UInt8(ascii: "\\"), index + 1 < line.endIndex, line[index + 1] == UInt8(ascii: "|") {
        cell.append(UInt8(ascii: "|"))
        index += 2
        continue
      }
      if byte == UInt8(ascii: "|") {
        cells.append(cell)
        cell = []
      } else {
        cell.append(byte)
      }
      index += 1
    }
    if cell.contains(where: { $0 > 0x20 }) { cells.append(cell) }
    return cells
  }
}
