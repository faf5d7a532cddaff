import CasebookText

/// A block that is larger than the slice of text parsed at a time: finds its last line without parsing it.
struct OpenBlock {
  /// The last line of the block in the text.
  private(set) var end: Int

  /// `index` is a block of the document whose last lines may be missing from the tree.
  init(_ tree: MarkdownTree, _ index: Int, _ source: SourceText, offset: Int) {
    let block = tree.blocks[index]
    let first = block.firstLine + offset
    let last = max(block.firstLine, block.lastLine) + offset
    end = source.lineCount
    let opening = source.bytes[source.line(first)].drop { $0 == 0x20 }
    let isLast: (Int) -> Bool
    switch block.kind {
    case .code where block.level == 1:
      guard let mark = opening.first else { return }
      let count = opening.prefix { $0 == mark }.count
      isLast = { $0 > first && Self.isFence(source.bytes[source.line($0)], mark, count) }
    case .html:
      if let closing = block.htmlEnd(in: tree) {
        let closing = Array(closing.utf8)
        isLast = { source.bytes[source.line($0)].folded.range(ofBytes: closing) != nil }
      } else {
        isLast = { source.isBlank($0) }
      }
    case .heading, .rule: isLast = { _ in true }
    case .paragraph, .table:
      isLast = { source.isBlank($0) || Self.isHeading(source, $0 + 1) }
    default:
      // Nested blocks are indented or marked, the lines of a fence too.
      isLast = { number in
        if Self.isHeading(source, number + 1) { return true }
        let next = source.bytes[source.line(number + 1)]
        return source.isBlank(number) && !next.isEmpty && MarkdownMargin.length(of: next) == 0
      }
    }
    for number in stride(from: last, to: source.lineCount, by: 1) where isLast(number) {
      end = number
      return
    }
  }

  private static func isFence(_ line: ArraySlice<UInt8>, _ mark: UInt8, _ count: Int) -> Bool {
    let content = line.drop { $0 == 0x20 }
    let run = content.prefix { $0 == mark }
    return line.count - content.count <= 3 && run.count >= count
      && content[run.endIndex...].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static func isHeading(_ source: SourceText, _ number: Int) -> Bool {
    let line = source.bytes[source.line(number)]
    let marks = line.prefix(7).prefix { $0 == UInt8(ascii: "#") }
    return (1...6).contains(marks.count) && line.dropFirst(marks.count).first == 0x20
  }
}
