import CasebookAnalysis
import CasebookKnowledge
import CasebookSQLite
import CasebookText

extension Store {
  /// The index terms that start with this text, and how often articles contain each.
  public func terms(startingWith prefix: String) throws -> [(term: String, count: Int)] {
    try database.rows(
      "SELECT term, cnt FROM section_term WHERE term >= \(prefix) AND term <= \(prefix + "\u{10FFFF}")"
    ) { try ($0[0], $0[1]) }
  }

  /// The spellings of an index term in articles, in lower case: `insuffici` → `insufficient`.
  public func spellings(of term: String) throws -> Set<String> {
    let analyzer = try queryAnalyzer()
    let wanted = stableHash(Array(term.utf8))
    var spellings: Set<String> = []
    for section in try sections(withAnyOf: [term], limit: 3) {
      guard let hit = try sectionHit(section.number) else { continue }
      var text = hit.title + "\n" + hit.markdown
      text.withUTF8 { utf8 in
        for place in analyzer.places(in: utf8, locale: hit.locale, where: { $0 == wanted }) {
          spellings.insert(String(decoding: utf8[place.range], as: UTF8.self).lowercased())
        }
      }
    }
    return spellings
  }
}
