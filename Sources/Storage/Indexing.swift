import CasebookAnalysis
import CasebookKnowledge

/// The terms of a section, column by column, as the index holds them.
struct IndexColumns: Sendable, Equatable {
  let title: String
  let signature: String
  let literals: String
  let body: String
}

/// Works out the index columns of sections. It belongs to one thread, because its analyzers do.
final class Indexing {
  private var analyzers: [LocaleTag: Analyzer] = [:]

  /// The columns of the index for a section, always the same for the same text: that is how it is taken out again.
  func columns(
    title: String, slug: String, row: String, messages: [String], literals: String, markdown: String,
    locale: LocaleTag
  ) -> IndexColumns {
    // Slugs, messages and code are English in every locale, or nearly always.
    let english = analyzer(.english)
    let local = analyzer(locale)
    return IndexColumns(
      title: local.terms(of: title) + (row.isEmpty ? english.terms(of: slug) : ""),
      signature: english.terms(of: messages.joined(separator: "\n")),
      literals: english.terms(of: literals), body: local.terms(of: markdown))
  }

  /// The terms of a message of a log or of an incident.
  func terms(ofMessage message: String) -> String { analyzer(.english).terms(of: message) }

  private func analyzer(_ locale: LocaleTag) -> Analyzer {
    if let analyzer = analyzers[locale] { return analyzer }
    let analyzer = Analyzer(locale: locale)
    analyzers[locale] = analyzer
    return analyzer
  }
}
