import CasebookArticles
import CasebookKnowledge
import CasebookText

/// An article during a comparison. Its parts are analysed on first use.
final class ComparedArticle {
  let article: TranslatedArticle
  var parts: [TranslatedArticle.Part] { article.parts }
  var locale: LocaleTag { article.locale }
  var source: String { article.source }
  /// The sections, by position.
  let sections: [Int]
  private var passages: [Int: ComparedText] = [:]
  private var places: [Int: Int] = [:]
  private let textOf: (String) -> [UInt8]
  private lazy var lines = SourceLines(textOf(source))

  /// Whether the other articles were matched with this one.
  private let isNewest: Bool

  init(_ article: TranslatedArticle, isNewest: Bool, textOf: @escaping (String) -> [UInt8]) {
    self.article = article
    self.textOf = textOf
    self.isNewest = isNewest
    sections = article.parts.indices.filter { article.parts[$0].row.isEmpty }
    for (index, part) in article.parts.enumerated() {
      if let match = part.match { places[match] = index }
    }
  }

  /// The section or row that matches the one at `index` of another article. One of the two articles is the
  /// newest.
  func part(matching index: Int, of reference: ComparedArticle) -> Int? {
    reference.isNewest ? places[index] : reference.parts[index].match
  }

  /// The rows of a section.
  func rows(of section: Int) -> Range<Int> {
    var end = section + 1
    while end < parts.count, !parts[end].row.isEmpty { end += 1 }
    return section + 1..<end
  }

  /// A section and the sections after it that only this article has.
  func members(of section: Int) -> [Int] {
    var members = [section]
    for index in sections where index > section {
      if parts[index].match != nil { break }
      members.append(index)
    }
    return members
  }

  /// The text of one part, its title first.
  func passage(_ index: Int) -> ComparedText {
    if let passage = passages[index] { return passage }
    let passage = ComparedText(parts[index].title + "\n\n" + parts[index].markdown)
    passages[index] = passage
    return passage
  }

  /// The texts of several sections as one, without rows, which are parts of their own.
  func group(_ members: [Int]) -> ComparedText {
    guard members.count > 1 || !members.allSatisfy({ rows(of: $0).isEmpty }) else {
      return passage(members[0])
    }
    return ComparedText(
      members.map { member in
        let part = parts[member]
        return part.title + "\n\n"
          + (rows(of: member).isEmpty ? part.markdown : Self.withoutRows(part.markdown))
      }.joined(separator: "\n\n"))
  }

  /// Blanks the rows, so that the delimiter row still marks the table.
  private static func withoutRows(_ markdown: String) -> String {
    markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let content = line.drop { $0 == " " || $0 == ">" || $0 == "\t" }
      let isDelimiter = content.allSatisfy { "|-: \t\r".contains($0) }
      return content.first == "|" && !isDelimiter ? "" : String(line)
    }.joined(separator: "\n")
  }

  // MARK: Places

  /// `file:line` of a heading or a row.
  func place(_ index: Int) -> String { "\(source):\(parts[index].line)" }

  /// `file:line` of a place in the text of a part.
  func place(_ index: Int, at place: Int, in passage: ComparedText) -> String {
    if !parts[index].row.isEmpty { return self.place(index) }
    var (start, end) = (place, place)
    while start > 0, passage.markdown[start - 1] != 0x0A { start -= 1 }
    while end < passage.markdown.count, passage.markdown[end] != 0x0A { end += 1 }
    return "\(source):\(lines.line(of: passage.markdown[start..<end], from: parts[index].line))"
  }
}

/// The lines of an ingested file, used to find line numbers.
private struct SourceLines {
  private let lines: [ArraySlice<UInt8>]

  init(_ text: [UInt8]) { lines = text.split(separator: 0x0A, omittingEmptySubsequences: false) }

  /// The first line at or after `start` with this text; `start` if the file was removed or changed.
  func line(of text: ArraySlice<UInt8>, from start: Int) -> Int {
    guard start > 0, start <= lines.count else { return start }
    let wanted = text.trimmed
    // A heading is stored as plain text.
    for index in (start - 1)..<lines.count where lines[index].trimmed == wanted { return index + 1 }
    return start
  }
}
