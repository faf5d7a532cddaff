import CasebookText

/// Lists whose items are known errors: each leads with the error, as bold text or code, and goes on with what to do.
extension SectionReader {
  static let maxLeadBytes = 400

  /// Reads the items that are errors as rows, and the others as text.
  mutating func readItems(of list: Int) {
    var found: [FoundItem] = []
    let first = rows.count
    var item = list + 1
    // An item of a list inside an item is part of it.
    mayListErrors = false
    let arePlain = statesErrors(list)
    while item < tree.blocks[list].end {
      let limit = tree.blocks[list].end
      if room.rows > 0,
        let row = labelledItem(item, before: limit) ?? errorItem(item, mayBePlain: arePlain)
      {
        found.append(row)
        room.rows -= 1
        room.messages -= row.row.messages.count
        item = row.end
      } else {
        noteFailure(in: item)
        read(item..<tree.blocks[item].end)
        item = tree.blocks[item].end
      }
    }
    mayListErrors = true
    let slugs = RowSlug.slugs(found.map(\.candidates), after: first)
    for (entry, slug) in zip(found, slugs) {
      var row = entry.row
      row.slug = rowSlugs.unique(slug)
      rows.append(row)
      for literal in row.literals { keep(literal) }
    }
  }

  /// Remembers what the first sentence of an item says that states a failure.
  private mutating func noteFailure(in item: Int) {
    guard item + 1 < tree.blocks[item].end, tree.blocks[item + 1].kind == .paragraph,
      toldFailures.count < Self.leastToldFailures
    else { return }
    let text = Array(tree.plain(tree.blocks[item + 1].inlines).cut(toBytes: Self.maxLeadBytes).utf8)
    let end = text.range(ofBytes: Array(". ".utf8))?.lowerBound ?? text.count
    let sentence = String(decoding: text[..<end], as: UTF8.self)
    let words = FailureWords.hyphenated(sentence)
    guard !FailureWords.isProcedure(words), !FailureWords.isInstruction(words),
      let weight = FailureWords.weight(ofTitle: sentence), weight.points >= 2,
      !FailureWords.isWeak(weight.sign)
    else { return }
    toldFailures.append(weight.sign)
  }

  /// So many items that tell of a failure make a list of errors.
  static let leastToldFailures = 2

  /// The text without the `Q:` of a question.
  static func withoutQuestionMark(_ title: String) -> String {
    guard let label = OpeningLabel(Array(title.utf8)[...], isBold: false), label.kind == .question,
      !label.text.isEmpty
    else { return title }
    return label.text
  }

  /// An item, or several, that are an error.
  private typealias FoundItem = (row: ErrorRow, candidates: RowSlug.Candidates, end: Int)

  /// An item that leads with an error; `nil` for any other item.
  private func errorItem(_ item: Int, mayBePlain: Bool) -> FoundItem? {
    let block = tree.blocks[item]
    guard block.kind == .item, item + 1 < block.end else { return nil }
    guard let lead = lead(of: tree.blocks[item + 1]) else {
      return mayBePlain ? plainItem(item) : nil
    }
    let words = tree.plain(lead.range)
    let title = lead.isCode ? words : Self.title(ofLead: words)
    guard title.utf8.count <= Self.maxLeadBytes, Self.isError(title, isCode: lead.isCode) else { return nil }
    let markdown = ItemSource.text(source, lines(of: item..<block.end))
    return found(title, lead.isCode ? .codeSpan : .strong, markdown, in: item..<block.end)
  }

  private func lines(of items: Range<Int>) -> ClosedRange<Int> {
    let first = tree.blocks[items.lowerBound].firstLine
    var last = first
    for index in items { last = max(last, tree.blocks[index].lastLine) }
    return (first + offset)...(last + offset)
  }

  private func found(
    _ title: String, _ origin: Message.MessageSource, _ markdown: String, in items: Range<Int>
  ) -> FoundItem? {
    guard markdown.contains(where: \.isLetter) else { return nil }
    let line = tree.blocks[items.lowerBound].firstLine + offset
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.add(title, origin, line: line)
    reader.read((items.lowerBound + 1)..<items.upperBound)
    let row = ErrorRow(
      slug: "", title: title, markdown: markdown, line: line, literals: reader.literals,
      messages: reader.messages, isItem: true)
    let titleLiterals = reader.literals.filter { $0.text == title }
    var candidates = RowSlug.Candidates(
      codes: [], title: title, titleLiterals: titleLiterals, otherLiterals: [])
    candidates.addWords(of: title)
    return (row, candidates, items.upperBound)
  }

  // MARK: Labels

  /// The block after an item and the items below it that are labelled as its answer, its cause or its fix.
  private func endOfError(_ item: Int, before limit: Int) -> Int {
    var end = tree.blocks[item].end
    while end + 1 < limit {
      switch openingLabel(of: tree.blocks[end + 1])?.kind {
      case .answer: break
      case .part(let role) where role != .symptom: break
      default: return end
      }
      end = tree.blocks[end].end
    }
    return min(end, limit)
  }

  /// An item such as `Problem: Copies fail.` or `Q: Why do copies fail?`, with the items that belong to it.
  private func labelledItem(_ item: Int, before limit: Int) -> FoundItem? {
    let block = tree.blocks[item]
    guard block.kind == .item, item + 1 < block.end else { return nil }
    let opening = tree.blocks[item + 1]
    if let problem = problem(in: opening) {
      let end = endOfError(item, before: limit)
      let lines = lines(of: item..<end)
      let isAlone = end == block.end && opening.end == block.end && !goesOn(opening, after: problem)
      let markdown = end == block.end ? ItemSource.whole(source, lines) : source.string(source.lines(lines))
      return isAlone ? nil : found(problem, .strong, markdown.trimmed, in: item..<end)
    }
    guard let question = question(in: opening), Self.isErrorTitle(question.title) else { return nil }
    let end = endOfError(item, before: limit)
    let lines = lines(of: item..<end)
    let next = question.answer ?? (opening.end < end ? tree.blocks[opening.end].firstLine : nil)
    guard let next, next + offset <= lines.upperBound else { return nil }
    let markdown = ItemSource.answer(
      source, (next + offset)...lines.upperBound, isItem: question.answer == nil && opening.end == block.end)
    return found(question.title, .strong, markdown, in: item..<end)
  }

  // MARK: Plain items

  /// Whether most items of a list state an error and say more below it. Along a list of steps, one may fail.
  private func statesErrors(_ list: Int) -> Bool {
    guard headsErrors else { return false }
    var count = 0
    var errors = 0
    var item = list + 1
    while item < tree.blocks[list].end {
      count += 1
      if plainError(item) != nil { errors += 1 }
      item = tree.blocks[item].end
    }
    return errors * 2 > count
  }

  /// The line of plain text that opens an item with more below it, if it states an error. Only English words tell one from
  /// a step.
  private func plainError(_ item: Int) -> String? {
    guard tree.blocks[item].kind == .item, item + 1 < tree.blocks[item].end else { return nil }
    let opening = tree.blocks[item + 1]
    guard opening.kind == .paragraph, let first = opening.inlines.first, tree.inlines[first].kind == .text
    else { return nil }
    let end = opening.inlines.first { tree.inlines[$0].kind == .hardBreak }
    guard end != nil || opening.end < tree.blocks[item].end else { return nil }
    let text = tree.plain(first..<(end ?? opening.inlines.upperBound))
    // One word is the name of something.
    guard text.utf8.count <= Self.maxPlainBytes, text.contains(" "), Self.firstSentence(text) == text else {
      return nil
    }
    let title = Self.title(ofLead: text)
    let words = FailureWords.hyphenated(title)
    guard !FailureWords.isProcedure(words), !FailureWords.isInstruction(words), !FailureWords.isGerund(words),
      !FailureWords.opensWithManner(words), !FailureWords.opensWithCondition(words),
      let weight = FailureWords.weight(ofTitle: title), weight.points >= 2, !FailureWords.isWeak(weight.sign),
      FailureWords.englishSign(words) == weight.sign || ErrorCode.first(in: title) != nil
    else { return nil }
    return title
  }

  /// A longer line is a text of its own.
  private static let maxPlainBytes = 160

  /// An item that opens with a line that states an error: `Login fails with error 4711.`
  private func plainItem(_ item: Int) -> FoundItem? {
    guard let title = plainError(item) else { return nil }
    let block = tree.blocks[item]
    let opening = tree.blocks[item + 1]
    let first = tree.blocks[item].firstLine
    let brokenAt = opening.inlines.first { tree.inlines[$0].kind == .hardBreak }
    var next = first + 1
    if let brokenAt {
      next += tree.inlines[opening.inlines.lowerBound..<brokenAt].count { $0.kind == .softBreak }
    } else {
      next = tree.blocks[opening.end].firstLine
    }
    let last = lines(of: item..<block.end).upperBound
    guard next + offset <= last else { return nil }
    let markdown = ItemSource.below(source, (next + offset)...last, ofItemAt: first + offset)
    return found(title, .strong, markdown, in: item..<block.end)
  }

  /// The inline parts that an item leads with: its heading, or the bold text or code before a colon or a dash.
  func lead(of block: MarkdownTree.Block) -> (range: Range<Int>, isCode: Bool)? {
    if block.kind == .heading { return (block.inlines, false) }
    guard block.kind == .paragraph, let first = block.inlines.first else { return nil }
    var range: Range<Int>?
    var isCode = false
    switch tree.inlines[first].kind {
    case .code: (range, isCode) = (first..<(first + 1), true)
    case .strongStart:
      guard let bold = boldOpening(of: block) else { return nil }
      range = bold
      // A bold link leads to what is described elsewhere.
      guard tree.inlines[bold.dropFirst()].first?.kind != .linkStart else { return nil }
      isCode = tree.inlines[bold.dropFirst()].allSatisfy { $0.kind == .code }
    case .emphasisStart:
      // A summary or a term: see `MarkdownDialect`.
      let end = block.inlines.first { index in
        tree.inlines[index].kind == .emphasisEnd
          && (index + 1 == block.inlines.upperBound || tree.inlines[index + 1].kind == .softBreak)
      }
      guard let end else { return nil }
      let isCode = tree.inlines[(first + 1)..<end].allSatisfy { $0.kind == .code }
      return (first..<end, isCode && end > first + 1)
    default: break
    }
    guard let range else { return nil }
    let next = isCode && tree.inlines[first].kind == .code ? range.upperBound : range.upperBound + 1
    guard next < block.inlines.upperBound else { return (range, isCode) }
    let rest = tree.plain(next..<block.inlines.upperBound)
    let isEnd = rest.isEmpty || rest.first.map { ":：-–—,.".contains($0) } == true
    let label = tree.plain(range)
    return isEnd || label.endsInColon || isSentence(label, isCode: isCode)
      || tree.inlines[next].kind == .softBreak ? (range, isCode) : nil
  }

  /// Whether bold words end themselves, so that what follows is not a part of them: `**The gate is stuck.** Push it.`
  private func isSentence(_ label: String, isCode: Bool) -> Bool {
    guard !isCode, let last = label.last, ".!?。！？".contains(last) else { return false }
    return label.contains(" ") || !label.utf8.allSatisfy { $0 < 0x80 }
  }

  /// The words that an item leads with as a title: without the mark that ends them. A question keeps its mark.
  static func title(ofLead lead: String) -> String {
    let text = withoutQuestionMark(lead)
    guard let last = text.last, ".:。：".contains(last), !text.hasSuffix("..") else {
      return TitleText.plain(text)
    }
    // The colon of a drive is a part of it: `C:`.
    let word = text.dropLast().reversed().prefix { $0 != " " }.count
    return TitleText.plain(last == ":" && word == 1 ? text : String(text.dropLast()).trimmed)
  }

  /// Whether the title of an item, if it is among errors, is one.
  static func isErrorTitle(_ title: String) -> Bool {
    guard title.utf8.count <= maxLeadBytes else { return false }
    let inside = title.dropFirst().dropLast()
    if title.hasPrefix("`"), title.hasSuffix("`"), !inside.isEmpty, !inside.contains("`") {
      return isError(String(inside), isCode: true)
    }
    return isError(withoutQuestionMark(title), isCode: false)
  }

  /// Whether the words that an item leads with are an error. The list itself is already among errors.
  static func isError(_ title: String, isCode: Bool) -> Bool {
    let words = FailureWords.hyphenated(title)
    let bytes = Array(title.utf8)
    if IdentifierShape.namesFailure(bytes[...]) || ErrorCode.first(in: title) != nil { return true }
    if isCode, !bytes.contains(0x20) { return FailureWords.namesFailure(bytes) }
    let shape = TextShape(bytes[...])
    if isCode {
      return shape.words >= 2 && (shape.hasFailureWord || FailureWords.saysFailure(title)) && shape.isMessage
    }
    guard !FailureWords.isProcedure(words), !FailureWords.isInstruction(words) else { return false }
    guard let weight = FailureWords.weight(ofTitle: title) else { return false }
    return weight.points >= 2 || shape.words >= 2
  }
}

extension FailureWords {
  /// Whether a name such as `Init:OOMKilled` or `Init:ErrImagePull` has a part that names a failure.
  static func namesFailure(_ name: [UInt8]) -> Bool {
    name.split(whereSeparator: {
      $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".")
    })
    .contains { IdentifierShape.namesFailure($0) || words.contains($0.folded) }
  }
}

/// The text of an item of a list as written in the source, without what it leads with.
enum ItemSource {
  static func text(_ source: SourceText, _ lines: ClosedRange<Int>) -> String {
    var parts: [ArraySlice<UInt8>] = []
    var margin: Int?
    var isTerm = false
    for number in lines {
      let line = source.bytes[source.line(number)]
      let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      if margin == nil {
        let marker = markerLength(line.dropFirst(indent))
        margin = marker > 0 ? indent + marker : leastIndent(source, lines)
        // A term or a summary has a line of its own.
        isTerm = marker == 0 && HTMLDefinition.isTerm(line.dropFirst(indent))
        let rest =
          marker > 0
          ? afterLead(line.dropFirst(indent + marker))
          : isTerm ? HTMLDefinition.afterTerm(line.dropFirst(indent)) : line.suffix(0)
        if rest.contains(where: { $0 > 0x20 }) { parts.append(rest) }
        continue
      }
      var rest = line.dropFirst(min(indent, margin ?? 0))
      // The description of a term: `: It means …`.
      if indent == 0, rest.starts(with: ": ".utf8) { rest = rest.dropFirst().drop { $0 == 0x20 } }
      if isTerm { rest = HTMLDefinition.withoutTags(line.drop { $0 <= 0x20 }) }
      parts.append(rest)
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
  }

  /// All of an item's text, without its marker.
  static func whole(_ source: SourceText, _ lines: ClosedRange<Int>) -> String {
    let line = source.bytes[source.line(lines.lowerBound)]
    let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let margin = indent + markerLength(line.dropFirst(indent))
    return dedented(source, lines, by: margin, first: line.dropFirst(margin))
  }

  /// The lines below the first line of an item, without the indentation of its text.
  static func below(_ source: SourceText, _ lines: ClosedRange<Int>, ofItemAt item: Int) -> String {
    let opening = source.bytes[source.line(item)]
    let indent = opening.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let margin = indent + markerLength(opening.dropFirst(indent))
    let first = source.bytes[source.line(lines.lowerBound)]
    let blanks = first.prefix { $0 == 0x20 || $0 == 0x09 }.count
    // A line that is indented further may be code.
    let isCode = blanks >= margin + 4
    let text = dedented(source, lines, by: margin, first: first.dropFirst(min(blanks, margin)))
    return isCode ? "    " + text : text
  }

  /// The lines of an answer without the `A:` that opens them; with `isItem`, its marker is left out too.
  static func answer(_ source: SourceText, _ lines: ClosedRange<Int>, isItem: Bool) -> String {
    let line = source.bytes[source.line(lines.lowerBound)]
    let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let marker = isItem ? markerLength(line.dropFirst(indent)) : 0
    let content = line.dropFirst(indent + marker)
    let text = withoutAnswerLabel(content)
    // Without a label the line may be code, which is indented.
    let isLabelled = text.count < content.count
    if !isLabelled, !isItem { return source.string(source.lines(lines)).trimmed }
    return dedented(source, lines, by: indent + marker, first: text)
  }

  private static func dedented(
    _ source: SourceText, _ lines: ClosedRange<Int>, by margin: Int, first: ArraySlice<UInt8>
  ) -> String {
    var parts = [first]
    for number in lines.dropFirst() {
      let line = source.bytes[source.line(number)]
      let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      parts.append(line.dropFirst(min(indent, margin)))
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
  }

  /// A line without the `A:` or `**Answer:**` that opens it.
  private static func withoutAnswerLabel(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let stars = line.prefix { $0 == UInt8(ascii: "*") }.count
    guard stars == 0 || stars == 2 else { return line }
    let name = line.dropFirst(stars).prefix(40).prefix { !"*:.".utf8.contains($0) && $0 != 0xEF }
    guard OpeningLabel.kind(of: String(decoding: name, as: UTF8.self)) == .answer else { return line }
    var rest = line[name.endIndex...]
    while let mark = rest.first, "*:.".utf8.contains(mark), line.endIndex - rest.count < name.endIndex + 4 {
      rest = rest.dropFirst()
    }
    if rest.starts(with: "\u{FF1A}".utf8) { rest = rest.dropFirst(3) }
    return rest.endIndex > rest.startIndex && rest.startIndex == name.endIndex
      ? line : rest.drop { $0 == 0x20 || $0 == 0x09 }
  }

  /// The indentation that all lines below a term share.
  private static func leastIndent(_ source: SourceText, _ lines: ClosedRange<Int>) -> Int {
    lines.dropFirst().compactMap { number in
      let line = source.bytes[source.line(number)]
      let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      return indent == line.count || line.starts(with: ": ".utf8) ? nil : indent
    }.min() ?? 0
  }

  /// The length of `- `, `* ` or `12. `, with the blanks behind it.
  private static func markerLength(_ line: ArraySlice<UInt8>) -> Int {
    let digits = line.prefix(10).prefix { $0.isDigit }.count
    let mark = line.dropFirst(digits).first ?? 0
    let isMarker =
      digits > 0
      ? mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
      : mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "+")
    guard isMarker else { return 0 }
    let blanks = line.dropFirst(digits + 1).prefix { $0 == 0x20 || $0 == 0x09 }.count
    return blanks == 0 ? 0 : digits + 1 + blanks
  }

  /// The text after the bold words or the code that open a line; nothing if the line is a title or a term.
  static func afterLead(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = line.first else { return line }
    if first == UInt8(ascii: "#") { return line.suffix(0) }
    let run = line.prefix { $0 == first }.count
    let isCode = first == UInt8(ascii: "`") && run < 3
    guard (first == UInt8(ascii: "*") || first == UInt8(ascii: "_")) && run >= 2 || isCode else {
      return line.suffix(0)
    }
    let close = [UInt8](repeating: first, count: first == UInt8(ascii: "`") ? run : 2)
    guard let end = line.dropFirst(close.count).range(ofBytes: close) else { return line }
    var rest = line[end.upperBound...].drop { $0 <= 0x20 }
    while let mark = rest.first, ":-,.".utf8.contains(mark),
      rest.dropFirst().first.map({ $0 <= 0x20 || $0 == mark }) ?? true
    {
      rest = rest.dropFirst().drop { $0 <= 0x20 }
    }
    // An en or em dash.
    return rest.starts(with: [0xE2, 0x80]) ? rest.dropFirst(3).drop { $0 == 0x20 } : rest
  }
}
