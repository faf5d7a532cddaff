import CasebookText

/// Lists whose items are known errors: each leads with the error, as bold text or code, and goes on with what to do.
extension SectionReader {
  static let maxLeadBytes = 400

  /// Reads the items that are errors as rows, and the others as text. `coded` are those that open with a code.
  mutating func readItems(of list: Int, _ coded: [Int: PlainError]?) {
    var found: [FoundItem] = []
    let first = rows.count
    var item = list + 1
    // An item of a list inside an item is part of it.
    let listed = listedErrors
    listedErrors = .none
    let plainErrors = coded ?? plainErrors(of: list)
    while item < tree.blocks[list].end {
      let limit = tree.blocks[list].end
      if room.rows > 0,
        let row = (listed == .any ? labelledItem(item, before: limit) ?? errorItem(item) : nil)
          ?? plainErrors[item].flatMap({ plainItem(item, $0) })
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
    listedErrors = listed
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
    let reading = source.reading(sentence)
    let words = FailureWords.hyphenated(reading)
    guard !FailureWords.isProcedure(words), !FailureWords.isInstruction(words),
      let weight = FailureWords.weight(ofTitle: reading), weight.points >= 2,
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
  private func errorItem(_ item: Int) -> FoundItem? {
    let block = tree.blocks[item]
    guard block.kind == .item, item + 1 < block.end, let lead = lead(of: tree.blocks[item + 1]) else {
      return nil
    }
    let words = tree.plain(lead.range)
    let title = lead.isCode ? words : Self.title(ofLead: words)
    guard title.utf8.count <= Self.maxLeadBytes, isError(title, isCode: lead.isCode) else { return nil }
    let markdown = ItemSource.text(source, lines(of: item..<block.end))
    return found(title, lead.isCode ? .codeSpan : .strong, markdown, in: item..<block.end)
  }

  /// The lines of the source from the first block to the last line of any.
  func lines(of items: Range<Int>) -> ClosedRange<Int> {
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
    guard let question = question(in: opening), isErrorTitle(question.title) else { return nil }
    let end = endOfError(item, before: limit)
    let lines = lines(of: item..<end)
    let next = question.answer ?? (opening.end < end ? tree.blocks[opening.end].firstLine : nil)
    guard let next, next + offset <= lines.upperBound else { return nil }
    let markdown = ItemSource.answer(
      source, (next + offset)...lines.upperBound, isItem: question.answer == nil && opening.end == block.end)
    return found(question.title, .strong, markdown, in: item..<end)
  }

  // MARK: Plain items

  /// A line of plain text that opens an item and states an error.
  struct PlainError {
    fileprivate let title: String
    /// The break that ends the line; `nil` if its paragraph does.
    fileprivate let lineEnd: Int?
  }

  /// The items of a list that state an error in plain text and say more below it; none unless most do. Along a list of
  /// steps, one may fail.
  private func plainErrors(of list: Int) -> [Int: PlainError] {
    guard headsErrors else { return [:] }
    var count = 0
    var errors: [Int: PlainError] = [:]
    var item = list + 1
    while item < tree.blocks[list].end {
      count += 1
      errors[item] = plainError(item)
      item = tree.blocks[item].end
    }
    return errors.count * 2 > count ? errors : [:]
  }

  /// The line of plain text that opens an item with more below it, if it states an error. Only English words tell one from
  /// a step.
  private func plainError(_ item: Int) -> PlainError? {
    // One word is the name of something.
    guard let line = openingLine(of: item), line.title.contains(" "),
      Self.firstSentence(line.title) == line.title
    else { return nil }
    let title = Self.title(ofLead: line.title)
    let reading = source.reading(title)
    let words = FailureWords.hyphenated(reading)
    guard !FailureWords.isProcedure(words), !FailureWords.isInstruction(words), !FailureWords.isGerund(words),
      !FailureWords.opensWithManner(words), !FailureWords.opensWithCondition(words),
      let weight = FailureWords.weight(ofTitle: reading), weight.points >= 2,
      !FailureWords.isWeak(weight.sign),
      FailureWords.englishSign(words) == weight.sign || ErrorCode.first(in: title) != nil
    else { return nil }
    return PlainError(title: title, lineEnd: line.lineEnd)
  }

  /// The line of plain text that opens an item with more below it.
  private func openingLine(of item: Int) -> PlainError? {
    guard tree.blocks[item].kind == .item, item + 1 < tree.blocks[item].end else { return nil }
    let opening = tree.blocks[item + 1]
    guard opening.kind == .paragraph, let first = opening.inlines.first, tree.inlines[first].kind == .text
    else { return nil }
    let end = opening.inlines.first { tree.inlines[$0].kind == .hardBreak }
    guard end != nil || opening.end < tree.blocks[item].end else { return nil }
    let text = tree.plain(first..<(end ?? opening.inlines.upperBound))
    return text.utf8.count <= Self.maxPlainBytes ? PlainError(title: text, lineEnd: end) : nil
  }

  /// The items of a list that open with the same label of an error and a code each, `Error Number: 8001`, and say more below
  /// it; `nil` unless most do. The label tells what they are, whatever the heading says.
  func codedErrors(of list: Int) -> [Int: PlainError]? {
    var errors: [(item: Int, label: String, error: PlainError)] = []
    var (item, count) = (list + 1, 0)
    while item < tree.blocks[list].end {
      count += 1
      // The gloss of a line adds no digit.
      if let line = openingLine(of: item), Self.hasNumber(line.title),
        let label = Self.labelOfCode(source.reading(line.title))
      {
        errors.append((item, label, PlainError(title: Self.title(ofLead: line.title), lineEnd: line.lineEnd)))
      }
      item = tree.blocks[item].end
    }
    let labels = Dictionary(grouping: errors, by: \.label).values
    guard let most = labels.max(by: { $0.count < $1.count }), most.count > 1, most.count * 2 > count else {
      return nil
    }
    return Dictionary(uniqueKeysWithValues: most.map { ($0.item, $0.error) })
  }

  private static func hasNumber(_ text: String) -> Bool { text.utf8.count(where: \.isDigit) > 1 }

  /// The label of a line that is one and a code: `error number` of `Error Number: 8001`; `nil` if it has no word for an error.
  static func labelOfCode(_ line: String) -> String? {
    let words = line.split { $0 == " " || $0 == ":" || $0 == "#" }
    guard (2...4).contains(words.count), let code = words.last.map(String.init), hasNumber(code),
      code.utf8.allSatisfy({ $0.isLetterOrDigit || "-_.".utf8.contains($0) })
    else { return nil }
    let label = words.dropLast().joined(separator: " ").lowercased()
    return FailureWords.sign(label) != nil && !label.utf8.contains(where: \.isDigit) ? label : nil
  }

  /// A longer line is a text of its own.
  private static let maxPlainBytes = 160

  /// An item that opens with a line that states an error: `Login fails with error 4711.`
  private func plainItem(_ item: Int, _ error: PlainError) -> FoundItem? {
    let block = tree.blocks[item]
    let opening = tree.blocks[item + 1]
    let next =
      error.lineEnd.map { end in
        block.firstLine + 1 + tree.inlines[opening.inlines.lowerBound..<end].count { $0.kind == .softBreak }
      } ?? tree.blocks[opening.end].firstLine
    let last = lines(of: item..<block.end).upperBound
    guard next + offset <= last else { return nil }
    let markdown = ItemSource.below(source, (next + offset)...last, ofItemAt: block.firstLine + offset)
    return found(error.title, .strong, markdown, in: item..<block.end)
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

  /// The same for a title of this file, which may not be English.
  func isErrorTitle(_ title: String) -> Bool { Self.isErrorTitle(source.reading(title)) }

  /// The same for words of this file.
  func isError(_ title: String, isCode: Bool) -> Bool {
    Self.isError(isCode ? title : source.reading(title), isCode: isCode)
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
    // An exception with its message: `KeyError: no shelf`.
    let name = bytes.prefix { $0 != UInt8(ascii: ":") && $0 != 0x20 }
    if bytes.dropFirst(name.count).starts(with: ": ".utf8), IdentifierShape.namesFailure(name) { return true }
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
