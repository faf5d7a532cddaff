import CasebookText

/// Constructs of other documentation systems, line by line: MkDocs admonitions and tabs, Docusaurus admonitions, MDX
/// components, shortcodes, boxes with a title, `<details>`, headings in HTML, and definition lists.
///
/// The parser sees the same number of lines, in which markers are comments and what they hold is plain Markdown. The
/// text that is kept is not changed.
struct MarkdownDialect {
  private var lines: [ArraySlice<UInt8>]
  private var output: [[UInt8]] = []
  /// The columns of the open MkDocs blocks, the outermost first. Their text is indented by four.
  private var margins: [Int] = []
  private var fence: (byte: UInt8, count: Int)?
  /// The last line of the `<details>` that is read as an item of a list; 0 outside.
  private var detailsEnd = 0
  /// The box with the title of an error that is read as an item of a list.
  private var box: OpenBox?
  /// How many components without such a title are open, whose text may be indented.
  private var openComponents = 0
  private var isInDefinition = false
  private var hasChanged = false
  /// The line up to which no `</details>` was found.
  private var searched = 0
  /// The end of the open element of HTML whose headings are its own: a note, a table.
  private var elementEnd: [UInt8]?
  /// Whether there was a heading; a page has one title.
  private var hasHeading = false

  private struct OpenBox {
    let opened: TitledBox
    /// The last line of the opening, and the first line after the text.
    let opening, end: Int
    /// The column at which the text begins.
    let margin: Int
    /// The MkDocs blocks around it.
    let margins: [Int]
    /// Whether the line after the text only ends the box.
    let hasEndLine: Bool
  }

  /// The rewritten text; `nil` if it has none of these constructs.
  static func plain(_ text: [UInt8]) -> [UInt8]? {
    guard mayHaveAny(text) else { return nil }
    var dialect = MarkdownDialect(text)
    for index in dialect.lines.indices { dialect.read(index) }
    guard dialect.hasChanged else { return nil }
    return Array(dialect.output.joined(separator: [0x0A]))
  }

  private init(_ text: [UInt8]) {
    lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    output.reserveCapacity(lines.count)
  }

  /// Whether a line opens with one of the marks that `read` looks for.
  private static func mayHaveAny(_ text: [UInt8]) -> Bool {
    var isStart = true
    var lineStart = 0
    for (index, byte) in text.enumerated() {
      if byte == 0x0A {
        isStart = true
        lineStart = index + 1
      } else if isStart, byte != 0x20, byte != 0x09 {
        isStart = false
        let next = index + 1 < text.count ? text[index + 1] : 0
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "="):
          if next == byte { return true }
        case UInt8(ascii: "{"): if next == byte || next == UInt8(ascii: "%") { return true }
        case UInt8(ascii: "."): if next == byte { return true }
        case UInt8(ascii: "`"), UInt8(ascii: "~"):
          if text[(index + 1)...].first(where: { $0 != byte }) == UInt8(ascii: "{") { return true }
        case UInt8(ascii: ":"): if next == byte || next == 0x20 { return true }
        case UInt8(ascii: "#"): if index > lineStart { return true }
        case UInt8(ascii: "<"):
          if next.isUpper || next | 0x20 == UInt8(ascii: "d") || next == UInt8(ascii: "h") { return true }
        default: break
        }
      }
    }
    return false
  }

  private mutating func read(_ index: Int) {
    if let box, readBox(box, index) { return }
    var line = lines[index]
    if let box { line = line.dropFirst(min(line.prefix { $0 == 0x20 }.count, box.margin)) }
    // HTML has no code that is only indented.
    if box?.opened.isDefinition == true, fence == nil {
      line = HTMLDefinition.withoutTags(line.drop { $0 <= 0x20 })
    }
    let indent = line.prefix { $0 == 0x20 }.count
    if detailsEnd > 0, index >= detailsEnd { detailsEnd = 0 }
    guard indent < line.count else {
      output.append(Array(line))
      return
    }
    if fence == nil {
      while let last = margins.last, indent < last + 4 { margins.removeLast() }
      if isInDefinition, indent == 0 { isInDefinition = false }
    }
    if fence == nil, box == nil, opensBox(index, indent) { return }
    let shift = margins.last.map { $0 + 4 - margins[0] } ?? 0
    let kept = line.dropFirst(min(indent, shift))
    let content = line.dropFirst(indent)
    if let open = fence {
      let run = content.prefix { $0 == open.byte }.count
      if run >= open.count, content.dropFirst(run).allSatisfy({ $0 <= 0x20 }) { fence = nil }
      return put(kept, isSame: shift == 0)
    }
    if let first = content.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
      let run = content.prefix { $0 == first }.count
      if run >= 3, !content.dropFirst(run).contains(first) { fence = (first, run) }
      return put(kept, isSame: shift == 0)
    }
    if endsList(index, indent, content) {
      hasChanged = true
      output.append(Array(content))
      return
    }
    if Self.opensBlock(content) {
      margins.append(indent)
      return hide(kept)
    }
    if Self.isMarker(content) {
      noteComponent(content)
      return hide(kept)
    }
    if readHTMLHeading(indent, content) { return }
    if content.first == UInt8(ascii: "<"), readDetails(index, content) { return }
    if content.first == UInt8(ascii: ":"), margins.isEmpty, readDefinition(index, content) { return }
    put(kept, isSame: shift == 0)
  }

  /// Whether an indented heading follows two blank lines, which ended a list before CommonMark 0.26. Writers who
  /// indent a whole page below a list rely on it.
  private func endsList(_ index: Int, _ indent: Int, _ content: ArraySlice<UInt8>) -> Bool {
    guard (1...3).contains(indent), content.first == UInt8(ascii: "#"), index >= 2, margins.isEmpty,
      detailsEnd == 0,
      !isInDefinition
    else { return false }
    let level = content.prefix { $0 == UInt8(ascii: "#") }.count
    return level <= 6 && content.dropFirst(level).first == 0x20
      && lines[(index - 2)..<index].allSatisfy { $0.allSatisfy { $0 <= 0x20 } }
  }

  private mutating func put(_ line: ArraySlice<UInt8>, isSame: Bool) {
    if !isSame { hasChanged = true }
    output.append(itemMargin + line)
  }

  /// The indentation of text in an item of a list.
  private var itemMargin: [UInt8] { detailsEnd > 0 || box != nil ? [0x20, 0x20] : [] }

  /// Makes a comment of a line, which ends there and which a paragraph above does not swallow.
  private mutating func hide(_ line: ArraySlice<UInt8>) {
    hasChanged = true
    let indent = line.prefix { $0 == 0x20 }
    let content = line.dropFirst(indent.count)
    let isSafe = content.range(ofBytes: Array("--".utf8)) == nil
    output.append(
      itemMargin + indent + Array("<!-- ".utf8) + (isSafe ? Array(content) : [])
        + Array(" -->".utf8))
  }

  // MARK: Markers

  /// `!!! note`, `??? note "Title"`, `=== "Tab"`: what follows is indented.
  private static func opensBlock(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, "!?=".utf8.contains(first), line.prefix(while: { $0 == first }).count == 3
    else {
      return false
    }
    var rest = line.dropFirst(3)
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "!") { rest = rest.dropFirst() }
    guard rest.first == 0x20 else { return false }
    let next = rest.dropFirst().first ?? 0
    return first == UInt8(ascii: "=") ? next == 0x22 || next == 0x27 : next.isLetter
  }

  /// `:::tip`, `{{< tabs >}}`, `<Tabs>`, `</TabItem>`, alone on their line.
  private static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count < 1_000 else { return false }
    let end = line.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? line.startIndex
    let text = line[..<end]
    if text.starts(with: ":::".utf8) { return true }
    if text.starts(with: "{%".utf8) {
      return text.suffix(2).elementsEqual("%}".utf8)
        && text.dropFirst(2).range(ofBytes: Array("{%".utf8)) == nil
    }
    if text.starts(with: "{{<".utf8) || text.starts(with: "{{%".utf8) {
      let close = text.suffix(3)
      return (close.elementsEqual(">}}".utf8) || close.elementsEqual("%}}".utf8))
        && text.dropFirst(2).range(ofBytes: Array("{{".utf8)) == nil
    }
    guard text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">"),
      text.dropFirst().allSatisfy({ $0 != UInt8(ascii: "<") })
    else { return false }
    // A component is named like a type; `<STYLE>` and `<!DOCTYPE>` are HTML.
    let name = text.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix { $0.isLetterOrDigit }
    if name.elementsEqual("dl".utf8) { return true }
    return name.first?.isUpper == true && name.contains(where: \.isLower)
  }

  // MARK: Boxes

  /// Begins the item for a box with the title of an error, if one opens here.
  private mutating func opensBox(_ index: Int, _ indent: Int) -> Bool {
    let content = lines[index].dropFirst(indent)
    // A tab may begin code.
    guard detailsEnd == 0, let mark = content.first, mark != 0x09,
      indent == (margins.last.map { $0 + 4 } ?? 0) || (openComponents > 0 && mark == UInt8(ascii: "<")),
      let opened = TitledBox(lines, at: index), let end = opened.end(in: lines, from: index)
    else { return false }
    let text = lines[(index + opened.lines)..<end.line]
    let first = text.first { $0.contains { $0 > 0x20 } } ?? []
    let box = OpenBox(
      opened: opened, opening: index + opened.lines - 1, end: end.line,
      margin: first.prefix { $0 == 0x20 }.count, margins: margins, hasEndLine: end.isMark)
    self.box = box
    margins = []
    hasChanged = true
    return readBox(box, index)
  }

  /// Reads the opening of a box and the line after its text; false for any other line.
  private mutating func readBox(_ box: OpenBox, _ index: Int) -> Bool {
    if index <= box.opening {
      output.append(index < box.opening ? [] : Self.item(box.opened))
      return true
    }
    guard index >= box.end else { return false }
    self.box = nil
    fence = nil
    isInDefinition = false
    margins = box.margins
    // The item ends here, however far the line is indented.
    if box.hasEndLine { hide(lines[index].drop { $0 == 0x20 }) }
    return box.hasEndLine
  }

  /// The item that leads with the title of a box.
  private static func item(_ box: TitledBox) -> [UInt8] {
    let isAlone = !box.rest.contains { $0 > 0x20 }
    return Array((isAlone ? "- *\(box.title)*" : "- **\(box.title)**: ").utf8) + (isAlone ? [] : box.rest)
  }

  /// Counts the components that are open, so that their text may be indented.
  private mutating func noteComponent(_ line: ArraySlice<UInt8>) {
    guard line.first == UInt8(ascii: "<"), !line.trimmed.suffix(2).elementsEqual("/>".utf8) else { return }
    openComponents += line.dropFirst().first == UInt8(ascii: "/") ? -1 : 1
    openComponents = max(0, openComponents)
  }

  // MARK: Headings

  private static let elements = ["aside", "blockquote", "details", "figure", "ol", "table", "ul"]
    .map { (opening: Array("<\($0)".utf8), end: Array("</\($0)".utf8)) }

  /// Reads `<h2>Title</h2>` as a heading, unless it is the heading of a note, a cell or a box.
  private mutating func readHTMLHeading(_ indent: Int, _ content: ArraySlice<UInt8>) -> Bool {
    if let end = elementEnd {
      if content.folded.range(ofBytes: end) != nil { elementEnd = nil }
      return false
    }
    if content.first == UInt8(ascii: "#"), indent <= 3 { hasHeading = true }
    guard content.first == UInt8(ascii: "<") else { return false }
    let start = content.prefix(12).folded
    if let element = Self.elements.first(where: { start.starts(with: $0.opening) }) {
      if content.folded.range(ofBytes: element.end) == nil { elementEnd = element.end }
      return false
    }
    guard indent <= 3, detailsEnd == 0, box == nil, margins.isEmpty,
      let heading = HTMLHeading.markdown(content), !hasHeading || heading.starts(with: "##".utf8)
    else { return false }
    hasHeading = true
    hasChanged = true
    output.append(heading)
    return true
  }

  // MARK: Details

  /// Reads `<details>` as an item of a list that leads with its summary, unless sections begin inside.
  private mutating func readDetails(_ index: Int, _ content: ArraySlice<UInt8>) -> Bool {
    let folded = Array(content.prefix(1_000)).folded
    if folded.starts(with: "</details".utf8) || folded.starts(with: "<details".utf8) {
      let isOpening = folded[1] != UInt8(ascii: "/")
      detailsEnd = 0
      if isOpening, let end = endOfDetails(after: index) {
        if let summary = Self.summary(content) {
          detailsEnd = end
          output.append(Array("- *\(summary)*".utf8))
          hasChanged = true
          return true
        }
        detailsEnd = -end
      }
      hide(content)
      return true
    }
    guard detailsEnd < 0, folded.starts(with: "<summary".utf8), let summary = Self.summary(content) else {
      return false
    }
    detailsEnd = -detailsEnd
    output.append(Array("- *\(summary)*".utf8))
    hasChanged = true
    return true
  }

  /// The line with the end of a `<details>`; `nil` if it holds headings or another one.
  private mutating func endOfDetails(after index: Int) -> Int? {
    guard index >= searched else { return nil }
    var isCode = false
    for number in lines.indices.dropFirst(index + 1) {
      let content = lines[number].drop { $0 == 0x20 }
      if content.starts(with: "```".utf8) { isCode.toggle() }
      if isCode { continue }
      if content.starts(with: "</details".utf8) { return number }
      if content.first == UInt8(ascii: "#") || content.starts(with: "<details".utf8) {
        searched = number
        return nil
      }
    }
    searched = lines.count
    return nil
  }

  /// The text of a `<summary>` on one line, without tags and stars.
  private static func summary(_ line: ArraySlice<UInt8>) -> String? {
    let text = Array(line.prefix(1_000))
    guard let open = text.folded.range(ofBytes: Array("<summary".utf8)),
      let start = text[open.upperBound...].firstIndex(of: UInt8(ascii: ">")),
      let end = text.folded.range(ofBytes: Array("</summary".utf8)), start < end.lowerBound
    else { return nil }
    var plain: [UInt8] = []
    var isTag = false
    for byte in text[(start + 1)..<end.lowerBound] {
      if byte == UInt8(ascii: "<") { isTag = true }
      if !isTag, byte != UInt8(ascii: "*") { plain.append(byte) }
      if byte == UInt8(ascii: ">") { isTag = false }
    }
    let title = String(decoding: plain, as: UTF8.self).trimmed
    return title.isEmpty ? nil : title
  }

  // MARK: Definitions

  /// Reads a term and `: what it means` as an item of a list that leads with the term.
  private mutating func readDefinition(_ index: Int, _ content: ArraySlice<UInt8>) -> Bool {
    guard content.dropFirst().first == 0x20, content.startIndex == lines[index].startIndex else {
      return false
    }
    let rest = content.dropFirst().drop { $0 == 0x20 }
    guard !rest.isEmpty else { return false }
    if !isInDefinition {
      guard let last = output.last, index > 0, last.elementsEqual(lines[index - 1]), Self.isTerm(last) else {
        return false
      }
      output[index - 1] = Array("- *".utf8) + last + Array("*".utf8)
    }
    isInDefinition = true
    hasChanged = true
    output.append([0x20, 0x20] + rest)
    return true
  }

  private static func isTerm(_ line: [UInt8]) -> Bool {
    guard let first = line.first, first > 0x20, line.count <= 400 else { return false }
    return !"#-+>|:<".utf8.contains(first) && !line.contains(UInt8(ascii: "*")) && !first.isDigit
  }
}
