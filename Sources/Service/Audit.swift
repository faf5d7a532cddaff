import CasebookArticles
import CasebookIngest
public import CasebookKnowledge
import CasebookStorage
import CasebookTranslations

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
      let articles = try store.translations(ofFamily: name)
      guard articles.count > 1 else { continue }
      compared += 1
      if let found = AuditReport.Family(comparing: articles, named: name, textOf: SourceFile.text) {
        families.append(found)
      }
    }
    return AuditReport(families: families, compared: compared)
  }
}

private enum SourceFile {
  /// The bytes of a file that was ingested; none where it is not there any more.
  static func text(_ source: String) -> [UInt8] {
    guard source.hasPrefix("/") else { return [] }
    var bytes: [UInt8] = []
    do {
      try forEachChunk(of: source) { if bytes.count < Ingest.articleLimit { bytes.append(contentsOf: $0) } }
    } catch {
      return []
    }
    return bytes
  }
}
