import CasebookText

/// Tables that are drawn: with lines around the cells, or with a line above each column.
extension RestructuredTable {
  // MARK: Grids

  /// The line after the grid that begins at a line; `nil` if none begins there.
  static func endOfGrid(_ lines: ArraySlice<RestructuredLine>, from index: Int) -> Int? {
    let text = lines[index].text
    guard lines[index].indent == 0, text.count > 2, text.last == UInt8(ascii: "+"), isBorder(text) else {
      return nil
    }
    var end = index + 1
    while end < lines.endIndex, lines[end].starts(with: "|") || lines[end].starts(with: "+") { end += 1 }
    return end > index + 2 ? end : nil
  }

  private static func isBorder(_ text: ArraySlice<UInt8>) -> Bool {
    text.first == UInt8(ascii: "+") && text.allSatisfy { "+-=".utf8.contains($0) }
  }

  /// Reads the lines of a grid. All that is beside a first cell of several rows is one row; any other cell of
  /// several rows is repeated in each.
  init?(grid lines: ArraySlice<RestructuredLine>) {
    let columns = Self.columns(lines)
    guard (2...(Self.maxColumns + 1)).contains(columns.count) else { return nil }
    var grid = RestructuredGrid(columns: columns)
    for line in lines { grid.read(line) }
    // Repeated text stays in proportion to the whole.
    let repeated = grid.rows.joined().reduce(0) { $0 + grid.cells[$1].count }
    guard !grid.rows.isEmpty, repeated <= Self.mostRepeated + 8 * lines.count else { return nil }
    rows = grid.rows.map { row in row.map { grid.cells[$0][...].outdented } }
    moveHeader(grid.headerRows ?? 0)
  }

  /// The columns in which any border has a corner.
  private static func columns(_ lines: ArraySlice<RestructuredLine>) -> [Int] {
    var columns: Set<Int> = []
    for line in lines where isBorder(line.text) {
      for (column, byte) in line.text.enumerated() where byte == UInt8(ascii: "+") { columns.insert(column) }
      if columns.count > maxColumns + 1 { return [] }
    }
    return columns.sorted()
  }

  private static let mostRepeated = 2000
  /// A table with more cells is text.
  private static let mostCells = 50_000

  // MARK: Simple tables

  /// The borders of the simple table that begins at a line: above, perhaps below the header, and below.
  static func borders(_ lines: ArraySlice<RestructuredLine>, from index: Int) -> [Int]? {
    guard isSimpleBorder(lines[index]) else { return nil }
    var borders = [index]
    var next = index + 1
    while next < lines.endIndex {
      if isSimpleBorder(lines[next]) {
        borders.append(next)
        let isEnd = next + 1 == lines.endIndex || lines[next + 1].isBlank
        // A second border right below the first does not end a header.
        if isEnd || borders.count == 3 { return next > borders[borders.count - 2] + 1 ? borders : nil }
      }
      next += 1
    }
    return nil
  }

  private static func isSimpleBorder(_ line: RestructuredLine) -> Bool {
    line.indent == 0 && line.text.first == UInt8(ascii: "=") && line.text.contains(0x20)
      && line.text.allSatisfy { $0 == UInt8(ascii: "=") || $0 == 0x20 }
  }

  /// Reads the lines between borders. A line without text in the first column goes on with the row above.
  init?(simple lines: ArraySlice<RestructuredLine>, borders: [Int]) {
    guard let top = borders.first, let bottom = borders.last else { return nil }
    let starts = Self.starts(lines[top].text)
    guard (2...Self.maxColumns).contains(starts.count) else { return nil }
    for index in (top + 1)..<bottom {
      let line = lines[index]
      if borders.contains(index) {
        moveHeader(rows.count)
        continue
      }
      // A line below the heads of several columns.
      if line.isBlank
        || (line.text.count > 2 && line.text.allSatisfy { $0 == UInt8(ascii: "-") || $0 == 0x20 })
      {
        continue
      }
      guard (rows.count + 1) * starts.count <= Self.mostCells else { return nil }
      let cells = Self.cells(line, starts)
      if rows.isEmpty || !cells[0].isBlank {
        rows.append(cells.map { [$0] })
      } else {
        for column in cells.indices { rows[rows.count - 1][column].append(cells[column]) }
      }
    }
    guard !rows.isEmpty || !header.isEmpty else { return nil }
    for row in rows.indices { rows[row] = rows[row].map { $0[...].outdented } }
    for row in header.indices { header[row] = header[row].map { $0[...].outdented } }
  }

  /// The columns at which the runs of a border begin.
  private static func starts(_ border: ArraySlice<UInt8>) -> [Int] {
    var starts: [Int] = []
    var before: UInt8 = 0x20
    for (column, byte) in border.enumerated() {
      if byte != 0x20, before == 0x20 { starts.append(column) }
      before = byte
      if starts.count > maxColumns { break }
    }
    return starts
  }

  private static func cells(_ line: RestructuredLine, _ starts: [Int]) -> [RestructuredLine] {
    let places = DisplayColumns(line.whole[...])
    var cells: [RestructuredLine] = []
    var start = 0
    for column in starts.indices {
      let next = column + 1 < starts.count ? starts[column + 1] : nil
      // Text over the gap between two columns belongs to both.
      if let next, places[(next - 1)..<next].first.map({ $0 > 0x20 }) == true {
        cells.append(RestructuredLine(line.number, part: []))
        continue
      }
      var text = places[start..<(next ?? max(start, places.count))]
      // A backslash alone holds the place of an empty cell.
      if text.trimmed.elementsEqual([UInt8(ascii: "\\")]) { text = [] }
      let cell = RestructuredLine(line.number, part: text)
      let first = cells.count
      cells.append(cell)
      // The text of a wide cell belongs to its first column.
      var owner = first
      while owner > 0, starts[owner] > start { owner -= 1 }
      if owner < first { cells.swapAt(owner, first) }
      start = next ?? start
    }
    return cells
  }
}

/// The rows of a grid, read line by line.
private struct RestructuredGrid {
  /// The columns of the corners.
  let columns: [Int]
  private(set) var cells: [RestructuredTable.Cell] = []
  /// The cells of each row, by their index.
  private(set) var rows: [[Int]] = []
  /// How many rows are above the double line.
  private(set) var headerRows: Int?
  /// The cells of the row that is open.
  private var open: [Int] = []

  init(columns: [Int]) { self.columns = columns }

  mutating func read(_ line: RestructuredLine) {
    let places = DisplayColumns(line.text)
    let segments = columns.indices.dropLast().map { places[(columns[$0] + 1)..<columns[$0 + 1]] }
    let ends = segments.map(Self.isRule)
    // Only a line that ends the first cell ends the row.
    guard ends[0] else {
      if open.isEmpty { open = segments.map { _ in begin(line.number) } }
      return addTexts(line, places, ends)
    }
    if !open.isEmpty {
      rows.append(open)
      for column in segments.indices where ends[column] { open[column] = begin(line.number) }
      addTexts(line, places, ends)
    }
    if headerRows == nil, segments.allSatisfy({ $0.first == UInt8(ascii: "=") }) { headerRows = rows.count }
  }

  private mutating func begin(_ number: Int) -> Int {
    cells.append([RestructuredLine(number, part: [])])
    return cells.count - 1
  }

  /// Adds the parts of a line to their cells; a border leaves a blank line. Where no border separates two
  /// columns, the cell of the first goes on in the second.
  private mutating func addTexts(_ line: RestructuredLine, _ places: DisplayColumns, _ ends: [Bool]) {
    var first = 0
    for column in ends.indices {
      let next = column + 1
      let corner = places[columns[next]..<(columns[next] + 1)].first
      let isWide = next < ends.count && !ends[column] && !ends[next] && corner != UInt8(ascii: "|")
      if isWide, corner != UInt8(ascii: "+") { continue }
      let text = ends[column] ? [] : places[(columns[first] + 1)..<columns[next]]
      cells[open[first]].append(RestructuredLine(line.number, part: text))
      first = next
    }
  }

  /// Whether a part of a line ends the cell above it.
  private static func isRule(_ text: ArraySlice<UInt8>) -> Bool {
    !text.isEmpty && text.allSatisfy { "-=+".utf8.contains($0) }
  }
}

/// The bytes of a line by the columns in which a terminal shows them.
private struct DisplayColumns {
  private let text: ArraySlice<UInt8>
  /// The index of the character in each column; `nil` if each byte has a column.
  private let indices: [Int]?

  var count: Int { indices?.count ?? text.count }

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    guard text.contains(where: { $0 >= 0x80 }) else {
      indices = nil
      return
    }
    var places: [Int] = []
    var index = text.startIndex
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      for _ in 0..<Self.width(of: scalar) { places.append(index) }
      index += UTF8.width(scalar)
    }
    indices = places
  }

  /// The text in some columns, as far as the line has them.
  subscript(_ columns: Range<Int>) -> ArraySlice<UInt8> {
    guard columns.lowerBound < columns.upperBound, columns.lowerBound < count else { return text.suffix(0) }
    return text[index(columns.lowerBound)..<index(columns.upperBound)]
  }

  private func index(_ column: Int) -> Int {
    guard column < count else { return text.endIndex }
    return indices?[column] ?? text.startIndex + column
  }

  /// Combining marks have no column of their own, East Asian characters have two.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    if [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory) { return 0 }
    let isWide =
      (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
      || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
      || (0xFFE0...0xFFE6).contains(scalar.value) || (0x1F300...0x1F64F).contains(scalar.value)
      || (0x20000...0x3FFFD).contains(scalar.value)
    return isWide ? 2 : 1
  }
}
