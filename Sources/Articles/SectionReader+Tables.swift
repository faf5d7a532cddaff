/// Error tables and lists of messages.
extension SectionReader {
  mutating func readRows(_ table: ErrorTable) {
    if tableHeader == nil, !table.hasAlerts {
      tableHeader = table.header.filter { !$0.isEmpty }.joined(separator: " | ")
    }
    var candidates: [RowSlug.Candidates] = []
    let first = rows.count
    for row in table.rows where room.rows > 0 {
      let cells = ErrorTable.cells(tree, row)
      guard table.errorColumn < cells.count else { continue }
      let titleCell = cells[table.errorColumn]
      let title = tree.plain(tree.blocks[titleCell].inlines)
      let others = cells.filter { $0 != titleCell && !tree.blocks[$0].inlines.isEmpty }
      guard !title.isEmpty else { continue }
      let line = tree.blocks[row].firstLine + offset
      var titleReader = readError(titleCell, line: line)
      for column in table.messageColumns where column < cells.count {
        guard TextShape(Array(tree.plain(tree.blocks[cells[column]].inlines).utf8)[...]).words >= 2 else {
          continue
        }
        for message in readError(cells[column], line: line).messages {
          titleReader.add(message.text, message.source, line: message.line)
        }
      }
      var otherReader = SectionReader(tree, source, offset: offset, inFailure: true)
      for cell in others { otherReader.read(cell..<(cell + 1)) }
      let codes = others.map { tree.plain(tree.blocks[$0].inlines) }.filter(RowSlug.isCode)
      for code in codes where IdentifierShape.matches(Array(code.utf8)[...]) {
        titleReader.add(code, .tableCell, line: line)
      }
      room.rows -= 1
      room.messages -= titleReader.messages.count
      candidates.append(
        RowSlug.Candidates(
          codes: codes, title: title, titleLiterals: titleReader.literals, otherLiterals: otherReader.literals
        ))
      rows.append(
        ErrorRow(
          slug: "", title: title, markdown: resolution(table, line: line), line: line,
          literals: titleReader.literals + otherReader.literals, messages: titleReader.messages))
      for literal in titleReader.literals + otherReader.literals { keep(literal) }
    }
    for (index, slug) in RowSlug.slugs(candidates, after: first).enumerated() {
      rows[first + index].slug = rowSlugs.unique(slug)
    }
  }

  /// Reads the cell that describes the failure. Its whole text is a message, unless it quotes several: `A` or
  /// `B`.
  private func readError(_ cell: Int, line: Int) -> SectionReader {
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.read(cell..<(cell + 1))
    let quoted = reader.messages
    reader.messages = []
    if quoted.count(where: { $0.source == .codeSpan }) < 2 {
      reader.add(tree.plain(tree.blocks[cell].inlines), .tableCell, line: line)
    }
    for message in quoted { reader.add(message.text, message.source, line: message.line) }
    return reader
  }

  /// The other cells of the row, from the source; several cells each follow their column's header.
  func resolution(_ table: ErrorTable, line: Int) -> String {
    let cells = TableRowSource.cells(source.bytes[source.line(line)])
    var parts: [(header: String, text: String)] = []
    for (position, cell) in cells.enumerated()
    where position != table.errorColumn {
      let text = String(decoding: cell, as: UTF8.self).trimmed
      if !text.isEmpty { parts.append((position < table.header.count ? table.header[position] : "", text)) }
    }
    if parts.count == 1 { return parts[0].text }
    return parts.map { $0.header.isEmpty ? $0.text : "**\($0.header)**: \($0.text)" }.joined(
      separator: "\n\n")
  }

  /// A table of one column lists messages, often with `{placeholder}`s, unless its items are instructions.
  mutating func readTemplates(_ block: MarkdownTree.Block, _ table: Int) {
    var index = table + 1
    while index < block.end {
      let row = tree.blocks[index]
      let cells = ErrorTable.cells(tree, index)
      guard cells.count == 1 else { return }
      if index == table + 1,
        TableHeaderWords.names(tree.plain(tree.blocks[cells[0]].inlines), TableHeaderWords.remedy)
      {
        return
      }
      var bytes: [UInt8] = []
      tree.appendPlain(tree.blocks[cells[0]].inlines, to: &bytes)
      let wording = TextShape(bytes[...])
      if wording.words >= 3, wording.hasFailureWord || wording.hasPlaceholder {
        add(String(decoding: bytes, as: UTF8.self), .template, line: row.firstLine + offset)
      }
      index = row.end
    }
  }
}
