import CasebookText

/// A label that opens a line of a paragraph, and the text behind it: `Problem: Copies fail.`, `**Q2:** Why?`,
/// `**Cause.** The disk is full.`
struct OpeningLabel {
  /// The role of the text behind a label.
  enum LabelKind: Equatable {
    case question, answer
    case part(SectionRole)
  }

  let kind: LabelKind
  /// The label without its colon.
  let name: String
  /// The text behind the label, without blanks at its ends.
  let text: String

  /// Longer texts before a colon are sentences.
  private static let maxBytes = 60

  /// Reads the label that opens a plain line; `nil` if it opens with none.
  ///
  /// - Parameter isBold: Whether the line opens with bold text, whose label may end in a full stop.
  init?(_ line: ArraySlice<UInt8>, isBold: Bool) {
    guard let end = Self.endOfLabel(line, isBold: isBold) else { return nil }
    name = String(decoding: line[..<end.lowerBound], as: UTF8.self)
    guard let kind = Self.kind(of: name) else { return nil }
    self.kind = kind
    text = String(decoding: line[end.upperBound...], as: UTF8.self).trimmed
  }

  /// Where the mark between a label and its text is: a colon before a blank, a wide colon, or a full stop after bold words
  /// or after the number of a question.
  private static func endOfLabel(_ line: ArraySlice<UInt8>, isBold: Bool) -> Range<Int>? {
    let head = line.prefix(maxBytes)
    for index in head.indices {
      let next = index + 1
      let isLast = next == line.endIndex || line[next] <= 0x20
      switch head[index] {
      case UInt8(ascii: ":") where isLast: return index..<next
      case UInt8(ascii: ".") where isLast && index > head.startIndex && (isBold || head[index - 1].isDigit):
        return index..<next
      case 0xEF where line[index...].starts(with: wideColon): return index..<(index + wideColon.count)
      default: break
      }
    }
    return nil
  }

  private static let wideColon = Array("\u{FF1A}".utf8)

  private static let byWord: [String: LabelKind] = {
    var kinds: [String: LabelKind] = [:]
    for row in Vocabulary.rows("headings", "text-label") {
      let kind: LabelKind? =
        switch row.kinds[0] {
        case "question": .question
        case "answer": .answer
        default: SectionRole(rawValue: row.kinds[0]).map { .part($0) }
        }
      for word in row.words { kinds[word] = kind }
    }
    return kinds
  }()

  /// The kind of a label without its colon; a number at its end is ignored.
  static func kind(of label: String) -> LabelKind? {
    if let role = SectionRole(label: label) { return .part(role) }
    let end = label.reversed().prefix { $0.isNumber || " #.:\u{FF1A}".contains($0) }.count
    return byWord[label.dropLast(end).lowercased()]
  }
}

extension SectionReader {
  /// The label that opens a paragraph; `nil` for any other block.
  func openingLabel(of block: MarkdownTree.Block) -> OpeningLabel? {
    guard block.kind == .paragraph, let first = block.inlines.first else { return nil }
    let isBold = tree.inlines[first].kind == .strongStart
    guard isBold || tree.inlines[first].kind == .text else { return nil }
    // The text ends where the line or another label begins.
    let end = block.inlines.dropFirst().first { index in
      switch tree.inlines[index].kind {
      case .softBreak, .hardBreak: true
      case .strongStart: isBold && opensLabel(index, in: block)
      default: false
      }
    }
    var line: [UInt8] = []
    tree.appendPlain(first..<(end ?? block.inlines.upperBound), to: &line)
    return OpeningLabel(line[...], isBold: isBold)
  }

  /// Whether bold text is a label: `**Solution:**`.
  private func opensLabel(_ start: Int, in block: MarkdownTree.Block) -> Bool {
    let rest = start..<min(start + Self.maxLabelInlines, block.inlines.upperBound)
    guard let end = rest.first(where: { tree.inlines[$0].kind == .strongEnd }) else { return false }
    return OpeningLabel.kind(of: tree.plain(start..<end)) != nil
  }

  private static let maxLabelInlines = 8

  /// The lines of a question, and the line of the tree with its answer, if the paragraph holds one; `nil` for a paragraph
  /// that asks nothing, asks twice, or answers on the line of its question.
  func question(in block: MarkdownTree.Block) -> (title: String, answer: Int?)? {
    guard let label = openingLabel(of: block), label.kind == .question, !answersAtOnce(block, label) else {
      return nil
    }
    let lines = plainLines(block).dropFirst()
    if lines.contains(where: { OpeningLabel($0.bytes[...], isBold: false)?.kind == .question }) { return nil }
    let answer = lines.first { OpeningLabel($0.bytes[...], isBold: $0.isBold)?.kind == .answer }
    let further = lines.prefix { $0.line != answer?.line }.prefix(Self.maxQuestionLines - 1)
    let words = [label.text] + further.map { String(decoding: $0.bytes, as: UTF8.self).trimmed }
    return (
      Self.title(ofLead: words.filter { !$0.isEmpty }.joined(separator: " ")), answer.map { $0.line - offset }
    )
  }

  /// Whether the answer to a question is on its own line.
  private func answersAtOnce(_ block: MarkdownTree.Block, _ label: OpeningLabel) -> Bool {
    label.text.contains(text: " A: ")
      || block.inlines.dropFirst().prefix {
        tree.inlines[$0].kind != .softBreak && tree.inlines[$0].kind != .hardBreak
      }.contains { tree.inlines[$0].kind == .strongStart && opensLabel($0, in: block) }
  }

  /// Longer questions are cut: they are texts.
  private static let maxQuestionLines = 12

  /// The first sentence after a label such as `Problem:`; `nil` if the paragraph has none.
  func problem(in block: MarkdownTree.Block) -> String? {
    guard let label = openingLabel(of: block), label.kind == .part(.symptom) else { return nil }
    var title = Self.firstSentence(label.text)
    if let last = title.last, ".。".contains(last) { title.removeLast() }
    let words = title.split(separator: " ").count
    let isSentence =
      title.utf8.allSatisfy { $0 < 0x80 }
      ? words >= 3 && TextShape(Array(title.utf8)[...]).words >= 3 : title.utf8.count >= Self.leastSentence
    return isSentence && title.utf8.count <= Self.maxLeadBytes ? title : nil
  }

  /// The least length of a sentence in a script without blanks between words, in bytes.
  private static let leastSentence = 12

  /// The text up to a full stop before a capital letter.
  static func firstSentence(_ text: String) -> String {
    let bytes = Array(text.utf8.prefix(maxLeadBytes + 1))
    let stop = Array("。".utf8)
    for index in bytes.indices.dropLast(2) {
      if bytes[index] == stop[0], bytes[index...].starts(with: stop) {
        return String(decoding: bytes[..<index], as: UTF8.self)
      }
      guard bytes[index] == UInt8(ascii: "."), bytes[index + 1] == 0x20, bytes[index + 2].isUpper else {
        continue
      }
      // `vs. Windows`
      let word = bytes[..<index].reversed().prefix { $0 > 0x20 }.count
      if word > 2 { return String(decoding: bytes[..<index], as: UTF8.self) }
    }
    return text
  }
}
