import CasebookText

/// reStructuredText as Markdown, block by block: what the reader knows in Markdown is read in both.
struct RestructuredText {
  var output = RestructuredOutput()
  let targets: RestructuredTargets
  /// How many blocks are around the one that is read.
  var depth: Int
  /// Whether the text is folded away already, or is that of a cell.
  var isInBox: Bool
  /// Whether fields describe the arguments of a function or the like, and not parts of the text.
  var describesObject = false
  /// Whether a line may be a title: inside another block it is text.
  var mayHaveTitles = true
  /// How many titles there are so far.
  private(set) var titles = 0
  /// The styles of the titles, the highest level first.
  private var styles: [String] = []

  /// Nobody nests blocks deeper; what is deeper is plain text.
  private static let maxDepth = 12
  private static let adornments = Set("=-`:'\"~^_*+#<>.".utf8)

  /// The Markdown, and for each of its lines the line of the text.
  static func markdown(_ source: SourceText) -> (bytes: [UInt8], lines: [Int]) {
    let lines = stride(from: 1, through: source.lineCount, by: 1).map {
      RestructuredLine($0, source.bytes[source.line($0)])
    }
    var text = RestructuredText(RestructuredTargets(lines), depth: 0, isInBox: false)
    text.read(lines[...])
    return (text.output.bytes, text.output.numbers)
  }

  init(_ targets: RestructuredTargets, depth: Int, isInBox: Bool) {
    self.targets = targets
    self.depth = depth
    self.isInBox = isInBox
  }

  func inline(_ text: some Sequence<UInt8>) -> [UInt8] {
    RestructuredInline.markdown(Array(text)[...], targets)
  }

  /// Reads the blocks of another block.
  mutating func readInside(_ lines: [RestructuredLine], mayHaveTitles: Bool = false) {
    let outer = self.mayHaveTitles
    self.mayHaveTitles = outer && mayHaveTitles
    depth += 1
    read(lines[...])
    depth -= 1
    self.mayHaveTitles = outer
  }

  private mutating func read(_ lines: ArraySlice<RestructuredLine>) {
    var index = lines.startIndex
    var isAfterItem = false
    while index < lines.endIndex {
      guard !lines[index].isBlank else {
        output.separate()
        index += 1
        continue
      }
      let mark = depth < Self.maxDepth ? RestructuredMark(lines, index) : nil
      // The items of a list may follow each other without a blank line.
      if mark == nil || !isAfterItem { output.separate() }
      if let mark {
        index = readItem(lines, index, mark)
      } else {
        index = readBlock(lines, index)
      }
      isAfterItem = mark != nil
    }
  }

  /// Reads the block that begins at a line; returns the next line.
  private mutating func readBlock(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    let line = lines[index]
    guard depth < Self.maxDepth else { return readParagraph(lines, index) }
    if line.indent > 0 { return readIndented(lines, index) }
    if line.starts(with: ".. ") || line.text.elementsEqual("..".utf8) { return readMarkup(lines, index) }
    // The address of an anonymous reference.
    if line.starts(with: "__ ") { return index + 1 }
    if let next = readTitle(lines, index) ?? readTable(lines, index) ?? readField(lines, index) {
      return next
    }
    if line.starts(with: ">>> ") { return readDoctest(lines, index) }
    if line.starts(with: "| ") { return readLineBlock(lines, index) }
    return readDefinition(lines, index) ?? readParagraph(lines, index)
  }

  // MARK: Titles

  private mutating func readTitle(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    guard mayHaveTitles else { return nil }
    let first = lines[index]
    let mark = Self.adornment(first)
    if let mark, index + 2 < lines.endIndex, Self.underline(lines[index + 2], of: lines[index + 1]) == mark,
      Self.underline(first, of: lines[index + 1]) == mark
    {
      addTitle(lines[index + 1], style: "\(mark) above")
      return index + 3
    }
    if index + 1 < lines.endIndex, let mark = Self.underline(lines[index + 1], of: first) {
      addTitle(first, style: "\(mark)")
      return index + 2
    }
    guard mark != nil, first.text.count >= 4, index + 1 == lines.endIndex || lines[index + 1].isBlank else {
      return nil
    }
    output.add("---".utf8, at: first.number, isText: false)
    return index + 1
  }

  private mutating func addTitle(_ title: RestructuredLine, style: String) {
    if !styles.contains(style) { styles.append(style) }
    let level = min(6, (styles.firstIndex(of: style) ?? 0) + 1)
    titles += 1
    let marks = [UInt8](repeating: UInt8(ascii: "#"), count: level)
    output.add(marks + [0x20] + inline(title.text), at: title.number, isText: false)
    output.separate()
  }

  /// The character of a line that consists of one kind of punctuation.
  private static func adornment(_ line: RestructuredLine) -> UInt8? {
    guard line.indent == 0, let first = line.text.first, adornments.contains(first), line.text.count >= 2,
      line.text.allSatisfy({ $0 == first })
    else { return nil }
    return first
  }

  /// The character of a line under a title, or above it.
  private static func underline(_ line: RestructuredLine, of title: RestructuredLine) -> UInt8? {
    guard let first = adornment(line), !title.isBlank, adornment(title) == nil,
      case let length = String(decoding: title.text, as: UTF8.self).count,
      line.text.count >= (line.text.count < 4 ? length : (length + 1) / 2)
    else { return nil }
    return first
  }

  // MARK: Paragraphs

  /// Reads the lines up to a blank one, and the code that they announce with two colons.
  mutating func readParagraph(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    var end = index + 1
    while end < lines.endIndex, !lines[end].isBlank, !isMarkup(lines[end]) {
      end += 1
      // Code may follow without the blank line that it needs.
      if lines[end - 2].text.hasSuffix("::"), lines[end - 1].indent > 0 {
        end -= 1
        break
      }
    }
    var text = Array(lines[index..<end].map(\.text).joined(separator: [0x0A]))
    let announcesCode = text.hasSuffix("::")
    if announcesCode {
      text.removeLast()
      // After a blank, both colons go.
      if text.count == 1 || text.dropLast().last.map({ $0 <= 0x20 }) == true { text.removeLast() }
    }
    addParagraph(text, at: lines[index].number, last: lines[end - 1].number)
    guard announcesCode else { return end }
    let next = lines.endOfBlock(from: end)
    addCode(lines[end..<next].outdented, language: [])
    return next
  }

  private func isMarkup(_ line: RestructuredLine) -> Bool {
    guard line.starts(with: ".. ") else { return false }
    return RestructuredDirective.name(line.text) != nil || line.starts(with: ".. _")
  }

  /// Adds the lines of a paragraph, the first of them after a label.
  mutating func addParagraph(
    _ text: some Sequence<UInt8>, at number: Int, last: Int, below label: [UInt8] = []
  ) {
    let parts = inline(text).split(separator: 0x0A)
    for (position, part) in parts.enumerated() {
      output.add((position == 0 ? label : []) + Self.escaped(part), at: min(number + position, last))
    }
  }

  /// A line of text that Markdown does not take for the beginning of a block.
  private static func escaped(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let text = line.drop { $0 == 0x20 }
    guard let first = text.first else { return [] }
    let isLone =
      "=-~`*_+".utf8.contains(first) && text.allSatisfy { $0 == first }
      && (text.count > 2 || first == UInt8(ascii: "=") || first == UInt8(ascii: "-"))
    let isMark = "#>".utf8.contains(first) || (first == UInt8(ascii: ":") && text.dropFirst().first == 0x20)
    return isLone || isMark ? [UInt8(ascii: "\\")] + text : Array(text)
  }

  /// Reads an indented block. It is quoted if it is a short text that the line above announces; else the
  /// indentation is only how the writer lays out a list or the like.
  private mutating func readIndented(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    let end = lines.endOfBlock(from: index)
    let body = lines[index..<end].outdented
    var above = index
    while above > lines.startIndex, lines[above - 1].isBlank { above -= 1 }
    let isAnnounced = above > lines.startIndex && lines[above - 1].text.last == UInt8(ascii: ":")
    let isShort =
      body.count <= Self.maxQuoted.lines && body.reduce(0, { $0 + $1.text.count }) <= Self.maxQuoted.bytes
    let isText = isShort && !body.contains { $0.isBlank || $0.indent > 0 || isMarkup($0) }
    if isAnnounced, isText, RestructuredMark(body[...], 0) == nil, RestructuredField(body[0]) == nil {
      let outer = output.beginQuote()
      readInside(body)
      output.end(outer, at: lines[end - 1].number)
    } else {
      readInside(body)
    }
    return end
  }

  /// The most lines and bytes of a text that is quoted.
  private static let maxQuoted = (lines: 3, bytes: 300)

  /// `| one line`, each a line of its own.
  private mutating func readLineBlock(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    var end = index
    while end < lines.endIndex, lines[end].starts(with: "|") { end += 1 }
    for position in index..<end {
      let text = inline(lines[position].text.dropFirst().trimmed)
      let isBroken = !text.isEmpty && position + 1 < end && lines[position + 1].text.count > 1
      if text.isEmpty {
        output.separate()
      } else {
        output.add(text + (isBroken ? [UInt8(ascii: "\\")] : []), at: lines[position].number)
      }
    }
    return end
  }

  // MARK: Code

  /// `>>> call()` and what it prints.
  private mutating func readDoctest(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    let end = lines[index...].firstIndex { $0.isBlank } ?? lines.endIndex
    addCode(lines[index..<end].outdented, language: "pycon".utf8)
    return end
  }

  /// Adds lines of code between fences.
  mutating func addCode(_ lines: [RestructuredLine], language: some Sequence<UInt8>) {
    guard let first = lines.first, let last = lines.last else { return }
    var longest = 2
    for line in lines where line.text.first == 0x60 {
      longest = max(longest, line.text.prefix { $0 == 0x60 }.count)
    }
    let fence = [UInt8](repeating: 0x60, count: longest + 1)
    output.separate()
    output.add(fence + language.filter { $0 > 0x20 && $0 != 0x60 }, at: first.number - 1)
    for line in lines { output.add(line.whole, at: line.number) }
    output.add(fence, at: last.number)
    output.separate()
  }
}
