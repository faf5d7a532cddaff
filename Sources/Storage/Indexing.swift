import CasebookAnalysis
package import CasebookKnowledge
package import CasebookSignatures

/// The index terms of a section, column by column.
package struct IndexColumns: Sendable, Equatable {
  package let title: String
  package let signature: String
  package let literals: String
  package let body: String
}

/// Computes the index columns of sections. Belongs to one thread, because its analyzers do.
package final class Indexing {
  private var analyzers: [LocaleTag: Analyzer] = [:]

  package init() {}

  /// The index columns of a section. The same text always gives the same columns, which is needed to remove
  /// it from the index.
  package func columns(
    title: String, slug: String, row: String, messages: [String], literals: String, markdown: String,
    locale: LocaleTag
  ) -> IndexColumns {
    // Slugs, messages and code are nearly always English in every locale.
    let english = analyzer(.english)
    let local = analyzer(locale)
    return IndexColumns(
      title: local.terms(of: title) + (row.isEmpty ? english.terms(of: slug) : ""),
      signature: english.terms(of: messages.joined(separator: "\n")),
      literals: english.terms(of: literals), body: local.terms(of: markdown))
  }

  /// Calls `body` with the terms of all these columns.
  func forEachTerm(
    title: String, slug: String, row: String, messages: [String], literals: String, markdown: String,
    locale: LocaleTag, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let english = analyzer(.english)
    let local = analyzer(locale)
    func add(_ text: String, _ analyzer: Analyzer) {
      var text = text
      text.withUTF8 { utf8 in analyzer.analyze(utf8) { term, _, _ in body(term) } }
    }
    add(title, local)
    if row.isEmpty { add(slug, english) }
    for message in messages { add(message, english) }
    add(literals, english)
    add(markdown, local)
  }

  /// The index terms of a message of a log or an incident.
  package func terms(ofMessage message: String) -> String { analyzer(.english).terms(of: message) }

  /// Appends the terms of the words with variable parts.
  package func appendTerms(
    of message: UnsafeBufferPointer<UInt8>, at places: WordingPlaces, to output: inout [UInt8]
  ) {
    analyzer(.english).appendTerms(of: message, at: places.all, opaque: places.opaque, to: &output)
  }

  /// Appends the term `=N`, which finds the events of wording number N.
  package static func appendTerm(ofWording wording: Int64, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "="))
    output.append(contentsOf: String(wording).utf8)
    output.append(UInt8(ascii: " "))
  }

  /// The terms of a wording: those of the constant words of its messages.
  package func terms(ofWording template: Template) -> String {
    var terms: [UInt8] = []
    var text = template.text
    text.withUTF8 {
      analyzer(.english).appendTerms(of: $0, outside: template.slots.map(\.range), to: &terms)
    }
    return String(decoding: terms, as: UTF8.self)
  }

  private func analyzer(_ locale: LocaleTag) -> Analyzer {
    if let analyzer = analyzers[locale] { return analyzer }
    let analyzer = Analyzer(locale: locale)
    analyzers[locale] = analyzer
    return analyzer
  }
}
