/// Decides which sections are known errors, after all sections are read: the answer depends on the sections
/// around each.
extension Article {
  mutating func settleFailures() {
    adoptParts()
    believeTitle()
    clearInsideParts()
    clearOverviews()
  }

  /// When the front matter names a known error, as in an exported file, the text holds no other known error:
  /// each has its own file.
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

  /// A section that contains a Symptoms part is the known error and takes over the messages of that part.
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
    // Messages quoted in the summary of an error belong to that error.
    for index in sections.indices {
      guard sections[index].failure == nil, sections[index].role == nil, let parent = sections[index].parent,
        sections[parent].failure != nil, FailureWords.isSummary(sections[index].slug)
      else { continue }
      adopt(sections[index].messages, in: parent)
    }
  }

  /// When only the article's title describes a failure, the first heading becomes the known error.
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
      let word = FailureWords.englishSign(words), !FailureWords.isWeak(word)
    else { return }
    sections[first].failure = FailureSign(.title, word)
    for text in [title, sections[first].title] {
      sections[first].messages.insert(Message(text, .heading, line: sections[first].line), at: 0)
    }
  }

  /// A section inside Symptoms, Cause or Resolution belongs to that part and is not a separate error,
  /// whatever its title says. A heading such as `Error messages` is not such a part: it can contain errors.
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

  /// A heading that only announces errors (`Common issues`) is an overview of the sections below it.
  private mutating func clearOverviews() {
    var hasParts = [Bool](repeating: false, count: sections.count)
    var hasErrors = hasParts
    // Goes backwards, because a section comes before its subsections.
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
