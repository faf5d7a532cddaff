import CasebookText

/// Paragraphs that open a known error, with the text below them up to the next such paragraph.
extension SectionReader {
  /// How a paragraph opens an error.
  private enum ParagraphOpening {
    /// Bold or emphasised text alone, which writers use as a heading.
    case heading
    /// Bold text with more after it: `**Copies fail**: the disk is full.`
    case lead
    /// `**Problem:** Copies fail.`, one of several.
    case problem
  }

  /// Whether a paragraph is bold text alone, or the emphasised title of an error, which writers use as a heading.
  private func isHeading(_ block: MarkdownTree.Block) -> Bool {
    guard let first = block.inlines.first else { return false }
    let kind = tree.inlines[first].kind
    guard kind == .strongStart || kind == .emphasisStart else { return false }
    let end = block.inlines.first {
      tree.inlines[$0].kind == (kind == .strongStart ? .strongEnd : .emphasisEnd)
    }
    guard end.map({ $0 + 1 }) == block.inlines.upperBound else { return false }
    let title = tree.plain(block.inlines)
    // An emphasised sentence is a remark.
    return kind == .strongStart
      || (title.last.map { !".)!:".contains($0) } == true && Self.isErrorTitle(title))
  }

  /// The first sentence after a label such as `Problem:`; `nil` if the paragraph has none.
  func problem(in block: MarkdownTree.Block) -> String? {
    guard block.kind == .paragraph, let bold = boldOpening(of: block) else { return nil }
    let label = tree.plain(bold)
    let rest = tree.plain(bold.upperBound..<block.inlines.upperBound)
    guard SectionRole(label: label) == .symptom, label.endsInColon || rest.trimmed.first == ":" else {
      return nil
    }
    let text = Array(rest.utf8.drop { ": ".utf8.contains($0) }.prefix(Self.maxLeadBytes + 1))
    let end = text.range(ofBytes: Array(". ".utf8))?.lowerBound ?? text.count
    let title = String(decoding: text[..<end], as: UTF8.self).trimmed
    let isWhole = title.utf8.count <= Self.maxLeadBytes && TextShape(Array(title.utf8)[...]).words >= 3
    return isWhole ? title.hasSuffix(".") ? String(title.dropLast()) : title : nil
  }

  private func opening(
    of block: MarkdownTree.Block, amongProblems: Bool
  ) -> (title: String, kind: ParagraphOpening)? {
    guard block.kind == .paragraph, block.parent == 0 else { return nil }
    if amongProblems, let problem = problem(in: block) { return (problem, .problem) }
    if isHeading(block) { return (Self.withoutQuestionMark(tree.plain(block.inlines)), .heading) }
    guard let bold = boldOpening(of: block), let lead = lead(of: block), lead.range == bold else {
      return nil
    }
    let title = tree.plain(bold).trimmed
    guard SectionRole(label: title) == nil, TextShape(Array(title.utf8)[...]).words >= 2,
      Self.isError(title, isCode: lead.isCode)
    else { return nil }
    return (title, .lead)
  }

  /// The length of `Problem:` in any language, in bytes.
  private static let longestLabel = 30

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
    while end < limit, self.opening(of: tree.blocks[end], amongProblems: amongProblems) == nil {
      end = tree.blocks[end].end
    }
    let title = opening.title
    let isError = opening.kind != .heading || (SectionRole(label: title) == nil && Self.isErrorTitle(title))
    let isAlone =
      opening.kind == .heading
      || opening.kind == .problem
        && tree.plain(block.inlines).utf8.count <= title.utf8.count + Self.longestLabel
    guard room.rows > 0, end > block.end || !isAlone, isError else {
      mayListErrors = false
      read(index..<block.end)
      mayListErrors = true
      return block.end
    }
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
    case .lead: markdown = ItemSource.text(source, line...last)
    case .problem: markdown = source.string(source.lines(line...last)).trimmed
    }
    guard markdown.contains(where: \.isLetter) else {
      read(index..<end)
      return end
    }
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
}
