import CasebookKnowledge
import CasebookText

/// The signs of a failure in a heading, before its text is read.
struct HeadingSign {
  /// The title as the rules read it.
  let reading: String
  let role: SectionRole?
  /// The error code that the article is about, if its title ends with a code.
  let code: String?
  /// Whether the section is about finding errors: its lists may list some.
  let isTroubleshooting: Bool
  /// Whether the title names failures only in general, so that the sections below it are failures: `Known
  /// issues`.
  let announcesErrors: Bool
  /// Whether the section belongs to release notes, which tell of errors that are gone.
  let isRelease: Bool
  /// Whether the page or the section answers frequent questions.
  let asksQuestions: Bool
  let sign: FailureSign?
  /// 2 if the title states a failure, 1 if it only mentions one.
  let points: Int
  private let level: Int
  /// Whether the title is a procedure or furniture.
  let isProcedure: Bool
  /// Whether the title opens like an instruction: then messages quoted below it may only appear along the
  /// way.
  let isInstruction: Bool
  let isFurniture: Bool
  /// Whether the section is inside a Cause or a Resolution: then it belongs to that part unless its title
  /// indicates a failure.
  let isInsidePart: Bool
  /// The word of the title that denies something.
  let negation: String?
  /// Whether the title heads errors, or a search for them.
  let isTrouble: Bool
  /// Whether the title ends in *alerts*: the names below it are alerts.
  private let namesAlerts: Bool
  /// Whether the title tells what happens, and is not only a name: `Copies arrive but are empty`. Below *Known issues* a
  /// name is enough.
  private let isClause: Bool
  let isEnglishClause: Bool
  /// Whether pages on any subject have this title: `Troubleshooting`.
  let isCommon: Bool
  /// Whether the title says no more than that it is about finding errors: `General troubleshooting tips`.
  private let isPlainTrouble: Bool
  /// Whether the title announces errors and says no more: `Other issues`.
  private let isPlain: Bool
  /// Whether the title is a question.
  private let isAsked: Bool
  /// Whether the page or a section above is about errors.
  let isAmongErrors: Bool
  /// Whether the section directly above announces errors.
  let isListed: Bool

  /// - Parameters:
  ///   - source: The text, which knows how its words are read.
  ///   - above: The signs of the enclosing sections, the innermost first.
  ///   - page: The sign of the title in the front matter.
  init(_ heading: Outline.Heading, _ source: SourceText, above: [HeadingSign], page: HeadingSign?) {
    let read = source.reading(heading.title, heading.literals)
    reading = read
    level = heading.level
    isInsidePart = above.contains { $0.role != nil && $0.role != .symptom }
    // A stated anchor of several English words comes from the original heading. In translations it decides
    // alone, so that all locales agree.
    let slug = FailureWords.hyphenated(heading.slug)
    let title = FailureWords.hyphenated(read)
    let slugWords = slug.split(separator: 0x2D).filter {
      $0.contains { $0.isLetter }
    }
    let isTranslated =
      heading.title.utf8.contains { $0 >= 0x80 }
      || FailureWords.englishSign(FailureWords.hyphenated(heading.title)) == nil
    let slugDecides = heading.statesAnchor && slugWords.count >= 2 && isTranslated
    // `Issue: …` names an error; `Issue` is a part of one.
    let isLabelled = FailureWords.labelled(read) != nil
    role =
      (isLabelled
        ? nil
        : SectionRole(label: heading.title) ?? (slugDecides ? nil : SectionRole(label: read)))
      ?? (heading.statesAnchor ? SectionRole(label: heading.slug.replacing(ascii: "-", with: " ")) : nil)
    isTroubleshooting = FailureWords.isTroubleshooting(
      title: slugDecides ? "" : read, slug: slug)
    let words = slugDecides ? slug : title
    namesAlerts = FailureWords.namesAlert(words)
    let isAmongAlerts = (above + (page.map { [$0] } ?? [])).contains { $0.namesAlerts }
    let weight = Self.weight(
      read, title: title, slug: heading.statesAnchor ? slug : nil, slugDecides: slugDecides,
      isAmongAlerts: isAmongAlerts)
    let steps = FailureWords.withoutNumber(words)
    let isQuestion = FailureWords.isOpenQuestion(words)
    let quote = weight == nil || isQuestion ? Self.quotedMessage(heading) : nil
    isProcedure =
      (FailureWords.isProcedure(steps) && !(isQuestion && quote != nil))
      || (!slugDecides && FailureWords.isForeignProcedure(heading.title))
      || (quote == nil && FailureWords.isPolarQuestion(read))
    isInstruction =
      !isTroubleshooting
      && (FailureWords.isInstruction(steps) || FailureWords.isGerund(steps)
        || FailureWords.opensWithManner(steps))
    isFurniture = FailureWords.isFurniture(words)
    let found = quote.map { TitleWeight(sign: $0, points: 2) } ?? weight
    // `is not`, among facts, is a fact. `Not supported`, of nothing, heads a list of them.
    let isFact =
      found.map { FailureWords.isWeak($0.sign) } == true && !FailureWords.isComplaint(words)
      && (isFurniture || FailureWords.isInstruction(steps) || above.contains { $0.isFurniture }
        || found.map { FailureWords.hyphenated($0.sign) == words } == true)
    let isBySlug = quote == nil && heading.statesAnchor && FailureWords.englishSign(slug) != nil
    sign = isFact ? nil : found.map { FailureSign(isBySlug ? .slug : .title, $0.sign) }
    let isAmongErrors = (above + (page.map { [$0] } ?? [])).contains { $0.isTrouble }
    let stated = (found?.points ?? 0) - (isAmongAlerts ? 0 : PageWords.optionPoints(read))
    points = FailureWords.namesFeature(words) ? (isAmongErrors ? min(stated, 1) : stated - 1) : stated
    announcesErrors =
      sign.map { FailureWords.announces(isBySlug ? heading.slug : read, sign: $0.text) } ?? false
    isTrouble =
      isTroubleshooting || (announcesErrors && words.split(separator: 0x2D).count > 1)
      || (sign != nil && FailureWords.endsInRemedies(words))
      || FailureWords.isDebugging(words)
    isRelease =
      PageWords.isRelease(slugDecides ? heading.slug : read) || above.contains { $0.isRelease }
      || page?.isRelease == true
    self.isAmongErrors = isAmongErrors
    asksQuestions =
      FailureWords.asksQuestions(words) || above.contains { $0.asksQuestions } || page?.asksQuestions == true
    isListed =
      above.first.map { $0.announcesErrors && $0.isTrouble && !$0.isProcedure && $0.level > 1 } ?? false
    // *Call this, not that* tells two things apart.
    negation = read.contains(text: ", not ") ? nil : FailureWords.negation(words)
    isCommon = CommonTitles.contains(hyphenated: title)
    isPlain = announcesErrors && FailureWords.isPlain(title)
    isPlainTrouble = FailureWords.isPlainTroubleshooting(title)
    isAsked = read.last == "?"
    isEnglishClause = FailureWords.isClause(title)
    isClause = isEnglishClause || above.first?.isCommon == true || heading.title.utf8.contains { $0 >= 0x80 }
    code =
      heading.level == 1 && !isTroubleshooting && !isProcedure ? ErrorCode.last(in: read) : nil
  }

  private static func weight(
    _ read: String, title: [UInt8], slug: [UInt8]?, slugDecides: Bool, isAmongAlerts: Bool
  ) -> TitleWeight? {
    if let slug, let weight = FailureWords.weight(ofSlug: slug) {
      // The title may say more than an anchor of one word.
      let own = slugDecides ? nil : FailureWords.weight(ofTitle: read)
      let isCode =
        ErrorCode.first(in: read).map { !FailureWords.isUsed($0, in: read) } ?? false
      return TitleWeight(sign: weight.sign, points: isCode ? 2 : max(weight.points, own?.points ?? 0))
    }
    if !slugDecides {
      if let weight = FailureWords.weight(ofTitle: read) {
        return namedFailure(read) == nil ? weight : TitleWeight(sign: weight.sign, points: 2)
      }
      if let label = FailureWords.labelled(read) { return TitleWeight(sign: label, points: 2) }
    }
    if let name = namedFailure(read) { return TitleWeight(sign: name, points: 2) }
    if isAmongAlerts, FailureWords.words(ofName: read) != nil {
      return TitleWeight(sign: "alert", points: 2)
    }
    if let code = ErrorCode.first(in: read) {
      return TitleWeight(sign: code, points: FailureWords.isUsed(code, in: read) ? 1 : 2)
    }
    guard !slugDecides else { return nil }
    if let status = FailureWords.failingStatus(title) {
      return TitleWeight(sign: status, points: 2)
    }
    if Array(read.utf8.prefix(4)).folded.starts(with: "err".utf8),
      read.utf8.dropFirst(3).first.map({ $0 == 0x2D || $0 == 0x5F }) == true
    {
      return TitleWeight(sign: String(read.prefix { $0 != " " }), points: 2)
    }
    let bytes = Array(read.utf8)
    if bytes.first?.isUpper == true, IdentifierShape.namesFailure(bytes[...]),
      FailureWords.endsInFailure(bytes[...])
    {
      return TitleWeight(sign: read, points: 2)
    }
    return FailureWords.words(ofName: read).flatMap { words in
      if let weight = FailureWords.weight(ofTitle: words) { return weight }
      return words.lowercased().split(separator: " ").contains("not")
        ? TitleWeight(sign: "not", points: 1) : nil
    }
  }

  /// A name among other words that names a failure: `What does TemplateNotFound mean?`
  private static func namedFailure(_ title: String) -> String? {
    let names = Array(title.utf8).split { !$0.isLetterOrDigit && $0 != 0x5F && $0 != UInt8(ascii: ".") }
    guard names.count > 1 else { return nil }
    return names.first {
      $0.first?.isUpper == true && IdentifierShape.namesFailure($0) && FailureWords.endsInFailure($0)
    }
    .map { String(decoding: $0, as: UTF8.self) }
  }

  /// A message in quotation marks or as code in a heading.
  private static func quotedMessage(_ heading: Outline.Heading) -> String? {
    let quoted = SectionReader.quotedMessages(Array(heading.title.utf8), inTitle: true)
    if let first = quoted.first,
      heading.title.hasSuffix("?") || quoted.contains(where: FailureWords.saysFailure)
    {
      return first
    }
    return heading.literals.first {
      $0.kind == .codeSpan && $0.text.contains(" ") && FailureWords.saysFailure($0.text)
    }?.text
  }

  /// Whether weaker evidence is enough for a table below this heading to be an error table.
  var speaksOfFailure: Bool {
    isTroubleshooting || (sign != nil && !isProcedure && points + (isAmongErrors ? 1 : 0) >= 2)
  }

  /// Whether the items of a list may each be a known error.
  var mayListErrors: Bool {
    guard !isRelease, role == nil, !isInsidePart else { return false }
    return isTroubleshooting || announcesErrors || (asksQuestions && !isAsked)
      || (isAmongErrors && points < 2)
  }

  /// The items of a list that may each be a known error.
  var listedErrors: SectionReader.ListedErrors {
    isRelease || role != nil ? .none : mayListErrors ? .any : .coded
  }

  /// Whether it only heads errors. Below the heading of one error, the items of a list may be the steps against it.
  var headsErrors: Bool { mayListErrors && (isTroubleshooting || announcesErrors || asksQuestions) }

  /// Whether it is one of several sections that may be known errors.
  var isSibling: Bool {
    isAmongErrors && role == nil && !isCommon && !isRelease && !isProcedure && !isInsidePart && !isInstruction
      && !isFurniture && !isTrouble
  }

  /// Whether it may be a known error because most of those beside it are.
  var mayFollowSiblings: Bool { isSibling && isEnglishClause }

  /// Why a section with this heading is a known error; `nil` if it is none. Two points of evidence make one:
  /// a title that states a failure has both, and a message alone has one.
  ///
  /// - Parameter isPost: Whether the page is somebody's post of one day, in which a title tells a story.
  func failure(_ reader: SectionReader, isPost: Bool) -> FailureSign? {
    if isRelease { return reader.parts.makeError ? FailureSign(.symptoms, reader.parts.description) : nil }
    if let table = reader.tableHeader { return FailureSign(.table, table) }
    // A part describes the error of the section above and is not a separate error.
    if role != nil { return nil }
    let own = isProcedure || sign == nil ? 0 : isPost && !isAmongErrors ? points - 1 : points
    if let sign, own >= 2 { return sign }
    if reader.parts.makeError { return FailureSign(.symptoms, reader.parts.description) }
    if isTroubleshooting || announcesErrors, level > 1, reader.rows.isEmpty,
      reader.toldFailures.count >= SectionReader.leastToldFailures
    {
      return FailureSign(.text, reader.toldFailures[0])
    }
    if isProcedure || isInsidePart || (isPlain && !reader.explains) { return nil }
    if isTroubleshooting, level >= 2, !isCommon, !isPlainTrouble, reader.explains {
      return FailureSign(.title, "troubleshooting")
    }
    guard level > 0 else { return nil }
    // A page about troubleshooting is not an error itself because it speaks of some.
    let isAmongErrors = isAmongErrors && level > 1
    let evident = reader.messages.filter { Self.isEvidence($0, hasSign: own > 0) }
    let quoted = evident.first { Self.points(of: $0) == 2 } ?? evident.first
    // Among errors, what a title denies is missing: `Nodes not initialized`.
    let denial = isAmongErrors && own == 0 && !isFurniture ? negation : nil
    let sum =
      own + (denial == nil ? 0 : 1) + (quoted.map(Self.points(of:)) ?? 0) + (reader.cue == nil ? 0 : 1)
      + (isListed && isClause && !isFurniture ? 2 : isAmongErrors ? 1 : 0)
    // Along the way of an instruction, messages and places say nothing.
    if isInstruction, own == 0 || (quoted == nil && reader.cue == nil) { return nil }
    guard sum >= 2 else { return nil }
    if own > 0, let sign { return sign }
    if let denial { return FailureSign(.title, denial) }
    if let quoted { return FailureSign(.message, String(quoted.text.prefix(120))) }
    if let cue = reader.cue { return FailureSign(.text, cue) }
    return isListed && isClause && !isFurniture ? FailureSign(.list, "") : nil
  }

  /// Whether a message is evidence for a known error. A name (`OnFailure`) only confirms a title.
  static func isEvidence(_ message: Message, hasSign: Bool) -> Bool {
    switch message.source {
    case .json, .template, .output: return saysFailure(message)
    case .codeSpan: return saysFailure(message) && (hasSign || message.text.contains(" "))
    case .blockQuote:
      return saysFailure(message) && FailureWords.sign(message.text).map { !FailureWords.isWeak($0) } == true
    default: return false
    }
  }

  /// A list of messages, and printed output that calls itself an error, are enough for a known error.
  static func points(of message: Message) -> Int {
    message.source == .template || (message.source == .output && FailureWords.opensLikeError(message.text))
      ? 2 : 1
  }

  static func saysFailure(_ message: Message) -> Bool {
    message.source == .json || message.source == .template || hasPlaceholder(message.text)
      || TextShape(Array(message.text.utf8)[...]).hasFailureWord
      || IdentifierShape.namesFailure(Array(message.text.utf8)[...])
  }

  /// A quoted sentence that contains a `<placeholder>` or `{placeholder}` is a program's message, whatever
  /// its words.
  private static func hasPlaceholder(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return words.count >= 4
      && words.contains { word in
        guard let open = word.firstIndex(where: { $0 == "<" || $0 == "{" }) else { return false }
        let close: Character = word[open] == "<" ? ">" : "}"
        // Not an address of a link.
        return word[open...].dropFirst().first?.isLetter == true && word[open...].contains(close)
          && word.range(ofText: "://") == nil
      }
  }
}
