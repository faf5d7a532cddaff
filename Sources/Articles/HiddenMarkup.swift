import CasebookText

/// Replaces marks with control characters, so that the parser sees text, and restores them in its tree. Marks
/// that decide where blocks begin and end are kept.
struct HiddenMarkup {
  private static let marks = Array("*_`[]<&!\\|-".utf8)

  private var hiding = [UInt8](0...255)
  private var showing = [UInt8](0...255)
  private var isPlaceholder = [Bool](repeating: false, count: 256)

  /// Chooses control characters, if possible only those that do not occur in the text.
  init(for text: [UInt8]) {
    var isUsed = [Bool](repeating: false, count: 256)
    for byte in text { isUsed[Int(byte)] = true }
    let free = ([UInt8](1...8) + [UInt8](14...31) + [0x7F]).sorted {
      (isUsed[Int($0)] ? 1 : 0, $0) < (isUsed[Int($1)] ? 1 : 0, $1)
    }
    for (mark, placeholder) in zip(Self.marks, free) {
      hiding[Int(mark)] = placeholder
      showing[Int(placeholder)] = mark
      isPlaceholder[Int(placeholder)] = true
    }
  }

  /// Hides single bytes.
  func hide(_ offsets: [Int], in text: inout [UInt8]) {
    for offset in offsets { text[offset] = hiding[Int(text[offset])] }
  }

  /// Hides the marks of some lines, but not those that may begin or end a block.
  func hide(_ lines: ArraySlice<Range<Int>>, in text: inout [UInt8]) {
    for line in lines {
      let content = line.lowerBound + MarkdownMargin.length(of: text[line])
      guard content < line.upperBound else { continue }
      let kept = Self.kept(text, content..<line.upperBound)
      var index = kept.start
      while index < line.upperBound {
        if MarkupScan.isMark(text[index]), !kept.offsets.contains(index) {
          text[index] = hiding[Int(text[index])]
        }
        index += 1
      }
    }
  }

  /// The part of a line that is kept: everything up to `start`, and a few bytes after it.
  private static func kept(_ text: [UInt8], _ line: Range<Int>) -> (start: Int, offsets: [Int]) {
    let first = text[line.lowerBound]
    let run = text[line].prefix { $0 == first }
    switch first {
    case UInt8(ascii: "`") where run.count >= 3 && !text[run.endIndex..<line.upperBound].contains(first):
      return (line.upperBound, [])
    // Three marks and blanks form a thematic break.
    case UInt8(ascii: "*"), UInt8(ascii: "_"):
      if text[line].allSatisfy({ $0 == first || $0 == 0x20 || $0 == 0x09 }) { return (line.upperBound, []) }
    default: break
    }
    var start = line.lowerBound
    var offsets: [Int] = []
    if first == UInt8(ascii: "<") {
      let isData = text[line].starts(with: "<![CDATA[".utf8)
      start += isData ? 9 : text[line].dropFirst().first == UInt8(ascii: "!") ? 2 : 1
    } else if first == UInt8(ascii: "["),
      let end = MarkupScan.endOfLabel(text, line.lowerBound, line.upperBound)
    {
      start += 1
      offsets.append(end)
    }
    // An HTML block ends on the line that contains its end anywhere.
    if let end = text[line].range(ofBytes: Array("]]>".utf8)) {
      offsets += [end.lowerBound, end.lowerBound + 1]
    }
    var rest = text[line]
    var found: Set<[UInt8]> = []
    while let end = rest.range(ofBytes: Array("</".utf8)) {
      let name = Array(rest[end.upperBound...].prefix(8).folded.prefix { $0 != UInt8(ascii: ">") })
      if endNames.contains(name), found.insert(name).inserted { offsets.append(end.lowerBound) }
      rest = rest[end.upperBound...]
    }
    return (start, offsets)
  }

  private static let endNames = Set(["script", "pre", "style", "textarea"].map { Array($0.utf8) })

  /// Counts the bytes of a paragraph, its hidden marks, and the `<` among them. Other blocks count as empty.
  func hidden(
    in block: MarkdownTree.Block, of tree: MarkdownTree
  ) -> (bytes: Int, marks: Int, tags: Int) {
    var found = (bytes: 0, marks: 0, tags: 0)
    guard block.kind == .paragraph || block.kind == .heading || block.kind == .cell else { return found }
    for inline in tree.inlines[block.inlines] {
      found.bytes += inline.text.count + 1
      for byte in tree.text[inline.text] where isPlaceholder[Int(byte)] {
        found.marks += 1
        if showing[Int(byte)] == UInt8(ascii: "<") { found.tags += 1 }
      }
    }
    return found
  }

  /// Restores the marks.
  func show(in tree: inout MarkdownTree) {
    for index in tree.text.indices where isPlaceholder[Int(tree.text[index])] {
      tree.text[index] = showing[Int(tree.text[index])]
    }
  }
}
