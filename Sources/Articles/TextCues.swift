import CasebookText

/// How the text of a section speaks: of a fix, of a cause, of what a reader sees, of how something is made.
struct TextCues {
  /// How often it speaks of each, at most three times.
  let fix, cause, seen, described: Int
  let isAddressed: Bool
  /// Whether the first words say that something fails.
  let failsAtOnce: Bool
  let isEmpty: Bool

  /// How much of a text is read. Errors say what they are at their beginning.
  private static let most = 1_500
  private static let opening = 160
  private static let least = 40
  private static let mostCounted = 3

  private static let fixes = phrases("fix")
  private static let causes = phrases("cause")
  private static let sights = phrases("seen")
  private static let descriptions = phrases("described")
  private static let addresses = StemMatcher(["-you-", "-your-"])

  private static func phrases(_ kind: String) -> StemMatcher {
    StemMatcher(Vocabulary.words("failure", "telling", kind: kind).map { "-\($0)-" })
  }

  init(_ markdown: String, _ gloss: Gloss?) {
    var prose = Self.prose(markdown)
    if let gloss { prose = Array(gloss.english(String(decoding: prose, as: UTF8.self)).utf8) }
    let words = FailureWords.hyphenated(prose)
    fix = Self.count(Self.fixes, words)
    cause = Self.count(Self.causes, words)
    seen = Self.count(Self.sights, words)
    described = Self.count(Self.descriptions, words)
    isAddressed = Self.addresses.matches(words)
    failsAtOnce = FailureWords.hasFailureWord(Array(words.prefix(Self.opening)))
    isEmpty = prose.count < Self.least
  }

  private static func count(_ phrases: StemMatcher, _ words: [UInt8]) -> Int {
    var count = 0
    var from = 0
    while count < mostCounted, let found = phrases.firstMatch(in: words, from: from) {
      count += 1
      // The hyphen behind a phrase opens the next.
      from = found.upperBound - 1
    }
    return count
  }

  /// The text outside of fenced code and tables, as far as it is read.
  static func prose(_ markdown: String) -> [UInt8] {
    var prose: [UInt8] = []
    var isCode = false
    for line in markdown.utf8.split(separator: 0x0A) {
      let text = line.drop { $0 <= 0x20 }
      if text.starts(with: "```".utf8) || text.starts(with: "~~~".utf8) {
        isCode.toggle()
      } else if !isCode, text.first != UInt8(ascii: "|") {
        prose += line.prefix(most - prose.count)
        guard prose.count < most else { break }
        prose.append(0x0A)
      }
    }
    return prose
  }
}

extension FailureWords {
  /// Whether a hyphenated text has an English word for a failure.
  static func hasFailureWord(_ hyphenated: [UInt8]) -> Bool {
    phrases.matches(hyphenated) || hyphenated.split(separator: 0x2D).contains { words.contains($0) }
  }
}
