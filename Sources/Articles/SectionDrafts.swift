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
  /// The sign of the title in the front matter. The text above the first heading is read as if it were its heading.
  private let pageSign: HeadingSign?
  private let isPost: Bool
  private var drafts: [Draft] = []
  private var room = SectionReader.Room()
  private var isFull = false
  private(set) var warnings: [Article.Warning] = []
  /// The facts of each section, for the judge of candidates, once `sections` is read.
  private(set) var facts: [HeadingFacts] = []

  init(_ source: SourceText, title: Outline.Heading?, isPost: Bool) {
    self.source = source
    self.isPost = isPost
    pageSign = title.map { HeadingSign($0, source, above: [], page: nil) }
  }

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
    var above: [HeadingSign] = []
    var next = headings[index].parent
    while let parent = next {
      above.append(drafts[parent].title)
      next = headings[parent].parent
    }
    let isPreamble = headings[index].level == 0
    let title =
      (isPreamble ? pageSign : nil) ?? HeadingSign(headings[index], source, above: above, page: pageSign)
    var reader = SectionReader(.empty, source, offset: 0, inFailure: title.speaksOfFailure)
    reader.listedErrors = title.listedErrors
    reader.isAmongErrors = title.mayListErrors
    reader.headsErrors = title.headsErrors
    drafts.append(Draft(title: title, reader: reader))
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
    for (index, (heading, read)) in zip(outline.headings, drafts).enumerated() {
      var draft = read
      if heading.level == 0 { draft.title = HeadingSign(heading, source, above: [], page: pageSign) }
      let sign = index == main ? id.map { FailureSign(.frontMatter, $0.description) } : nil
      sections.append(section(heading, draft, stated: sign))
      facts.append(HeadingFacts(draft.title, draft.reader))
      warnings += draft.reader.warnings
    }
    if id == nil { believeSiblings(&sections) }
    drafts = []
    return sections
  }

  /// How many sections side by side make a list of errors, and the share of them that are known errors by themselves.
  private static let leastSiblings = 4
  private static let leastShare = 0.6

  /// Where most of the sections side by side on a page about errors are known errors, the others are known errors too:
  /// `Node loss` between `Node does not start` and `Volume is stuck`.
  private func believeSiblings(_ sections: inout [Section]) {
    var siblings: [Int: [Int]] = [:]
    var hasErrors: Set<Int> = []
    for (index, section) in sections.enumerated().reversed() {
      guard let parent = section.parent else { continue }
      if section.failure != nil || !section.rows.isEmpty || hasErrors.contains(index) {
        hasErrors.insert(parent)
      }
      if section.level > 1, drafts[index].title.isSibling { siblings[parent, default: []].append(index) }
    }
    for all in siblings.values where all.count >= Self.leastSiblings {
      let errors = all.count { sections[$0].failure != nil }
      guard Double(errors) >= Self.leastShare * Double(all.count) else { continue }
      for index in all
      where sections[index].failure == nil && !hasErrors.contains(index)
        && drafts[index].title.mayFollowSiblings
      {
        sections[index].failure = FailureSign(.list, "")
        sections[index].messages = sections[index].headingMessages + sections[index].messages
      }
    }
  }

  private mutating func section(
    _ heading: Outline.Heading, _ draft: Draft, stated: FailureSign?
  ) -> Section {
    let (title, reader) = (draft.title, draft.reader)
    let failure =
      stated ?? title.failure(reader, isPost: isPost)
    var section = Section(
      level: heading.level, slug: heading.slug, title: heading.name, heading: heading.markdown,
      line: heading.firstLine, lastLine: heading.lines.last?.upperBound ?? heading.lastLine,
      markdown: markdown(heading), parent: heading.parent, literals: heading.literals + reader.literals,
      messages: reader.messages, rows: reader.rows, failure: failure, anchors: heading.anchors,
      role: title.role)
    if source.gloss != nil {
      let isWhole = heading.name == heading.title
      section.gloss = isWhole ? title.reading : source.reading(heading.name, heading.literals)
    }
    if failure != nil { section.messages = section.headingMessages + section.messages }
    return section
  }

  private mutating func markdown(_ heading: Outline.Heading) -> String {
    var text = ""
    for lines in heading.lines {
      var (first, last) = (lines.lowerBound, lines.upperBound)
      while first <= last, source.isBlank(first) { first += 1 }
      while last >= first, source.isBlank(last) { last -= 1 }
      if last == heading.lastRule {
        last -= 1
        while last >= first, source.isBlank(last) { last -= 1 }
      }
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
