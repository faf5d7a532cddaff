/// Markdown parsed in time linear in its size: markup that would take longer is kept as text.
struct BoundedMarkdown {
  private(set) var tree = MarkdownTree.empty
  /// The markup that was kept as text, by line from 1.
  private(set) var warnings: [Article.Warning] = []
  /// A bound on the parser's work: the sum of bytes × marks over all paragraphs. Read by a test.
  private(set) var work = 0

  init(_ text: [UInt8]) {
    let lines = Self.lines(of: text)
    let scan = MarkupScan(text, lines)
    work = scan.work
    guard !scan.crowded.isEmpty || !scan.refused.isEmpty else {
      tree = MarkdownTree(unchecked: text)
      return
    }
    let markup = HiddenMarkup(for: text)
    var seen = text
    markup.hide(scan.refused, in: &seen)
    for remark in scan.remarks { warn(remark.line + 1, remark.what) }
    if !scan.crowded.isEmpty {
      // The parser decides which of these lines are paragraphs. Without marks this takes no time.
      var bare = seen
      for range in scan.crowded { markup.hide(lines[range], in: &bare) }
      tree = MarkdownTree(unchecked: bare)
      let heavy = heavyLines(markup, lines)
      // Light paragraphs in these lines keep their markup.
      for range in heavy { markup.hide(lines[range], in: &seen) }
    }
    tree = MarkdownTree(unchecked: seen)
    markup.show(in: &tree)
  }

  /// The paragraphs, headings and cells with too many marks, as lines from 0.
  private mutating func heavyLines(_ markup: HiddenMarkup, _ lines: [Range<Int>]) -> [Range<Int>] {
    var heavy: [Range<Int>] = []
    for block in tree.blocks {
      let found = markup.hidden(in: block, of: tree)
      guard found.marks > MarkupScan.maxMarks || found.tags > MarkupScan.maxTags else {
        work += found.bytes * found.marks
        continue
      }
      let first = max(1, block.firstLine)
      let last = min(max(first, block.lastLine), lines.count)
      guard first <= last else { continue }
      heavy.append(first - 1..<last)
      warn(first, "\(block.kind.name) with \(found.marks) marks")
    }
    return heavy
  }

  private mutating func warn(_ line: Int, _ what: String) {
    warnings.append(.init(line: line, message: "\(what) is too much markup; kept as plain text"))
  }

  private static func lines(of text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    text.withUnsafeBufferPointer { text in
      for index in text.indices where text[index] == 0x0A {
        lines.append(start..<index)
        start = index + 1
      }
    }
    if start < text.count { lines.append(start..<text.count) }
    return lines
  }
}
