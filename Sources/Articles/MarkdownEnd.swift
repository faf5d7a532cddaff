import CasebookText

/// What has to stand behind a Markdown text so that nothing of it reaches into what follows: the end of a fence, of a
/// comment or of another HTML block that no blank line ends. Empty where nothing is open; quotes, lists and tables end
/// by themselves.
public func closing(ofMarkdown markdown: String) -> String {
  var closing = ""
  // What closes one block could open nothing else, but that is the parser's to say.
  for _ in 0..<3 {
    guard let end = endOfOpenBlock(markdown + closing) else { break }
    closing += "\n" + end
  }
  return closing
}

/// Asks the parser: a heading behind the text is a heading of the document, unless something is open.
private func endOfOpenBlock(_ markdown: String) -> String? {
  guard let source = try? SourceText(Array((markdown + "\n\n# end\n").utf8)),
    (try? NestingGuard.check(source, from: 1)) != nil
  else { return nil }
  let tree = source.bytes.withUnsafeBufferPointer { MarkdownTree($0) }
  guard let last = tree.blocks.last(where: { $0.parent == 0 }) else { return nil }
  let content = tree.text[last.text]
  switch last.kind {
  case .code where last.level == 1:
    let line = source.bytes[source.line(last.firstLine)].drop { $0 == 0x20 }
    guard let mark = line.first else { return nil }
    return String(decoding: line.prefix { $0 == mark }, as: UTF8.self)
  case .html:
    let start = content.drop { $0 == 0x20 }.prefix(16).folded
    let ends = [
      ("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">"), ("<pre", "</pre>"),
      ("<script", "</script>"), ("<style", "</style>"), ("<textarea", "</textarea>"),
    ]
    return ends.first { start.starts(with: $0.0.utf8) }?.1
  default: return nil
  }
}
