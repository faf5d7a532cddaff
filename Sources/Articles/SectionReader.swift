import CasebookText

/// Collects the contents of one section: literals, messages, error tables, labels.
struct SectionReader {
  private(set) var tree: MarkdownTree
  let source: SourceText
  /// The number to add to a line of the tree to get the line of the file.
  private(set) var offset: Int

  var literals: [Literal] = []
  var messages: [Message] = []
  /// The parts of an error that bold labels in the text name.
  var parts = SectionParts()
  /// The first words of the text that say that an error occurs.
  private(set) var cue: String?
  /// The bytes of text that were searched for a cue.
  private var cueBytes = 0
  /// The bytes of its paragraphs, whether they have a link, and whether there is a list, a table or code besides.
  private var prose = (bytes: 0, hasLink: false, hasOther: false)
  /// Whether the last bold label that opened a paragraph announces symptoms.
  private(set) var isBelowSymptom = false
  var rows: [ErrorRow] = []
  /// The header of the first error table.
  var tableHeader: String?
  var warnings: [Article.Warning] = []
  /// Whether the section's heading mentions a failure, which a table with an unspecific header needs.
  let inFailure: Bool
  /// The words for a failure in items of lists that have no lead: `The copy is stuck after a day.`
  var toldFailures: [String] = []
  /// The items of a list that may each be a known error.
  enum ListedErrors {
    case none
    /// A label of an error and a code, whatever the heading says.
    case coded
    case any
  }

  /// The items that are known errors.
  var listedErrors = ListedErrors.none
  /// Whether any item of a list may be a known error.
  var mayListErrors: Bool { listedErrors == .any }
  /// Whether the section itself may hold errors, so that plain words before a colon are labels.
  var isAmongErrors = false
  /// Whether the section only heads errors.
  var headsErrors = false
  var rowSlugs = SlugCounter()
  /// The block up to which HTML tables were searched.
  var tablesEnd = 0
  /// Whether an HTML table was never closed: then others are not searched beyond their own block.
  var hasOpenTable = false

  /// How many more items the article may hold.
  var room = Room()

  /// Whether the section says something itself, and not only where to read it.
  var explains: Bool {
    prose.hasOther || (prose.bytes > 0 && !(prose.hasLink && prose.bytes < Self.maxPointerBytes))
  }

  /// A longer paragraph says more than where to read on.
  private static let maxPointerBytes = 240

  static let maxMessages = 500
  private static let maxMessageBytes = 4_000

  init(_ tree: MarkdownTree, _ source: SourceText, offset: Int, inFailure: Bool) {
    self.inFailure = inFailure
    self.tree = tree
    self.source = source
    self.offset = offset
  }

  /// Whether anything was read.
  private(set) var hasBegun = false

  /// Continues in another tree; `nil` releases the last tree.
  mutating func move(to slice: MarkdownSlice?) {
    tree = slice?.tree ?? .empty
    offset = slice?.offset ?? 0
    tablesEnd = 0
    hasBegun = true
  }

  mutating func read(_ blocks: Range<Int>) {
    var index = blocks.lowerBound
    // The end of the open block quote or alert, and whether it is an alert.
    var quote: (end: Int, isAlert: Bool) = (0, false)
    let labels = mayListErrors ? self.labels(in: blocks) : LabelledParagraphs()
    while index < blocks.upperBound {
      let block = tree.blocks[index]
      let line = block.firstLine + offset
      note(block)
      switch block.kind {
      case .quote:
        if mayListErrors, block.parent == 0, readAlert(index) {
          index = block.end
          continue
        }
        if index >= quote.end { quote = (block.end, isAlert(block, index)) }
      case .table:
        if let table = ErrorTable(tree, table: index, inFailure: inFailure, source.gloss) {
          readRows(table)
          index = block.end
          continue
        }
        readTemplates(block, index)
      case .code: readCode(block, line: line)
      case .list where block.parent == 0 && listedErrors != .none:
        let coded = codedErrors(of: index)
        if mayListErrors || coded != nil {
          readItems(of: index, coded)
          index = block.end
          continue
        }
      case .html:
        index = readHTML(index, before: blocks.upperBound)
        continue
      case .paragraph, .cell, .heading:
        if mayListErrors, block.parent == 0,
          let next = readOpening(index, before: blocks.upperBound, among: labels)
        {
          index = next
          continue
        }
        readInlines(block)
        if block.kind == .paragraph {
          readLabel(block)
          if index < quote.end, !quote.isAlert { readQuote(block) } else { readQuoted(block) }
        }
      default: break
      }
      index += 1
    }
  }

  private mutating func note(_ block: MarkdownTree.Block) {
    switch block.kind {
    case .paragraph where prose.bytes < Self.maxPointerBytes:
      for inline in tree.inlines[block.inlines] {
        if inline.kind == .text || inline.kind == .code { prose.bytes += inline.text.count }
        if inline.kind == .linkStart { prose.hasLink = true }
      }
    case .list, .code, .table: prose.hasOther = true
    default: break
    }
  }

  mutating func add(_ text: String, _ origin: Message.MessageSource, line: Int) {
    guard messages.count < Self.maxMessages, room.messages > 0 else { return }
    var text = Self.unquoted(text.trimmed)
    text = text.cut(toBytes: Self.maxMessageBytes)
    guard !text.isEmpty, !messages.contains(where: { $0.text == text }) else { return }
    messages.append(Message(text, origin, line: line))
    room.messages -= 1
  }

  mutating func keep(_ literal: @autoclosure () -> Literal) {
    guard room.literals > 0 else { return }
    literals.append(literal())
    room.literals -= 1
  }

  /// The text without surrounding quotation marks: the writer added them, not the program.
  private static func unquoted(_ text: String) -> String {
    let inside = text.dropFirst().dropLast()
    guard text.first == "\"", text.last == "\"", inside.contains(" "), !inside.contains("\"") else {
      return text
    }
    return String(inside)
  }

  // MARK: Quotes and labels

  private func isAlert(_ block: MarkdownTree.Block, _ index: Int) -> Bool {
    guard index + 1 < block.end else { return false }
    var bytes: [UInt8] = []
    let first = tree.blocks[index + 1]
    guard first.kind == .paragraph else { return false }
    tree.appendPlain(first.inlines.prefix(8), to: &bytes)
    return bytes.starts(with: Array("[!".utf8)) || bytes.starts(with: Array("![".utf8))
      || bytes.folded.starts(with: Array("[azure.".utf8)) || hasLabel(first)
  }

  /// Whether a quote opens with a bold label, as in `**Note:** …`: the writer's advice, not printed output.
  private func hasLabel(_ block: MarkdownTree.Block) -> Bool {
    guard let bold = boldOpening(of: block) else { return false }
    let label = tree.plain(bold)
    guard label.utf8.count <= 60, FailureWords.sign(source.reading(label)) == nil else { return false }
    let next = bold.upperBound + 1
    let rest = next < block.inlines.upperBound ? tree.plain(next..<(next + 1)) : ""
    if label.endsInColon || rest.first == ":" { return true }
    return rest.isEmpty && TextShape(Array(label.utf8)[...]).words <= 4
  }

  /// The bold text that opens a paragraph.
  func boldOpening(of block: MarkdownTree.Block) -> Range<Int>? {
    guard let first = block.inlines.first, tree.inlines[first].kind == .strongStart,
      let end = block.inlines.first(where: { tree.inlines[$0].kind == .strongEnd })
    else { return nil }
    return first..<end
  }

  mutating func readQuote(_ block: MarkdownTree.Block) {
    let lines = plainLines(block).filter { !TextShape.isField($0.bytes[...]) }
    let wordings = lines.map { TextShape($0.bytes[...]) }
    // If some printed lines indicate failure, the others are context.
    let someFail = wordings.contains { $0.hasFailureWord && $0.isMessage }
    // Many lines without any failure show a tool's status.
    let mayBePlain = !someFail && lines.count <= 3
    for (position, wording) in wordings.enumerated() {
      let text = String(decoding: lines[position].bytes, as: UTF8.self)
      // Under a heading that names a failure, a quoted text is printed output.
      let isLong = wording.words >= 3 || (lines.count == 1 && text.utf8.count >= 12)
      let isPrinted = inFailure && isLong && !wording.isFrame
      let says = wording.isMessage && wording.hasFailureWord
      if says || (mayBePlain && (wording.isMessage || isPrinted))
        || (wording.words >= 2 && ErrorCode.first(in: text) != nil)
        || IdentifierShape.namesFailure(lines[position].bytes[...])
      {
        add(text, .blockQuote, line: lines[position].line)
      }
    }
  }

  /// The lines of a paragraph as plain text.
  func plainLines(_ block: MarkdownTree.Block) -> [PlainLine] {
    var lines = [PlainLine(line: block.firstLine + offset)]
    for index in block.inlines {
      let kind = tree.inlines[index].kind
      if kind == .softBreak || kind == .hardBreak {
        lines.append(PlainLine(line: lines[lines.count - 1].line + 1))
      } else {
        if kind == .strongStart, lines[lines.count - 1].bytes.isEmpty { lines[lines.count - 1].isBold = true }
        tree.appendPlain(index..<(index + 1), to: &lines[lines.count - 1].bytes)
      }
    }
    return lines
  }

  /// A line of a paragraph without its markup.
  struct PlainLine {
    /// The line of the source.
    let line: Int
    var bytes: [UInt8] = []
    /// Whether it opens with bold text.
    var isBold = false
  }

  private static let quotes: [(open: [UInt8], close: [UInt8])] = [
    ("\"", "\""), ("\u{201C}", "\u{201D}"), ("\u{201E}", "\u{201C}"), ("\u{AB}", "\u{BB}"),
    ("\u{300C}", "\u{300D}"), ("\u{300E}", "\u{300F}"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// Sentences in quotation marks that a program would print.
  mutating func readQuoted(_ block: MarkdownTree.Block) {
    var bytes: [UInt8] = []
    tree.appendPlain(block.inlines, to: &bytes)
    for message in Self.quotedMessages(bytes) { add(message, .quoted, line: block.firstLine + offset) }
    if cue == nil, cueBytes < Self.maxCueBytes {
      cue = FailureWords.cue(in: bytes)
      if cue == nil, let gloss = source.gloss {
        let opening = String(decoding: bytes.prefix(Self.maxCueBytes - cueBytes), as: UTF8.self)
        cue = FailureWords.cue(in: Array(gloss.english(opening).utf8))
      }
      cueBytes += bytes.count
    }
  }

  /// Errors are introduced at the beginning of a section.
  private static let maxCueBytes = 4_000

  /// A quoted text that reads as a message; in the title of a failure any sentence counts.
  static func quotedMessages(_ bytes: [UInt8], inTitle: Bool = false) -> [String] {
    var found: [String] = []
    for (open, close) in quotes {
      var from = bytes.startIndex
      while let start = bytes[from...].range(ofBytes: open) {
        guard let end = bytes[start.upperBound...].prefix(1_000).range(ofBytes: close) else { break }
        from = end.upperBound
        let inside = bytes[start.upperBound..<end.lowerBound]
        let wording = TextShape(inside)
        if inside.contains(0x20), inTitle || (wording.hasFailureWord && wording.isMessage), wording.words >= 3
        {
          found.append(String(decoding: inside, as: UTF8.self))
        }
      }
    }
    return found
  }

  /// A bold label that opens a paragraph, or a label with a colon that is the whole paragraph.
  mutating func readLabel(_ block: MarkdownTree.Block) {
    let bold = boldOpening(of: block)
    guard bold != nil || block.inlines.count <= 2 else { return readPlainLabels(block) }
    let label = tree.plain(bold ?? block.inlines)
    if bold == nil, !label.endsInColon { readPlainLabels(block) }
    guard label.utf8.count < 80, bold != nil || label.endsInColon else { return }
    let reading = source.reading(label)
    let role = SectionRole(label: label) ?? SectionRole(label: reading)
    if role != nil || label.last == "." || label.endsInColon { isBelowSymptom = role == .symptom }
    if let role {
      parts.add(
        role,
        label: role == .symptom && !SectionRole.isWeak(label) && !SectionRole.isWeak(reading)
          ? "symptoms" : reading)
    }
  }

  /// The labels that open the lines of a paragraph as plain text. Only among errors: elsewhere `Cause:` may open a sentence.
  private mutating func readPlainLabels(_ block: MarkdownTree.Block) {
    guard isAmongErrors else { return }
    for line in plainLines(block) {
      guard let label = OpeningLabel(line.bytes[...], isBold: false), !label.text.isEmpty,
        case .part(let role) = label.kind, [.symptom, .cause, .resolution].contains(role)
      else { continue }
      parts.add(role, label: label.name)
    }
  }
}

extension String {
  /// Whether the text announces what follows; the wide colon is Chinese and Japanese.
  var endsInColon: Bool { last == ":" || last == "\u{FF1A}" }
}
