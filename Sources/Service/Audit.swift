import CasebookKnowledge
import CasebookStorage

extension KnowledgeBase {
  /// Compares the translations of articles: what they lack against the newest revision, and which literals they lost.
  ///
  /// With `family`, only that one; `nil` where there is no such family.
  public func audit(family: String? = nil) throws -> AuditReport? {
    let names = try store.families()
    if let family, !names.contains(family) { return nil }
    var families: [AuditReport.Family] = []
    var compared = 0
    for name in family.map({ [$0] }) ?? names {
      let articles = try store.translations(ofFamily: name).enumerated().map {
        ComparedArticle($1, isNewest: $0 == 0)
      }
      guard articles.count > 1 else { continue }
      compared += 1
      if let found = Self.audit(name, articles) { families.append(found) }
    }
    return AuditReport(families: families, compared: compared)
  }

  private static func audit(_ name: String, _ articles: [ComparedArticle]) -> AuditReport.Family? {
    var translations: [AuditReport.Translation] = []
    for (index, article) in articles.enumerated() {
      // The newest has nothing newer to be compared with; that something was damaged in it shows beside the next.
      let reference = articles[index == 0 ? 1 : 0]
      let witnesses = articles.filter { $0 !== article && $0 !== reference }
      let comparison = TranslationComparison(
        article, with: reference, witnesses: witnesses, onlyDamage: index == 0)
      let months = monthsBetween(article.article.updated, articles[0].article.updated)
      translations.append(
        AuditReport.Translation(
          locale: article.locale, updated: article.article.updated, source: article.source,
          monthsBehind: months,
          findings: comparison.findings))
    }
    let reported = translations.filter { !$0.findings.isEmpty || $0.monthsBehind > 0 }
    guard !reported.isEmpty, let newest = translations.first else { return nil }
    return AuditReport.Family(name: name, newest: newest, translations: reported)
  }

  /// Whole months from one day to a later one, rounded; 0 where a day is not known.
  static func monthsBetween(_ day: String?, _ later: String?) -> Int {
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
