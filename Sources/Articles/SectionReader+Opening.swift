import CasebookText

/// The opening of a page about one error code.
extension SectionReader {
  private static let maxOpeningBytes = 300

  /// Compiler references state the message as a paragraph below the error code and explain it in the next. A
  /// paragraph with a link, bold text or the code itself is already explanation.
  mutating func readOpening(_ blocks: Range<Int>, code: String) {
    guard let first = blocks.first, tree.blocks[first].kind == .paragraph else { return }
    let block = tree.blocks[first]
    guard block.end < blocks.upperBound, tree.blocks[block.end].kind == .paragraph else { return }
    for inline in tree.inlines[block.inlines] {
      switch inline.kind {
      case .text, .code, .softBreak, .emphasisStart, .emphasisEnd: continue
      default: return
      }
    }
    let text = tree.plain(block.inlines).trimmed
    guard text.utf8.count <= Self.maxOpeningBytes, !text.endsInColon, !text.contains(text: code)
    else { return }
    add(text, .opening, line: block.firstLine + offset)
  }
}
