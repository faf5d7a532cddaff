package import CasebookArticles
import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// The newest article of a family in each locale, starting with the newest of all, which the others are
  /// matched with.
  package func translations(ofFamily slug: String) throws -> [TranslatedArticle] {
    guard let family = try familyNumber(named: slug) else { return [] }
    let newest = try newestArticles(ofFamily: family)
    guard newest.count > 1, let first = newest.first else { return [] }
    let reference = try outline(ofArticle: first.number, first.locale)
    return try newest.map { article in
      let outline = article == first ? reference : try outline(ofArticle: article.number, article.locale)
      let matches =
        article == first
        ? outline.entries.indices.map(Optional.some)
        : try outline.matches(in: reference) { try text(ofSection: $0) }
      var parts: [TranslatedArticle.Part] = []
      let texts: [(String, Int)] = try database.rows(
        "SELECT markdown, line FROM section WHERE article_id = \(article.number) ORDER BY position"
      ) { try ($0[0], $0[1]) }
      for ((entry, match), (markdown, line)) in zip(zip(outline.entries, matches), texts) {
        let name = match.map { reference.entries[$0].name } ?? entry.name
        parts.append(
          TranslatedArticle.Part(
            slug: name.slug, row: name.row, level: entry.level, title: entry.title, markdown: markdown,
            line: line,
            match: match))
      }
      let source: String = try database.value("SELECT source FROM article WHERE id = \(article.number)") ?? ""
      return TranslatedArticle(
        locale: article.locale, updated: article.updated.isEmpty ? nil : article.updated, source: source,
        parts: parts)
    }
  }
}
