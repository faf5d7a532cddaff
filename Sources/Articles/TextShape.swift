import CasebookText

/// Whether a text reads as an error message, a command, code, or a name. Works on bytes, because it checks
/// every code span of every article.
struct TextShape {
  /// Words of two letters or more.
  private(set) var words = 0
  /// Those that start with a small letter: sentences have some, names (`Storage Reader Role`) have none.
  private var smallWords = 0
  /// Bytes that are common in code and rare in sentences.
  private(set) var codeMarks = 0
  private var spaces = 0
  private(set) var hasFailureWord = false
  private(set) var hasPlaceholder = false
  private var hasFlag = false
  private var opensLikeCommand = false
  /// A line of a stack trace: `at Some.Type.method(…)`.
  private(set) var isFrame = false
  private var startsLikeText = false
  /// `#Fields: date time`: the head of a log, a directive, a comment.
  private var startsLikeComment = false
  private static let failureWords = WordList("failure", "word", kind: "text")
  private static let negations = Set(["not", "no", "without", "already"].map { Array($0.utf8) })
  /// Bytes that a printed sentence may start with, besides letters and digits.
  private static let openers = Set("\"'[(<*#.%@{".utf8)

  init(_ bytes: ArraySlice<UInt8>) {
    scan(bytes)
    startsLikeText =
      bytes.first.map { $0 >= 0x80 || $0.isLetterOrDigit || Self.openers.contains($0) } ?? false
      && !Self.opensLikeData(bytes)
    startsLikeComment = bytes.first == UInt8(ascii: "#")
    hasFlag = Self.hasFlag(bytes)
    opensLikeCommand = Self.opensLikeCommand(bytes)
    isFrame = bytes.starts(with: Array("at ".utf8)) && bytes.contains(UInt8(ascii: "("))
  }

  /// A sentence that a program prints when it fails.
  var isMessage: Bool {
    if isFrame || hasFlag || !startsLikeText { return false }
    // "INSERT EXEC failed because …" opens like a command but is a message.
    if opensLikeCommand, !(hasFailureWord && words >= 5 && codeMarks == 0) { return false }
    if hasFailureWord { return words >= 2 && codeMarks <= words * 2 }
    if startsLikeComment || smallWords == 0 { return false }
    return words >= 4 && spaces >= 3 && codeMarks * 4 <= words
  }

  /// A name alone, or with a value in a separate column: `Error value:`, `Level:      Error`.
  static func isField(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count <= 40, !IdentifierShape.namesFailure(parts[0]) else {
      return false
    }
    let value = parts[1].split { $0 == 0x20 || $0 == 0x09 }
    return value.isEmpty || (value.count <= 2 && parts[1].starts(with: [0x20, 0x20]))
  }

  private mutating func scan(_ bytes: ArraySlice<UInt8>) {
    var index = bytes.startIndex
    var word: [UInt8] = []
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte.isLetter {
        let start = index
        word.removeAll(keepingCapacity: true)
        while index < bytes.endIndex, bytes[index].isLetter || (bytes[index] == 0x27 && index > start) {
          if bytes[index] != 0x27 { word.append(bytes[index].folded) }
          index += 1
        }
        if word.count >= 2 {
          words += 1
          if !bytes[start].isUpper { smallWords += 1 }
        }
        if !hasFailureWord, word.count >= 2, Self.failureWords.contains(word) {
          // In a name such as `NO_CHANGE` the word does not negate.
          let isJoined =
            (start > bytes.startIndex && bytes[start - 1] == 0x5F)
            || (index < bytes.endIndex && bytes[index] == 0x5F)
          hasFailureWord = !isJoined || !Self.negations.contains(word)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "="),
        UInt8(ascii: ";"),
        UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "*"):
        codeMarks += 1
      case 0x20: spaces += 1
      case UInt8(ascii: "<"): hasPlaceholder = true
      default: break
      }
      if byte == UInt8(ascii: "{") { hasPlaceholder = true }
      index += 1
    }
  }

  private static let commands = WordList("names", "command")

  private static func opensLikeCommand(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "$") || first == UInt8(ascii: "/") || first == UInt8(ascii: "-")
      || first == UInt8(ascii: ".")
    {
      return true
    }
    let word = bytes.prefix { $0 != 0x20 && $0 != 0x0A }
    if word.count <= 12, commands.contains(word.folded) {
      // "Service failed", "Update of x failed": a capital opens a sentence, except in SQL, where all words
      // are in capitals.
      let isCapitalised = first.isUpper && word.dropFirst().contains { $0.isLower }
      if !isCapitalised { return true }
    }
    // PowerShell: Verb-Noun.
    if first.isUpper, let dash = word.firstIndex(of: 0x2D), dash + 1 < word.endIndex,
      word[dash + 1].isUpper,
      word[(dash + 1)...].contains(where: { $0.isLower })
    {
      return true
    }
    return false
  }

  /// `{ state = failed }`: a selection of what failed, but not `{ "state": "failed" }`; records of a log as `[{…}]`; a
  /// branch of a tree, `└── failed.log`.
  private static func opensLikeData(_ bytes: ArraySlice<UInt8>) -> Bool {
    (bytes.starts(with: "{ ".utf8) && bytes.dropFirst(2).first != UInt8(ascii: "\""))
      || bytes.starts(with: "[{".utf8) || bytes.starts(with: [0xE2, 0x94])
      || bytes.starts(with: [0xE2, 0x95])
  }

  /// ` --name` or ` -n`, as in commands, but not an arrow (`--->`), which joins an exception to its cause.
  private static func hasFlag(_ bytes: ArraySlice<UInt8>) -> Bool {
    var index = bytes.startIndex
    while index + 2 < bytes.endIndex {
      if bytes[index] == 0x20, bytes[index + 1] == 0x2D {
        let name = bytes[index + 2] == 0x2D ? index + 3 : index + 2
        if name < bytes.endIndex, bytes[name].isLetter { return true }
      }
      index += 1
    }
    return false
  }
}

/// Identifiers: single tokens that name something.
enum IdentifierShape {
  /// `CrashLoopBackOff`, `get_model_path`, `nvidia.com/gpu`, `C2065`: letters and something that does not
  /// occur in prose.
  static func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (2...120).contains(bytes.count), let first = bytes.first, let last = bytes.last,
      first.isLetterOrDigit || first == 0x5F,
      bytes.allSatisfy({ $0.isLetterOrDigit || "_.:()=/-".utf8.contains($0) }),
      bytes.contains(where: \.isLetter)
    else { return false }
    if bytes.dropLast().contains(where: { $0.isDigit || "_.:()=".utf8.contains($0) })
      || last.isDigit || last == 0x5F || last == UInt8(ascii: ")")
    {
      return true
    }
    return hasShape(
      words: bytes.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") },
      isPath: bytes.contains(UInt8(ascii: "/")))
  }

  /// Only letters, joined by hyphens or slashes. Prose joins words and acronyms too: `Yes/No`,
  /// `SQL-Datenbank`.
  private static func hasShape(words: [ArraySlice<UInt8>], isPath: Bool) -> Bool {
    let isCamel = words.contains {
      $0.contains(where: \.isLower) && $0.dropFirst().contains(where: \.isUpper)
    }
    if isCamel { return true }
    let capitals = words.joined().filter(\.isUpper).count
    if capitals == words.joined().count { return capitals >= 3 }
    if capitals == 0 { return isPath }
    // `Verb-Noun`, with a verb that PowerShell approves.
    return !isPath && words.count == 2 && cmdletVerbs.contains(words[0])
  }

  private static let cmdletVerbs = WordList("names", "cmdlet-verb")

  /// A flag, a parameter or a path: `/clr:pure`, `--level`, `@backup`, `%TEMP%\logs`.
  static func isFlagOrPath(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (2...240).contains(bytes.count), let first = bytes.first,
      bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return false }
    if bytes.contains(UInt8(ascii: "\\")) { return bytes.contains(where: \.isLetter) }
    guard "/-@$".utf8.contains(first) else { return false }
    return bytes.drop { $0 == first }.first?.isLetter == true
  }

  private static let failureNames = StemMatcher("failure", "part", kind: "name")

  /// A name that indicates failure on its own: `CrashLoopBackOff`, `ModelNotFoundException`,
  /// `ERR_DATA_INSERT`.
  static func namesFailure(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (5...100).contains(bytes.count),
      bytes.allSatisfy({ $0.isLetterOrDigit || $0 == 0x5F || $0 == 0x2E || $0 == 0x3A }),
      bytes.dropFirst().contains(where: { $0.isUpper })
    else { return false }
    return failureNames.matches(bytes.folded)
  }
}
