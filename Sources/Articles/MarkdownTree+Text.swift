import CasebookText

extension MarkdownTree {
  /// The inline parts without markup: links and images become their words, HTML only its line breaks.
  func plain(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    appendPlain(range, to: &bytes)
    return String(decoding: bytes, as: UTF8.self).trimmed
  }

  func appendPlain(_ range: Range<Int>, to bytes: inout [UInt8]) {
    for inline in inlines[range] {
      switch inline.kind {
      case .text, .code: bytes.append(contentsOf: text[inline.text])
      case .softBreak, .hardBreak: bytes.append(0x20)
      case .html: appendPlain(html: text[inline.text], to: &bytes)
      default: break
      }
    }
  }

  /// Text that looks like a tag but is not HTML is a placeholder: `cannot open <file>`.
  func appendPlain(html tag: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    let name = tag.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix(16).prefix { $0.isLetterOrDigit }
    let rest = tag.dropFirst(1 + name.count).first
    if name.folded == Array("br".utf8) {
      bytes.append(0x20)
    } else if !name.isEmpty, !Self.isComponent(tag, name),
      rest == UInt8(ascii: "_") || rest == UInt8(ascii: "-") || !Self.tags.contains(name.folded)
    {
      bytes.append(contentsOf: tag)
    }
  }

  /// Whether a tag is a component that shows a sign of its own: `<Badge text="beta" />`. `<Name>` is a placeholder.
  private static func isComponent(_ tag: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    name.first?.isUpper == true && name.contains(where: \.isLower)
      && (tag.suffix(2).elementsEqual("/>".utf8) || tag.range(ofBytes: Array("=\"".utf8)) != nil)
  }

  private static let tags = WordList("names", "tag")

  /// Whether HTML has a tag of this name, in lower case.
  static func isTag(_ name: [UInt8]) -> Bool { tags.contains(name) }

  /// The anchors that inline HTML states.
  func anchors(_ range: Range<Int>) -> [String] {
    inlines[range].compactMap { $0.kind == .html ? Slug.anchor(inTag: text[$0.text]) : nil }
  }

  /// Whether a heading is the handle of a tab: `# [Python](#tab/python)`, with nothing beside the link.
  func isTab(_ block: Block) -> Bool {
    var found = false
    var inside = false
    for inline in inlines[block.inlines] {
      switch inline.kind {
      case .linkStart:
        inside = text[inline.text].starts(with: Array("#tab/".utf8))
        if !inside { return false }
        found = true
      case .linkEnd: inside = false
      case .html, .softBreak, .hardBreak, .strongStart, .strongEnd, .emphasisStart, .emphasisEnd: break
      default: if !inside && text[inline.text].contains(where: { $0 > 0x20 }) { return false }
      }
    }
    return found
  }
}

/// Markdown as plain text: markup removed, link words kept, one line per block.
///
/// Text nested too deeply to parse is returned unchanged.
public func plainText(ofMarkdown markdown: String) -> String {
  guard let source = try? SourceText(Array(markdown.utf8)), (try? NestingGuard.check(source, from: 1)) != nil
  else { return markdown }
  var bytes: [UInt8] = []
  var slices = MarkdownSlices(source, from: 1)
  while let slice = slices.read() { slice.tree.appendLines(to: &bytes) }
  return String(decoding: bytes, as: UTF8.self).trimmed
}

extension MarkdownTree {
  fileprivate func appendLines(to bytes: inout [UInt8]) {
    for (index, block) in blocks.enumerated() {
      let start = bytes.count
      switch block.kind {
      case .paragraph, .heading, .cell: appendPlain(block.inlines, to: &bytes)
      case .code:
        bytes.append(contentsOf: text[block.text])
        while bytes.count > start, bytes.last == 0x0A { bytes.removeLast() }
      default: continue
      }
      if bytes[start...].starts(with: Array("[!".utf8)), let close = bytes[start...].firstIndex(of: 0x5D) {
        let words = bytes[(close + 1)...].firstIndex { $0 != 0x20 } ?? bytes.endIndex
        bytes.removeSubrange(start..<words)
      }
      guard bytes.count > start else { continue }
      let isCell = block.kind == .cell && index + 1 < blocks.count && blocks[index + 1].kind == .cell
      bytes.append(isCell ? 0x20 : 0x0A)
    }
  }
}
