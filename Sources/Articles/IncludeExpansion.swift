/// Replaces include directives with the included text. A directive alone on its line inserts blocks, inside
/// the list or quote around it. A directive inside a sentence or a table cell inserts words.
struct IncludeExpansion {
  private let lookup: IncludeLookup
  /// The chain of files that leads to the current text, the article first.
  private var chain: [String]
  /// How many more bytes and files may be included.
  private var bytesLeft = 4 << 20
  private var filesLeft = 1_000

  private static let maxDepth = 8
  private static let maxWarnings = 1_000

  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  /// For each line of the text, the line of the article.
  private(set) var lines: [Int] = []
  /// The text with all its includes.
  var text: SourceText { SourceText(lines: bytes, starts: starts) }
  private(set) var warnings: [Article.Warning] = []
  private(set) var failures: Set<String> = []
  private(set) var hasDirectives = false
  private(set) var included: Set<String> = []

  init(name: String, _ lookup: @escaping IncludeLookup) {
    self.lookup = lookup
    chain = [name]
  }

  /// Expands an article whose text starts at a line; copies the lines above unchanged.
  mutating func expand(_ source: SourceText, from first: Int) {
    bytes.reserveCapacity(source.bytes.count + source.bytes.count / 4)
    lines.reserveCapacity(source.lineCount + source.lineCount / 4)
    for number in stride(from: 1, to: first, by: 1) { append(source.bytes[source.line(number)], number) }
    expand(source, from: first, line: nil)
  }

  /// Expands the lines of a text. Included lines get the line number of the article's directive.
  private mutating func expand(_ source: SourceText, from first: Int, line: Int?) {
    var scanner = IncludeScanner()
    for number in stride(from: first, through: source.lineCount, by: 1) {
      let text = source.bytes[source.line(number)]
      let directives = scanner.directives(in: text)
      if directives.isEmpty {
        append(text, line ?? number)
      } else {
        hasDirectives = true
        let isFollowed = number < source.lineCount && !source.isBlank(number + 1)
        expand(directives, in: text, isFollowed: isFollowed, line: line ?? number)
      }
    }
  }

  private mutating func append(_ text: some Sequence<UInt8>, _ line: Int) {
    bytes.append(contentsOf: text)
    bytes.append(0x0A)
    starts.append(UInt32(bytes.count))
    lines.append(line)
  }

  // MARK: Lines with directives

  private mutating func expand(
    _ directives: [IncludeDirective], in text: ArraySlice<UInt8>, isFollowed: Bool, line: Int
  ) {
    let isRow = isRow(text, without: directives)
    var head: [UInt8] = []
    var from = text.startIndex
    for (index, directive) in directives.enumerated() {
      head += text[from..<directive.range.lowerBound]
      from = directive.range.upperBound
      guard let found = self.text(of: directive, line: line) else {
        head += text[directive.range]
        continue
      }
      if index == directives.count - 1, !isRow, text[from...].allSatisfy({ $0 <= 0x20 }) {
        let margin = head[..<MarkdownMargin.length(of: head[...])]
        // Otherwise a few bytes before a directive could multiply.
        if margin.count * found.lineCount <= bytesLeft, isBlock(found, after: head, margin) {
          bytesLeft -= margin.count * found.lineCount
          appendBlocks(found, after: head, margin, isFollowed: isFollowed, line: line)
          return
        }
      }
      head += words(of: found, inCell: isRow)
    }
    append(head + text[from...], line)
  }

  /// Whether an included text gets lines of its own: nothing precedes it, or it has several paragraphs.
  private func isBlock(_ text: SourceText, after head: [UInt8], _ margin: ArraySlice<UInt8>) -> Bool {
    if head.count == margin.count { return true }
    let start = head[margin.endIndex...].first
    // A heading must be on one line.
    if start == UInt8(ascii: "#") { return false }
    var isInParagraph = false
    var paragraphs = 0
    for number in stride(from: 1, through: text.lineCount, by: 1) {
      let isText = !text.isBlank(number)
      if isText && !isInParagraph { paragraphs += 1 }
      isInParagraph = isText
    }
    return paragraphs > 1
  }

  private mutating func appendBlocks(
    _ text: SourceText, after head: [UInt8], _ margin: ArraySlice<UInt8>, isFollowed: Bool, line: Int
  ) {
    let below = MarkdownMargin.continued(margin)
    var blank = below
    while let last = blank.last, last != UInt8(ascii: ">") { blank.removeLast() }
    var first = head
    if head.count > margin.count {
      while first.last == 0x20 { first.removeLast() }
      append(first, line)
      append(blank, line)
      first = below
    } else if below.elementsEqual(margin), endsInText {
      append(blank, line)
    }
    for number in stride(from: 1, through: text.lineCount, by: 1) {
      if text.isBlank(number) {
        append(blank, line)
      } else {
        append(first + text.bytes[text.line(number)], line)
        first = below
      }
    }
    if isFollowed { append(blank, line) }
  }

  /// Whether the last line has text after the margin of its list or quote.
  private var endsInText: Bool {
    guard starts.count > 1 else { return false }
    return bytes[Int(starts[starts.count - 2])...].contains { $0 > 0x20 && $0 != UInt8(ascii: ">") }
  }

  /// Whether a line contains a pipe outside its directives, as table rows do.
  private func isRow(_ line: ArraySlice<UInt8>, without directives: [IncludeDirective]) -> Bool {
    var from = line.startIndex
    for directive in directives {
      if line[from..<directive.range.lowerBound].contains(UInt8(ascii: "|")) { return true }
      from = directive.range.upperBound
    }
    return line[from...].contains(UInt8(ascii: "|"))
  }

  /// Joins a text to one line. Escapes pipes in a table row, where they would end the cell.
  private func words(of text: SourceText, inCell: Bool) -> [UInt8] {
    var words: [UInt8] = []
    for number in stride(from: 1, through: text.lineCount, by: 1) where !text.isBlank(number) {
      if !words.isEmpty { words.append(0x20) }
      let line = text.bytes[text.line(number)].drop { $0 <= 0x20 }
      for byte in line {
        if inCell, byte == UInt8(ascii: "|"), words.last != UInt8(ascii: "\\") {
          words.append(UInt8(ascii: "\\"))
        }
        words.append(byte)
      }
      while let last = words.last, last <= 0x20 { words.removeLast() }
    }
    return words
  }

  // MARK: Texts

  /// The expanded text of a directive; `nil`, with a warning, if it cannot be read.
  private mutating func text(of directive: IncludeDirective, line: Int) -> SourceText? {
    do throws(IncludeError) {
      if filesLeft == 0 { throw IncludeError("is one too many: an article includes at most 1,000 files") }
      filesLeft -= 1
      let found = try lookup(directive.path, chain[chain.count - 1])
      if chain.contains(found.name) { throw IncludeError("includes itself") }
      if chain.count > Self.maxDepth {
        throw IncludeError("is included by way of more than \(Self.maxDepth) files")
      }
      let size = found.source.bytes.count
      if size > bytesLeft { throw IncludeError("is too large: an article includes at most 4 MiB") }
      bytesLeft -= size
      let text = expanded(found, line: line)
      if let remark = found.source.encodingRemark { warn(line, "included \(directive.path): \(remark)") }
      if !found.closing.isEmpty {
        warn(line, "included \(directive.path): a block is never closed; it ends with the file")
      }
      return text
    } catch {
      failures.insert(directive.path)
      warn(line, "the included file \(directive.path) \(error.reason); kept as Markdown")
      return nil
    }
  }

  private mutating func expanded(_ found: IncludedText, line: Int) -> SourceText {
    let outer = (bytes, starts, lines)
    (bytes, starts, lines) = ([], [0], [])
    chain.append(found.name)
    expand(found.source, from: found.firstLine, line: line)
    chain.removeLast()
    if !found.closing.isEmpty { append(found.closing.drop { $0 == 0x0A }, line) }
    included.insert(found.name)
    let inner = text
    (bytes, starts, lines) = outer
    return inner
  }

  private mutating func warn(_ line: Int, _ message: String) {
    if warnings.count < Self.maxWarnings { warnings.append(.init(line: line, message: message)) }
  }
}
