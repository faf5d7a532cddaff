import CasebookKnowledge
import CasebookText

/// How a heading indicates a failure.
struct HeadingSign {
  let role: SectionRole?
  /// The error code that the article is about, if its title ends with a code.
  let code: String?
  private let sign: FailureSign?
  private let isTroubleshooting: Bool
  private let isProcedure: Bool
  private let level: Int
  /// Whether the section is inside a Cause or a Resolution: then it belongs to that part unless its title
  /// indicates a failure.
  private let isInsidePart: Bool
  /// Whether the title opens like an instruction: then messages quoted below it may only appear along the
  /// way.
  private let isInstruction: Bool

  /// `above` holds the titles of the enclosing sections.
  init(_ heading: Outline.Heading, isInsidePart: Bool, above: @autoclosure () -> [String]) {
    self.isInsidePart = isInsidePart
    level = heading.level
    // A stated anchor of several English words comes from the original heading. In translations it decides
    // alone, so that all locales agree.
    let slug = FailureWords.hyphenated(heading.slug)
    let title = FailureWords.hyphenated(heading.title)
    let slugWords = slug.split(separator: 0x2D).filter {
      $0.contains { $0.isLetter }
    }
    let isTranslated =
      heading.title.utf8.contains { $0 >= 0x80 } || FailureWords.englishSign(title) == nil
    let slugDecides = heading.statesAnchor && slugWords.count >= 2 && isTranslated
    role =
      SectionRole(label: heading.title)
      ?? (heading.statesAnchor ? SectionRole(label: heading.slug.replacing(ascii: "-", with: " ")) : nil)
    isTroubleshooting = FailureWords.isTroubleshooting(
      title: slugDecides ? "" : heading.title, slug: slug)
    let words = slugDecides ? slug : title
    isProcedure =
      FailureWords.isProcedure(words) || (!slugDecides && FailureWords.isForeignProcedure(heading.title))
    isInstruction = FailureWords.isInstruction(words)
    let found: FailureSign?
    if heading.statesAnchor, let word = FailureWords.englishSign(slug) {
      found = FailureSign(.slug, word)
    } else if !slugDecides, let word = FailureWords.sign(heading.title) {
      found = FailureSign(.title, word)
    } else if let code = ErrorCode.first(in: heading.title) {
      found = FailureSign(.title, code)
    } else {
      found = nil
    }
    code =
      heading.level == 1 && !isTroubleshooting && !isProcedure ? ErrorCode.last(in: heading.title) : nil
    let isFact =
      found.map { FailureWords.isWeak($0.text) } == true
      && (FailureWords.isFurniture(words)
        || above().contains { FailureWords.isFurniture(FailureWords.hyphenated($0)) })
    sign = isFact ? nil : found
  }

  /// Whether weaker evidence is enough for a table below this heading to be an error table.
  var speaksOfFailure: Bool { isTroubleshooting || (sign != nil && !isProcedure) }

  func failure(messages: [Message], labels: [SectionRole], table: String?) -> FailureSign? {
    if let table { return FailureSign(.table, table) }
    // A part describes the error of the section above and is not a separate error.
    if role != nil { return nil }
    if !isProcedure, let sign { return sign }
    if labels.contains(.symptom) || (labels.contains(.cause) && labels.contains(.resolution)) {
      return FailureSign(.symptoms, labels.contains(.symptom) ? "symptoms" : "cause and resolution")
    }
    if isProcedure || isInsidePart { return nil }
    if isTroubleshooting, level >= 2 { return FailureSign(.title, "troubleshooting") }
    guard level > 0, !isInstruction else { return nil }
    let telling: Set<Message.MessageSource> = [.codeSpan, .json, .output, .blockQuote, .template]
    if let quoted = messages.first(where: { telling.contains($0.source) && Self.saysFailure($0) }) {
      return FailureSign(.message, String(quoted.text.prefix(120)))
    }
    return nil
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
        return word[open...].dropFirst().first?.isLetter == true && word[open...].contains(close)
      }
  }
}

/// Error numbers as compilers, linkers and services write them.
enum ErrorCode {
  /// `C2065`, `LNK2019`, `0x80070005`, `AADSTS70043`: capital letters followed by three or more digits, or
  /// hexadecimal.
  static func first(in title: String) -> String? {
    for word in Array(title.utf8).split(whereSeparator: { !$0.isLetterOrDigit }) {
      if word.count >= 6, word.starts(with: Array("0x".utf8)),
        word.dropFirst(2).contains(where: \.isDigit)
      {
        return String(decoding: word, as: UTF8.self)
      }
      let letters = word.prefix { $0.isUpper }
      let digits = word[letters.endIndex...]
      if (1...8).contains(letters.count), (3...8).contains(digits.count), digits.allSatisfy(\.isDigit) {
        return String(decoding: word, as: UTF8.self)
      }
    }
    return nil
  }

  /// `C2065` at the end of a title. Hexadecimal does not count: it names a system result, not a message.
  static func last(in title: String) -> String? {
    guard let word = title.split(separator: " ").last.map(String.init), first(in: word) == word,
      !word.hasPrefix("0x")
    else { return nil }
    return word
  }
}
