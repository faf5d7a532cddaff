public import CasebookKnowledge
import CasebookText

/// The blocks of a Markdown text. Text nested too deeply to parse is one block of code.
public func markdownBlocks(of markdown: String) -> [MarkdownBlock] {
  let bytes = Array(markdown.utf8)
  guard let source = try? SourceText(bytes),
    (try? NestingGuard.check(source, from: 1)) != nil
  else { return [.code(language: "", text: markdown)] }
  var slices = MarkdownSlices(source, from: 1)
  var blocks: [MarkdownBlock] = []
  while let slice = slices.read() {
    if !slice.tree.blocks.isEmpty { blocks += slice.tree.children(of: 0) }
  }
  return blocks
}

extension MarkdownTree {
  fileprivate func children(of parent: Int) -> [MarkdownBlock] {
    indices(in: parent).flatMap(value)
  }

  /// The blocks directly inside a block.
  private func indices(in parent: Int) -> [Int] {
    var indices: [Int] = []
    var index = parent + 1
    while index < blocks[parent].end {
      indices.append(index)
      index = blocks[index].end
    }
    return indices
  }

  private func value(_ index: Int) -> [MarkdownBlock] {
    let block = blocks[index]
    switch block.kind {
    case .heading: return [.heading(level: block.level, spans(block.inlines))]
    case .paragraph:
      let spans = spans(block.inlines)
      return spans.isEmpty ? [] : [.paragraph(spans)]
    case .code:
      var code = text[block.text]
      if code.last == 0x0A { code.removeLast() }
      let language = text[block.info].prefix { $0 > 0x20 }
      return [
        .code(
          language: String(decoding: language, as: UTF8.self), text: String(decoding: code, as: UTF8.self))
      ]
    case .quote: return [quote(children(of: index))]
    case .list:
      return [
        .list(first: block.level > 0 ? block.level - 1 : nil, items: indices(in: index).map(children(of:)))
      ]
    case .table:
      let rows = indices(in: index).map { row in
        (isHeader: blocks[row].level == 1, cells: indices(in: row).map { spans(blocks[$0].inlines) })
      }
      return [
        .table(
          header: rows.first { $0.isHeader }?.cells ?? [], rows: rows.filter { !$0.isHeader }.map(\.cells))
      ]
    case .rule: return [.rule]
    case .html: return HTMLBlockText(text[block.text]).blocks
    case .document, .item, .row, .cell, .other: return children(of: index)
    }
  }

  /// A quotation that begins with `[!NOTE]` is an alert.
  private func quote(_ inside: [MarkdownBlock]) -> MarkdownBlock {
    guard case .paragraph(var spans)? = inside.first, let first = spans.first, first.style == [],
      first.text.hasPrefix("[!"), let close = first.text.firstIndex(of: "]")
    else { return .quote(alert: nil, inside) }
    let kind = first.text[..<close].dropFirst(2).lowercased()
    spans[0].text = String(first.text[first.text.index(after: close)...].drop(while: \.isWhitespace))
    if spans[0].text.isEmpty { spans.removeFirst() }
    let rest = Array(inside.dropFirst())
    return .quote(alert: kind, spans.isEmpty ? rest : [.paragraph(spans)] + rest)
  }

  /// The inline parts, pieces of one style joined.
  private func spans(_ range: Range<Int>) -> [MarkdownSpan] {
    var spans: [MarkdownSpan] = []
    var style: MarkdownSpan.SpanStyle = []
    var addresses: [String] = []
    var isBroken = false
    func add(_ text: String, _ style: MarkdownSpan.SpanStyle) {
      if text.isEmpty { return }
      if isBroken {
        isBroken = false
        // Chinese and Japanese have no spaces between words, so a line end in the source is none.
        let isSpace =
          spans.last?.text.unicodeScalars.last?.isWrittenWithoutSpaces != true
          || text.unicodeScalars.first?.isWrittenWithoutSpaces != true
        if isSpace { add(" ", style) }
      }
      if let last = spans.last, last.style == style, last.address == nil {
        spans[spans.count - 1].text += text
      } else {
        spans.append(MarkdownSpan(text, style))
      }
    }
    for inline in inlines[range] {
      let content = String(decoding: text[inline.text], as: UTF8.self)
      switch inline.kind {
      case .text: add(content, style)
      case .code: add(content, style.union(.code))
      case .html:
        var bytes: [UInt8] = []
        appendPlain(html: text[inline.text], to: &bytes)
        add(bytes == [0x20] ? "\n" : String(decoding: bytes, as: UTF8.self), style)
      case .softBreak: isBroken = !spans.isEmpty
      case .hardBreak: add("\n", style)
      case .strongStart: style.insert(.strong)
      case .strongEnd: style.remove(.strong)
      case .emphasisStart: style.insert(.emphasis)
      case .emphasisEnd: style.remove(.emphasis)
      case .linkStart:
        style.insert(.link)
        addresses.append(content)
      case .linkEnd:
        style.remove(.link)
        if let address = addresses.popLast(), spans.last?.style.contains(.link) == true {
          spans[spans.count - 1].address = address
        }
      case .imageStart, .imageEnd: break
      }
    }
    return spans
  }
}

extension Unicode.Scalar {
  /// Whether it is a character of Chinese or Japanese, punctuation included.
  fileprivate var isWrittenWithoutSpaces: Bool {
    switch value {
    case 0x2E80...0x312F, 0x3190...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

/// A block of HTML, or the marker of another documentation system, as text.
private struct HTMLBlockText {
  let blocks: [MarkdownBlock]

  init(_ html: ArraySlice<UInt8>) {
    let marker = Self.marker(html)
    guard marker == nil else {
      blocks = marker.map { $0.isEmpty ? [] : [.paragraph([MarkdownSpan($0, .strong)])] } ?? []
      return
    }
    let lines = Self.withoutTags(html).split(separator: 0x0A).map {
      String(decoding: $0, as: UTF8.self).trimmed
    }
    let text = lines.filter { !$0.isEmpty }.joined(separator: "\n")
    blocks = text.isEmpty ? [] : [.paragraph([MarkdownSpan(text)])]
  }

  /// The label of a marker that `MarkdownDialect` turned into a comment: `!!! note "Title"` gives `Note: Title`. `nil` for
  /// other HTML; empty for a marker without a label, and for any other comment.
  private static func marker(_ html: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: html, as: UTF8.self).trimmed
    guard text.hasPrefix("<!--") else { return nil }
    let inside = text.dropFirst(4).dropLast(3).drop { $0 == " " }
    guard let first = inside.first, "!?=:".contains(first) else { return "" }
    let words = inside.drop { $0 == first || $0 == "+" || $0 == " " }
    let kind = words.prefix { $0.isLetter }
    let title =
      words.dropFirst(kind.count).drop { !$0.isLetter && !$0.isNumber }
      .split { "\"'[]".contains($0) }.first.map(String.init) ?? ""
    let label = kind.prefix(1).uppercased() + kind.dropFirst()
    return [label, title.trimmed].filter { !$0.isEmpty }.joined(separator: ": ")
  }

  private static func withoutTags(_ html: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var rest = html
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "<"), let close = rest.firstIndex(of: UInt8(ascii: ">")) else {
        plain.append(byte)
        continue
      }
      let name = rest.drop { $0 == UInt8(ascii: "/") }.prefix { $0.isLetterOrDigit }
      let isTag = MarkdownTree.isTag(name.folded)
      if isTag { rest = rest[(close + 1)...] } else { plain.append(byte) }
    }
    return plain
  }
}
