import CasebookText

/// Terms and descriptions of a list in HTML, each on lines of its own:
///
///     <dt>Copies fail</dt>
///     <dd>The disk is full.</dd>
enum HTMLDefinition {
  private static let term = Array("<dt".utf8)
  private static let description = Array("<dd".utf8)
  private static let descriptionEnd = Array("</dd>".utf8)
  /// What ends a description, besides its own end.
  static let ends = [term, Array("</dl".utf8)]

  /// Whether a line without its indentation opens with a term.
  static func isTerm(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: term) && HTMLTag(in: line, at: line.startIndex)?.name.elementsEqual("dt".utf8) == true
  }

  /// The term that opens a line as Markdown, and where the text behind it begins; `nil` if the line has no whole term.
  static func read(_ line: ArraySlice<UInt8>) -> (term: [UInt8], end: Int)? {
    guard isTerm(line), let tag = HTMLTag(in: line, at: line.startIndex),
      let end = line[tag.range.upperBound...].range(ofBytes: Array("</dt>".utf8))
    else { return nil }
    return (markdown(line[tag.range.upperBound..<end.lowerBound]), end.upperBound)
  }

  /// Text with marks around its code, without other tags.
  private static func markdown(_ html: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var index = html.startIndex
    while index < html.endIndex {
      guard html[index] == UInt8(ascii: "<"), let tag = HTMLTag(in: html, at: index) else {
        text.append(html[index])
        index += 1
        continue
      }
      if tag.name.elementsEqual("code".utf8) { text.append(UInt8(ascii: "`")) }
      index = tag.range.upperBound
    }
    return text
  }

  /// The text behind the term that opens a line.
  static func afterTerm(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    read(line).map { withoutTags(line[$0.end...]) } ?? line.suffix(0)
  }

  /// A line of a description without the tags around it.
  static func withoutTags(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = line
    let content = line.drop { $0 <= 0x20 }
    if content.starts(with: description), let tag = HTMLTag(in: line, at: content.startIndex),
      tag.name.elementsEqual("dd".utf8)
    {
      text = line[tag.range.upperBound...].drop { $0 <= 0x20 }
    }
    let end = text.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? text.startIndex
    return text[..<end].suffix(descriptionEnd.count).elementsEqual(descriptionEnd)
      ? text[..<(end - descriptionEnd.count)] : text
  }
}
