/// A part of a Markdown text, parsed.
struct MarkdownSlice {
  var tree: MarkdownTree
  /// The number to add to a line of the tree to get the line of the text.
  var offset: Int
  var warnings: [Article.Warning]
}

/// Parses a text in parts that begin at blocks of the document, so that the parser holds only one part at a
/// time: it takes two hundred bytes or more per mark.
struct MarkdownSlices {
  /// The approximate number of parser nodes in a part.
  static let standardWeight = 150_000

  private let maxWeight: Int
  private let source: SourceText
  private let first: Int
  private var next: Int
  private var definitions: LinkDefinitions?

  /// Begins at a line, from 1.
  init(_ source: SourceText, from first: Int, maxWeight: Int = Self.standardWeight) {
    self.maxWeight = maxWeight
    self.source = source
    self.first = first
    next = first
  }

  /// The next part; `nil` after the last.
  mutating func read() -> MarkdownSlice? {
    guard next <= source.lineCount else { return nil }
    let begin = next
    let end = lastLine(from: begin)
    var slice = parse(begin...end)
    if end == source.lineCount {
      next = end + 1
    } else if let cut = Self.cut(slice, source) {
      next = slice.tree.blocks[cut].firstLine + slice.offset
      slice.tree.removeBlocks(from: cut)
    } else {
      endOnlyBlock(of: &slice, begin, end)
    }
    slice.warnings.removeAll { $0.line >= next }
    return slice
  }

  private func lastLine(from begin: Int) -> Int {
    var weight = 0
    var before = 0
    var number = begin
    while number <= source.lineCount {
      weight += MarkupScan.weight(source.bytes[source.line(number)])
      // A line that fills a part by itself is parsed together with a few lines before it.
      if weight > maxWeight, before > maxWeight / 2 { return number - 1 }
      before = weight
      number += 1
    }
    return source.lineCount
  }

  private mutating func parse(_ lines: ClosedRange<Int>) -> MarkdownSlice {
    var text = Array(source.bytes[source.lines(lines)])
    text.append(0x0A)
    let dialect = MarkdownDialect.plain(text)
    if let dialect { text = dialect }
    var before: [UInt8] = []
    if lines.lowerBound > first || lines.upperBound < source.lineCount {
      if definitions == nil { definitions = LinkDefinitions(source, from: first) }
      before = definitions?.used(in: text) ?? []
    }
    let added = before.count { $0 == 0x0A }
    let offset = lines.lowerBound - 1 - added
    var markdown = BoundedMarkdown(before + text)
    if dialect == nil, let closed = LoneTags.closed(in: markdown.tree, source, lines, offset: offset) {
      markdown = BoundedMarkdown(before + closed)
    }
    return MarkdownSlice(
      tree: markdown.tree, offset: offset,
      warnings: markdown.warnings.map { .init(line: $0.line + offset, message: $0.message) })
  }

  /// Moves to the end of the only block of a part, without parsing the rest of it.
  private mutating func endOnlyBlock(of slice: inout MarkdownSlice, _ begin: Int, _ end: Int) {
    guard let last = slice.tree.blocks.lastIndex(where: { $0.parent == 0 }) else {
      // Link definitions leave no block.
      next = end + 1
      return
    }
    next = OpenBlock(slice.tree, last, source, offset: slice.offset).end + 1
    guard next > end + 1 else { return }
    let block = slice.tree.blocks[last]
    slice.tree.blocks[last].lastLine = next - 1 - slice.offset
    slice.warnings.append(
      .init(
        line: block.firstLine + slice.offset,
        message:
          "\(block.kind.name) of \(next - begin) lines; read up to line \(end), the rest is kept as Markdown")
    )
  }

  /// The last block that can begin a part: a heading, else a block after a blank line, else a block that ends
  /// everything before it.
  private static func cut(_ slice: MarkdownSlice, _ source: SourceText) -> Int? {
    let tree = slice.tree
    var index = 1
    var found: (rank: Int, block: Int)?
    var before: Int?
    while index < tree.blocks.count {
      let block = tree.blocks[index]
      let line = block.firstLine + slice.offset
      let isHeading = block.kind == .heading && source.bytes[source.line(line)].first == UInt8(ascii: "#")
      let ends = block.kind == .code || block.kind == .rule || block.kind == .quote || block.kind == .list
      let rank = isHeading ? 2 : source.isBlank(line - 1) ? 1 : ends ? 0 : -1
      // An anchor goes with the heading below it.
      let isLed = before.map { !tree.loneAnchors($0, above: block.firstLine).isEmpty } ?? true
      if !isLed, rank >= 0, rank >= found?.rank ?? 0 { found = (rank, index) }
      before = index
      index = block.end
    }
    return found?.block
  }
}

extension MarkdownTree {
  /// Removes the blocks of the document from an index on.
  fileprivate mutating func removeBlocks(from index: Int) {
    inlines.removeSubrange(min(blocks[index].inlines.lowerBound, inlines.count)...)
    blocks.removeSubrange(index...)
    blocks[0].end = index
  }
}
