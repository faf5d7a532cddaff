package import CasebookArticles
package import CasebookKnowledge

extension AuditReport.Family {
  /// Compares the articles of a family, the newest first; `nil` if nothing is wrong.
  ///
  /// - Parameter textOf: The bytes of a file by its source, to find the line numbers of findings.
  package init?(
    comparing translated: [TranslatedArticle], named name: String, textOf: @escaping (String) -> [UInt8]
  ) {
    let articles = translated.enumerated().map { ComparedArticle($1, isNewest: $0 == 0, textOf: textOf) }
    var translations: [AuditReport.Translation] = []
    for (index, article) in articles.enumerated() {
      // Nothing is newer than the newest article. Damage in it shows by comparison with the next.
      let reference = articles[index == 0 ? 1 : 0]
      let witnesses = articles.filter { $0 !== article && $0 !== reference }
      let comparison = TranslationComparison(
        article, with: reference, witnesses: witnesses, onlyDamage: index == 0)
      let months = Self.monthsBetween(article.article.updated, articles[0].article.updated)
      translations.append(
        AuditReport.Translation(
          locale: article.locale, updated: article.article.updated, source: article.source,
          monthsBehind: months,
          findings: comparison.findings))
    }
    let reported = translations.filter { !$0.findings.isEmpty || $0.monthsBehind > 0 }
    guard !reported.isEmpty, let newest = translations.first else { return nil }
    self.init(name: name, newest: newest, translations: reported)
  }

  /// Whole months between two days, rounded; 0 if a day is unknown.
  private static func monthsBetween(_ day: String?, _ later: String?) -> Int {
    guard let day, let later, let from = timestamp(day), let to = timestamp(later), from < to else {
      return 0
    }
    let days = Double(to.milliseconds - from.milliseconds) / 86_400_000
    // A year of the Gregorian calendar has 365.2425 days.
    return Int((days / (365.2425 / 12)).rounded())
  }

  private static func timestamp(_ day: String) -> Timestamp? {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? Timestamp(year: parts[0], month: parts[1], day: parts[2]) : nil
  }
}
