import CasebookText

/// The rules, indexed for scanning.
///
/// Two adjacent bytes decide whether a place needs a closer look: `=` after the last letter of a key, `yJ` of
/// a web token, `//` of a URL. Such pairs are rare in ordinary text, so most of it costs one table lookup per
/// byte.
final class RedactionIndex: @unchecked Sendable {
  /// The check to run at a pair of bytes.
  enum Detector: Equatable, BitwiseCopyable {
    case key, url, option, longOption, privateKey, puttyKey, jwt, bearer, statement, passwordFile, login
    /// A prefix, the offset of the pair in it, and how it begins and ends.
    case prefix(Int, offset: Int, first: UInt8, last: UInt8, length: Int)
  }

  typealias Key = RedactionParts.SecretKey
  typealias Prefix = RedactionParts.Prefix

  /// Their memory is written only while they are made, and freed with the index: threads may share it.
  let tables: RedactionTables
  /// Keys by their last two letters, longer ones first.
  let keys: [Key]
  let keyRanges: [Range<Int>]
  /// The third-last letter of each key; 0 if it has only two.
  let keyTails: [UInt8]
  let prefixes: [Prefix]
  /// For each prefix, the bytes that may follow it.
  let alphabets: [[Bool]]
  /// The prefixes of tokens that are one long run, by first byte, with the second byte; longer prefixes
  /// first.
  let prefixesByFirst: [[(number: Int, second: UInt8)]]
  /// The pairs of letters that are frequent in words.
  let pairs: [Bool]
  let commands: [RedactionParts.ShortOption]
  /// For each byte, the commands with an option that starts with a dash and this byte.
  let commandsByLetter: [[Int]]
  let statements: Set<UInt64>
  let values: Set<UInt64>
  let prose: Set<UInt64>
  let placeholders: [[UInt8]]
  let kinds: [String]
  let privateKey: Int?
  let jwt: Int?
  let bearer: Int?
  let basic: Int?
  let cookie: Int?
  let url: Int?
  let option: Int?
  let webhook: Int?
  let statement: Int?
  let passwordFile: Int?
  let token: Int?

  @inline(__always) static func pair(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first & 0x7F) << 7 | Int(second & 0x7F)
  }

  /// The index of two letters in `keyRanges` and in `pairs`, ignoring case.
  @inline(__always) static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first & 31) << 5 | Int(second & 31)
  }

  init(_ parts: RedactionParts, kinds: [String]) {
    self.kinds = kinds
    placeholders = kinds.map { Array("<secret:\($0)>".utf8) }
    values = parts.values
    prose = parts.prose
    (privateKey, jwt) = (parts.scanners[.privateKey], parts.scanners[.jwt])
    (bearer, basic) = (parts.scanners[.bearer], parts.scanners[.basic])
    (cookie, url, option) = (parts.scanners[.cookie], parts.scanners[.url], parts.scanners[.option])
    (webhook, statement) = (parts.scanners[.webhook], parts.scanners[.statement])
    (passwordFile, token) = (parts.scanners[.passwordFile], parts.scanners[.token])
    let options = parts.commands
    commandsByLetter = (0...255).map { byte in options.indices.filter { options[$0].option[1] == byte } }
    (commands, statements) = (parts.commands, parts.statements)
    var pairs = [Bool](repeating: false, count: 1024)
    for pair in parts.pairs { pairs[Self.bucket(pair.0, pair.1)] = true }
    self.pairs = pairs

    var keys = parts.keys
    if let rule = bearer ?? basic {
      keys.append(Key(word: Array("authorization".utf8), rule: rule, role: .authorization))
    }
    if let cookie {
      keys.append(Key(word: Array("cookie".utf8), rule: cookie, role: .cookie))
      keys.append(Key(word: Array("setcookie".utf8), rule: cookie, role: .setCookie))
    }
    // {"name": "DB_PASSWORD", "value": "…"}: the name comes before.
    keys.append(Key(word: Array("value".utf8), rule: 0, role: .value))
    (self.keys, keyRanges) = Self.sorted(keys)
    keyTails = self.keys.map { $0.word.dropLast(2).last ?? 0 }
    prefixes = parts.prefixes
    let plain = (0...255).map { UInt8($0).isLetter || UInt8($0).isDigit }
    alphabets = prefixes.map { prefix in
      var allowed = plain
      for byte in prefix.alphabet { allowed[Int(byte)] = true }
      return allowed
    }
    // The longest first, because a longer match is more specific.
    let all = parts.prefixes
    let order = all.indices.sorted { all[$0].text.count > all[$1].text.count }
    // A search waits for this index: each prefix is looked at once.
    var prefixesByFirst = [[(number: Int, second: UInt8)]](repeating: [], count: 256)
    for number in order where all[number].isName {
      let text = all[number].text
      prefixesByFirst[Int(text[0])].append((number, text[1]))
    }
    self.prefixesByFirst = prefixesByFirst

    var table = TriggerTable()
    for last in Set(keys.compactMap(\.word.last)) {
      for letter in [last, last & ~32] {
        for mark in "=:%>\\&".utf8 { table.add(.key, letter, mark) }
      }
    }
    for digit in "0123456789".utf8 { table.add(.key, digit, UInt8(ascii: "=")) }
    for text in ["\":", "':", "\"=", "'=", " =", " :", "\">"] { table.add(.key, text) }
    if url != nil { table.add(.url, "//") }
    if privateKey != nil {
      table.add(.privateKey, "-B")
      table.add(.privateKey, " B")
      table.add(.puttyKey, "-L")
    }
    if jwt != nil { table.add(.jwt, "yJ") }
    if bearer != nil { table.add(.bearer, "Be") }
    table.add(.option, " -")
    table.add(.longOption, "--")
    if statement != nil { for text in [" '", " \"", "('", "Y "] { table.add(.statement, text) } }
    if passwordFile != nil {
      for digit in "0123456789*".utf8 { table.add(.passwordFile, digit, UInt8(ascii: ":")) }
      table.add(.login, "gi")
    }
    for (number, prefix) in prefixes.enumerated() where !prefix.isName {
      let offset = Self.rarestPair(prefix.text, common: pairs)
      let text = prefix.text
      table.add(
        .prefix(number, offset: offset, first: text[0], last: text[text.count - 1], length: text.count),
        text[offset], text[offset + 1])
    }
    tables = RedactionTables(triggers: table.triggers, slots: table.slots)
  }

  deinit { tables.free() }

  /// Letters, digits, `_` and `-`.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func sorted(_ keys: [Key]) -> ([Key], [Range<Int>]) {
    var buckets = [[Key]](repeating: [], count: 0x400)
    for key in keys {
      let end = key.word.suffix(2)
      let bucket = bucket(end[end.startIndex], end[end.startIndex + 1])
      buckets[bucket].append(key)
    }
    var sorted: [Key] = []
    let ranges = buckets.map { bucket in
      let start = sorted.count
      sorted += bucket.sorted { $0.word.count > $1.word.count }
      return start..<sorted.count
    }
    return (sorted, ranges)
  }

  /// The offset of the pair in a prefix that is rarest in ordinary text: its bytes differ in class from
  /// lower-case letters and from each other.
  private static func rarestPair(_ text: [UInt8], common: [Bool]) -> Int {
    func cost(_ byte: UInt8) -> Int {
      if byte.isLower { return "aeinorst".utf8.contains(byte) ? 5 : 3 }
      if byte.isUpper { return "QJXZK".utf8.contains(byte) ? 0 : 2 }
      // Numbers with dots and dashes are common: times, addresses, versions.
      return byte.isDigit || ".-:/".utf8.contains(byte) ? 4 : 1
    }
    let pairs = text.indices.dropLast()
    func cost(at place: Int) -> Int {
      let (first, second) = (text[place], text[place + 1])
      let isCommon = first.isLower && second.isLower && common[bucket(first, second)]
      return isCommon ? 12 : cost(first) + cost(second)
    }
    return pairs.min { cost(at: $0) < cost(at: $1) } ?? 0
  }
}

/// Collects the detectors of each pair of bytes.
private struct TriggerTable {
  var triggers = [UInt8](repeating: 0, count: 128 * 128)
  var slots: [[RedactionIndex.Detector]] = [[]]

  /// Adds a detector for a text of two bytes.
  mutating func add(_ detector: RedactionIndex.Detector, _ text: String) {
    for (first, second) in zip(text.utf8, text.utf8.dropFirst()) { add(detector, first, second) }
  }

  mutating func add(_ detector: RedactionIndex.Detector, _ first: UInt8, _ second: UInt8) {
    let pair = RedactionIndex.pair(first, second)
    let detectors = slots[Int(triggers[pair])] + [detector]
    if let slot = slots.firstIndex(of: detectors) {
      triggers[pair] = UInt8(slot)
    } else if slots.count < 255 {
      triggers[pair] = UInt8(slots.count)
      slots.append(detectors)
    } else {
      // Each detector checks on its own whether it applies, so a shared slot only costs time.
      if slots.count == 255 { slots.append([]) }
      triggers[pair] = 255
      slots[255] += detectors
    }
  }
}
