extension Article {
  /// A section's Markdown is kept whole up to this many bytes; what follows is cut, with a warning.
  static let sectionLimit = 1 << 20

  /// Takes a Markdown file apart: UTF-8 with or without a byte-order mark, any line ends, with or without front matter.
  ///
  /// Throws when it is no text, when the front matter cannot be understood, or when it is larger or nested deeper than an
  /// article can be. All else that cannot be represented is kept as Markdown and stands in `warnings`.
  public static func parse(_ bytes: [UInt8]) throws(ArticleError) -> Article {
    if bytes.allSatisfy({ $0 <= 0x20 && $0 != 0 }) { throw .empty }
    let source = try SourceText(bytes)
    let header = try ArticleHeader(of: source)
    let offset = header.bodyLine - 1
    try NestingGuard.check(source, from: header.bodyLine)
    let body = offset < source.lineCount ? source.lineStarts[offset] : source.bytes.count
    let tree = source.bytes.withUnsafeBufferPointer {
      MarkdownTree(UnsafeBufferPointer(rebasing: $0[body...]))
    }
    let outline = Outline(tree, source, offset: offset)
    if outline.headings.isEmpty && header.fields.isEmpty { throw .noText }
    let firstHeading = outline.headings.first { $0.level == 1 }
    var article = Article(
      title: header.title ?? firstHeading?.title ?? "", locale: header.locale, updated: header.updated,
      sourceRevision: header.sourceRevision, slug: firstHeading?.slug, frontMatter: header.fields,
      sections: [],
      warnings: header.warnings + outline.warnings)
    article.sections.reserveCapacity(outline.headings.count)
    if let remark = source.encodingRemark { article.warnings.append(Warning(line: 1, message: remark)) }
    for heading in outline.headings { article.addSection(heading, tree, source, offset: offset) }
    article.adoptSymptoms()
    article.warnings.sort { $0.line < $1.line }
    return article
  }

  private mutating func addSection(
    _ heading: Outline.Heading, _ tree: MarkdownTree, _ source: SourceText, offset: Int
  ) {
    let title = HeadingSign(heading, isInsidePart: isInsidePart(heading.parent))
    var reader = SectionReader(tree, source, offset: offset, inFailure: title.speaksOfFailure)
    for blocks in heading.blocks { reader.read(blocks) }
    var messages: [Message] = []
    let failure = title.failure(
      messages: reader.messages, labels: reader.labels, table: reader.tableHeader)
    if failure != nil, heading.level > 0 {
      for text in SectionReader.quotedMessages(Array(heading.title.utf8)) {
        messages.append(Message(text, .heading, line: heading.firstLine))
      }
      messages.append(Message(heading.title, .heading, line: heading.firstLine))
    }
    messages += reader.messages
    warnings += reader.warnings
    includes += reader.includes
    sections.append(
      Section(
        level: heading.level, slug: heading.slug, title: heading.title, line: heading.firstLine,
        lastLine: heading.lines.last?.upperBound ?? heading.lastLine, markdown: markdown(heading, source),
        parent: heading.parent, literals: reader.literals, messages: messages, rows: reader.rows,
        failure: failure, anchors: heading.anchors, role: title.role))
  }

  private func isInsidePart(_ parent: Int?) -> Bool {
    var above = parent
    while let index = above {
      if let role = sections[index].role, role != .symptom { return true }
      above = sections[index].parent
    }
    return false
  }

  private mutating func markdown(_ heading: Outline.Heading, _ source: SourceText) -> String {
    var text = ""
    for lines in heading.lines {
      var (first, last) = (lines.lowerBound, lines.upperBound)
      while first <= last, source.isBlank(first) { first += 1 }
      while last >= first, source.isBlank(last) { last -= 1 }
      guard first <= last else { continue }
      if !text.isEmpty { text += "\n\n" }
      let range = source.lines(first...last)
      var end = range.upperBound
      if range.count > Self.sectionLimit {
        end = range.lowerBound + Self.sectionLimit
        // Not inside a character.
        while end > range.lowerBound, source.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        warnings.append(
          Warning(
            line: first, message: "a section of \(range.count) bytes; cut after \(end - range.lowerBound)"))
      }
      text += source.string(range.lowerBound..<end)
    }
    return text
  }

  /// A section with a part called Symptoms is the known error, and the messages of that part are its own.
  private mutating func adoptSymptoms() {
    for index in sections.indices {
      guard let role = sections[index].role, let parent = sections[index].parent else { continue }
      // The parts of a procedure (`Solution 1` under `Solution`) describe what their section describes.
      guard sections[parent].role == nil else { continue }
      if role != .resolution, sections[parent].failure == nil {
        sections[parent].failure = FailureSign(.symptoms, sections[index].title)
      }
      guard role == .symptom else { continue }
      let known = Set(sections[parent].messages.map(\.text))
      sections[parent].messages += sections[index].messages.filter {
        !known.contains($0.text) && $0.source != .heading
      }
    }
  }
}

/// What a heading says about failure.
struct HeadingSign {
  let role: SectionRole?
  private let sign: FailureSign?
  private let isTroubleshooting: Bool
  private let isProcedure: Bool
  private let level: Int
  /// Whether a section above is a Cause or a Resolution: then this one is a piece of it unless its title says more.
  private let isInsidePart: Bool

  init(_ heading: Outline.Heading, isInsidePart: Bool) {
    self.isInsidePart = isInsidePart
    level = heading.level
    // A stated anchor of several English words is what the original's heading said: in translations it decides alone,
    // so that all locales agree.
    let slugWords = FailureWords.hyphenated(heading.slug).split(separator: 0x2D).filter {
      $0.contains { $0.isASCIILetter }
    }
    let isTranslated =
      heading.title.utf8.contains { $0 >= 0x80 } || FailureWords.englishSign(heading.title) == nil
    let slugDecides = heading.statesAnchor && slugWords.count >= 2 && isTranslated
    role =
      SectionRole(label: heading.title)
      ?? (heading.statesAnchor ? SectionRole(label: heading.slug.replacing("-", with: " ")) : nil)
    isTroubleshooting = FailureWords.isTroubleshooting(
      title: slugDecides ? "" : heading.title, slug: heading.slug)
    isProcedure = FailureWords.isProcedure(slugDecides ? heading.slug : heading.title)
    if let word = FailureWords.englishSign(heading.slug) {
      sign = FailureSign(heading.statesAnchor ? .slug : .title, word)
    } else if !slugDecides, let word = FailureWords.sign(heading.title) {
      sign = FailureSign(.title, word)
    } else if let code = ErrorCode.first(in: heading.title) {
      sign = FailureSign(.title, code)
    } else {
      sign = nil
    }
  }

  /// Whether a table below may be an error table on weaker grounds.
  var speaksOfFailure: Bool { isTroubleshooting || (sign != nil && !isProcedure) }

  func failure(messages: [Message], labels: [SectionRole], table: String?) -> FailureSign? {
    if let table { return FailureSign(.table, table) }
    // A part describes the error of the section above, and is no error of its own.
    if role != nil { return nil }
    if !isProcedure, let sign { return sign }
    if labels.contains(.symptom) || (labels.contains(.cause) && labels.contains(.resolution)) {
      return FailureSign(.symptoms, labels.contains(.symptom) ? "symptoms" : "cause and resolution")
    }
    if isProcedure { return nil }
    if isInsidePart { return nil }
    if isTroubleshooting, level >= 2 { return FailureSign(.title, "troubleshooting") }
    guard level > 0 else { return nil }
    let telling: Set<Message.Source> = [.codeSpan, .json, .output, .blockQuote]
    if let quoted = messages.first(where: { telling.contains($0.source) && Self.saysFailure($0) }) {
      return FailureSign(.message, String(quoted.text.prefix(120)))
    }
    return nil
  }

  private static func saysFailure(_ message: Message) -> Bool {
    message.source == .json || Wording(Array(message.text.utf8)[...]).hasFailureWord
      || IdentifierShape.namesFailure(Array(message.text.utf8)[...])
  }
}

/// Error numbers as compilers, linkers and services write them in titles.
enum ErrorCode {
  /// `C2065`, `LNK2019`, `0x80070005`, `AADSTS70043`: capital letters with three digits or more behind, or hexadecimal.
  static func first(in title: String) -> String? {
    for word in Array(title.utf8).split(whereSeparator: { !$0.isASCIILetterOrDigit }) {
      if word.count >= 6, word.starts(with: Array("0x".utf8)),
        word.dropFirst(2).contains(where: \.isASCIIDigit)
      {
        return String(decoding: word, as: UTF8.self)
      }
      let letters = word.prefix { $0.isASCIIUppercase }
      let digits = word[letters.endIndex...]
      if (1...8).contains(letters.count), (3...8).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) {
        return String(decoding: word, as: UTF8.self)
      }
    }
    return nil
  }
}
