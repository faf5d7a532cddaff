/// Which sections are the known errors, once all of them are there: what one section is depends on those around it.
extension Article {
  mutating func settleFailures() {
    adoptParts()
    believeTitle()
    clearInsideParts()
    clearOverviews()
  }

  /// Where the front matter names a known error, as that of an export does, its text holds no other one: those stand in
  /// files of their own.
  mutating func keepStatedError() {
    guard sections.contains(where: { $0.failure?.kind == .frontMatter }) else { return }
    for index in sections.indices {
      sections[index].rows = []
      if sections[index].failure?.kind == .frontMatter {
        sections[index].title = frontMatter["title"] ?? sections[index].title
      } else {
        sections[index].failure = nil
      }
    }
  }

  /// A section with a part called Symptoms is the known error, and the messages of that part are its own.
  private mutating func adoptParts() {
    for index in sections.indices {
      guard let role = sections[index].role, let parent = sections[index].parent else { continue }
      // The parts of a procedure (`Solution 1` under `Solution`) describe what their section describes.
      guard sections[parent].role == nil else { continue }
      if role != .resolution, sections[parent].failure == nil {
        sections[parent].failure = FailureSign(.symptoms, sections[index].title)
      }
      if role == .symptom { adopt(sections[index].messages, in: parent) }
    }
    // What the summary of an error quotes are messages of that error.
    for index in sections.indices {
      guard sections[index].failure == nil, sections[index].role == nil, let parent = sections[index].parent,
        sections[parent].failure != nil, FailureWords.isSummary(sections[index].slug)
      else { continue }
      adopt(sections[index].messages, in: parent)
    }
  }

  /// Where only the title of the article says that it is about a failure, its first heading stands for the article.
  private mutating func believeTitle() {
    guard let first = sections.firstIndex(where: { $0.level == 1 }), sections[first].failure == nil,
      sections[first].role == nil
    else { return }
    let own = FailureWords.hyphenated(sections[first].title)
    let words = FailureWords.hyphenated(title)
    guard !FailureWords.isProcedure(own), !FailureWords.isProcedure(words),
      !FailureWords.isTroubleshooting(
        title: sections[first].title, slug: FailureWords.hyphenated(sections[first].slug)),
      !FailureWords.isTroubleshooting(title: title, slug: words),
      let word = FailureWords.englishSign(words), !FailureWords.weakSigns.contains(word)
    else { return }
    sections[first].failure = FailureSign(.title, word)
    for text in [title, sections[first].title] {
      sections[first].messages.insert(Message(text, .heading, line: sections[first].line), at: 0)
    }
  }

  /// What stands below a Symptoms, a Cause or a Resolution is a piece of it and no error of its own, whatever its title
  /// says; a heading such as `Error messages` is no such part, but holds errors.
  private mutating func clearInsideParts() {
    for index in sections.indices {
      guard let kind = sections[index].failure?.kind, kind == .title || kind == .slug || kind == .message,
        let part = ancestors(of: sections[index].parent).first(where: { sections[$0].role != nil }),
        FailureWords.sign(sections[part].title) == nil,
        let owner = ancestors(of: sections[part].parent).first(where: { sections[$0].role == nil }),
        sections[owner].failure != nil
      else { continue }
      if sections[part].role == .symptom {
        let telling = sections[index].messages.filter {
          HeadingSign.saysFailure($0) || ErrorCode.first(in: $0.text) != nil
        }
        adopt(telling, in: owner)
      }
      clearFailure(of: index)
    }
  }

  /// A heading that only announces errors (`Common issues`) is an overview of those below it.
  private mutating func clearOverviews() {
    var hasParts = [Bool](repeating: false, count: sections.count)
    var hasErrors = hasParts
    // From the end: what is in a section comes after it.
    for index in sections.indices.reversed() {
      if hasErrors[index], !hasParts[index], isAnnouncement(sections[index]) { clearFailure(of: index) }
      guard let parent = sections[index].parent else { continue }
      if sections[index].role != nil { hasParts[parent] = true }
      if sections[index].failure != nil || hasErrors[index] { hasErrors[parent] = true }
    }
  }

  private func isAnnouncement(_ section: Section) -> Bool {
    guard let failure = section.failure, failure.kind == .title || failure.kind == .slug,
      section.rows.isEmpty, section.messages.allSatisfy({ $0.source == .heading })
    else { return false }
    return FailureWords.announces(failure.kind == .slug ? section.slug : section.title, sign: failure.text)
  }

  private mutating func clearFailure(of index: Int) {
    sections[index].failure = nil
    sections[index].messages.removeAll { $0.source == .heading }
  }

  private mutating func adopt(_ messages: [Message], in index: Int) {
    guard sections[index].messages.count < SectionReader.maxMessages else { return }
    let known = Set(sections[index].messages.map(\.text))
    sections[index].messages += messages.filter { !known.contains($0.text) && $0.source != .heading }
  }
}
