import CasebookText

/// Long runs of letters and digits: tokens with a known prefix, and random tokens after a short name.
extension RedactionScan {
  /// The length of the shortest run that is examined.
  static let leastRun = 20

  /// Sets `run` to the next token recognised by its shape.
  ///
  /// Looks at every twentieth byte and goes backwards from there, so that ordinary words cost few steps.
  mutating func findRun(from: Int) {
    (run, knowsRun) = (nil, true)
    let isToken = tables.tokenBytes
    var start = from
    while start + Self.leastRun <= bytes.count {
      var place = start + Self.leastRun - 1
      while place >= start, isToken[Int(bytes[place])] { place -= 1 }
      if place >= start {
        start = place + 1
        continue
      }
      var end = start + Self.leastRun
      while end < bytes.count, isToken[Int(bytes[end])] { end += 1 }
      if let token = token(inRun: start..<end) {
        run = token
        return
      }
      start = end + 1
    }
  }

  /// The token that a run of letters, digits, `_` and `-` is or starts.
  @inline(never)
  private func token(inRun range: Range<Int>) -> Secret? {
    let start = startAfterEscape(range.lowerBound)
    guard range.upperBound - start >= Self.leastRun else { return nil }
    if let token = prefixed(at: start) { return token }
    // A token with a name before it: `deploy-ghp_…`.
    guard let rule = index.token, at(start - 1) != UInt8(ascii: "."), at(start - 1) < 0x80 else { return nil }
    return hasTokenShape(start..<range.upperBound)
      ? Secret(start: start, end: range.upperBound, rule: rule) : nil
  }

  /// The token with a known prefix that starts at `start`.
  func prefixed(at start: Int) -> Secret? {
    let second = at(start + 1)
    for (number, letter) in index.prefixesByFirst[Int(at(start))] where letter == second {
      if let token = token(number, at: start) { return token }
    }
    return nil
  }

  /// The end of an escape (`\n`, `\u0022`, `%20`) before a token.
  private func startAfterEscape(_ start: Int) -> Int {
    switch at(start - 1) {
    case UInt8(ascii: "\\"):
      if at(start) == UInt8(ascii: "u") { return areHex(start + 1, 4) ? start + 5 : start }
      if at(start) == UInt8(ascii: "x") { return areHex(start + 1, 2) ? start + 3 : start }
      return "nrt".utf8.contains(at(start)) ? start + 1 : start
    case UInt8(ascii: "%"): return areHex(start, 2) ? start + 2 : start
    default: return start
    }
  }

  func areHex(_ start: Int, _ count: Int) -> Bool {
    (start..<(start + count)).allSatisfy { at($0).isHex }
  }

  /// A short name, a separator, and twenty or more random bytes: `acme_live_…`, `acme-…`.
  private func hasTokenShape(_ run: Range<Int>) -> Bool {
    let end = min(run.upperBound, run.lowerBound + Self.sight)
    var name = run.lowerBound
    // The names before the token: up to three, of twelve bytes each.
    for _ in 0..<3 {
      var word = name
      while word < end, word - name <= 12, bytes[word].isLetter || bytes[word].isDigit { word += 1 }
      guard word < end, word > name, bytes[name].isLetter, word - name <= 12, !bytes[word].isLetter,
        !bytes[word].isDigit
      else { return false }
      // `sha512-…` is a checksum and not a secret.
      if starts("sha", at: name) { return false }
      name = word + 1
      if end - name < Self.leastRun { return false }
      if makesNoWords(name..<end) { return true }
    }
    return false
  }

  /// Whether the body of a token is random. Its longest piece decides: it mixes digits with letters that do
  /// not form words. A hexadecimal number is not enough, because images, commits and units have such names. A
  /// body in several pieces needs letters of both cases.
  private func makesNoWords(_ body: Range<Int>) -> Bool {
    var (longest, start) = (body.lowerBound..<body.lowerBound, body.lowerBound)
    for place in body.lowerBound...body.upperBound
    where place == body.upperBound || !bytes[place].isLetter && !bytes[place].isDigit {
      if place - start > longest.count { longest = start..<place }
      start = place + 1
    }
    guard longest.count >= 12 else { return false }
    let look = randomness(of: longest)
    guard look.digits >= 1, look.unhex >= 3, look.isUnlikeWords else { return false }
    return longest.count >= Self.leastRun && look.digits >= 2 || look.classes.isSuperset(of: .letter)
  }

  /// Counts that distinguish random text from words and numbers.
  struct Randomness {
    var classes: ByteClass = []
    var (digits, letters) = (0, 0)
    /// Letters that do not occur in hexadecimal numbers.
    var unhex = 0
    /// Pairs of letters, and how many of them are frequent in words.
    var (pairs, common) = (0, 0)
    var isHex: Bool { unhex == 0 }
    /// Changes between digits, small letters and capitals.
    var changes = 0

    var isUnlikeWords: Bool {
      if pairs < 6 { return digits > letters / 2 }
      return common * 100 <= pairs * 55 || digits > 1 && changes * 2 >= letters + digits
    }
  }

  func randomness(of range: Range<Int>) -> Randomness {
    let classes = byteClasses
    var look = Randomness()
    var last: UInt8 = 0
    for place in range {
      let byte = bytes[place]
      if byte.isLetter {
        look.letters += 1
        if !byte.isHex { look.unhex += 1 }
        if last.isLetter {
          look.pairs += 1
          if index.pairs[RedactionIndex.bucket(last, byte)] { look.common += 1 }
        }
      } else if byte.isDigit {
        look.digits += 1
      }
      if byte.isLetter || byte.isDigit {
        if place > range.lowerBound,
          classes[Int(byte)].isDisjoint(with: classes[Int(last)].subtracting(.hex))
        {
          look.changes += 1
        }
      }
      look.classes.formUnion(classes[Int(byte)])
      last = byte
    }
    return look
  }
}
