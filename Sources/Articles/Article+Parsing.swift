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
  /// `name` is the title of a text without headings that opens with no sentence, and of one whose headings are the parts
  /// of an error.
  ///
  /// - Parameter path: The path of the file. Its name and the folders next to it tell what kind of page it is. Without a
  ///   path the rules alone say what is a known error.
  public static func parse(
    _ text: ArticleText, as id: KnownErrorID? = nil, orTitled name: String? = nil, path: String? = nil
  ) throws(ArticleError) -> Article {
    try parse(text, as: id, orTitled: name, path: path, partWeight: MarkdownSlices.standardWeight)
  }

  /// Parses with a different slice size; see `MarkdownSlices`. For training, `look` gets
  /// the candidates, and nobody judges them.
  static func parse(
    _ text: ArticleText, as id: KnownErrorID? = nil, orTitled name: String? = nil, path: String? = nil,
    partWeight: Int, look: ((CandidatePage) -> Void)? = nil
  ) throws(ArticleError) -> Article {
    let article = try parse(text, as: id, title: nil, path: path, partWeight: partWeight, look: look)
    guard let title = article.hasOnlyText ? article.openingWords ?? name : article.hasLooseParts ? name : nil
    else { return article }
    let heading = Outline.Heading(title: title, line: article.sections[0].line)
    return try parse(text, as: nil, title: heading, path: path, partWeight: partWeight, look: look)
  }

  /// Parses a text; `title` is one for a text that states none.
  private static func parse(
    _ text: ArticleText, as id: KnownErrorID?, title given: Outline.Heading?, path: String?, partWeight: Int,
    look: ((CandidatePage) -> Void)?
  ) throws(ArticleError) -> Article {
    var source = text.source
    var header = try text.header()
    if let id { header.fields["known_error"] = id.description }
    let written = TextLanguage.locale(of: source, from: text.bodyLine)
    let stated = header.locale ?? path.flatMap { LocaleTag(inPath: $0) }
    // A page of a translation that nobody has translated yet is in English.
    let language = written == .english ? written : stated == .english ? written : stated ?? written
    source.gloss = language.flatMap { Gloss.of($0.language) }
    let body = source.lines(text.bodyLine...max(text.bodyLine, source.lineCount))
    try NestingGuard.check(source, from: text.bodyLine)
    let mayInclude = IncludeDirective.mayStand(in: source.bytes[body])
    var outline = Outline(from: text.bodyLine)
    let title = header.title.map { Outline.Heading(title: $0, line: text.titleLine) } ?? given
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
    article.writtenIn = written
    let isStated = article.sections.map { $0.failure != nil }
    article.settleFailures()
    if let path {
      let page = CandidatePage(article, drafts.facts, source.gloss, hadSign: isStated, path: path)
      if let look { look(page) } else { article.judge(page) }
    }
    article.keepStatedError()
    if text.lines != nil { article.moveLines(text.fileLine) }
    article.warnings += header.warnings + text.warnings
    article.warnings.sort { $0.line < $1.line }
    if article.warnings.count > maxWarnings { article.warnings.removeSubrange(maxWarnings...) }
    return article
  }

  /// Whether nothing says what the text is: no heading, no title and no known error.
  private var hasOnlyText: Bool {
    title.isEmpty && knownError == nil && sections.count == 1 && sections[0].level == 0
  }

  /// Whether its headings are the parts of an error that nothing names but the file.
  private var hasLooseParts: Bool {
    guard title.isEmpty, knownError == nil else { return false }
    var parts = SectionParts()
    for section in sections where section.parent == nil {
      if let role = section.role { parts.add(role, label: section.title) }
    }
    return parts.makeError
  }

  /// The first sentence; `nil` for a text that opens with code, a list or a table.
  private var openingWords: String? {
    let lines = sections[0].markdown.split(whereSeparator: \.isNewline)
    guard let line = lines.first(where: { !String($0).trimmed.isEmpty }) else { return nil }
    let isItem = line.drop { $0.isNumber || "-*+.)".contains($0) }.first == " "
    guard !isItem, !line.hasPrefix("    "), line.first.map("|`~<\t".contains) != true else { return nil }
    let words = plainText(ofMarkdown: String(line))
    var title = String(words[..<(words.range(ofText: ". ")?.lowerBound ?? words.endIndex)]).trimmed
    while let last = title.last, ".:".contains(last) { title.removeLast() }
    guard title.contains(where: \.isLetter) else { return nil }
    return title.utf8.count <= Self.longestTitle ? title : title.cut(toBytes: Self.longestTitle) + "…"
  }

  /// The length of a title that is made of the first sentence, in bytes.
  private static let longestTitle = 100

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
