import CasebookText

/// The headings of a text and the text between them.
struct Outline {
  struct Heading {
    var level: Int
    var slug: String
    var title: String
    /// The title without the number of the section and without emoji and marks at its ends.
    var name = ""
    /// The title as Markdown, on one line.
    var markdown: String
    var anchors: [String]
    /// Whether the heading states its anchor.
    var statesAnchor: Bool
    /// What must survive translation in the heading itself.
    var literals: [Literal] = []
    var parent: Int?
    /// The lines of the heading; at level 0 both are the line before the text.
    var firstLine: Int
    var lastLine: Int
    /// The lines of the section's own text; several ranges if a section inside a tab interrupts it.
    var lines: [ClosedRange<Int>] = []
    /// The line of the last thematic break. It is left out where the text ends with it.
    var lastRule: Int?
    /// The blocks of the section's own text in the current tree.
    var blocks: [Range<Int>] = []
  }

  var headings: [Heading] = []
  var warnings: [Article.Warning] = []

  static let maxTitleBytes = 2_000
  private static let maxSections = 20_000
  private static let maxWarnings = 1_000
  private var isFull = false

  private var open: [Int] = []
  private var current: Int?
  /// The section that contains the open tab group.
  private var tabOwner: Int?
  private var runStart = 1
  private var slugs = SlugCounter()
  private var numbers = SectionNumbers()

  /// The sections that received blocks of the last tree.
  private(set) var touched: Set<Int> = []
  /// Whether the text above the first heading consists of anchors alone.
  private var opensWithAnchors = true
  /// Whether no block of the text was read yet.
  private var isAtStart = true

  /// Creates an outline of the text that starts at a line, from 1.
  init(from line: Int) {
    runStart = line
    let preamble = Heading(
      level: 0, slug: "", title: "", markdown: "", anchors: [], statesAnchor: false, parent: nil,
      firstLine: line,
      lastLine: line - 1)
    headings = [preamble]
    current = 0
  }

  /// Reads the next tree of the text; its lines are counted from the first line of `source` plus `offset`.
  mutating func read(_ tree: MarkdownTree, _ source: SourceText, offset: Int) {
    for section in touched { headings[section].blocks = [] }
    touched = []
    guard let document = tree.blocks.first else { return }
    var index = 1
    var before: Int?
    while index < document.end {
      let block = tree.blocks[index]
      let line = block.firstLine + offset
      switch block.kind {
      case .heading where tree.isTab(block):
        if let owner = tabOwner {
          move(to: owner, at: line)
        } else {
          tabOwner = current
        }
      case .heading:
        addHeading(tree, source, index, before: before, offset: offset)
      case .rule:
        if let owner = tabOwner {
          move(to: owner, at: line)
          tabOwner = nil
        } else if let current {
          headings[current].lastRule = line
        }
      case .paragraph where source.bytes[source.line(line)].first == UInt8(ascii: "#"):
        addUnspacedHeading(tree, source, index, offset: offset)
      case .list, .quote:
        warnOfNestedHeadings(tree, index, offset: offset)
      default: break
      }
      if let current, block.lastLine + offset > headings[current].lastLine {
        addBlocks(index..<block.end, to: current)
        if current == 0, tree.loneAnchors(index, above: 0).isEmpty { opensWithAnchors = false }
      }
      isAtStart = false
      before = index
      index = block.end
    }
  }

  /// Finishes the last section. A title of the front matter heads a text that has no heading of level 1.
  mutating func finish(_ source: SourceText, title: Heading?) {
    endRun(before: source.lineCount + 1)
    if let title, mayTakeTitle(title, source) {
      let slug = title.slug.isEmpty ? "section" : title.slug
      let (lines, blocks) = (headings[0].lines, headings[0].blocks)
      headings[0] = title
      headings[0].slug = slugs.unique(slug)
      (headings[0].lines, headings[0].blocks) = (lines, blocks)
      for index in headings.indices.dropFirst() where headings[index].parent == nil {
        headings[index].parent = 0
      }
    } else {
      dropEmptyPreamble(source)
    }
  }

  /// Whether the text has something below a title, and no heading that is the title.
  private func mayTakeTitle(_ title: Heading, _ source: SourceText) -> Bool {
    guard !headings.contains(where: { $0.level == 1 || $0.slug == title.slug }) else { return false }
    return headings.count > 1 || !headings[0].lines.allSatisfy { $0.allSatisfy(source.isBlank) }
  }

  /// Keeps a heading inside a list as a step of it; splitting the list there would tear it apart.
  private mutating func warnOfNestedHeadings(_ tree: MarkdownTree, _ list: Int, offset: Int) {
    guard tree.blocks[list].kind == .list else { return }
    for index in list..<tree.blocks[list].end where tree.blocks[index].kind == .heading {
      let block = tree.blocks[index]
      guard !tree.isTab(block), !block.inlines.isEmpty else { continue }
      warn(
        block.firstLine + offset,
        "a heading inside a list does not start a section; kept in the section above")
    }
  }

  private mutating func addBlocks(_ range: Range<Int>, to section: Int) {
    touched.insert(section)
    let last = headings[section].blocks.count - 1
    if last >= 0, headings[section].blocks[last].upperBound == range.lowerBound {
      headings[section].blocks[last] = headings[section].blocks[last].lowerBound..<range.upperBound
    } else {
      headings[section].blocks.append(range)
    }
  }

  private mutating func addHeading(
    _ tree: MarkdownTree, _ source: SourceText, _ index: Int, before: Int?, offset: Int
  ) {
    let block = tree.blocks[index]
    let candidate = HeadingCandidate(
      level: block.level, title: tree.plain(block.inlines), markdown: tree.markdown(ofHeading: block),
      anchors: tree.anchors(block.inlines),
      literals: SectionReader.literals(of: block, tree, source, offset: offset),
      firstLine: block.firstLine + offset, lastLine: max(block.firstLine, block.lastLine) + offset)
    addHeading(candidate, above: before.map { tree.loneAnchors($0, above: block.firstLine) } ?? [])
  }

  private struct HeadingCandidate {
    var level: Int
    var title: String
    var markdown: String
    var anchors: [String]
    var literals: [Literal]
    var firstLine: Int
    var lastLine: Int
  }

  private mutating func addHeading(_ heading: HeadingCandidate, above: [String]) {
    let line = heading.firstLine
    var (title, attribute) = Slug.splitAttribute(heading.title)
    var markdown = title == heading.title ? heading.markdown : headingMarkdown(of: title)
    var anchors = heading.anchors
    if let attribute { anchors.append(attribute) }
    let stated = anchors.last
    guard !title.isEmpty || stated != nil else {
      warn(line, "a heading without text does not start a section; kept in the section above")
      return
    }
    guard headings.count < Self.maxSections else {
      if headings.count == Self.maxSections, !isFull {
        warn(line, "more than \(Self.maxSections) headings; all that follows is kept in the last section")
      }
      isFull = true
      return
    }
    if title.utf8.count > Self.maxTitleBytes {
      warn(line, "a heading of \(title.utf8.count) bytes; its title is cut")
      title = title.cut(toBytes: Self.maxTitleBytes)
      markdown = headingMarkdown(of: title)
    }
    if let owner = tabOwner, heading.level <= headings[owner].level { tabOwner = nil }
    while let last = open.last, headings[last].level >= heading.level { open.removeLast() }
    endRun(before: line)
    let base = stated ?? Slug.derived(from: title)
    let slug = slugs.unique(base.isEmpty ? "section" : base)
    if stated != nil, slug != base {
      warn(line, "the anchor \(base) occurs twice; the second is named \(slug)")
    }
    headings.append(
      Heading(
        level: heading.level, slug: slug, title: title,
        name: TitleText.plain(numbers.title(without: TitleText.plain(title))), markdown: markdown,
        anchors: above + anchors,
        statesAnchor: stated != nil,
        literals: heading.literals, parent: open.last, firstLine: line, lastLine: heading.lastLine))
    open.append(headings.count - 1)
    current = headings.count - 1
    runStart = heading.lastLine + 1
  }

  private mutating func warn(_ line: Int, _ message: String) {
    if warnings.count < Self.maxWarnings { warnings.append(.init(line: line, message: message)) }
  }

  /// Reads `##Heading`: older renderers took it for a heading, CommonMark takes it for a paragraph.
  /// `#Heading` counts only as the first block of a text, because `#` also starts tags, comments and
  /// directives.
  private mutating func addUnspacedHeading(
    _ tree: MarkdownTree, _ source: SourceText, _ index: Int, offset: Int
  ) {
    let block = tree.blocks[index]
    let line = block.firstLine + offset
    let bytes = source.bytes[source.line(line)].drop { $0 == 0x20 }
    let level = bytes.prefix(7).prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(level), level > 1 || (isAtStart && block.lastLine == block.firstLine) else {
      return
    }
    let rest = bytes.dropFirst(level)
    guard let first = rest.first,
      first.isLetter || first >= 0x80 || first == UInt8(ascii: "<") || first == UInt8(ascii: "[")
        || first == UInt8(ascii: "*") || first == UInt8(ascii: "`"),
      level > 1 || !first.isLower
    else { return }
    let heading = BoundedMarkdown(Array("# ".utf8) + rest).tree
    guard heading.blocks.count > 1, heading.blocks[1].kind == .heading, !heading.isTab(heading.blocks[1])
    else { return }
    addHeading(
      HeadingCandidate(
        level: level, title: heading.plain(heading.blocks[1].inlines),
        markdown: heading.markdown(ofHeading: heading.blocks[1]),
        anchors: heading.anchors(heading.blocks[1].inlines),
        literals: SectionReader.literals(of: heading.blocks[1], heading, source, offset: line - 1),
        firstLine: line, lastLine: line), above: [])
  }

  private mutating func move(to section: Int, at line: Int) {
    guard section != current else { return }
    endRun(before: line)
    current = section
    runStart = line
    if let position = open.firstIndex(of: section) { open.removeSubrange((position + 1)...) }
  }

  private mutating func endRun(before line: Int) {
    if let current, runStart <= line - 1 { headings[current].lines.append(runStart...(line - 1)) }
  }

  /// Text before the first heading is a section only if there is some.
  private mutating func dropEmptyPreamble(_ source: SourceText) {
    // An anchor above the first heading belongs to that heading.
    let isAnchor = headings.count > 1 && opensWithAnchors
    let isEmpty = isAnchor || headings[0].lines.allSatisfy { $0.allSatisfy(source.isBlank) }
    guard isEmpty else {
      if let first = headings[0].lines.first?.first(where: { !source.isBlank($0) }) {
        headings[0].firstLine = first
      }
      return
    }
    headings.removeFirst()
    for index in headings.indices { headings[index].parent = headings[index].parent.map { $0 - 1 } }
  }
}

extension Outline.Heading {
  /// A title in the front matter, at a line of the file.
  init(title: String, line: Int) {
    var plain = title
    var literals: [Literal] = []
    if title.contains("`"), let source = try? SourceText(Array("# \(title)".utf8)) {
      let tree = BoundedMarkdown(source.bytes).tree
      if let heading = tree.blocks.first(where: { $0.kind == .heading }) {
        plain = tree.plain(heading.inlines)
        literals = SectionReader.literals(of: heading, tree, source, offset: line - 1)
      }
    }
    self.init(
      level: 1, slug: Slug.derived(from: plain), title: plain, name: TitleText.plain(plain),
      markdown: headingMarkdown(of: plain),
      anchors: [],
      statesAnchor: false, literals: literals, parent: nil, firstLine: line, lastLine: line)
  }
}

/// Makes slugs unique as renderers do: the second `setup` is `setup-1`.
struct SlugCounter {
  private var taken: Set<String> = []
  private var next: [String: Int] = [:]

  mutating func unique(_ base: String) -> String {
    guard !taken.insert(base).inserted else { return base }
    var number = next[base] ?? 1
    while !taken.insert("\(base)-\(number)").inserted { number += 1 }
    next[base] = number + 1
    return "\(base)-\(number)"
  }
}

extension MarkdownTree {
  /// The anchors of a block that contains nothing else: `<a name="x"></a>` on a line above a heading.
  func loneAnchors(_ index: Int, above line: Int) -> [String] {
    let block = blocks[index]
    guard block.lastLine + 2 >= line else { return [] }
    switch block.kind {
    case .paragraph:
      let isLone = inlines[block.inlines].allSatisfy {
        switch $0.kind {
        case .html, .softBreak, .hardBreak: true
        case .text: !text[$0.text].contains { $0 > 0x20 }
        default: false
        }
      }
      return isLone ? anchors(block.inlines) : []
    case .html:
      var content = text[block.text]
      if content.starts(with: LoneTags.opening) { content = content.dropFirst(LoneTags.opening.count) }
      guard content.count < 1_000, content.starts(with: Array("<a ".utf8)) else { return [] }
      return Slug.anchor(inTag: content).map { [$0] } ?? []
    default: return []
    }
  }
}
