import CasebookArticles
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// Prepares articles for storing. Belongs to one thread, because its analyzers do.
final class ArticlePreparation {
  private let signer: Signer
  private let indexing = Indexing()

  init(signer: Signer) { self.signer = signer }

  /// Parses the text of the file at `path` and computes all that is stored of it.
  func prepare(_ text: ArticleText, _ hash: ContentHash, path: String) throws(ArticleError) -> PreparedArticle
  {
    let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
    let article = try Article.parse(text, orTitled: name.isEmpty ? nil : String(name), path: path)
    let locale = article.locale ?? LocaleTag(inPath: path) ?? article.writtenIn ?? .english
    return PreparedArticle(
      title: article.title, locale: locale, updated: article.updated, sourceRevision: article.sourceRevision,
      aliases: article.knownError.map { [$0.family] } ?? Self.aliases(article, locale: locale, path: path),
      export: article.knownError.map {
        ($0, .init(source: article.frontMatter["source"], remark: article.frontMatter["remark"]))
      },
      contentHash: hash, sections: sections(of: article, as: article.knownError, locale: locale),
      warnings: article.warnings, included: text.included)
  }

  /// The anchor as part of an id, without `/`, which starts a row there. An error table before the first
  /// heading is at the top, as in browsers.
  private static func slug(of section: Section) -> String {
    if section.slug.isEmpty, section.failure != nil { return "top" }
    return section.slug.replacing(ascii: "/", with: "-")
  }

  /// All that is stored of the sections. `id` is the known error that the article is stated to be about.
  func sections(of article: Article, as id: KnownErrorID?, locale: LocaleTag) -> [PreparedSection] {
    var prepared: [PreparedSection] = []
    for section in article.sections {
      let stated = section.failure?.kind == .frontMatter ? id : nil
      let slug = stated?.slug ?? Self.slug(of: section)
      prepared.append(
        prepare(
          level: section.level, slug: slug, row: stated?.row ?? "", title: section.title,
          heading: section.heading, markdown: section.markdown,
          line: section.line, reason: section.failure?.description, literals: section.literals,
          messages: section.messages, locale: locale))
      for row in section.rows {
        prepared.append(
          prepare(
            level: PreparedSection.rowLevel, slug: slug, row: row.slug, title: row.title,
            heading: headingMarkdown(of: row.title), markdown: row.markdown,
            line: row.line, reason: row.isItem ? "an item of a list of errors" : "a row of an error table",
            literals: row.literals, messages: row.messages,
            locale: locale))
      }
    }
    // A section extends to the last section of a deeper level; the text before the first heading has no
    // subsections.
    for index in prepared.indices.reversed() {
      prepared[index].position = index
      var last = index
      while prepared[index].level > 0, last + 1 < prepared.count,
        prepared[last + 1].level > prepared[index].level
      {
        last = prepared[last + 1].last
      }
      prepared[index].last = last
    }
    return prepared
  }

  private func prepare(
    level: Int, slug: String, row: String, title: String, heading: String, markdown: String, line: Int,
    reason: String?, literals: [Literal], messages: [Message], locale: LocaleTag
  ) -> PreparedSection {
    let signed = messages.map { message in
      PreparedSection.PreparedMessage(
        source: message.source.rawValue, text: message.text,
        signature: signer.signature(ofTemplate: Self.bare(message.text)))
    }
    // Code blocks are already part of the text around them.
    let literals = literals.filter { $0.kind != .codeBlock }.map(\.text).joined(separator: "\n")
    // Sections that are not known errors are found by their words, which are in the index.
    let identifiers =
      reason == nil
      ? [:] : identifiers(title: title, slug: slug, row: row, literals: literals, markdown: markdown, signed)
    return PreparedSection(
      level: level, slug: slug, row: row, title: title, heading: heading, markdown: markdown, line: line,
      reason: reason, literals: literals, messages: signed, identifiers: identifiers,
      columns: indexing.columns(
        title: title, slug: slug, row: row, messages: messages.map(\.text), literals: literals,
        markdown: markdown, locale: locale))
  }

  /// The identifiers of a known error, each with its most distinctive place.
  private func identifiers(
    title: String, slug: String, row: String, literals: String, markdown: String,
    _ messages: [PreparedSection.PreparedMessage]
  ) -> [Identifier: IdentifierOrigin] {
    var identifiers: [Identifier: IdentifierOrigin] = [:]
    func add(_ found: [Identifier], _ origin: IdentifierOrigin) {
      for identifier in found { identifiers[identifier] = max(identifiers[identifier] ?? origin, origin) }
    }
    add(signer.signature(of: markdown).identifiers, .body)
    if !literals.isEmpty { add(signer.signature(of: literals).identifiers, .literal) }
    for message in messages { add(message.signature.identifiers, .message) }
    add(signer.signature(of: title).identifiers, .title)
    if let status = Self.status(row) { add([status], .title) }
    if row.isEmpty { add(signer.signature(of: slug.replacing(ascii: "-", with: " ")).identifiers, .title) }
    return identifiers
  }

  /// A message without the parts that are also stripped from reports (`Error:`, a log's header), so that the
  /// two match.
  private static func bare(_ message: String) -> String {
    let read = LogRecord(message).errors.messages
    return read.count == 1 ? read[0].text : message
  }

  /// A row named after an HTTP status, in any language: `409 Konfliktfehler`.
  private static func status(_ row: String) -> Identifier? {
    guard let number = Int(row), (400...599).contains(number) else { return nil }
    return Identifier(Identifier.IdentifierKind(rawValue: "http_status"), row)
  }

  /// The anchor of the title and the name of the file, unless it is a name that every folder has. The first
  /// one names the family. Only English titles do that by their words, because all locales must produce the
  /// same name.
  private static func aliases(_ article: Article, locale: LocaleTag, path: String) -> [String] {
    let stem = fileStem(path).lowercased()
    let isTelling =
      !commonNames.contains(stem) && stem.contains(where: \.isLetter)
      && !stem.split(separator: "_").contains { isHash($0) }
    var aliases: [String] = []
    if let slug = article.slug, !slug.isEmpty { aliases.append(slug) }
    if isTelling, !aliases.contains(stem) {
      let title = article.sections.first { $0.level == 1 }
      let isStated = article.slug.map { title?.anchors.contains($0) == true } ?? false
      aliases.insert(stem, at: locale == .english || isStated ? aliases.endIndex : 0)
    }
    return aliases.isEmpty ? [stem] : aliases
  }

  private static let commonNames: Set = [
    "index", "_index", "readme", "overview", "faq", "toc", "introduction",
  ]

  private static func isHash(_ text: some StringProtocol) -> Bool {
    text.utf8.count >= 8 && text.allSatisfy(\.isHexDigit) && text.contains(where: \.isNumber)
  }
}

/// The name of a file without folder and suffix.
func fileStem(_ path: String) -> String {
  let name = path.split(separator: "/").last ?? ""
  let dot = name.lastIndex(of: ".")
  return String(dot.map { name[..<$0] } ?? name[...])
}
