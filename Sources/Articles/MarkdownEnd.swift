import CasebookText

/// The lines to append to a Markdown text so that it does not extend into following text: the end of a fence,
/// of a comment or of another HTML block that a blank line does not end. Empty if nothing is open; quotes,
/// lists and tables end on their own.
public func closing(ofMarkdown markdown: String) -> String {
  var closing = ""
  // The text that closes one block should not open another, but the parser decides.
  for _ in 0..<3 {
    guard let end = endOfOpenBlock(markdown + closing) else { break }
    closing += "\n" + end
  }
  return closing
}

/// A text with all its blocks closed, without white space after it and without blank lines before it.
public func contained(markdown: String) -> String {
  var text = markdown[...]
  while text.last?.isWhitespace == true { text.removeLast() }
  while let end = text.firstIndex(of: "\n"), text[..<end].allSatisfy(\.isWhitespace) {
    text = text[text.index(after: end)...]
  }
  return text + closing(ofMarkdown: String(text))
}

/// Asks the parser: a heading after the text belongs to the document, unless something is open.
private func endOfOpenBlock(_ markdown: String) -> String? {
  guard let source = try? SourceText(Array((markdown + "\n\n# end\n").utf8)),
    (try? NestingGuard.check(source, from: 1)) != nil
  else { return nil }
  var slices = MarkdownSlices(source, from: 1)
  var slice: MarkdownSlice?
  while let next = slices.read() { slice = next }
  guard let slice, let last = slice.tree.blocks.last(where: { $0.parent == 0 }) else { return nil }
  switch last.kind {
  case .code where last.level == 1:
    let line = source.bytes[source.line(last.firstLine + slice.offset)].drop { $0 == 0x20 }
    guard let mark = line.first else { return nil }
    return String(decoding: line.prefix { $0 == mark }, as: UTF8.self)
  case .html: return last.htmlEnd(in: slice.tree)
  default: return nil
  }
}

extension MarkdownTree.Block {
  /// The end of an HTML block that a blank line does not end; `nil` for other blocks.
  func htmlEnd(in tree: MarkdownTree) -> String? {
    let start = tree.text[text].drop { $0 == 0x20 }.prefix(16).folded
    let ends = [
      ("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">"), ("<pre", "</pre>"),
      ("<script", "</script>"), ("<style", "</style>"), ("<textarea", "</textarea>"),
    ]
    return ends.first { start.starts(with: $0.0.utf8) }?.1
  }
}
