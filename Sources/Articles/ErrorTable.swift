/// A table whose rows are known errors: one column says what fails, another what to do or why.
struct ErrorTable {
  /// Which column holds the error.
  var errorColumn: Int
  var header: [String]
  /// The row blocks below the header.
  var rows: [Int]

  /// Recognises an error table by its header and by what the cells hold together; `nil` for any other table.
  init?(_ tree: MarkdownTree, table: Int, inFailure: Bool) {
    let block = tree.blocks[table]
    var rows: [Int] = []
    var index = table + 1
    while index < block.end {
      if tree.blocks[index].kind == .row { rows.append(index) }
      index = tree.blocks[index].end
    }
    guard rows.count >= 2, rows.count <= 10_000 else { return nil }
    let header = Self.cells(tree, rows[0]).map { tree.plain(tree.blocks[$0].inlines) }
    guard header.count >= 2 else { return nil }
    rows.removeFirst()
    let problems = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.problem) }
    let remedies = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.remedy) }
    let causes = header.indices.filter { TableHeaderWords.names(header[$0], TableHeaderWords.cause) }
    let column = problems.first { !remedies.contains($0) } ?? problems.first ?? 0
    let content = Content(tree, rows, column: column)
    let isErrorTable: Bool
    if !problems.isEmpty {
      // `Fehler | Fehlerbehebung` names both; the error column is the first.
      let others =
        remedies.contains { $0 != column } || causes.contains { $0 != column && !problems.contains($0) }
      isErrorTable = (others && content.explains) || content.failing >= 0.5
    } else if !remedies.isEmpty, !remedies.contains(column) {
      isErrorTable = content.failing >= 0.5 || (inFailure && content.failing > 0)
    } else {
      isErrorTable = content.explains && (content.failing >= 0.7 || (inFailure && content.failing >= 0.5))
    }
    guard isErrorTable else { return nil }
    errorColumn = column
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

  /// What the rows hold.
  private struct Content {
    /// The share of rows whose error cell speaks of a failure.
    var failing = 0.0
    /// Whether the other cells are prose rather than values.
    var explains = false

    init(_ tree: MarkdownTree, _ rows: [Int], column: Int) {
      var failures = 0
      var counted = 0
      var bytes = 0
      for row in rows.prefix(200) {
        let cells = ErrorTable.cells(tree, row)
        guard column < cells.count else { continue }
        let title = tree.plain(tree.blocks[cells[column]].inlines)
        if title.isEmpty { continue }
        counted += 1
        if FailureWords.sign(title) != nil || Wording(Array(title.utf8)[...]).hasFailureWord { failures += 1 }
        for (position, cell) in cells.enumerated() where position != column {
          bytes += tree.plain(tree.blocks[cell].inlines).utf8.count
        }
      }
      guard counted > 0 else { return }
      failing = Double(failures) / Double(counted)
      explains = bytes / counted >= 24
    }
  }
}

/// The cells of a table row as they stand in the source.
enum TableRowSource {
  /// Splits at the pipes that are not escaped, after the marks of quotes and lists around the table.
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

/// The stable name of a row: from what every translation keeps, never from words.
enum RowSlug {
  static func telling(title: String, titleLiterals: [Literal], otherLiterals: [Literal]) -> String? {
    if let number = errorNumber(title) { return number }
    if let name = best(tokens(title)) { return shaped(name) }
    if let code = best(titleLiterals.filter { $0.kind == .codeSpan }.map { Array($0.text.utf8)[...] }) {
      return shaped(code)
    }
    if let pin = otherLiterals.map(\.text).filter({ $0.contains("==") }).min(),
      let name = pin.split(separator: "=").first
    {
      return shaped(Array(name.utf8)[...])
    }
    let names = otherLiterals.filter { $0.kind == .codeSpan || $0.kind == .strong }.flatMap {
      tokens($0.text)
    }
    return best(names).map(shaped)
  }

  /// A number of three digits or more that stands alone: `409`, `8453`.
  private static func errorNumber(_ title: String) -> String? {
    let parts = Array(title.utf8).split {
      !$0.isASCIILetterOrDigit && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".")
    }
    for part in parts where (3...6).contains(part.count) && part.allSatisfy(\.isASCIIDigit) {
      return String(decoding: part, as: UTF8.self)
    }
    return nil
  }

  /// The words of a text that are identifiers or acronyms.
  private static func tokens(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split {
      !$0.isASCIILetterOrDigit && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".")
        && $0 != UInt8(ascii: "/")
    }.compactMap { part in
      var part = part
      while part.last == UInt8(ascii: ".") || part.last == UInt8(ascii: "/") { part.removeLast() }
      while part.first == UInt8(ascii: ".") || part.first == UInt8(ascii: "/") { part.removeFirst() }
      guard part.count >= 3, part.contains(where: \.isASCIILetter) else { return nil }
      let isAcronym = part.allSatisfy { $0.isASCIIUppercase || $0.isASCIIDigit }
      return isAcronym || IdentifierShape.matches(part) ? part : nil
    }
  }

  /// The longest, then the first in the alphabet: the order of words differs between languages.
  private static func best(_ names: [ArraySlice<UInt8>]) -> ArraySlice<UInt8>? {
    names.filter { $0.count <= 200 && !$0.isEmpty }.min { a, b in
      a.count != b.count ? a.count > b.count : a.lexicographicallyPrecedes(b)
    }
  }

  private static func shaped(_ bytes: ArraySlice<UInt8>) -> String {
    var slug: [UInt8] = []
    for byte in bytes {
      if byte.isASCIILetterOrDigit || byte == UInt8(ascii: "_") {
        slug.append(byte.lowercasedASCII)
      } else if let last = slug.last, last != UInt8(ascii: "-") {
        slug.append(UInt8(ascii: "-"))
      }
      if slug.count >= 48 { break }
    }
    while slug.last == UInt8(ascii: "-") { slug.removeLast() }
    return slug.isEmpty ? "row" : String(decoding: slug, as: UTF8.self)
  }
}
