import CasebookText

/// The rules in the shape in which a scan asks them.
///
/// Two neighbouring bytes decide whether anything needs a closer look: `=` after the last letter of a key, `yJ` of a web
/// token, `//` of a URL. Such pairs are rare in ordinary text, so most of it costs one look into a table a byte.
final class RedactionIndex: Sendable {
  /// What to try where a pair of bytes was seen.
  enum Detector: Equatable {
    case key, url, option, shortOption, privateKey, jwt, bearer
    /// A prefix, and how far in it the pair stands.
    case prefix(Int, offset: Int)
  }

  typealias Key = RedactionParts.Key
  typealias Prefix = RedactionParts.Prefix

  /// For each pair of ASCII bytes the slot of its detectors; 0 where there are none.
  let triggers: [UInt8]
  let slots: [[Detector]]
  /// Keys by the hash of their last three letters, longer ones first.
  let keys: [Key]
  let keyRanges: [Range<Int>]
  let prefixes: [Prefix]
  /// For each prefix, which bytes may follow it.
  let alphabets: [[Bool]]
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

  @inline(__always) static func pair(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first & 0x7F) << 7 | Int(second & 0x7F)
  }

  /// The place of three bytes in `keyRanges`, whatever their case.
  @inline(__always) static func bucket(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    let letters = Int(first & 31) << 10 | Int(second & 31) << 5 | Int(third & 31)
    return ((letters &* 0x9E5) >> 4) & 0x3FF
  }

  init(_ parts: RedactionParts, kinds: [String]) {
    self.kinds = kinds
    placeholders = kinds.map { Array("<secret:\($0)>".utf8) }
    values = parts.values
    prose = parts.prose
    (privateKey, jwt) = (parts.scanners[.privateKey], parts.scanners[.jwt])
    (bearer, basic) = (parts.scanners[.bearer], parts.scanners[.basic])
    (cookie, url, option) = (parts.scanners[.cookie], parts.scanners[.url], parts.scanners[.option])

    var keys = parts.keys
    if let rule = bearer ?? basic {
      keys.append(Key(word: Array("authorization".utf8), rule: rule, role: .authorization))
    }
    if let cookie {
      keys.append(Key(word: Array("cookie".utf8), rule: cookie, role: .cookie))
      keys.append(Key(word: Array("setcookie".utf8), rule: cookie, role: .setCookie))
    }
    // {"name": "DB_PASSWORD", "value": "…"}: the name is looked for in front.
    keys.append(Key(word: Array("value".utf8), rule: 0, role: .value))
    (self.keys, keyRanges) = Self.sorted(keys)
    prefixes = parts.prefixes
    alphabets = prefixes.map { prefix in
      (0...255).map { UInt8($0).isLetter || UInt8($0).isDigit || prefix.alphabet.contains(UInt8($0)) }
    }

    var table = TriggerTable()
    for last in Set(keys.compactMap(\.word.last)) {
      for letter in [last, last & ~32] {
        for mark in "=:%>".utf8 { table.add(.key, letter, mark) }
      }
    }
    for digit in "0123456789".utf8 { table.add(.key, digit, UInt8(ascii: "=")) }
    for (before, mark) in [("\"", ":"), ("'", ":"), ("\"", "="), ("'", "="), (" ", "="), (" ", ":")] {
      for (first, second) in zip(before.utf8, mark.utf8) { table.add(.key, first, second) }
    }
    table.add(.option, UInt8(ascii: "-"), UInt8(ascii: "-"))
    if url != nil { table.add(.url, UInt8(ascii: "/"), UInt8(ascii: "/")) }
    if privateKey != nil { table.add(.privateKey, UInt8(ascii: "-"), UInt8(ascii: "B")) }
    if jwt != nil { table.add(.jwt, UInt8(ascii: "y"), UInt8(ascii: "J")) }
    if bearer != nil { table.add(.bearer, UInt8(ascii: "B"), UInt8(ascii: "e")) }
    if option != nil {
      table.add(.shortOption, UInt8(ascii: "-"), UInt8(ascii: "p"))
      table.add(.shortOption, UInt8(ascii: "-"), UInt8(ascii: "u"))
    }
    for (number, prefix) in prefixes.enumerated() {
      let offset = Self.rarestPair(prefix.text)
      table.add(.prefix(number, offset: offset), prefix.text[offset], prefix.text[offset + 1])
    }
    (triggers, slots) = (table.triggers, table.slots)
  }

  private static func sorted(_ keys: [Key]) -> ([Key], [Range<Int>]) {
    var buckets = [[Key]](repeating: [], count: 0x400)
    for key in keys {
      let end = key.word.suffix(3)
      let bucket = bucket(end[end.startIndex], end[end.startIndex + 1], end[end.startIndex + 2])
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

  /// Where in a prefix the pair stands that ordinary text holds least: the more the classes of its bytes differ from
  /// lower-case letters and from each other, the better.
  private static func rarestPair(_ text: [UInt8]) -> Int {
    func cost(_ byte: UInt8) -> Int {
      if byte.isLower { return "aeinorst".utf8.contains(byte) ? 5 : 3 }
      return byte.isUpper ? ("QJXZK".utf8.contains(byte) ? 0 : 2) : 1
    }
    let pairs = text.indices.dropLast()
    return pairs.min { cost(text[$0]) + cost(text[$0 + 1]) < cost(text[$1]) + cost(text[$1 + 1]) } ?? 0
  }
}

/// Collects the detectors of each pair of bytes.
private struct TriggerTable {
  var triggers = [UInt8](repeating: 0, count: 128 * 128)
  var slots: [[RedactionIndex.Detector]] = [[]]

  mutating func add(_ detector: RedactionIndex.Detector, _ first: UInt8, _ second: UInt8) {
    let pair = RedactionIndex.pair(first, second)
    let detectors = slots[Int(triggers[pair])] + [detector]
    if let slot = slots.firstIndex(of: detectors) {
      triggers[pair] = UInt8(slot)
    } else if slots.count < 255 {
      triggers[pair] = UInt8(slots.count)
      slots.append(detectors)
    } else {
      // Each detector looks for itself whether it applies, so a shared slot costs time, and nothing else.
      if slots.count == 255 { slots.append([]) }
      triggers[pair] = 255
      slots[255] += detectors
    }
  }
}
