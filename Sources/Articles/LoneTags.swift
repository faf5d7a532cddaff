import CasebookText

/// Tags alone on their line above a heading: `<a id="setup"/>`, `<br>`.
///
/// In CommonMark such a line opens an HTML block that extends to the next blank line, so the heading below
/// would be HTML. Writers mean an anchor and a heading, and the renderers that they used agreed.
enum LoneTags {
  /// Turns a tag into a comment, which ends on its line.
  static let opening = Array("<!--".utf8)
  private static let closing = Array("-->".utf8)

  /// The lines of a tree with these tags as comments, each on its own line; `nil` if there are none.
  static func closed(
    in tree: MarkdownTree, _ source: SourceText, _ lines: ClosedRange<Int>, offset: Int
  ) -> [UInt8]? {
    var found: [Int] = []
    for block in tree.blocks where block.kind == .html && block.parent == 0 {
      var line = block.firstLine + offset
      let last = block.lastLine + offset
      var tags: [Int] = []
      while line < last, isTag(source.bytes[source.line(line)]) {
        tags.append(line)
        line += 1
      }
      if !tags.isEmpty, source.bytes[source.line(line)].first == UInt8(ascii: "#") { found += tags }
    }
    guard !found.isEmpty else { return nil }
    let all = source.lines(lines)
    var text: [UInt8] = []
    var from = all.lowerBound
    for line in found {
      let range = source.line(line)
      text += source.bytes[from..<range.lowerBound] + opening + source.bytes[range] + closing
      from = range.upperBound
    }
    return text + source.bytes[from..<all.upperBound] + [0x0A]
  }

  private static func isTag(_ line: ArraySlice<UInt8>) -> Bool {
    let end = line.lastIndex { $0 > 0x20 } ?? line.startIndex
    guard line.count < 1_000, end > line.startIndex, line[end] == UInt8(ascii: ">"),
      line[..<end].allSatisfy({ $0 != UInt8(ascii: ">") })
    else { return false }
    let name = line.dropFirst().prefix { $0.isLetterOrDigit }.folded
    return line.first == UInt8(ascii: "<") && (name == Array("a".utf8) || name == Array("br".utf8))
  }
}
