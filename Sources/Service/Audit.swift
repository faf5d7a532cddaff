import CasebookArticles
import CasebookIngest
public import CasebookKnowledge
import CasebookStorage
import CasebookTranslations

extension KnowledgeBase {
  /// Compares the translations of articles with their newest revision: what is missing, and which literals
  /// are lost.
  ///
  /// With `family`, only that one; `nil` if it does not exist.
  public func audit(family: String? = nil) throws -> AuditReport? {
    let names = try store.families()
    if let family, !names.contains(family) { return nil }
    var families: [AuditReport.Family] = []
    var compared = 0
    for name in family.map({ [$0] }) ?? names {
      let articles = try store.translations(ofFamily: name)
      guard articles.count > 1 else { continue }
      compared += 1
      if let found = AuditReport.Family(
        comparing: articles, named: name, textOf: { $0.hasPrefix("/") ? articleBytes($0) ?? [] : [] })
      {
        families.append(found)
      }
    }
    return AuditReport(families: families, compared: compared)
  }
}
