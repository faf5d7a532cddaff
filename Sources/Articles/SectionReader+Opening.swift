/// What a page about one error code says first.
extension SectionReader {
  private static let maxOpeningBytes = 300

  /// Below a title that is an error code, references of compilers state the message as a paragraph, and explain it in
  /// the next. One that has a link, bold text or the code itself is explanation already.
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
    guard text.utf8.count <= Self.maxOpeningBytes, !text.endsInColon, !text.contains(code)
    else { return }
    add(text, .opening, line: block.firstLine + offset)
  }
}
