import CasebookText

/// Paragraphs that open a known error, with the text below them up to the next such paragraph.
extension SectionReader {
  /// How a paragraph opens an error.
  private enum ParagraphOpening {
    /// Bold text alone, which writers use as a heading.
    case heading
    /// Bold text with more after it: `**Copies fail**: the disk is full.`
    case lead
    /// `Problem: Copies fail.`, one of several.
    case problem
    /// `Q: Why do copies fail?`, with the line of the tree that answers it in the same paragraph.
    case question(answer: Int?)

    /// Whether all that follows belongs to it.
    var isHeading: Bool {
      switch self {
      case .heading, .question: true
      case .lead, .problem: false
      }
    }
  }

  /// The kinds of labels that open the paragraphs of a section.
  struct LabelledParagraphs {
    /// Whether several name a problem each.
    var hasProblems = false
    /// Whether several ask, or one asks and one answers.
    var hasQuestions = false
  }

  /// Whether a paragraph is bold text alone, which writers use as a heading.
  private func isHeading(_ block: MarkdownTree.Block) -> Bool {
    boldOpening(of: block).map { $0.upperBound + 1 } == block.inlines.upperBound
  }

  private func opening(
    of block: MarkdownTree.Block, among labels: LabelledParagraphs
  ) -> (title: String, kind: ParagraphOpening)? {
    guard block.kind == .paragraph, block.parent == 0 else { return nil }
    if labels.hasProblems, let problem = problem(in: block) { return (problem, .problem) }
    if isHeading(block) {
      let title = Self.title(ofLead: tree.plain(block.inlines))
      // `Solution:` belongs to the error above.
      return OpeningLabel.kind(of: title) == nil ? (title, .heading) : nil
    }
    if labels.hasQuestions, let question = question(in: block) {
      return (question.title, .question(answer: question.answer))
    }
    guard let bold = boldOpening(of: block), let lead = lead(of: block), lead.range == bold else {
      return nil
    }
    let title = lead.isCode ? tree.plain(bold) : Self.title(ofLead: tree.plain(bold))
    guard OpeningLabel.kind(of: title) == nil, title.utf8.count <= Self.maxLeadBytes,
      TextShape(Array(title.utf8)[...]).words >= 2,
      isError(title, isCode: lead.isCode)
    else { return nil }
    return (title, .lead)
  }

  /// Whether a paragraph says more than a title in it.
  func goesOn(_ block: MarkdownTree.Block, after title: String) -> Bool {
    let text = tree.plain(block.inlines)
    return text.range(ofText: title).map { text[$0.upperBound...].contains(where: \.isLetter) } ?? true
  }

  /// The kinds of labels that open the paragraphs among the blocks.
  func labels(in blocks: Range<Int>) -> LabelledParagraphs {
    var problems = 0
    var (questions, answers) = (0, 0)
    for index in blocks where tree.blocks[index].parent == 0 && tree.blocks[index].kind == .paragraph {
      let block = tree.blocks[index]
      switch openingLabel(of: block)?.kind {
      case .question:
        questions += 1
        if question(in: block)?.answer != nil { answers += 1 }
      case .answer: answers += 1
      case .part(.symptom): if problem(in: block) != nil { problems += 1 }
      case .part, nil: break
      }
    }
    return LabelledParagraphs(
      hasProblems: problems >= 2, hasQuestions: questions >= 2 || (questions > 0 && answers > 0))
  }

  /// Reads a paragraph that opens an error, and the text below it, as a row. Returns the next block; `nil` if the paragraph
  /// opens none.
  mutating func readOpening(_ index: Int, before limit: Int, among labels: LabelledParagraphs) -> Int? {
    let block = tree.blocks[index]
    guard let opening = opening(of: block, among: labels) else { return nil }
    var (end, textEnd) = (block.end, block.end)
    while end < limit, self.opening(of: tree.blocks[end], among: labels) == nil,
      opening.kind.isHeading || !listsErrors(end)
    {
      // A thematic break at the end only separates the errors.
      textEnd = tree.blocks[end].kind == .rule ? textEnd : tree.blocks[end].end
      end = tree.blocks[end].end
    }
    let title = opening.title
    let isError = !opening.kind.isHeading || isErrorTitle(title)
    var isAlone = !goesOn(block, after: title)
    if case .heading = opening.kind { isAlone = true }
    if case .question(let answer) = opening.kind { isAlone = answer == nil }
    guard room.rows > 0, textEnd > block.end || !isAlone, isError else { return readText(index..<block.end) }
    let line = block.firstLine + offset
    let last = lines(of: index..<textEnd).upperBound
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.add(title, .strong, line: line)
    reader.read(index..<end)
    let markdown: String
    switch opening.kind {
    case .heading:
      let first = tree.blocks[block.end].firstLine + offset
      markdown = ItemSource.answer(source, first...max(first, last), isItem: false)
    case .question(let answer):
      let first = (answer ?? tree.blocks[min(block.end, tree.blocks.count - 1)].firstLine) + offset
      markdown = ItemSource.answer(source, first...max(first, last), isItem: false)
    case .lead:
      let rest = ItemSource.afterLead(source.bytes[source.line(line)].drop { $0 <= 0x20 })
      let below = line < last ? source.string(source.lines(line + 1...last)) : ""
      markdown = (String(decoding: rest, as: UTF8.self) + "\n" + below).trimmed
    case .problem: markdown = source.string(source.lines(line...last)).trimmed
    }
    guard markdown.contains(where: \.isLetter) else { return readText(index..<end) }
    append(title, markdown, line: line, reader)
    return end
  }

  /// Adds an error that is not of a list as a row; `reader` has read its blocks.
  mutating func append(_ title: String, _ markdown: String, line: Int, _ reader: SectionReader) {
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
  }

  /// Reads blocks as text that opens no error; returns the next block.
  private mutating func readText(_ blocks: Range<Int>) -> Int {
    listedErrors = .none
    read(blocks)
    listedErrors = .any
    return blocks.upperBound
  }

  /// Whether a block is a table or a list of errors of its own.
  private func listsErrors(_ index: Int) -> Bool {
    switch tree.blocks[index].kind {
    case .table: return ErrorTable(tree, table: index, inFailure: inFailure, source.gloss) != nil
    case .list:
      let item = index + 1
      guard item + 1 < tree.blocks[index].end, let lead = lead(of: tree.blocks[item + 1]) else {
        return false
      }
      return isError(tree.plain(lead.range), isCode: lead.isCode)
    default: return false
    }
  }
}
