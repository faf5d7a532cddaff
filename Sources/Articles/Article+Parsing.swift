public import CasebookKnowledge
import CasebookText

extension Article {
  /// Parses a Markdown file: UTF-8 with or without a byte-order mark, any line endings, with or without front
  /// matter.
  ///
  /// Throws when the file is not text, when the front matter cannot be parsed, or when the file is too large
  /// or too deeply nested. Anything else that cannot be represented is kept as Markdown and reported in
  /// `warnings`.
  public static func parse(_ bytes: [UInt8]) throws(ArticleError) -> Article {
    try parse(ArticleText(bytes))
  }

  /// Parses text that is already decoded and has its includes expanded. With `id`, it is about that known error, whatever its
  /// front matter says.
  public static func parse(_ text: ArticleText, as id: KnownErrorID? = nil) throws(ArticleError) -> Article {
    try parse(text, as: id, partWeight: MarkdownSlices.standardWeight)
  }

  /// Parses with a different slice size; see `MarkdownSlices`.
  static func parse(
    _ text: ArticleText, as id: KnownErrorID? = nil, partWeight: Int
  ) throws(ArticleError) -> Article {
    let source = text.source
    var header = try text.header()
    if let id { header.fields["known_error"] = id.description }
    let body = source.lines(text.bodyLine...max(text.bodyLine, source.lineCount))
    try NestingGuard.check(source, from: text.bodyLine)
    let mayInclude = IncludeDirective.mayStand(in: source.bytes[body])
    var outline = Outline(from: text.bodyLine)
    let title = header.title.map { Outline.Heading(title: $0, line: text.titleLine) }
    var drafts = SectionDrafts(source, title: title, isPost: Self.isPost(header.fields))
    var warnings: [Warning] = []
    var slices = MarkdownSlices(source, from: text.bodyLine, maxWeight: partWeight)
    while let slice = slices.read() {
      outline.read(slice.tree, source, offset: slice.offset)
      drafts.read(slice, outline)
      warnings += slice.warnings
      if mayInclude { warnings += slice.tree.includeWarnings(besides: text.failures, offset: slice.offset) }
    }
    outline.finish(source, title: title)
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

  /// Whether the front matter is that of a post: it names its authors and its day.
  static func isPost(_ fields: [String: String]) -> Bool {
    fields["date"] != nil && (fields["authors"] ?? fields["author"]) != nil
  }

  /// Nobody reads more warnings than this.
  private static let maxWarnings = 1_000

  /// Replaces line numbers of a generated text with those of the file.
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

  /// A section and its ancestors, innermost first.
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
