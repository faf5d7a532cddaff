import CasebookKnowledge

/// A title as the text of a Markdown heading: one line that parses to the same title.
///
/// Escapes only markup: `get_model` needs no backslash.
public func headingMarkdown(of title: String) -> String {
  let line = title.split(whereSeparator: \.isNewline).joined(separator: " ")
    .cut(toBytes: Outline.maxTitleBytes).trimmed
  let isPlain = line.utf8.allSatisfy { byte in !HeadingText.marks.contains(byte) }
  return isPlain || HeadingText.reads(line, as: line) ? line : HeadingText.escaped(line)
}

private enum HeadingText {
  /// Bytes that can be markup in a heading, here or in another dialect.
  static let marks = Set("\\`*_[]<>&#!|~{".utf8)
  /// Bytes that are nearly always markup.
  private static let certain = Set("\\`*[]<~".utf8)

  /// Whether a line of Markdown parses to a heading with exactly this title.
  static func reads(_ line: String, as title: String) -> Bool {
    guard !line.utf8.contains(where: { certain.contains($0) }) else { return false }
    let tree = BoundedMarkdown(Array("# \(line)\n".utf8)).tree
    guard tree.blocks.count == 2, tree.blocks[1].kind == .heading else { return false }
    return tree.plain(tree.blocks[1].inlines) == title
      && tree.inlines[tree.blocks[1].inlines].allSatisfy { $0.kind == .text }
  }

  static func escaped(_ line: String) -> String {
    String(
      decoding: line.utf8.flatMap { marks.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }, as: UTF8.self)
  }

  /// A code span, with more backticks around it than inside.
  static func code(_ text: ArraySlice<UInt8>) -> String {
    let tick = UInt8(ascii: "`")
    let runs = text.split(omittingEmptySubsequences: true) { $0 != tick }.map(\.count)
    let fence = String(repeating: "`", count: (1...).first { !runs.contains($0) } ?? 1)
    let isPadded = text.contains { $0 != 0x20 } && text.first == 0x20 && text.last == 0x20
    let space = text.first == tick || text.last == tick || isPadded ? " " : ""
    return fence + space + String(decoding: text, as: UTF8.self) + space + fence
  }
}

extension MarkdownTree {
  /// The words and the code of a heading. Links, emphasis and anchors are left out, as in its title.
  func markdown(ofHeading block: Block) -> String {
    guard inlines[block.inlines].contains(where: { $0.kind == .code && !$0.text.isEmpty }) else {
      return headingMarkdown(of: plain(block.inlines))
    }
    var line = ""
    var start = block.inlines.lowerBound
    for index in block.inlines where inlines[index].kind == .code {
      line += words(start..<index) + HeadingText.code(text[inlines[index].text])
      start = index + 1
    }
    return (line + words(start..<block.inlines.upperBound)).trimmed
  }

  /// The words between code spans, with the blanks around them.
  private func words(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    appendPlain(range, to: &bytes)
    for index in bytes.indices where bytes[index] == 0x0A { bytes[index] = 0x20 }
    return HeadingText.escaped(String(decoding: bytes, as: UTF8.self))
  }
}

/// A code block that its lines cannot end.
public func fencedMarkdown(_ lines: [String]) -> String {
  let fence = codeFence(around: lines.joined(separator: "\n"), least: 3)
  return ([fence + "text"] + lines + [fence]).joined(separator: "\n")
}
