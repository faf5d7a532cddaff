import CasebookText

/// The mark of an item of a list: `*`, `3.`, `#)`, `(a)`.
struct RestructuredMark {
  /// The mark in Markdown, with the blank after it.
  let markdown: [UInt8]
  /// The column at which the text begins.
  let width: Int

  init?(_ lines: ArraySlice<RestructuredLine>, _ index: Int) {
    let line = lines[index]
    guard line.indent == 0, let first = line.text.first else { return nil }
    let length: Int
    if "*+-".utf8.contains(first) {
      length = 1
      markdown = [UInt8(ascii: "-"), 0x20]
    } else {
      guard let number = Self.number(line.text),
        number.length == line.text.count || !number.isLetter
          || Self.isBesideItem(lines, index)
      else { return nil }
      length = number.length
      markdown = Array("\(number.value). ".utf8)
    }
    let rest = line.text.dropFirst(length)
    guard rest.isEmpty || rest.first == 0x20 else { return nil }
    width = rest.isEmpty ? length + 1 : length + rest.prefix { $0 == 0x20 }.count
  }

  /// The number of an item: its own, 1 for `#`, and the place of a letter in the alphabet.
  private static func number(_ text: ArraySlice<UInt8>) -> (value: Int, length: Int, isLetter: Bool)? {
    let isOpen = text.first == UInt8(ascii: "(")
    let rest = isOpen ? text.dropFirst() : text
    let digits = rest.prefix(9).prefix(while: \.isDigit)
    let name = digits.isEmpty ? rest.prefix(1) : digits
    guard let first = name.first, let end = rest.dropFirst(name.count).first,
      end == UInt8(ascii: ")") || (!isOpen && end == UInt8(ascii: "."))
    else { return nil }
    let length = (isOpen ? 1 : 0) + name.count + 1
    if first == UInt8(ascii: "#") { return (1, length, false) }
    if first.isLetter { return (Int(first.folded - UInt8(ascii: "a")) + 1, length, true) }
    return Int(String(decoding: digits, as: UTF8.self)).map { ($0, length, false) }
  }

  /// Whether a line that opens with a letter is not only the start of a sentence such as `A. Writer says`.
  private static func isBesideItem(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Bool {
    guard index + 1 < lines.endIndex else { return true }
    let next = lines[index + 1]
    return next.isBlank || next.indent > 0 || number(next.text) != nil
  }
}

/// A field: `:Cause: The disk is full.`
struct RestructuredField {
  let name: ArraySlice<UInt8>
  /// The text after the name.
  let rest: ArraySlice<UInt8>

  private static let longestName = 100

  init?(_ line: RestructuredLine) {
    let text = line.text
    guard line.indent == 0, text.first == UInt8(ascii: ":"), let next = text.dropFirst().first, next > 0x20
    else { return nil }
    var end = text.startIndex + 1
    while end < text.endIndex, end - text.startIndex <= Self.longestName {
      switch text[end] {
      case UInt8(ascii: "`"): return nil
      case UInt8(ascii: ":") where end + 1 == text.endIndex || text[end + 1] == 0x20:
        guard end > text.startIndex + 1 else { return nil }
        name = text[(text.startIndex + 1)..<end]
        rest = text[(end + 1)...].trimmed
        return
      default: end += 1
      }
    }
    return nil
  }

  /// The lines of the text of a field at a line, and the line after it.
  func body(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> (lines: [RestructuredLine], end: Int) {
    let end = lines.endOfBlock(from: index + 1)
    let below = lines[(index + 1)..<end].outdented
    if rest.isEmpty { return (below, end) }
    // A blank line ends the paragraph of the first line.
    let first = RestructuredLine(lines[index].number, part: rest)
    let gap =
      index + 1 < end && lines[index + 1].isBlank ? [RestructuredLine(lines[index + 1].number, part: [])] : []
    return ([first] + gap + below, end)
  }
}

/// Items, definitions and fields.
extension RestructuredText {
  mutating func readItem(
    _ lines: ArraySlice<RestructuredLine>, _ index: Int, _ mark: RestructuredMark
  ) -> Int {
    let first = lines[index]
    let end = lines.endOfBlock(from: index + 1)
    var body = [RestructuredLine(first.number, part: first.text.dropFirst(mark.width))]
    body += lines[(index + 1)..<max(end, index + 1)].map { $0.outdented(by: mark.width) }
    add(body, below: mark.markdown, at: lines[end - 1].number)
    return end
  }

  private mutating func add(_ body: [RestructuredLine], below mark: [UInt8], at last: Int) {
    let outer = output.begin(mark: mark, margin: [UInt8](repeating: 0x20, count: mark.count))
    readInside(body)
    output.end(outer, at: last)
  }

  /// Reads a term and the indented text below it as an item that leads with the term.
  mutating func readDefinition(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    let term = lines[index]
    guard index + 1 < lines.endIndex, lines[index + 1].indent > 0, !term.text.hasSuffix("::"),
      !Self.hasSentences(term.text)
    else { return nil }
    let end = lines.endOfBlock(from: index + 1)
    let title = Self.withoutStars(inline(term.text))
    guard title.contains(where: { $0 > 0x20 }) else { return nil }
    let outer = output.begin(mark: [UInt8(ascii: "-"), 0x20], margin: [0x20, 0x20])
    let star: [UInt8] = Self.isReference(term.text) ? [] : [UInt8(ascii: "*")]
    output.add(star + title + star, at: term.number)
    output.separate()
    readInside(lines[(index + 1)..<end].outdented)
    output.end(outer, at: lines[end - 1].number)
    output.separate()
    return end
  }

  /// Whether a line has several sentences: then it is text whose other lines are indented, not a term.
  private static func hasSentences(_ text: ArraySlice<UInt8>) -> Bool {
    var from = text.startIndex
    while let stop = text[from...].range(ofBytes: [UInt8(ascii: "."), 0x20]) {
      from = stop.upperBound
      // `vs. Windows`
      let word = text[..<stop.lowerBound].reversed().prefix(4).prefix { $0.isLetter }.count
      if word > 3, text[from...].first(where: { $0 > 0x20 })?.isUpper == true { return true }
    }
    return false
  }

  /// Whether a term is only a reference: it leads to a text elsewhere.
  private static func isReference(_ term: ArraySlice<UInt8>) -> Bool {
    guard term.count(where: { $0 == 0x60 }) == 2 else { return false }
    if term.first == 0x60 { return term.last == UInt8(ascii: "_") }
    return term.last == 0x60 && (term.starts(with: ":doc:".utf8) || term.starts(with: ":ref:".utf8))
  }

  /// Reads a field as a paragraph with a bold label. Fields above all text are about the file, unless they
  /// are the parts of an error.
  mutating func readField(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    guard let field = RestructuredField(lines[index]) else { return nil }
    if mayHaveTitles, titles < 2, !output.hasText, let end = endOfFileFields(lines, index) { return end }
    let (body, end) = field.body(lines, index)
    let stars = Array((describesObject ? "" : "**").utf8)
    let label = stars + Self.withoutStars(inline(field.name)) + [UInt8(ascii: ":")] + stars
    let number = lines[index].number
    let paragraph = Self.openingParagraph(body)
    if paragraph.isEmpty {
      output.add(label, at: number)
    } else {
      let text = paragraph.map(\.text).joined(separator: [0x0A])
      let last = paragraph[paragraph.endIndex - 1].number
      addParagraph(text, at: paragraph[0].number, last: last, below: label + [0x20])
    }
    output.separate()
    readInside(Array(body[paragraph.endIndex...]))
    output.separate()
    return end
  }

  /// The paragraph that the text of a field begins with; empty if it begins with something else.
  private static func openingParagraph(_ body: [RestructuredLine]) -> ArraySlice<RestructuredLine> {
    let end = body.firstIndex { $0.isBlank } ?? body.count
    let isText =
      end > 0 && RestructuredMark(body[...], 0) == nil && !body[..<end].contains { $0.starts(with: ".. ") }
      && !body[end - 1].text.hasSuffix("::")
    return isText ? body[..<end] : body[..<0]
  }

  /// The line after the fields at a line, if they are about the file.
  private func endOfFileFields(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    var parts = SectionParts()
    var next = index
    while next < lines.endIndex, let field = RestructuredField(lines[next]) {
      let label = String(decoding: field.name, as: UTF8.self)
      if let role = SectionRole(label: label) {
        parts.add(role, label: role == .symptom && !SectionRole.isWeak(label) ? "symptoms" : label)
      }
      next = lines.endOfBlock(from: next + 1)
      while next < lines.endIndex, lines[next].isBlank { next += 1 }
    }
    return parts.makeError ? nil : next
  }
}
