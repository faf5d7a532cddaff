import CasebookKnowledge
import CasebookText

extension Article {
  /// Takes a Markdown file apart: UTF-8 with or without a byte-order mark, any line ends, with or without front matter.
  ///
  /// Throws when it is no text, when the front matter cannot be understood, or when it is larger or nested deeper than an
  /// article can be. All else that cannot be represented is kept as Markdown and stands in `warnings`.
  public static func parse(_ bytes: [UInt8]) throws(ArticleError) -> Article {
    try parse(ArticleText(bytes))
  }

  /// The same for a text that is decoded already, and has what it includes in place.
  public static func parse(_ text: ArticleText) throws(ArticleError) -> Article {
    try parse(text, partWeight: MarkdownSlices.standardWeight)
  }

  /// The same in parts of another size; see `MarkdownSlices`.
  static func parse(_ text: ArticleText, partWeight: Int) throws(ArticleError) -> Article {
    let source = text.source
    let header = try text.header()
    let body = source.lines(text.bodyLine...max(text.bodyLine, source.lineCount))
    try NestingGuard.check(source, from: text.bodyLine)
    let mayInclude = IncludeDirective.mayStand(in: source.bytes[body])
    var outline = Outline(from: text.bodyLine)
    var drafts = SectionDrafts(source)
    var warnings: [Warning] = []
    var slices = MarkdownSlices(source, from: text.bodyLine, maxWeight: partWeight)
    while let slice = slices.read() {
      outline.read(slice.tree, source, offset: slice.offset)
      drafts.read(slice, outline)
      warnings += slice.warnings
      if mayInclude { warnings += slice.tree.includeWarnings(besides: text.failures, offset: slice.offset) }
    }
    outline.finish(source)
    if outline.headings.isEmpty && header.fields.isEmpty { throw .noText }
    let firstHeading = outline.headings.first { $0.level == 1 }
    var article = Article(
      title: header.title ?? firstHeading?.title ?? "", locale: header.locale, updated: header.updated,
      sourceRevision: header.sourceRevision, slug: firstHeading?.slug, frontMatter: header.fields,
      sections: drafts.sections(outline, named: header.knownError),
      warnings: outline.warnings + warnings + drafts.warnings)
    article.settleFailures()
    article.keepStatedError()
    if text.lines != nil { article.moveLines(text.fileLine) }
    article.warnings += header.warnings + text.warnings
    article.warnings.sort { $0.line < $1.line }
    if article.warnings.count > maxWarnings { article.warnings.removeSubrange(maxWarnings...) }
    return article
  }

  /// So many remarks are more than anybody reads.
  private static let maxWarnings = 1_000

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
}

extension ErrorRow {
  mutating func moveLines(_ moved: (Int) -> Int) {
    line = moved(line)
    for index in literals.indices { literals[index].line = moved(literals[index].line) }
    for index in messages.indices { messages[index].line = moved(messages[index].line) }
  }
}
