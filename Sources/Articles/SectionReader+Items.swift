import CasebookText

/// Lists whose items are known errors: each leads with the error, as bold text or code, and goes on with what to do.
extension SectionReader {
  static let maxLeadBytes = 400

  /// Reads the items that are errors as rows, and the others as text.
  mutating func readItems(of list: Int) {
    var found: [(row: ErrorRow, candidates: RowSlug.Candidates)] = []
    let first = rows.count
    var item = list + 1
    // An item of a list inside an item is part of it.
    mayListErrors = false
    while item < tree.blocks[list].end {
      if room.rows > 0, let row = errorItem(item) {
        found.append(row)
        room.rows -= 1
        room.messages -= row.row.messages.count
      } else {
        noteFailure(in: item)
        read(item..<tree.blocks[item].end)
      }
      item = tree.blocks[item].end
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
    title.hasPrefix("Q:") ? String(title.dropFirst(2)).trimmed : title
  }

  /// An item that leads with an error; `nil` for any other item.
  private func errorItem(_ item: Int) -> (row: ErrorRow, candidates: RowSlug.Candidates)? {
    let block = tree.blocks[item]
    guard block.kind == .item, item + 1 < block.end else { return nil }
    let opening = tree.blocks[item + 1]
    guard let lead = lead(of: opening) else { return nil }
    let problem = problem(in: opening)
    let title = problem ?? tree.plain(lead.range)
    guard title.utf8.count <= Self.maxLeadBytes, problem != nil || Self.isError(title, isCode: lead.isCode)
    else { return nil }
    let lines = (block.firstLine + offset)...max(block.firstLine, block.lastLine) + offset
    let markdown = ItemSource.text(source, lines)
    guard markdown.contains(where: { $0.isLetter }) else { return nil }
    var reader = SectionReader(tree, source, offset: offset, inFailure: true)
    reader.add(title, lead.isCode ? .codeSpan : .strong, line: lines.lowerBound)
    reader.read((item + 1)..<block.end)
    let titleLiterals = reader.literals.filter { $0.text == title }
    let row = ErrorRow(
      slug: "", title: title, markdown: markdown, line: lines.lowerBound, literals: reader.literals,
      messages: reader.messages, isItem: true)
    var candidates = RowSlug.Candidates(
      codes: [], title: title, titleLiterals: titleLiterals, otherLiterals: [])
    candidates.addWords(of: title)
    return (row, candidates)
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
      return end.map { (first..<$0, false) }
    default: break
    }
    guard let range else { return nil }
    let next = isCode && tree.inlines[first].kind == .code ? range.upperBound : range.upperBound + 1
    guard next < block.inlines.upperBound else { return (range, isCode) }
    let rest = tree.plain(next..<block.inlines.upperBound)
    let isEnd = rest.isEmpty || rest.first.map { ":：-–—,.".contains($0) } == true
    let label = tree.plain(range)
    return isEnd || label.endsInColon || tree.inlines[next].kind == .softBreak ? (range, isCode) : nil
  }

  /// Whether the title of an item, if it is among errors, is one.
  static func isErrorTitle(_ title: String) -> Bool {
    title.utf8.count <= maxLeadBytes && isError(withoutQuestionMark(title), isCode: false)
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
    for number in lines {
      let line = source.bytes[source.line(number)]
      let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      if margin == nil {
        let marker = markerLength(line.dropFirst(indent))
        margin = marker > 0 ? indent + marker : leastIndent(source, lines)
        let rest = afterLead(line.dropFirst(indent + marker))
        if rest.contains(where: { $0 > 0x20 }) { parts.append(rest) }
        continue
      }
      var rest = line.dropFirst(min(indent, margin ?? 0))
      // The description of a term: `: It means …`.
      if indent == 0, rest.starts(with: ": ".utf8) { rest = rest.dropFirst().drop { $0 == 0x20 } }
      parts.append(rest)
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
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
