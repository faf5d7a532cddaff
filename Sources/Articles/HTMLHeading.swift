import CasebookText

/// Headings that are written in HTML, each alone on its line: `<h2 id="copies">Copies fail</h2>`.
enum HTMLHeading {
  private static let levels = 1...4

  /// The same heading in Markdown; `nil` for any other line.
  static func markdown(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    guard line.count >= 9, line.first == UInt8(ascii: "<"),
      line[line.startIndex + 1] | 0x20 == UInt8(ascii: "h"),
      let tag = HTMLTag(in: line, at: line.startIndex), tag.name.count == 2, !tag.isEnd
    else { return nil }
    let level = Int(tag.name[1]) - Int(UInt8(ascii: "0"))
    let text = line.trimmed
    let closing = Array("</".utf8) + tag.name + Array(">".utf8)
    guard levels.contains(level), tag.range.upperBound < text.endIndex,
      text.suffix(closing.count).folded.elementsEqual(closing)
    else { return nil }
    let inside = text[tag.range.upperBound..<max(tag.range.upperBound, text.endIndex - closing.count)].trimmed
    guard hasWords(inside), inside.last != UInt8(ascii: "#") else { return nil }
    let anchor = tag.attribute("id").flatMap { id in
      id.isEmpty || id.utf8.contains { $0 <= 0x20 || "\"'<>".utf8.contains($0) }
        ? nil : " <a id=\"\(id)\"></a>"
    }
    return [UInt8](repeating: UInt8(ascii: "#"), count: level) + [0x20] + inside + Array((anchor ?? "").utf8)
  }

  /// Whether the text has a letter outside of tags, and no other heading.
  private static func hasWords(_ html: ArraySlice<UInt8>) -> Bool {
    var found = false
    var index = html.startIndex
    while index < html.endIndex {
      if html[index] == UInt8(ascii: "<"), let tag = HTMLTag(in: html, at: index) {
        let name = tag.name
        if name.count == 2, name[0] == UInt8(ascii: "h"), name[1].isDigit { return false }
        index = tag.range.upperBound
      } else {
        if html[index].isLetter || html[index] >= 0x80 { found = true }
        index += 1
      }
    }
    return found
  }
}
