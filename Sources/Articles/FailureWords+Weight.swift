import CasebookText

/// The failure words of a title, and how surely they say that something fails.
struct TitleWeight {
  var sign: String
  /// 2 if the title states a failure; 1 if it only mentions one, so that something else has to confirm it.
  var points: Int
}

extension FailureWords {
  private static let tentativeWords = WordList("failure", "tentative")
  private static let modifierWords = WordList("failure", "modifier")
  private static let adjectiveWords = WordList("failure", "adjective")
  static let linkWords = WordList("headings", "link")
  private static let situationWords = WordList("headings", "situation")
  private static let articleWords = WordList("headings", "article")
  private static let labelWords = WordList("headings", "label")
  private static let ownWords = WordList("headings", "own")
  private static let motiveWords = WordList("headings", "motive")
  private static let featureWords = WordList("headings", "feature")
  private static let codePhrases = WordList("failure", "code-phrase")
  private static let recoveryWords = WordList("headings", "recovery")
  private static let alertWords = WordList("headings", "alert")
  private static let reasonWords = WordList("headings", "reason")
  private static let statusWords = WordList("headings", "status")

  /// The weight of a title in any language; `nil` if it has no failure word.
  static func weight(ofTitle title: String) -> TitleWeight? {
    let words = hyphenated(title)
    guard let sign = sign(title) else {
      return isComplaint(words) ? TitleWeight(sign: "why", points: 2) : negated(words)
    }
    guard englishSign(words) == sign else { return TitleWeight(sign: sign, points: 2) }
    let isStated =
      labelled(title) != nil || ErrorCode.first(in: title) != nil || isComplaint(words)
      || asksWhy(words) || failingStatus(words) != nil
    return TitleWeight(sign: sign, points: isStated ? 2 : points(hyphenated(pausing(title))))
  }

  /// The title with a word in place of each mark that ends a part of it: `invalid: x` says that something is invalid.
  private static func pausing(_ title: String) -> [UInt8] {
    title.utf8.flatMap { ":;,?!(\"".utf8.contains($0) ? Array(" of ".utf8) : [$0] }
  }

  /// The weight of a question why something did not happen, which is a failure, or does not, which may be a fact.
  private static func negated(_ words: [UInt8]) -> TitleWeight? {
    let parts = words.split(separator: 0x2D)
    guard parts.count > 3, parts[0].elementsEqual("why".utf8),
      parts.contains(where: { $0.elementsEqual("not".utf8) })
    else { return nil }
    let isPast = ["did", "was", "were"].contains { parts[1].elementsEqual($0.utf8) }
    return TitleWeight(sign: "not", points: isPast || isComplaint(words) ? 2 : 1)
  }

  /// Whether a question asks why something is so: `Why is the network slow?`
  private static func asksWhy(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D)
    return parts.count > 2 && parts[0].elementsEqual("why".utf8)
      && ["is", "are", "does", "do"].contains { parts[1].elementsEqual($0.utf8) }
      && !asksForMotive(parts[1...])
  }

  /// Whether a person asks why something of their own is as it is (`Why do I see no replicas?`), or says what they did
  /// without success (`I opened the gate, but nothing comes`).
  static func isComplaint(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D)
    if let first = parts.first, ownWords.contains(first) { return isWithoutSuccess(parts) }
    guard let why = parts.firstIndex(where: { $0.elementsEqual("why".utf8) }) else { return false }
    let rest = parts[why...].dropFirst()
    // `Why did my copy start?` may be about a fact.
    return rest.first?.elementsEqual("did".utf8) == false && rest.contains { ownWords.contains($0) }
      && !asksForMotive(rest)
  }

  /// `…, but it is shut`, `… and it still is shut`. `Can I still …?` asks for permission.
  private static func isWithoutSuccess(_ parts: [ArraySlice<UInt8>]) -> Bool {
    parts.indices.contains { index in
      parts[index].elementsEqual("but".utf8)
        || (parts[index].elementsEqual("still".utf8) && !ownWords.contains(parts[index - 1]))
    }
  }

  /// Whether the words after *why* ask for a reason to do something: `do we need mirrors`.
  private static func asksForMotive(_ rest: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    guard let own = rest.firstIndex(where: { ownWords.contains($0) }) else { return false }
    // The writers speak of themselves.
    if rest[own].elementsEqual("we".utf8) { return true }
    return rest[own...].dropFirst().first.map { motiveWords.contains($0) } == true
  }

  /// Whether a title ends in what a program does about failures, or how it is set (`Lost gate notifications`), or opens
  /// with it (`Recovery from failures`). A word that describes the end states a failure: `Missing settings`,
  /// `Blocked values`.
  static func namesFeature(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D)
    guard parts.count > 1, let first = parts.first, let last = parts.last, !isClause(words) else {
      return false
    }
    if recoveryWords.contains(first), linkWords.contains(parts[1]) { return true }
    guard featureWords.contains(last) else { return false }
    let before = parts[parts.count - 2]
    return !adjectiveWords.contains(before) && !before.ends(with: "ed".utf8)
      && !["un", "mis"].contains { before.starts(with: $0.utf8) }
  }

  /// Whether a title is about alerts: `Alerts of the mirrors`, `Mirror alerts`.
  static func namesAlert(_ words: [UInt8]) -> Bool {
    let parts = words.split(separator: 0x2D)
    return [parts.first, parts.last].contains { $0.map(alertWords.contains) == true }
  }

  /// Whether a title names a HTTP status of a failure: `Gateway http status 502`, `503 Service Unavailable`.
  static func failingStatus(_ words: [UInt8]) -> String? {
    let parts = words.split(separator: 0x2D)
    for (place, part) in parts.enumerated() where part.count == 3 && part.allSatisfy(\.isDigit) {
      guard part.first == UInt8(ascii: "4") || part.first == UInt8(ascii: "5"),
        parts[..<place].suffix(2).contains(where: { statusWords.contains($0) })
          || parts[(place + 1)...].first.map({ reasonWords.contains($0) }) == true
      else { continue }
      return String(decoding: part, as: UTF8.self)
    }
    return nil
  }

  /// The weight of a hyphenated slug; `nil` if it has no failure word.
  static func weight(ofSlug slug: [UInt8]) -> TitleWeight? {
    englishSign(slug).map { TitleWeight(sign: $0, points: points(slug)) }
  }

  /// Whether a code is only what something is done with: `Detect bias using AIF360`.
  static func isUsed(_ code: String, in title: String) -> Bool {
    let parts = hyphenated(title).split(separator: 0x2D)
    guard let place = parts.firstIndex(where: { $0.elementsEqual(Array(code.utf8).folded) }), place > 0 else {
      return false
    }
    let before = parts[place - 1]
    return linkWords.contains(before) || (before.ends(with: "ing".utf8) && !words.contains(before))
  }

  /// The text after `Error:` or `ISSUE:`, if the title opens with such a label.
  static func labelled(_ title: String) -> String? {
    guard let colon = title.firstIndex(of: ":"), title[..<colon].utf8.count <= 60 else { return nil }
    let rest = String(title[title.index(after: colon)...]).trimmed
    guard !rest.isEmpty, let label = title[..<colon].split(separator: " ").last else { return nil }
    // `Error message: …`, with the words of a part.
    let isPart = SectionRole(label: String(title[..<colon])) == .symptom
    return labelWords.contains(label) || isPart ? rest : nil
  }

  /// The points of a hyphenated text with a failure word. `Copy fails` states a failure; `Failure policy` and
  /// `timeout` may name a feature.
  private static func points(_ hyphenated: [UInt8]) -> Int {
    var most = 1
    var found: Set<ArraySlice<UInt8>> = []
    let text = neutralPhrases.blanking(hyphenated, with: 0x2D)
    if let phrase = phrases.firstMatch(in: text) {
      // `A gate that is not part of it` states a fact.
      let before = text[..<phrase.lowerBound].split(separator: 0x2D)
      let sign = String(
        decoding: text[phrase].dropFirst().dropLast().map { $0 == 0x2D ? 0x20 : $0 }, as: UTF8.self)
      // A status code is anything that a program tells; that of a failure has a number.
      let isName = codePhrases.contains(sign) && !text.contains(where: \.isDigit)
      if !isName, !isWeak(sign) || !before.contains(where: { conditionWords.contains($0) }) { return 2 }
    }
    let isSolved = solves(text)
    let parts = text.split(separator: 0x2D)
    // A noun alone names a chapter or an option.
    if parts.count == 1 { return 1 }
    for (index, word) in parts.enumerated() where words.contains(word) {
      let next = index + 1 < parts.count ? parts[index + 1] : nil
      if tentativeWords.contains(word) {
        // `Issue with old mirrors` is one, `Issue tracker` and `Timeout for requests` are none.
        if labelWords.contains(word), let next, situationWords.contains(next) { most = 2 }
        continue
      }
      if isSolved { return 2 }
      found.insert(word)
      let describesNext =
        next.map { next in
          !linkWords.contains(next) && !next.contains(where: \.isDigit) && !next.ends(with: "ing".utf8)
        } ?? false
      // `the error connection reset` names an error, `the error handler` does not, but is rare.
      let isNamed = index > 0 && labelWords.contains(word) && articleWords.contains(parts[index - 1])
      let isStatement =
        isNamed || modifierWords.contains(word)
        ? !describesNext : !adjectiveWords.contains(word) || index == 0 || !describesNext
      if isStatement { most = 2 }
    }
    return found.count >= 2 ? 2 : most
  }

  /// Whether a name ends in the words of a failure: `CrashLoopBackOff`, but not `ErrorHandler`.
  static func endsInFailure(_ name: ArraySlice<UInt8>) -> Bool {
    if words.contains(name.folded) { return true }
    let last = name.split(whereSeparator: { $0 == UInt8(ascii: ".") || $0 == 0x5F }).last ?? name
    if words.contains(last.folded) { return true }
    guard let parts = Self.words(ofName: String(decoding: last, as: UTF8.self)) else { return false }
    // `BackOff` is one word.
    if words.contains(Array(parts.split(separator: " ").suffix(2).joined().utf8).folded) { return true }
    return weight(ofTitle: parts).map { $0.points >= 2 } ?? false
  }

  /// The words of a name in capitals and small letters: `-pod-crash-looping-` for `PodCrashLooping`; `nil` for
  /// any other title.
  static func words(ofName name: String) -> String? {
    let bytes = Array(name.utf8)
    guard (6...120).contains(bytes.count), bytes.allSatisfy({ $0.isLetterOrDigit }),
      bytes.contains(where: \.isLower)
    else { return nil }
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let opens =
        index > 0 && byte.isUpper
        && (!bytes[index - 1].isUpper || (index + 1 < bytes.count && bytes[index + 1].isLower))
      if opens { text.append(0x20) }
      text.append(byte)
    }
    return text.contains(0x20) ? String(decoding: text, as: UTF8.self) : nil
  }
}

extension ArraySlice<UInt8> {
  func ends(with end: some Collection<UInt8>) -> Bool {
    count > end.count && suffix(end.count).elementsEqual(end)
  }
}
