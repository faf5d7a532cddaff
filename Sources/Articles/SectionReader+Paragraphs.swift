import CasebookText

/// Paragraphs that open a known error, with the text below them up to the next such paragraph.
extension SectionReader {
  /// How a paragraph opens an error.
  private enum ParagraphOpening {
    /// Bold text alone, which writers use as a heading.
    case heading
    /// Bold text with more after it: `**Copies fail**: the disk is full.`
    case lead
    /// `**Problem:** Copies fail.`, one of several.
    case problem
  }

  /// Whether a paragraph is bold text alone, which writers use as a heading.
  private func isHeading(_ block: MarkdownTree.Block) -> Bool {
    boldOpening(of: block).map { $0.upperBound + 1 } == block.inlines.upperBound
  }

  /// The first sentence after a label such as `Problem:`; `nil` if the paragraph has none.
  func problem(in block: MarkdownTree.Block) -> String? {
    guard block.kind == .paragraph, let bold = boldOpening(of: block) else { return nil }
    let label = tree.plain(bold)
    let after = (bold.upperBound + 1)..<block.inlines.upperBound
    // The sentence ends where another label or line begins.
    let end = after.first { [.softBreak, .hardBreak, .strongStart].contains(tree.inlines[$0].kind) }
    let rest = tree.plain(after.lowerBound..<(end ?? after.upperBound))
    guard SectionRole(label: label) == .symptom, label.endsInColon || rest.trimmed.first == ":" else {
      return nil
    }
    var title = Self.firstSentence(String(rest.drop { ": ".contains($0) }).trimmed)
    if title.hasSuffix(".") { title.removeLast() }
    let isWhole = title.utf8.count <= Self.maxLeadBytes && TextShape(Array(title.utf8)[...]).words >= 3
    return isWhole ? title : nil
  }

  /// The text up to a full stop before a capital letter.
  private static func firstSentence(_ text: String) -> String {
    let bytes = Array(text.utf8.prefix(maxLeadBytes + 1))
    for index in bytes.indices.dropLast(2)
    where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == 0x20 && bytes[index + 2].isUpper {
      // `vs. Windows`
      let word = bytes[..<index].reversed().prefix { $0 > 0x20 }.count
      if word > 2 { return String(decoding: bytes[..<index], as: UTF8.self) }
    }
    return text
  }

  private func opening(
    of block: MarkdownTree.Block, amongProblems: Bool
  ) -> (title: String, kind: ParagraphOpening)? {
    guard block.kind == .paragraph, block.parent == 0 else { return nil }
    if amongProblems, let problem = problem(in: block) { return (problem, .problem) }
    if isHeading(block) {
      let title = Self.withoutQuestionMark(tree.plain(block.inlines))
      // `Solution:` belongs to the error above.
      return SectionRole(label: title) == nil ? (title, .heading) : nil
    }
    guard let bold = boldOpening(of: block), let lead = lead(of: block), lead.range == bold else {
      return nil
    }
    let title = tree.plain(bold).trimmed
    guard SectionRole(label: title) == nil, title.utf8.count <= Self.maxLeadBytes,
      TextShape(Array(title.utf8)[...]).words >= 2,
      Self.isError(title, isCode: lead.isCode)
    else { return nil }
    return (title, .lead)
  }

  /// Whether a paragraph says more than a title in it.
  private func goesOn(_ block: MarkdownTree.Block, after title: String) -> Bool {
    let text = tree.plain(block.inlines)
    return text.range(ofText: title).map { text[$0.upperBound...].contains(where: \.isLetter) } ?? true
  }

  /// Whether several paragraphs in the blocks name a problem each.
  func hasProblems(_ blocks: Range<Int>) -> Bool {
    var count = 0
    for index in blocks where tree.blocks[index].parent == 0 {
      if problem(in: tree.blocks[index]) != nil { count += 1 }
      if count == 2 { return true }
    }
    return false
  }

  /// Reads a paragraph that opens an error, and the text below it, as a row. Returns the next block; `nil` if the paragraph
  /// opens none.
  mutating func readOpening(_ index: Int, before limit: Int, amongProblems: Bool) -> Int? {
    let block = tree.blocks[index]
    guard let opening = opening(of: block, amongProblems: amongProblems) else { return nil }
    var end = block.end
    while end < limit, self.opening(of: tree.blocks[end], amongProblems: amongProblems) == nil,
      opening.kind == .heading || !listsErrors(end)
    {
      end = tree.blocks[end].end
    }
    let title = opening.title
    let isError = opening.kind != .heading || Self.isErrorTitle(title)
    let isAlone = opening.kind == .heading || !goesOn(block, after: title)
    guard room.rows > 0, end > block.end || !isAlone, isError else { return readText(index..<block.end) }
    let line = block.firstLine + offset
    var last = block.lastLine + offset
    for inner in block.end..<end { last = max(last, tree.blocks[inner].lastLine + offset) }
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.add(title, .strong, line: line)
    reader.read(index..<end)
    let markdown: String
    switch opening.kind {
    case .heading:
      let first = tree.blocks[block.end].firstLine + offset
      markdown = source.string(source.lines(first...max(first, last))).trimmed
    case .lead:
      let rest = ItemSource.afterLead(source.bytes[source.line(line)].drop { $0 <= 0x20 })
      let below = line < last ? source.string(source.lines(line + 1...last)) : ""
      markdown = (String(decoding: rest, as: UTF8.self) + "\n" + below).trimmed
    case .problem: markdown = source.string(source.lines(line...last)).trimmed
    }
    guard markdown.contains(where: \.isLetter) else { return readText(index..<end) }
    var candidates = RowSlug.Candidates(codes: [], title: title, titleLiterals: [], otherLiterals: [])
    candidates.addWords(of: title)
    let slug = RowSlug.slugs([candidates], after: rows.count)[0]
    rows.append(
      ErrorRow(
        slug: rowSlugs.unique(slug), title: title, markdown: markdown, line: line, literals: reader.literals,
        messages: reader.messages, isItem: true))
    room.rows -= 1
    room.messages -= reader.messages.count
    for literal in reader.literals { keep(literal) }
    return end
  }

  /// Reads blocks as text that opens no error; returns the next block.
  private mutating func readText(_ blocks: Range<Int>) -> Int {
    mayListErrors = false
    read(blocks)
    mayListErrors = true
    return blocks.upperBound
  }

  /// Whether a block is a table or a list of errors of its own.
  private func listsErrors(_ index: Int) -> Bool {
    switch tree.blocks[index].kind {
    case .table: return ErrorTable(tree, table: index, inFailure: inFailure) != nil
    case .list:
      let item = index + 1
      guard item + 1 < tree.blocks[index].end, let lead = lead(of: tree.blocks[item + 1]) else {
        return false
      }
      return Self.isError(tree.plain(lead.range), isCode: lead.isCode)
    default: return false
    }
  }
}
