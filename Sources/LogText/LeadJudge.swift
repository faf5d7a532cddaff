import CasebookKnowledge
import CasebookLeadData
import CasebookText

/// The features that distinguish the message that states the error of a report from those around it. `data/leads` uses the
/// names of the cases.
enum LeadFeature: Int, CaseIterable {
  // How the rules of the reader take it: at least as …
  case wrapper, plain, error
  // Where it was found.
  case traceback, event, field
  // What it states.
  case exception, levelled, failure, outcome, wraps
  // How it reads: a person's words, or a program's.
  case personal, tells, asks, functionWords, sentence, sentences, foreign
  case oneWord, fewWords, manyWords
  case announces, leadsOn, colon, quotes, path
  case code, assigns, linkOnly, prompt, listed
  // Where it is.
  case opens, announced, afterBlank
}

/// The trained model that tells which message of a report states its error: not the sentence about it, the heading above
/// it or what follows from it.
///
/// A weighted sum of the features; the message with the greatest sum leads. `script/train-leads` makes the weights, and
/// writes down what they were trained on.
struct LeadJudge: Sendable {
  private let model: LinearModel

  static let standard: LeadJudge = {
    guard let judge = LeadJudge(LeadData.judge) else {
      preconditionFailure("the weights for reading reports are damaged")
    }
    return judge
  }()

  /// Reads weights; `nil` if a number is missing or not finite, or a feature is unknown.
  init?(_ data: [UInt8]) {
    guard let model = LinearModel(data, features: LeadFeature.allCases.map { "\($0)" }) else { return nil }
    self.model = model
  }

  func score(_ features: LeadFeatures) -> Double { model.score(features.values) }
}

/// The value of each feature of a message.
struct LeadFeatures {
  private(set) var values = [Double](repeating: 0, count: LeadFeature.allCases.count)

  subscript(feature: LeadFeature) -> Double { values[feature.rawValue] }

  private mutating func set(_ feature: LeadFeature, _ value: Double = 1) { values[feature.rawValue] = value }
  private mutating func set(_ feature: LeadFeature, if condition: Bool) {
    if condition { set(feature) }
  }

  /// A message, `level` being that of its line, which is line `line` of `lines`, counted from 0.
  init(_ candidate: ReportReader.MessageCandidate, _ level: Level?, in lines: [Range<Int>], of bytes: Bytes) {
    let message = candidate.message
    setRules(candidate, level)
    var text = message.text
    text.withUTF8 { setWords($0, isPlain: message.source == .plain) }
    let line = min(message.line - 1, lines.count - 1)
    guard line >= 0 else { return }
    let raw = bytes.at(Self.opening(of: lines[line]))
    let start = raw.skipMargin()
    set(.prompt, if: start < raw.count && "$#>%".utf8.contains(raw[start]) && raw.peek(start + 1) == 0x20)
    set(.listed, if: Self.isListed(raw.from(start)))
    set(.opens, if: line == 0)
    let above = lines[max(0, line - Self.farthest)..<line].map {
      Bytes(rebasing: bytes.at(Self.end(of: $0)).trimmed)
    }
    set(.afterBlank, if: above.last.map(\.isEmpty) ?? false)
    let said = above.last { $0.contains { $0.isLetterOrDigit || $0 >= 0x80 } }
    set(.announced, if: said.map(Self.announces) ?? false)
  }

  private mutating func setRules(_ candidate: ReportReader.MessageCandidate, _ level: Level?) {
    let message = candidate.message
    for (weight, feature) in [
      (ReportReader.Weight.wrapper, LeadFeature.wrapper), (.plain, .plain), (.error, .error),
    ] { set(feature, if: candidate.weight >= weight) }
    switch message.source {
    case .traceback: set(.traceback)
    case .event: set(.event)
    case .field: set(.field)
    case .causedBy, .json, .plain: break
    }
    set(.exception, if: withBytes(of: message.text) { ExceptionLine($0) != nil })
    set(.levelled, if: level.map { $0 >= .error } ?? false)
    set(.failure, if: Phrases.isFailure(message.text))
    set(.outcome, if: Phrases.isOutcome(message.text))
    set(.wraps, if: Phrases.isWrapper(message.text))
  }

  /// As much of a line as tells what it is; a line may have a megabyte.
  static func opening(of line: Range<Int>) -> Range<Int> {
    line.lowerBound..<min(line.upperBound, line.lowerBound + 1024)
  }
  private static func end(of line: Range<Int>) -> Range<Int> {
    max(line.lowerBound, line.upperBound - 256)..<line.upperBound
  }

  /// `isPlain` says that nothing but the words tells that it is a message.
  private mutating func setWords(_ text: Bytes, isPlain: Bool) {
    var (words, functions, tells, links, isForeign) = (0, 0, 0, 0, false)
    var index = 0
    while index < text.count {
      guard text[index].isLetter || text[index] >= 0x80 else {
        index += 1
        continue
      }
      var end = index
      while end < text.count, text[end].isLetter || text[end] >= 0x80 || text[end] == ascii("'") { end += 1 }
      let word = text.at(index..<end).map(\.folded)
      words += 1
      // Quotation marks, dashes and emoji begin with E2 or F0.
      if word.contains(where: { $0 >= 0xC3 && $0 != 0xE2 && $0 < 0xF0 }) { isForeign = true }
      if Self.functions.contains(word) { functions += 1 }
      if Self.persons.contains(word) { set(.personal) }
      if Self.telling.contains(word) { tells += 1 }
      if text.has("://", at: end) {
        while end < text.count, text[end] > 0x20 { end += 1 }
        links += 1
      }
      index = end
    }
    set(.functionWords, Double(functions) / Double(max(1, words)))
    set(.tells, Double(min(3, tells)) / 3)
    set(.foreign, if: isForeign)
    set(.oneWord, if: isPlain && words <= 1)
    set(.fewWords, if: isPlain && (words == 2 || words == 3))
    set(.manyWords, if: words > 20)
    set(.linkOnly, if: words > 0 && links == words)
    setMarks(text)
  }

  private mutating func setMarks(_ text: Bytes) {
    let last = text.last ?? 0
    set(.announces, if: Self.announces(text))
    set(.asks, if: last == ascii("?") || text.ends(with: "？"))
    set(.sentence, if: last == ascii(".") || text.ends(with: "。"))
    set(.leadsOn, if: last == ascii(",") || last == ascii("-"))
    set(.code, if: "({;[]".utf8.contains(last) || Self.opensCode(text))
    set(.colon, if: text.index(of: ": ") != nil)
    set(.quotes, if: text.contains { $0.isQuote || $0 == ascii("`") })
    var (sentences, slashes) = (0, 0)
    for index in text.indices.dropFirst() {
      let (before, next) = (text[index - 1], text.peek(index + 1))
      let byte = text[index]
      if ".!?".utf8.contains(byte), next == 0x20, text.peek(index + 2).isUpper { sentences += 1 }
      if byte == ascii("/") || byte == ascii("\\"), next.isLetterOrDigit { slashes += 1 }
      if byte == ascii("="), before.isWord || before == 0x20, next != ascii("=") { set(.assigns) }
    }
    set(.sentences, Double(min(3, sentences)) / 3)
    set(.path, if: slashes > 1)
  }

  /// How many lines above may announce a line: blank ones, rules and fences come between.
  private static let farthest = 8

  /// Whether a line announces the next: `I get this error:`, `it fails like`.
  private static func announces(_ text: Bytes) -> Bool {
    text.last == ascii(":") || text.ends(with: "：") || text.ends(with: " like")
  }

  /// A statement that raises, or the head of a frame.
  private static func opensCode(_ text: Bytes) -> Bool {
    let openings: [StaticString] = [
      "raise ", "return ", "throw ", "File ", "at ", "self.", "import ", "from ",
    ]
    return openings.contains { text.has($0) }
  }

  /// An item of a list: `1. `, `2) `, `- `, `* `.
  private static func isListed(_ text: Bytes) -> Bool {
    let digits = text.digitCount(0)
    if digits > 0, digits < 3 {
      return ".)".utf8.contains(text.peek(digits)) && text.peek(digits + 1) == 0x20
    }
    return "-*".utf8.contains(text.peek(0)) && text.peek(1) == 0x20
  }

  private static let functions = WordList("common", "function")
  private static let persons = WordList("reports", "person")
  private static let telling = WordList("reports", "telling")
}
