/// The features that the judge of candidates reads. The names of the cases are those in `data/reading`.
enum ReadingFeature: Int, CaseIterable {
  // The heading, as `HeadingSign` reads it. These come first: `HeadingFacts` has a bit for each.
  case stated, mentioned, weak, procedure, instruction, furniture, announces, negated, clause, among, listed
  case searching, headsTrouble, common, answersQuestions, insidePart, hasRole
  // The text, as `SectionReader` reads it.
  case evident, printed, surelyEvident, cued, parts, explains

  // Which evidence the rules go by, none if they do not take it for an error; and whether it is an item of a list
  // or a row of a table.
  case byTitle, byMessage, byParts, byText, byList, row, tableRow

  // The words of the title.
  case words, oneWord, twoWords, noFailureWord, failureShare, codeOnly, httpStatus, asksWhy, asksHow,
    asksWhether
  case programName, camelCase, capitals, quotation

  // Phrases of the text that tell a fix, a cause, what is seen, how something is described.
  case fix, cause, seen, described, addressed, failsAtOnce, empty

  // The file and its folders.
  case inTrouble, inQuestions, inRunbook, inRelease, inDesign, inPost, inReference, inDevelopment, inGuide
  // The title of the page and the headings above.
  case underTrouble, underQuestions, underRunbook, underRelease, underDesign, underPost, underReference
  case underDevelopment, underGuide

  // The sections around, as the rules read them.
  case pageErrors, siblingErrors, siblingSigns, childErrors, childParts, parentTrouble, parentError, pageSize
  case depth

  // Two at once.
  case amongStated, amongSilent, aloneStated, aloneMentioned, amongFixed, titleOfTrouble
}

/// The facts that the heading and the text of a section tell, a bit each.
struct HeadingFacts {
  private var bits: UInt32 = 0
  /// Whether the section belongs to release notes.
  let isRelease: Bool

  init(_ title: HeadingSign, _ reader: SectionReader) {
    isRelease = title.isRelease
    let evidence = reader.messages.filter { HeadingSign.isEvidence($0, hasSign: title.points > 0) }
    note(.stated, title.points >= 2)
    note(.mentioned, title.points == 1)
    note(.weak, title.sign.map { FailureWords.isWeak($0.text) } == true)
    note(.procedure, title.isProcedure)
    note(.instruction, title.isInstruction)
    note(.furniture, title.isFurniture)
    note(.announces, title.announcesErrors)
    note(.negated, title.negation != nil)
    note(.clause, title.isEnglishClause)
    note(.among, title.isAmongErrors)
    note(.listed, title.isListed)
    note(.searching, title.isTroubleshooting)
    note(.headsTrouble, title.isTrouble)
    note(.common, title.isCommon)
    note(.answersQuestions, title.asksQuestions)
    note(.insidePart, title.isInsidePart)
    note(.hasRole, title.role != nil)
    note(.evident, !evidence.isEmpty)
    note(.printed, evidence.contains { $0.source == .output })
    note(.surelyEvident, evidence.contains { HeadingSign.points(of: $0) == 2 })
    note(.cued, reader.cue != nil)
    note(.parts, reader.parts.makeError)
    note(.explains, reader.explains)
  }

  private mutating func note(_ feature: ReadingFeature, _ holds: Bool) {
    if holds { bits |= 1 << UInt32(feature.rawValue) }
  }

  func has(_ feature: ReadingFeature) -> Bool { bits & 1 << UInt32(feature.rawValue) != 0 }

  /// The features that are facts.
  static let features = ReadingFeature.allCases.prefix(ReadingFeature.explains.rawValue + 1)
}
