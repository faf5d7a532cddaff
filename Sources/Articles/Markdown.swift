private import CCmarkGFM

/// The structure of a Markdown text, flat: blocks in document order, their inline parts, and all text in one
/// buffer, so that nodes need no allocation. This is the only file that uses cmark-gfm.
struct MarkdownTree {
  enum BlockKind: UInt8 {
    case document, quote, list, item, code, html, paragraph, heading, rule, table, row, cell, other

    /// The name of the kind in messages.
    var name: String {
      switch self {
      case .code: "a block of code"
      case .html: "a block of HTML"
      case .item, .other: "an item"
      default: "a \(self)"
      }
    }
  }

  struct Block {
    var kind: BlockKind
    /// The level of a heading; 1 for the header row of a table; 1 for fenced code; one more than the first number of a
    /// numbered list.
    var level = 0
    /// The index of the enclosing block; -1 for the document.
    var parent: Int
    /// Lines from 1, in the parsed text.
    var firstLine: Int
    var lastLine: Int
    /// The index after the last block inside this block.
    var end = 0
    /// The inline parts of a paragraph, heading or cell.
    var inlines = 0..<0
    /// The content of code and HTML.
    var text = 0..<0
    /// The info string of fenced code.
    var info = 0..<0
  }

  enum InlineKind: UInt8 {
    case text, code, html, softBreak, hardBreak
    case strongStart, strongEnd, emphasisStart, emphasisEnd, linkStart, linkEnd, imageStart, imageEnd
  }

  struct Inline {
    var kind: InlineKind
    /// The line of the parsed text, from 1.
    var line: Int
    /// The text; for a link or an image the address.
    var text = 0..<0
  }

  var blocks: [Block] = []
  var inlines: [Inline] = []
  var text: [UInt8] = []

  /// No text.
  static let empty = MarkdownTree()

  private init() {}

  /// Parses Markdown with GFM tables, without limits on time and memory: see `BoundedMarkdown` and
  /// `MarkdownSlices`.
  init(unchecked source: [UInt8]) { source.withUnsafeBufferPointer { parse($0) } }

  private mutating func parse(_ source: UnsafeBufferPointer<UInt8>) {
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
    defer { cmark_parser_free(parser) }
    // Tables alone: an extension that claims characters (`~`, `:`) would change tables shared by all threads.
    if let table = Self.tableExtension { cmark_parser_attach_syntax_extension(parser, table) }
    source.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    guard let root = cmark_parser_finish(parser) else { return }
    defer { cmark_node_free(root) }
    text.reserveCapacity(source.count)
    blocks.reserveCapacity(source.count / 64)
    inlines.reserveCapacity(source.count / 16)
    walk(root)
    for index in blocks.indices where blocks[index].firstLine == 0 { settleLines(index) }
  }

  /// A paragraph with a table directly below has no lines; the table has the lines of both.
  private mutating func settleLines(_ index: Int) {
    let table = blocks[index].end
    guard blocks[index].kind == .paragraph, table < blocks.count, blocks[table].kind == .table else { return }
    let first = blocks[table].firstLine
    var last = first
    for inline in blocks[index].inlines {
      inlines[inline].line += first
      if inlines[inline].kind == .softBreak || inlines[inline].kind == .hardBreak { last += 1 }
    }
    (blocks[index].firstLine, blocks[index].lastLine) = (first, last)
    guard table + 1 < blocks.count, blocks[table + 1].kind == .row else { return }
    for block in table..<blocks[table + 1].end { blocks[block].firstLine = last + 1 }
    for block in (table + 1)..<blocks[table + 1].end { blocks[block].lastLine = last + 1 }
  }

  nonisolated(unsafe) private static let tableExtension: OpaquePointer? = {
    cmark_gfm_core_extensions_ensure_registered()
    return cmark_find_syntax_extension("table")
  }()

  // `CMARK_NODE_TYPE_MASK` and `CMARK_NODE_TYPE_INLINE` are macros, which Swift cannot import.
  private static let typeMask: UInt32 = 0xC000
  private static let inlineType: UInt32 = 0xC000

  private mutating func walk(_ root: OpaquePointer) {
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    var open = -1
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      guard let node = cmark_iter_get_node(iterator) else { return }
      let entering = event == CMARK_EVENT_ENTER
      let type = cmark_node_get_type(node)
      if type.rawValue & Self.typeMask == Self.inlineType {
        addInline(node, type, entering: entering)
        continue
      }
      if entering {
        add(node, type, inside: open)
        if !Self.isLeaf(type) { open = blocks.count - 1 }
      } else if open >= 0 {
        blocks[open].end = blocks.count
        blocks[open].inlines = blocks[open].inlines.lowerBound..<inlines.count
        open = blocks[open].parent
      }
    }
  }

  /// cmark visits these once, on entering.
  private static func isLeaf(_ type: cmark_node_type) -> Bool {
    type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK
  }

  private mutating func add(
    _ node: OpaquePointer, _ type: cmark_node_type, inside parent: Int
  ) {
    var block = Block(
      kind: Self.kind(node, type), parent: parent, firstLine: Int(cmark_node_get_start_line(node)),
      lastLine: Int(cmark_node_get_end_line(node)))
    switch block.kind {
    case .heading: block.level = Int(cmark_node_get_heading_level(node))
    case .row: block.level = cmark_gfm_extensions_get_table_row_is_header(node) == 1 ? 1 : 0
    case .code:
      block.text = append(cmark_node_get_literal(node))
      var length: Int32 = 0
      var offset: Int32 = 0
      var fence: CChar = 0
      block.level = Int(cmark_node_get_fenced(node, &length, &offset, &fence))
      if block.level == 1 { block.info = append(cmark_node_get_fence_info(node)) }
    case .html: block.text = append(cmark_node_get_literal(node))
    case .list where cmark_node_get_list_type(node) == CMARK_ORDERED_LIST:
      block.level = Int(cmark_node_get_list_start(node)) + 1
    default: break
    }
    block.inlines = inlines.count..<inlines.count
    block.end = blocks.count + 1
    blocks.append(block)
  }

  private static func kind(_ node: OpaquePointer, _ type: cmark_node_type) -> BlockKind {
    switch type {
    case CMARK_NODE_DOCUMENT: return .document
    case CMARK_NODE_BLOCK_QUOTE: return .quote
    case CMARK_NODE_LIST: return .list
    case CMARK_NODE_ITEM: return .item
    case CMARK_NODE_CODE_BLOCK: return .code
    case CMARK_NODE_HTML_BLOCK: return .html
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_HEADING: return .heading
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    default: break
    }
    // Extension types get their numbers at registration, so they are known by name only.
    guard let name = cmark_node_get_type_string(node) else { return .other }
    switch String(cString: name) {
    case "table": return .table
    case "table_row", "table_header": return .row
    case "table_cell": return .cell
    default: return .other
    }
  }

  private mutating func addInline(
    _ node: OpaquePointer, _ type: cmark_node_type, entering: Bool
  ) {
    var inline = Inline(kind: .text, line: Int(cmark_node_get_start_line(node)))
    switch type {
    case CMARK_NODE_TEXT: inline.text = append(cmark_node_get_literal(node))
    case CMARK_NODE_CODE:
      inline.kind = .code
      inline.text = append(cmark_node_get_literal(node))
    case CMARK_NODE_HTML_INLINE:
      inline.kind = .html
      inline.text = append(cmark_node_get_literal(node))
    case CMARK_NODE_SOFTBREAK: inline.kind = .softBreak
    case CMARK_NODE_LINEBREAK: inline.kind = .hardBreak
    case CMARK_NODE_STRONG: inline.kind = entering ? .strongStart : .strongEnd
    case CMARK_NODE_EMPH: inline.kind = entering ? .emphasisStart : .emphasisEnd
    case CMARK_NODE_LINK:
      inline.kind = entering ? .linkStart : .linkEnd
      if entering { inline.text = append(cmark_node_get_url(node)) }
    case CMARK_NODE_IMAGE:
      inline.kind = entering ? .imageStart : .imageEnd
      if entering { inline.text = append(cmark_node_get_url(node)) }
    default: return
    }
    inlines.append(inline)
  }

  private mutating func append(_ string: UnsafePointer<CChar>?) -> Range<Int> {
    let start = text.count
    guard let string else { return start..<start }
    let bytes = UnsafeRawPointer(string).assumingMemoryBound(to: UInt8.self)
    var count = 0
    while bytes[count] != 0 { count += 1 }
    text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    return start..<text.count
  }
}
