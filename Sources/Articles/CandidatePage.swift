import CasebookKnowledge
import CasebookText

/// A section, a row of a table or an item of a list that may be a known error, with what the judge looks at.
struct ErrorCandidate {
  let section: Int
  /// The row or the item, among the section's rows.
  let row: Int?
  /// Whether the rules take it for a known error.
  let isError: Bool
  let features: [Double]
}

/// The candidates for known errors of an article, after the rules have read it.
struct CandidatePage {
  private(set) var candidates: [ErrorCandidate] = []

  let sections: [Section]
  private let facts: [HeadingFacts]
  private let gloss: Gloss?
  var isGlossed: Bool { gloss != nil }
  private let hadSign: [Bool]
  private let place: PageKind
  private let page: PageKind
  /// How many of the sections, and of those below each section, are errors by the rules or have a sign of one. The last
  /// element is for sections below none.
  private var errors = 0
  private var below: [ChildCount]
  /// The kinds that the title of the page, the heading of each section and those above it name.
  private var named: [PageKind] = []

  private struct ChildCount {
    var sections = 0
    var errors = 0
    var signs = 0
    var hasParts = false
  }

  /// - Parameters:
  ///   - gloss: How its words are read, if they are not English.
  ///   - hadSign: Whether each section was a known error by itself, before those around it were looked at.
  ///   - path: The path of the file.
  init(_ article: Article, _ facts: [HeadingFacts], _ gloss: Gloss?, hadSign: [Bool], path: String) {
    self.gloss = gloss
    sections = article.sections
    self.facts = facts
    self.hadSign = hadSign
    place = PageKind(path: path)
    page = PageKind(of: gloss.reading(article.title))
    below = [ChildCount](repeating: ChildCount(), count: sections.count + 1)
    guard sections.contains(where: { $0.failure?.kind == .frontMatter }) == false,
      gloss != nil || (article.locale.map({ $0.language == "en" }) ?? true)
    else { return }
    count()
    let speaks = !place.union(page).isDisjoint(with: Self.answering)
    guard errors > 0 || speaks || facts.contains(where: Self.hasSign),
      gloss != nil || Self.isEnglish(sections)
    else {
      return
    }
    for section in sections {
      named.append(kinds(above: section.parent).union(PageKind(of: section.reading)))
    }
    for index in sections.indices {
      if isCandidate(index) { candidates.append(candidate(index)) }
      for row in sections[index].rows.indices { candidates.append(candidate(index, row: row)) }
    }
  }

  private func kinds(above parent: Int?) -> PageKind { parent.map { named[$0] } ?? page }

  private mutating func count() {
    for (index, section) in sections.enumerated() {
      let parent = section.parent ?? sections.count
      below[parent].sections += 1
      if section.failure != nil {
        errors += 1
        below[parent].errors += 1
      }
      if facts[index].has(.stated) || facts[index].has(.mentioned) { below[parent].signs += 1 }
      if facts[index].has(.hasRole) { below[parent].hasParts = true }
    }
  }

  // MARK: Candidates

  private static func hasSign(_ facts: HeadingFacts) -> Bool {
    [.stated, .mentioned, .negated, .evident, .cued, .listed].contains(where: facts.has)
      || (facts.has(.among) && facts.has(.clause))
  }

  private func isCandidate(_ index: Int) -> Bool {
    let section = sections[index]
    // The judge learnt from English text; signs and dashes belong to it, and a gloss is English.
    guard
      gloss != nil || section.title.unicodeScalars.allSatisfy({ $0.isASCII || !$0.properties.isAlphabetic })
    else { return false }
    // A section with an error table is an error if one of its rows is.
    if let failure = section.failure { return failure.kind != .table }
    let facts = facts[index]
    // A section that the rules took back belongs to another error, or heads some.
    let says = facts.has(.clause) || section.title.last.map { "?\u{FF1F}".contains($0) } == true
    let mayBe =
      Self.hasSign(facts)
      || says && !kinds(above: section.parent).union(place).isDisjoint(with: Self.answering)
    return mayBe && !hadSign[index] && section.level > 1 && section.rows.isEmpty
      && !facts.isRelease
      && !facts.has(.hasRole) && !facts.has(.insidePart) && !facts.has(.common) && below[index].errors == 0
      && facts.has(.explains)
  }

  /// The kinds of pages whose sections answer what people ask and meet.
  private static let answering: PageKind = [.trouble, .questions, .runbook]

  private static let englishWords = WordList("headings", "english")
  private static let leastWords = 50
  private static let enoughWords = 400
  private static let leastEnglish = 0.06

  /// Whether the text is English by its small words. A text of few words may be.
  private static func isEnglish(_ sections: [Section]) -> Bool {
    var words = 0
    var english = 0
    for section in sections where words < enoughWords {
      for word in FailureWords.hyphenated(TextCues.prose(section.markdown)).split(separator: 0x2D) {
        words += 1
        if englishWords.contains(word) { english += 1 }
      }
    }
    return words < leastWords || Double(english) >= leastEnglish * Double(words)
  }

  // MARK: Features

  private func candidate(_ index: Int, row: Int? = nil) -> ErrorCandidate {
    var values = [Double](repeating: 0, count: ReadingFeature.allCases.count)
    func set(_ feature: ReadingFeature, _ value: Double) { values[feature.rawValue] = value }
    func set(_ feature: ReadingFeature, _ holds: Bool) { values[feature.rawValue] = holds ? 1 : 0 }
    let section = sections[index]
    let title = row.map { gloss.reading(section.rows[$0].title) } ?? section.reading
    if row == nil {
      for feature in HeadingFacts.features { set(feature, facts[index].has(feature)) }
      switch section.failure?.kind {
      case .title, .slug: set(.byTitle, true)
      case .message: set(.byMessage, true)
      case .text: set(.byText, true)
      case .list: set(.byList, true)
      case .symptoms: set(.byParts, true)
      case .table, .frontMatter, .likeness, nil: break
      }
    } else {
      set(.row, true)
      set(.tableRow, row.map { !section.rows[$0].isItem } ?? false)
    }
    let shape = TitleShape(title)
    set(.words, shape.words)
    set(.oneWord, shape.count == 1)
    set(.twoWords, shape.count == 2)
    set(.noFailureWord, shape.failures == 0)
    set(.failureShare, Double(shape.failures) / Double(max(1, shape.count)))
    set(.codeOnly, shape.failures == 0 && ErrorCode.first(in: title) != nil)
    set(.httpStatus, FailureWords.failingStatus(FailureWords.hyphenated(title)) != nil)
    set(.asksWhy, shape.first == "why")
    set(.asksHow, shape.first == "how")
    set(.asksWhether, FailureWords.isPolarQuestion(title))
    set(.programName, shape.isName && title.contains { "_.(-/".contains($0) })
    set(.camelCase, shape.isName && FailureWords.words(ofName: title) != nil)
    set(.capitals, shape.isName && title.utf8.count > 3 && !title.utf8.contains { $0.isLower })
    set(.quotation, title.contains("\"") || (row == nil && section.heading.contains("`")))
    let cues = TextCues(row.map { section.rows[$0].markdown } ?? section.markdown, gloss)
    set(.fix, Double(cues.fix))
    set(.cause, Double(cues.cause))
    set(.seen, Double(cues.seen))
    set(.described, Double(cues.described))
    set(.addressed, cues.isAddressed)
    set(.failsAtOnce, cues.failsAtOnce)
    set(.empty, cues.isEmpty)

    let parent = row == nil ? section.parent : index
    let above = kinds(above: parent)
    for bit in PageKind.names.indices {
      let kind = PageKind(rawValue: 1 << bit)
      values[ReadingFeature.inTrouble.rawValue + bit] = place.contains(kind) ? 1 : 0
      values[ReadingFeature.underTrouble.rawValue + bit] = above.contains(kind) ? 1 : 0
    }

    let own = row == nil && section.failure != nil ? 1 : 0
    set(.pageErrors, Double(errors - own) / Double(max(3, sections.count - 1)))
    set(.pageSize, TitleShape.logarithm(1 + sections.count) / 4)
    if row == nil {
      let beside = below[section.parent ?? sections.count]
      let others = Double(max(2, beside.sections - 1))
      let isSigned = facts[index].has(.stated) || facts[index].has(.mentioned)
      set(.siblingErrors, Double(beside.errors - own) / others)
      set(.siblingSigns, Double(beside.signs - (isSigned ? 1 : 0)) / others)
      set(.childErrors, Double(min(2, below[index].errors)) / 2)
      set(.childParts, below[index].hasParts)
      set(.depth, Double(section.level))
    } else {
      set(.siblingErrors, Double(section.rows.count - 1) / Double(max(2, section.rows.count - 1)))
    }
    if let parent {
      let facts = facts[parent]
      set(.parentTrouble, facts.has(.searching) || facts.has(.headsTrouble) || facts.has(.announces))
      set(.parentError, sections[parent].failure != nil)
    }
    let isAmong = values[ReadingFeature.among.rawValue] + values[ReadingFeature.parentTrouble.rawValue] > 0
    let isStated = values[ReadingFeature.stated.rawValue] > 0
    let isMentioned = values[ReadingFeature.mentioned.rawValue] > 0
    set(.amongStated, isAmong && (isStated || isMentioned))
    set(.amongSilent, isAmong && row == nil && !isStated && !isMentioned)
    set(.aloneStated, !isAmong && isStated)
    set(.aloneMentioned, !isAmong && isMentioned)
    set(.amongFixed, isAmong && cues.fix > 0)
    set(.titleOfTrouble, row == nil && section.level <= 1 && !place.isDisjoint(with: [.trouble, .runbook]))
    return ErrorCandidate(
      section: index, row: row, isError: row != nil || section.failure != nil, features: values)
  }
}
