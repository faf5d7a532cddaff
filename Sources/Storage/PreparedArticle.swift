package import CasebookArticles
package import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
package import CasebookText

/// A remark for the person who stored an article.
package struct ArticleRemark: Sendable {
  package let text: String
  /// Whether it is about another article with the same ids, of which a folder often has many.
  package let isTwin: Bool

  init(_ text: String, isTwin: Bool = false) {
    self.text = text
    self.isTwin = isTwin
  }
}

/// An article with all the values that the database will store. Pure, so that several threads can prepare
/// articles while one writes.
package struct PreparedArticle: Sendable {
  package let title: String
  package let locale: LocaleTag
  package let updated: String?
  package let sourceRevision: String?
  /// Possible names of the family, the most distinctive first.
  package let aliases: [String]
  /// The known error that its front matter names, and what else that of an export says.
  package let export: (id: KnownErrorID, stated: Resolution.Export)?
  package let contentHash: ContentHash
  package let sections: [PreparedSection]
  package let warnings: [Article.Warning]
  /// The canonical paths of the included files.
  package let included: Set<String>

  package init(
    title: String, locale: LocaleTag, updated: String?, sourceRevision: String?, aliases: [String],
    export: (id: KnownErrorID, stated: Resolution.Export)?, contentHash: ContentHash,
    sections: [PreparedSection], warnings: [Article.Warning],
    included: Set<String>
  ) {
    self.title = title
    self.locale = locale
    self.updated = updated
    self.sourceRevision = sourceRevision
    self.aliases = aliases
    self.export = export
    self.contentHash = contentHash
    self.sections = sections
    self.warnings = warnings
    self.included = included
  }

  /// The size of its text in bytes; its index terms take about the same again.
  package var weight: Int { sections.reduce(0) { $0 + $1.markdown.utf8.count } }

  package var slugs: Set<String> { Set(sections.lazy.filter { $0.row.isEmpty }.map(\.slug)) }

  /// Whether its anchors are those of the original: it is the original, or a translation that declares them.
  package var hasOriginalAnchors: Bool {
    if locale == .english { return true }
    let headings = sections.filter { $0.row.isEmpty && $0.level > 1 }
    return SectionName.areOriginal(headings.map { SectionName.isMade($0.slug, of: $0.title) })
  }
}

extension PreparedArticle {
  /// The section of the known error that the front matter names.
  var exported: PreparedSection? { sections.first { $0.reason != nil } }

  /// The text of a section with those below it, as an answer shows it.
  func markdown(from section: PreparedSection) -> String {
    guard section.position < section.last else { return section.markdown }
    return sections[(section.position + 1)...section.last].reduce(into: section.markdown) {
      $0 += Store.markdown(level: $1.level, $1.heading, $1.markdown)
    }
  }
}

package struct PreparedSection: Sendable {
  /// The level of the rows of an error table, below every heading.
  package static let rowLevel = 7

  package struct PreparedMessage: Sendable {
    package let source: String
    package let text: String
    package let signature: Signature

    package init(
      source: String, text: String, signature: Signature
    ) {
      self.source = source
      self.text = text
      self.signature = signature
    }
  }

  package var position = 0
  package var last = 0
  package let level: Int
  package let slug: String
  package let row: String
  package let title: String
  /// The title as Markdown.
  package let heading: String
  package let markdown: String
  package let line: Int
  package let reason: String?
  /// Code spans, names and pins, one a line.
  package let literals: String
  package let messages: [PreparedMessage]
  package let identifiers: [Identifier: IdentifierOrigin]
  package let columns: IndexColumns

  package init(
    level: Int, slug: String, row: String, title: String,
    heading: String, markdown: String, line: Int, reason: String?, literals: String,
    messages: [PreparedMessage],
    identifiers: [Identifier: IdentifierOrigin], columns: IndexColumns
  ) {
    self.level = level
    self.slug = slug
    self.row = row
    self.title = title
    self.heading = heading
    self.markdown = markdown
    self.line = line
    self.reason = reason
    self.literals = literals
    self.messages = messages
    self.identifiers = identifiers
    self.columns = columns
  }
}

/// The place in a section where it names a thing. A thing in the title is the section's subject.
package enum IdentifierOrigin: String, Sendable, Comparable {
  case body, literal, message, title

  package static func < (a: IdentifierOrigin, b: IdentifierOrigin) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .body: 0
    case .literal: 1
    case .message: 2
    case .title: 3
    }
  }
}
