import CasebookText

/// Decides which sections are known errors, after all sections are read: the answer depends on the sections
/// around each.
extension Article {
  mutating func settleFailures() {
    let parts = adoptParts()
    believeTitle()
    clearInsideParts()
    clearBesideParts(parts)
    clearOverviews()
    clearDenials(parts)
    clearProposal()
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

  /// A section that contains the parts of an error is the known error and takes over the messages of its
  /// symptoms. Returns which sections have such parts.
  private mutating func adoptParts() -> [Bool] {
    var parts = [SectionParts](repeating: SectionParts(), count: sections.count)
    for index in sections.indices {
      guard let role = sections[index].role, let parent = sections[index].parent else { continue }
      // The parts of a procedure (`Solution 1` under `Solution`) describe what their section describes.
      guard sections[parent].role == nil else { continue }
      parts[parent].add(role, label: sections[index].reading)
      if role == .symptom { adopt(sections[index].messages, in: parent) }
    }
    for (index, title) in reproductions() { parts[index].add(.symptom, label: title) }
    for index in sections.indices where parts[index].hasMeaning && isAlertName(sections[index].title) {
      parts[index].add(.diagnosis, label: sections[index].reading)
    }
    for index in sections.indices
    where parts[index].makeError && sections[index].failure == nil
      && !CommonTitles.contains(hyphenated: FailureWords.hyphenated(sections[index].reading))
    {
      sections[index].failure = FailureSign(.symptoms, parts[index].description)
      sections[index].messages.insert(contentsOf: sections[index].headingMessages, at: 0)
    }
    // Messages quoted in the summary of an error belong to that error.
    for index in sections.indices {
      guard sections[index].failure == nil, sections[index].role == nil, let parent = sections[index].parent,
        sections[parent].failure != nil, FailureWords.isSummary(sections[index].slug)
      else { continue }
      adopt(sections[index].messages, in: parent)
    }
    return parts.map(\.makeError)
  }

  /// The sections that tell how to reproduce an error, each with the title of the part that does, if another part below
  /// says what to do about it. The form of a report asks for the steps alone.
  private func reproductions() -> [Int: String] {
    var titles: [Int: String] = [:]
    var answered: Set<Int> = []
    for section in sections {
      guard let parent = section.parent else { continue }
      let words = FailureWords.hyphenated(section.reading)
      if Self.reproductionTitles.contains(section.title.trimmed) {
        titles[parent] = titles[parent] ?? section.title
      } else if section.role != nil && section.role != .symptom || FailureWords.isPlainTroubleshooting(words)
      {
        answered.insert(parent)
      }
    }
    return titles.filter { answered.contains($0.key) && sections[$0.key].role == nil }
  }

  private static let reproductionTitles = WordList("headings", "reproduction")

  /// `KubePodCrashLooping`, `etcdMembersDown`.
  private func isAlertName(_ title: String) -> Bool { FailureWords.words(ofName: title) != nil }

  /// When only the article's title describes a failure, the first heading becomes the known error.
  private mutating func believeTitle() {
    guard let first = sections.firstIndex(where: { $0.level == 1 }), sections[first].failure == nil,
      sections[first].role == nil, !Self.isPost(frontMatter) || showsOutput
    else { return }
    let own = FailureWords.hyphenated(sections[first].reading)
    let words = FailureWords.hyphenated(title)
    guard !FailureWords.isProcedure(own), !FailureWords.isProcedure(words), !PageWords.isRelease(title),
      !FailureWords.isTroubleshooting(
        title: sections[first].reading, slug: FailureWords.hyphenated(sections[first].slug)),
      !FailureWords.isTroubleshooting(title: title, slug: words),
      let weight = FailureWords.weight(ofSlug: words), weight.points >= 2, !FailureWords.isWeak(weight.sign)
    else { return }
    sections[first].failure = FailureSign(.title, weight.sign)
    for text in [title, sections[first].title] {
      sections[first].messages.insert(Message(text, .heading, line: sections[first].line), at: 0)
    }
  }

  /// Whether a section has printed output that says failure: then the post of a day is about an error.
  private var showsOutput: Bool { sections.contains { $0.messages.contains { $0.source == .output } } }

  /// A section inside Symptoms, Cause or Resolution belongs to that part and is not a separate error,
  /// whatever its title says. A heading such as `Error messages` is not such a part: it can contain errors.
  private mutating func clearInsideParts() {
    for index in sections.indices {
      guard let kind = sections[index].failure?.kind, ![.symptoms, .table, .frontMatter].contains(kind),
        let part = ancestors(of: sections[index].parent).first(where: { sections[$0].role != nil }),
        FailureWords.sign(sections[part].reading) == nil,
        let owner = ancestors(of: sections[part].parent).first(where: { sections[$0].role == nil }),
        sections[owner].failure != nil
      else { continue }
      if sections[part].role == .symptom { adoptTelling(of: index, in: owner) }
      clearFailure(of: index)
    }
  }

  /// A section beside the parts of an error belongs to that error too, unless its title states another failure.
  private mutating func clearBesideParts(_ hasParts: [Bool]) {
    for index in sections.indices {
      guard let failure = sections[index].failure, ![.symptoms, .table, .frontMatter].contains(failure.kind),
        let owner = ancestors(of: sections[index].parent).first(where: {
          hasParts[$0] && sections[$0].failure != nil
        })
      else { continue }
      let isStated = FailureWords.weight(ofTitle: sections[index].reading).map { $0.points >= 2 } ?? false
      if isStated, failure.kind == .title || failure.kind == .slug { continue }
      adoptTelling(of: index, in: owner)
      clearFailure(of: index)
    }
  }

  /// A heading that only announces errors (`Common issues`) is an overview of the sections below it.
  private mutating func clearOverviews() {
    var hasParts = [Bool](repeating: false, count: sections.count)
    var hasErrors = hasParts
    // Goes backwards, because a section comes before its subsections.
    for index in sections.indices.reversed() {
      if hasErrors[index] || !sections[index].rows.isEmpty, !hasParts[index], isAnnouncement(sections[index])
      {
        clearFailure(of: index)
      }
      guard let parent = sections[index].parent else { continue }
      if sections[index].role != nil { hasParts[parent] = true }
      if sections[index].failure != nil || hasErrors[index] || !sections[index].rows.isEmpty {
        hasErrors[parent] = true
      }
    }
  }

  private static let proposalTitles = WordList("headings", "proposal")
  private static let surestProposalTitles = WordList("headings", "proposal", kind: "sure")
  private static let leastProposalTitles = 2

  /// The proposal of a design (`Goals`, `Non-Goals`, `Alternatives`) speaks of errors that a program may have.
  private mutating func clearProposal() {
    let titles = Set(sections.map { FailureWords.hyphenated($0.reading).dropFirst().dropLast() })
      .filter { Self.proposalTitles.contains($0) }
    guard titles.count >= Self.leastProposalTitles,
      titles.contains(where: { Self.surestProposalTitles.contains($0) })
    else { return }
    for index in sections.indices {
      sections[index].rows.removeAll(where: \.isItem)
      guard let kind = sections[index].failure?.kind, ![.table, .frontMatter].contains(kind) else { continue }
      clearFailure(of: index)
    }
  }

  /// A heading that denies something and says nothing about it, only heads other sections: `My question is not answered
  /// here`.
  private mutating func clearDenials(_ hasParts: [Bool]) {
    let heads = Set(sections.compactMap(\.parent))
    for index in heads where !hasParts[index] && sections[index].markdown.isEmpty {
      guard let failure = sections[index].failure, failure.kind == .title, FailureWords.isWeak(failure.text)
      else { continue }
      clearFailure(of: index)
    }
  }

  private func isAnnouncement(_ section: Section) -> Bool {
    guard let failure = section.failure else { return false }
    if section.level <= 1, failure.kind == .message || failure.kind == .text {
      return FailureWords.isTroubleshooting(
        title: section.reading, slug: FailureWords.hyphenated(section.slug))
    }
    guard failure.kind == .title || failure.kind == .slug, section.rows.allSatisfy(\.isItem),
      section.messages.allSatisfy({ $0.source == .heading })
    else { return false }
    return FailureWords.announces(failure.kind == .slug ? section.slug : section.reading, sign: failure.text)
  }

  mutating func clearFailure(of index: Int) {
    sections[index].failure = nil
    sections[index].messages.removeAll { $0.source == .heading }
  }

  private mutating func adoptTelling(of index: Int, in owner: Int) {
    adopt(
      sections[index].messages.filter {
        HeadingSign.saysFailure($0) || ErrorCode.first(in: $0.text) != nil
      }, in: owner)
  }

  private mutating func adopt(_ messages: [Message], in index: Int) {
    guard sections[index].messages.count < SectionReader.maxMessages else { return }
    let known = Set(sections[index].messages.map(\.text))
    sections[index].messages += messages.filter { !known.contains($0.text) && $0.source != .heading }
  }
}
