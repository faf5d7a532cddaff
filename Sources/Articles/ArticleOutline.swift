package import CasebookKnowledge
import CasebookText

/// The names and the order of an article's sections, which identify them in its translations.
package struct ArticleOutline: Sendable {
  /// A section, or a row of an error table; rows follow the section that contains them.
  package struct OutlineEntry: Sendable {
    package let number: Int64
    package let level: Int
    package let slug: String
    package let row: String
    package let title: String
    /// Whether the text of the article marks it as a known error.
    package let isFailure: Bool
    package let knownError: Int64?

    package init(
      number: Int64, level: Int, slug: String, row: String, title: String, isFailure: Bool,
      knownError: Int64?
    ) {
      self.number = number
      self.level = level
      self.slug = slug
      self.row = row
      self.title = title
      self.isFailure = isFailure
      self.knownError = knownError
    }

    package var isRow: Bool { !row.isEmpty }
    /// The name of the entry. Text before the first heading has no anchor; its name is `top`.
    package var name: SectionName { SectionName(slug: slug.isEmpty ? "top" : slug, row: row) }
  }

  package let article: Int64
  package let locale: LocaleTag
  package let entries: [OutlineEntry]

  package init(
    article: Int64, locale: LocaleTag, entries: [OutlineEntry]
  ) {
    self.article = article
    self.locale = locale
    self.entries = entries
  }
}

/// The name of a section, or of a row, within a family.
package struct SectionName: Hashable, Sendable, Comparable {
  package var slug: String
  package var row: String

  package init(
    slug: String, row: String
  ) {
    self.slug = slug
    self.row = row
  }

  package static func < (a: SectionName, b: SectionName) -> Bool { (a.slug, a.row) < (b.slug, b.row) }

  /// Whether the row is named after its position, because no language-independent text distinguishes it.
  package var isPositional: Bool {
    row.hasPrefix("row-") && row.utf8.count > 4
      && row.utf8.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension ArticleOutline.OutlineEntry {
  /// Whether the anchor is made of the heading's own words, so that another language has another one.
  var isNamedByTitle: Bool { SectionName.isMade(slug, of: title) }
}

extension SectionName {
  /// Whether an anchor is derived from the text of a heading.
  package static func isMade(_ slug: String, of title: String) -> Bool {
    var words = title.lowercased().unicodeScalars.lazy.filter(isWord).makeIterator()
    var count = 0
    for scalar in slug.lowercased().unicodeScalars where isWord(scalar) {
      guard words.next() == scalar else {
        // A number at the end distinguishes headings of the same name.
        return count > 0 && slug.unicodeScalars.last.map { ("0"..."9").contains($0) } == true
          && words.next() == nil
      }
      count += 1
    }
    return true
  }

  /// Whether a translation keeps the anchors of the original, judged by which anchors derive from their
  /// headings' text.
  package static func areOriginal(_ isMade: [Bool]) -> Bool {
    2 * isMade.count(where: { $0 }) <= isMade.count
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80
      ? ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) : scalar.properties.isAlphabetic
  }
}
