import CasebookText

/// An HTML table converted to the lines of a Markdown table, so that the same rules apply to both.
struct HTMLTable {
  /// The Markdown, header and rule first.
  private(set) var markdown: [UInt8] = []
  /// For each line of the Markdown, the line of the file.
  private(set) var lines: [Int] = []
  /// The lines of cells that span the whole table: headings between rows.
  private(set) var spanning: [Int] = []

  struct TableRow {
    var line: Int
    var isHead: Bool
    var cells: [HTMLCell] = []
  }

  private static let maxColumns = 50

  /// Lays out the cells. `nil` if there are none, or more columns than people read.
  init?(_ rows: [TableRow]) {
    guard let first = rows.first else { return nil }
    let width = rows.lazy.map { $0.cells.reduce(0) { $0 + $1.columns } }.max() ?? 0
    guard (1...Self.maxColumns).contains(width) else { return nil }
    var grid = Self.grid(rows, width, &spanning)
    if grid.isEmpty { return nil }
    if Self.isHeader(first) {
      append(grid.removeFirst(), width)
    } else {
      append((first.line, []), width)
    }
    append((first.line, [[UInt8]](repeating: Array("--".utf8), count: width)), width)
    for row in grid { append(row, width) }
  }

  /// The texts of the cells by row and column. All rows beside a first cell that spans several rows become
  /// one row; any other cell that spans several rows is repeated in each.
  private static func grid(_ rows: [TableRow], _ width: Int, _ spanning: inout [Int]) -> [(
    line: Int, cells: [[UInt8]]
  )] {
    var grid: [(line: Int, cells: [[UInt8]])] = []
    var below = [(rows: Int, text: [UInt8])](repeating: (0, []), count: width)
    for row in rows where !row.cells.isEmpty {
      if row.cells.count == 1, row.cells[0].columns >= width, width > 1 {
        spanning.append(row.line)
        continue
      }
      let isMore = below[0].rows > 0
      var texts = [[UInt8]](repeating: [], count: width)
      var column = 0
      func fill() {
        while column < width, below[column].rows > 0 {
          below[column].rows -= 1
          texts[column] = below[column].text
          column += 1
        }
      }
      for cell in row.cells {
        fill()
        guard column < width else { break }
        texts[column] = cell.markdown
        for spanned in column..<min(width, column + cell.columns) where cell.rows > 1 {
          below[spanned] = (cell.rows - 1, spanned == column ? cell.markdown : [])
        }
        column += cell.columns
      }
      fill()
      if isMore, let last = grid.indices.last {
        for column in 1..<max(1, width)
        where !texts[column].isEmpty && grid[last].cells[column] != texts[column] {
          if !grid[last].cells[column].isEmpty { grid[last].cells[column] += Array("<br>".utf8) }
          grid[last].cells[column] += texts[column]
        }
      } else {
        grid.append((row.line, texts))
      }
    }
    return grid
  }

  /// Whether the first row names the columns: by its markup, or by short cells with the words of headers.
  private static func isHeader(_ row: TableRow) -> Bool {
    if row.isHead || row.cells.allSatisfy(\.isHeader) { return true }
    let names = row.cells.map { String(decoding: $0.markdown, as: UTF8.self) }
    let words = [
      TableHeaderWords.problem, TableHeaderWords.remedy, TableHeaderWords.cause, TableHeaderWords.value,
    ]
    return names.allSatisfy { name in
      name.utf8.count <= 60 && !name.contains("`") && !name.contains(text: "<br>")
        && words.contains { TableHeaderWords.names(name, $0) }
    }
  }

  private mutating func append(_ row: (line: Int, cells: [[UInt8]]), _ width: Int) {
    for column in 0..<width {
      markdown += Array("| ".utf8)
      if column < row.cells.count { markdown += row.cells[column] }
      markdown.append(0x20)
    }
    markdown += Array("|\n".utf8)
    lines.append(row.line)
  }
}

/// Reads tables from HTML piece by piece, because cells may contain Markdown between blank lines.
struct HTMLTableReader {
  /// The complete tables, as rows.
  private(set) var tables: [[HTMLTable.TableRow]] = []
  private var rows: [HTMLTable.TableRow] = []
  private var row: HTMLTable.TableRow?
  private var cell: HTMLCell?
  /// The number of open tables: nested tables are text of a cell.
  private var depth = 0
  private var isInHead = false
  private var isInComment = false

  /// Whether a table is open.
  var isInside: Bool { depth > 0 }

  /// Reads HTML; `line` is the number of its first line.
  mutating func read(html: ArraySlice<UInt8>, line first: Int) {
    var line = first
    var index = html.startIndex
    while index < html.endIndex {
      if isInComment {
        guard let end = html[index...].range(ofBytes: Array("-->".utf8)) else { return }
        line += html[index..<end.upperBound].count { $0 == 0x0A }
        isInComment = false
        index = end.upperBound
        continue
      }
      let text = html[index...].prefix { $0 != UInt8(ascii: "<") }
      cell?.add(text: text)
      line += text.count { $0 == 0x0A }
      index = text.endIndex
      guard index < html.endIndex else { return }
      if html[index...].starts(with: "<!--".utf8) {
        isInComment = true
      } else if let tag = HTMLTag(in: html, at: index), MarkdownTree.isTag(tag.name) {
        read(tag, line: line)
        line += html[tag.range].count { $0 == 0x0A }
        index = tag.range.upperBound
      } else {
        cell?.add(text: html[index...index])
        index += 1
      }
    }
  }

  /// Reads Markdown inside a cell.
  mutating func read(markdown: ArraySlice<UInt8>) {
    cell?.add(text: markdown)
    cell?.add(text: [0x20])
  }

  /// Reads a code block inside a cell.
  mutating func read(code: ArraySlice<UInt8>) { cell?.add(code: code) }

  /// Closes the elements that have no end tag.
  mutating func finish() {
    guard depth > 0 else { return }
    depth = 0
    endRow()
    tables.append(rows)
    rows = []
  }

  private mutating func read(_ tag: HTMLTag, line: Int) {
    let name = String(decoding: tag.name, as: UTF8.self)
    if name == "table" {
      if !tag.isEnd {
        depth += 1
      } else if depth == 1 {
        finish()
      } else if depth > 1 {
        depth -= 1
      }
      return
    }
    guard depth == 1, ["tr", "td", "th", "thead", "tbody", "tfoot"].contains(name) else {
      cell?.add(tag)
      return
    }
    switch name {
    case "tr":
      endRow()
      if !tag.isEnd { row = HTMLTable.TableRow(line: line, isHead: isInHead) }
    case "td", "th":
      endCell()
      guard !tag.isEnd else { return }
      if row == nil { row = HTMLTable.TableRow(line: line, isHead: isInHead) }
      cell = HTMLCell(tag)
    default:
      endRow()
      isInHead = name == "thead" && !tag.isEnd
    }
  }

  private mutating func endCell() {
    if let cell { row?.cells.append(cell) }
    cell = nil
  }

  private mutating func endRow() {
    endCell()
    if let row { rows.append(row) }
    row = nil
  }
}
