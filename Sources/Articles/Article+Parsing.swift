import CasebookKnowledge
import CasebookText

extension Article {
  /// A section's Markdown is kept whole up to this many bytes; what follows is cut, with a warning.
  static let sectionLimit = 1 << 20

  /// Takes a Markdown file apart: UTF-8 with or without a byte-order mark, any line ends, with or without front matter.
  ///
  /// Throws when it is no text, when the front matter cannot be understood, or when it is larger or nested deeper than an
  /// article can be. All else that cannot be represented is kept as Markdown and stands in `warnings`.
  public static func parse(_ bytes: [UInt8]) throws(ArticleError) -> Article {
    try parse(ArticleText(bytes))
  }

  /// The same for a text that is decoded already, and has what it includes in place.
  public static func parse(_ text: ArticleText) throws(ArticleError) -> Article {
    let source = text.source
    let header = try text.header()
    let offset = text.bodyLine - 1
    try NestingGuard.check(source, from: text.bodyLine)
    let body = offset < source.lineCount ? source.lineStarts[offset] : source.bytes.count
    var tree = source.bytes.withUnsafeBufferPointer {
      MarkdownTree(UnsafeBufferPointer(rebasing: $0[body...]))
    }
    if let text = LoneTags.closed(in: tree, source, from: body, offset: offset) {
      tree = text.withUnsafeBufferPointer { MarkdownTree($0) }
    }
    let outline = Outline(tree, source, offset: offset)
    if outline.headings.isEmpty && header.fields.isEmpty { throw .noText }
    let firstHeading = outline.headings.first { $0.level == 1 }
    var article = Article(
      title: header.title ?? firstHeading?.title ?? "", locale: header.locale, updated: header.updated,
      sourceRevision: header.sourceRevision, slug: firstHeading?.slug, frontMatter: header.fields,
      sections: [], warnings: outline.warnings)
    if IncludeDirective.mayStand(in: source.bytes[body...]) {
      article.warnings += tree.includeWarnings(besides: text.failures, offset: offset)
    }
    article.sections.reserveCapacity(outline.headings.count)
    for heading in outline.headings { article.addSection(heading, tree, source, offset: offset) }
    article.settleFailures()
    if text.lines != nil { article.moveLines(text.fileLine) }
    article.warnings += header.warnings + text.warnings
    article.warnings.sort { $0.line < $1.line }
    return article
  }

  /// Puts lines of the file in the place of lines of a text that was made from it.
  private mutating func moveLines(_ moved: (Int) -> Int) {
    for index in sections.indices {
      sections[index].line = moved(sections[index].line)
      sections[index].lastLine = moved(sections[index].lastLine)
      for position in sections[index].literals.indices {
        sections[index].literals[position].line = moved(sections[index].literals[position].line)
      }
      for position in sections[index].messages.indices {
        sections[index].messages[position].line = moved(sections[index].messages[position].line)
      }
      for position in sections[index].rows.indices { sections[index].rows[position].moveLines(moved) }
    }
    for index in warnings.indices { warnings[index].line = moved(warnings[index].line) }
  }

  private mutating func addSection(
    _ heading: Outline.Heading, _ tree: MarkdownTree, _ source: SourceText, offset: Int
  ) {
    let title = HeadingSign(
      heading, isInsidePart: isInsidePart(heading.parent),
      above: ancestors(of: heading.parent).map { sections[$0].title })
    var reader = SectionReader(tree, source, offset: offset, inFailure: title.speaksOfFailure)
    if let code = title.code, let blocks = heading.blocks.first { reader.readOpening(blocks, code: code) }
    for blocks in heading.blocks { reader.read(blocks) }
    var messages: [Message] = []
    let failure = title.failure(
      messages: reader.messages, labels: reader.labels, table: reader.tableHeader)
    if failure != nil, heading.level > 0 {
      for text in SectionReader.quotedMessages(Array(heading.title.utf8), inTitle: true) {
        messages.append(Message(text, .heading, line: heading.firstLine))
      }
      messages.append(Message(heading.title, .heading, line: heading.firstLine))
      if let said = Self.said(in: heading.title) {
        messages.append(Message(said, .heading, line: heading.firstLine))
      }
      // In a translation the anchor still has the words of the original, and messages are mostly English.
      if heading.statesAnchor, heading.slug.contains("-"), heading.slug != Slug.derived(from: heading.title) {
        messages.append(
          Message(heading.slug.replacing(ascii: "-", with: " "), .heading, line: heading.firstLine))
      }
    }
    messages += reader.messages
    warnings += reader.warnings
    sections.append(
      Section(
        level: heading.level, slug: heading.slug, title: heading.title, line: heading.firstLine,
        lastLine: heading.lines.last?.upperBound ?? heading.lastLine, markdown: markdown(heading, source),
        parent: heading.parent, literals: heading.literals + reader.literals, messages: messages,
        rows: reader.rows,
        failure: failure, anchors: heading.anchors, role: title.role))
  }

  /// What stands behind the colon of `Error 8453: the mirror was refused`, where it is a sentence.
  private static func said(in title: String) -> String? {
    guard let colon = title.firstIndex(of: ":"), title[title.index(after: colon)...].first == " " else {
      return nil
    }
    // Not from inside a quotation, which is a message already.
    guard title[..<colon].count(where: { $0 == "\"" }).isMultiple(of: 2) else { return nil }
    let rest = String(title[title.index(after: colon)...]).trimmed
    return Wording(Array(rest.utf8)[...]).words >= 4 ? rest : nil
  }

  /// A section and those that it is in, from the innermost.
  func ancestors(of parent: Int?) -> [Int] {
    var above: [Int] = []
    var next = parent
    while let index = next {
      above.append(index)
      next = sections[index].parent
    }
    return above
  }

  private func isInsidePart(_ parent: Int?) -> Bool {
    ancestors(of: parent).contains { sections[$0].role != nil && sections[$0].role != .symptom }
  }

  private mutating func markdown(_ heading: Outline.Heading, _ source: SourceText) -> String {
    var text = ""
    for lines in heading.lines {
      var (first, last) = (lines.lowerBound, lines.upperBound)
      while first <= last, source.isBlank(first) { first += 1 }
      while last >= first, source.isBlank(last) { last -= 1 }
      guard first <= last else { continue }
      if !text.isEmpty { text += "\n\n" }
      let range = source.lines(first...last)
      var end = range.upperBound
      if range.count > Self.sectionLimit {
        end = range.lowerBound + Self.sectionLimit
        // Not inside a character.
        while end > range.lowerBound, source.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        warnings.append(
          Warning(
            line: first, message: "a section of \(range.count) bytes; cut after \(end - range.lowerBound)"))
      }
      text += source.string(range.lowerBound..<end)
    }
    return text
  }
}

extension ErrorRow {
  mutating func moveLines(_ moved: (Int) -> Int) {
    line = moved(line)
    for index in literals.indices { literals[index].line = moved(literals[index].line) }
    for index in messages.indices { messages[index].line = moved(messages[index].line) }
  }
}
