import CasebookKnowledge
import CasebookText

/// The sections of an article while its text is read part by part.
struct SectionDrafts {
  /// The maximum size of a section's Markdown in bytes; the rest is cut off, with a warning.
  private static let sectionLimit = 1 << 20

  private struct Draft {
    var title: HeadingSign
    var reader: SectionReader
  }

  private let source: SourceText
  private var drafts: [Draft] = []
  private var room = SectionReader.Room()
  private var isFull = false
  private(set) var warnings: [Article.Warning] = []

  init(_ source: SourceText) { self.source = source }

  /// Reads a part of the text into the sections of the outline.
  mutating func read(_ slice: MarkdownSlice, _ outline: Outline) {
    for index in drafts.count..<outline.headings.count { begin(outline.headings, index) }
    for index in outline.touched.sorted() {
      let blocks = outline.headings[index].blocks
      let isFirst = !drafts[index].reader.hasBegun
      drafts[index].reader.move(to: slice)
      drafts[index].reader.room = room
      if isFirst, let code = drafts[index].title.code, let first = blocks.first {
        drafts[index].reader.readOpening(first, code: code)
      }
      for range in blocks { drafts[index].reader.read(range) }
      drafts[index].reader.move(to: nil)
      room = drafts[index].reader.room
      noteRoom(line: outline.headings[index].firstLine)
    }
  }

  /// Warns once that part of an article is not read.
  private mutating func noteRoom(line: Int) {
    guard !isFull else { return }
    let what =
      room.rows <= 0 ? "error rows" : room.messages <= 0 ? "messages" : room.literals <= 0 ? "literals" : nil
    guard let what else { return }
    isFull = true
    warnings.append(
      .init(
        line: line, message: "this section has more \(what) than an article can hold; the others are text"))
  }

  private mutating func begin(_ headings: [Outline.Heading], _ index: Int) {
    var above: [Int] = []
    var next = headings[index].parent
    while let parent = next {
      above.append(parent)
      next = headings[parent].parent
    }
    let isInsidePart = above.contains { drafts[$0].title.role != nil && drafts[$0].title.role != .symptom }
    let title = HeadingSign(
      headings[index], isInsidePart: isInsidePart, above: above.map { headings[$0].title })
    drafts.append(
      Draft(title: title, reader: SectionReader(.empty, source, offset: 0, inFailure: title.speaksOfFailure)))
  }

  /// Everything that was read, as the sections of a finished outline.
  ///
  /// If the front matter names a known error, only the first heading is a known error.
  mutating func sections(_ outline: Outline, named id: KnownErrorID?) -> [Section] {
    let main = id == nil ? nil : outline.headings.firstIndex { $0.level == 1 } ?? 0
    // An outline drops the text before the first heading where there is none.
    drafts.removeFirst(max(0, drafts.count - outline.headings.count))
    var sections: [Section] = []
    sections.reserveCapacity(outline.headings.count)
    for (index, (heading, draft)) in zip(outline.headings, drafts).enumerated() {
      let sign = index == main ? id.map { FailureSign(.frontMatter, $0.description) } : nil
      sections.append(section(heading, draft, stated: sign))
      warnings += draft.reader.warnings
    }
    drafts = []
    return sections
  }

  private mutating func section(
    _ heading: Outline.Heading, _ draft: Draft, stated: FailureSign?
  ) -> Section {
    let (title, reader) = (draft.title, draft.reader)
    var messages: [Message] = []
    let failure =
      stated
      ?? title.failure(messages: reader.messages, labels: reader.labels, table: reader.tableHeader)
    if failure != nil, heading.level > 0 {
      for text in SectionReader.quotedMessages(Array(heading.title.utf8), inTitle: true) {
        messages.append(Message(text, .heading, line: heading.firstLine))
      }
      messages.append(Message(heading.title, .heading, line: heading.firstLine))
      if let said = Self.said(in: heading.title) {
        messages.append(Message(said, .heading, line: heading.firstLine))
      }
      // In a translation the anchor keeps the words of the original, and most messages are English.
      if heading.statesAnchor, heading.slug.contains("-"), heading.slug != Slug.derived(from: heading.title) {
        messages.append(
          Message(heading.slug.replacing(ascii: "-", with: " "), .heading, line: heading.firstLine))
      }
    }
    messages += reader.messages
    return Section(
      level: heading.level, slug: heading.slug, title: heading.title, heading: heading.markdown,
      line: heading.firstLine, lastLine: heading.lines.last?.upperBound ?? heading.lastLine,
      markdown: markdown(heading), parent: heading.parent, literals: heading.literals + reader.literals,
      messages: messages, rows: reader.rows, failure: failure, anchors: heading.anchors, role: title.role)
  }

  /// The text after the colon of `Error 8453: the mirror was refused`, if it is a sentence.
  private static func said(in title: String) -> String? {
    guard let colon = title.firstIndex(of: ":"), title[title.index(after: colon)...].first == " " else {
      return nil
    }
    // Not inside a quotation, which is already a message.
    guard title[..<colon].count(where: { $0 == "\"" }).isMultiple(of: 2) else { return nil }
    let rest = String(title[title.index(after: colon)...]).trimmed
    return TextShape(Array(rest.utf8)[...]).words >= 4 ? rest : nil
  }

  private mutating func markdown(_ heading: Outline.Heading) -> String {
    var text = ""
    for lines in heading.lines {
      var (first, last) = (lines.lowerBound, lines.upperBound)
      while first <= last, source.isBlank(first) { first += 1 }
      while last >= first, source.isBlank(last) { last -= 1 }
      guard first <= last else { continue }
      if !text.isEmpty { text += "\n\n" }
      let range = source.lines(first...last)
      let left = max(0, Self.sectionLimit - text.utf8.count)
      var end = range.upperBound
      if range.count > left {
        end = range.lowerBound + left
        // Does not split a character.
        while end > range.lowerBound, source.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        warnings.append(
          .init(
            line: first, message: "a section of \(range.count) bytes; cut after \(end - range.lowerBound)"))
      }
      text += source.string(range.lowerBound..<end)
    }
    return text
  }
}

extension SectionReader {
  /// The maximum number of rows, messages and literals of an article: each is a known error, a signature or a
  /// text to store.
  struct Room {
    var rows = 20_000
    var messages = 100_000
    var literals = 100_000
  }
}
