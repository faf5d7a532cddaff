import CasebookArticles
import CasebookKnowledge
public import CasebookSignatures
public import CasebookStorage
import CasebookText

/// Articles that people wrote into the knowledge base: versions in the journal, read like the files of an ingest.
extension Store {
  /// Makes the articles of local resolutions agree with the journal.
  ///
  /// - Parameter everything: Whether to make those again that agree already.
  public func followLocalResolutions(everything: Bool = false, signer: @autoclosure () -> Signer) throws {
    guard try everything || areLocalArticlesOutdated() else { return }
    try transaction {
      let stored = try articleHashes().filter { $0.key.hasPrefix(Self.localPrefix) }
      var wanted: [String: LocalResolution] = [:]
      for version in try localVersions().map(\.current) {
        if let name = version.name { wanted[Self.localPrefix + name.file] = version }
      }
      let changed = wanted.filter { everything || stored[$0.key] != $0.value.contentHash }
      let preparation = changed.isEmpty ? nil : ArticlePreparation(signer: signer())
      let prepared = try changed.sorted { $0.key < $1.key }.compactMap { source, version in
        try preparation?.prepare(version).map { (article: $0, source: source) }
      }
      try storeLocal(prepared, removing: stored.keys.filter { wanted[$0] == nil })
    }
  }
}

/// Why a text cannot be a local article: the line, and what to do; `nil` if it can.
public func objection(toArticle text: String) -> String? {
  do throws(ArticleError) {
    _ = try Article.parse(ArticleText(Array(text.utf8)))
    return nil
  } catch {
    return error.description
  }
}

extension LocalResolution {
  /// An article changes with the version that it is made from.
  fileprivate var contentHash: ContentHash { ContentHash(stored: key.description) }
}

extension ArticlePreparation {
  /// Prepares a version of a local article. The journal says which known error, which language and which day it has, whatever
  /// its text says. `nil` for a name that no file can have.
  fileprivate func prepare(_ version: LocalResolution) throws(ArticleError) -> PreparedArticle? {
    guard let name = version.name else { return nil }
    let title = name.slug.split { $0 == "-" || $0 == "_" }.joined(separator: " ")
    let article = try readable(version.markdown, title: title, name)
    return PreparedArticle(
      title: article.title.isEmpty ? title : article.title, locale: name.locale, updated: version.time.date,
      sourceRevision: nil, aliases: [name.id.family], export: (name.id, .init(source: nil, remark: nil)),
      contentHash: version.contentHash, sections: sections(of: article, as: name.id, locale: name.locale),
      warnings: [], included: [])
  }

  /// The text with a title above it, or as a quotation if it cannot be read as an article: others may have written it.
  private func readable(_ text: String, title: String, _ name: ArticleName) throws(ArticleError) -> Article {
    func parse(_ text: String) throws(ArticleError) -> Article {
      try .parse(ArticleText(Array(text.utf8)), as: name.id)
    }
    if let article = try? parse(text) {
      if article.sections.contains(where: { $0.level == 1 }) { return article }
      if let titled = try? parse("# \(title)\n\n\(text)") { return titled }
    }
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\t" }))
    }
    return try parse("# \(title)\n\n\(fencedMarkdown(lines))\n")
  }
}
