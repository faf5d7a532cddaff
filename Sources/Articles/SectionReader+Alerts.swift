import CasebookText

/// Alerts that are each a known error: a quotation that opens with `[!WARNING]` and goes on with a bold title.
extension SectionReader {
  /// Reads the alert at an index as a row; false if it has no title, or not that of an error.
  mutating func readAlert(_ index: Int) -> Bool {
    let quote = tree.blocks[index]
    guard room.rows > 0, index + 1 < quote.end, let title = alertTitle(tree.blocks[index + 1]) else {
      return false
    }
    let last = lines(of: index..<quote.end).upperBound
    guard title.line + offset <= last else { return false }
    let markdown = QuoteSource.text(source, (title.line + offset)...last)
    guard markdown.contains(where: \.isLetter) else { return false }
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.add(title.text, .strong, line: title.line + offset)
    reader.read((index + 1)..<quote.end)
    append(title.text, markdown, line: title.line + offset, reader)
    return true
  }

  /// The bold words below `[!WARNING]`, and their line in the tree; `nil` if they state no error.
  private func alertTitle(_ block: MarkdownTree.Block) -> (text: String, line: Int)? {
    guard block.kind == .paragraph,
      let lineEnd = block.inlines.first(where: { tree.inlines[$0].kind == .softBreak }),
      lineEnd + 1 < block.inlines.upperBound, tree.inlines[lineEnd + 1].kind == .strongStart
    else { return nil }
    let mark = tree.plain(block.inlines.lowerBound..<lineEnd)
    let rest = (lineEnd + 1)..<block.inlines.upperBound
    guard mark.hasPrefix("[!"), mark.hasSuffix("]"), mark.utf8.count <= 40,
      let end = rest.first(where: { tree.inlines[$0].kind == .strongEnd })
    else { return nil }
    let bold = tree.plain(rest.lowerBound..<end)
    let next = end + 1 < rest.upperBound ? tree.inlines[end + 1].kind : .softBreak
    let behind = end + 1 < rest.upperBound ? tree.plain((end + 1)..<rest.upperBound) : ""
    let isTitle =
      next == .softBreak || next == .hardBreak || bold.last.map { ".!?:".contains($0) } == true
      || behind.first.map { ":-–—".contains($0) } == true
    let title = Self.title(ofLead: bold)
    guard isTitle, title.utf8.count <= Self.maxLeadBytes, OpeningLabel.kind(of: title) == nil,
      isError(title, isCode: false), let weight = FailureWords.weight(ofTitle: source.reading(title)),
      weight.points >= 2
    else { return nil }
    return (title, block.firstLine + 1)
  }
}

/// The text of a quotation as written in the source, without its marks.
enum QuoteSource {
  /// The text behind the bold words that open the first line.
  static func text(_ source: SourceText, _ lines: ClosedRange<Int>) -> String {
    var parts: [ArraySlice<UInt8>] = []
    for number in lines {
      let line = source.bytes[source.line(number)]
      var rest = line.drop { $0 == 0x20 }
      if rest.first == UInt8(ascii: ">") {
        rest = rest.dropFirst()
        if rest.first == 0x20 { rest = rest.dropFirst() }
      } else {
        rest = line
      }
      parts.append(number == lines.lowerBound ? ItemSource.afterLead(rest) : rest)
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
  }
}
