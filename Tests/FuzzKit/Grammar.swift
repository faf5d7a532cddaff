/// A grammar that generates random texts.
///
/// A rule is a line `name = alternative | alternative`; a line that starts with `|` continues it. An
/// alternative is a sequence of 'texts' and names; a trailing `?` makes an item optional, `*` repeats it. An
/// alternative written twice is chosen twice as often. The first alternative of a rule ends soon: it is
/// chosen when the text is long or deep enough. `digits`, `hex`, `letters`, `bytes`, `character` and
/// `printable` are built in.
struct Grammar {
  fileprivate enum Symbol {
    case text([UInt8])
    case rule(Int)
    case random(Random)
  }

  fileprivate enum Random: String, CaseIterable {
    case digits, hex, letters, bytes, character, printable
  }

  fileprivate enum Repetition { case once, optional, many }

  fileprivate typealias Alternative = [(symbol: Symbol, repetition: Repetition)]

  private var names: [String: Int] = [:]
  fileprivate private(set) var rules: [[Alternative]] = []

  /// Parses a grammar. An error in it ends the program, because the grammar is part of the program.
  init(_ text: String) {
    var sources: [(name: String, body: [Substring])] = []
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      let line = line.drop(while: \.isWhitespace)
      if line.first == "|" {
        sources[sources.count - 1].body.append(line)
      } else {
        let name = line.prefix { $0 != " " }
        names[String(name)] = sources.count
        sources.append((String(name), [line.dropFirst(name.count + " =".count)]))
      }
    }
    for source in sources {
      var reader = GrammarReader(Array(source.body.joined(separator: " ").utf8), rule: source.name)
      rules.append(reader.alternatives(names))
    }
  }

  /// A text of a rule, of about `length` bytes, at most half as long again.
  func text(of rule: String, length: Int, _ random: inout SplitMix64) -> [UInt8] {
    guard let start = names[rule] else { fatalError("the grammar has no rule \(rule)") }
    var writer = GrammarWriter(rules: rules, length: length, random: random)
    writer.write(.rule(start), depth: 0)
    random = writer.random
    return writer.text
  }

  /// The texts in the grammar, for a fuzzer's dictionary.
  var texts: Set<[UInt8]> {
    Set(
      rules.joined().joined().compactMap {
        if case .text(let bytes) = $0.symbol { bytes } else { nil }
      })
  }
}

private struct GrammarReader {
  let bytes: [UInt8]
  let rule: String
  var position = 0

  init(_ bytes: [UInt8], rule: String) {
    self.bytes = bytes
    self.rule = rule
  }

  mutating func alternatives(_ names: [String: Int]) -> [Grammar.Alternative] {
    var all: [Grammar.Alternative] = [[]]
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: " "): position += 1
      case UInt8(ascii: "|"):
        position += 1
        all.append([])
      case UInt8(ascii: "'"): all[all.count - 1].append((.text(text()), repetition()))
      default:
        let name = word()
        let symbol: Grammar.Symbol
        if let random = Grammar.Random(rawValue: name) {
          symbol = .random(random)
        } else if let index = names[name] {
          symbol = .rule(index)
        } else {
          fatalError("the grammar's rule \(rule) names \(name), which is none")
        }
        all[all.count - 1].append((symbol, repetition()))
      }
    }
    return all
  }

  private mutating func word() -> String {
    let start = position
    while position < bytes.count, (bytes[position] | 32) &- 97 < 26 || bytes[position] == UInt8(ascii: "-") {
      position += 1
    }
    if position == start { fatalError("the grammar's rule \(rule) breaks off at byte \(start)") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func repetition() -> Grammar.Repetition {
    guard position < bytes.count else { return .once }
    switch bytes[position] {
    case UInt8(ascii: "?"): position += 1; return .optional
    case UInt8(ascii: "*"): position += 1; return .many
    default: return .once
    }
  }

  /// A text in single quotes, with `\n`, `\t`, `\r`, `\e`, `\0`, and a backslash before any other character.
  private mutating func text() -> [UInt8] {
    var text: [UInt8] = []
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "'") {
      if bytes[position] == UInt8(ascii: "\\") {
        position += 1
        switch bytes[position] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "e"): text.append(0x1B)
        case UInt8(ascii: "0"): text.append(0)
        case let byte: text.append(byte)
        }
      } else {
        text.append(bytes[position])
      }
      position += 1
    }
    position += 1
    return text
  }
}

private struct GrammarWriter {
  let rules: [[Grammar.Alternative]]
  let length: Int
  var random: SplitMix64
  var text: [UInt8] = []

  init(rules: [[Grammar.Alternative]], length: Int, random: SplitMix64) {
    self.rules = rules
    self.length = length
    self.random = random
  }

  mutating func write(_ symbol: Grammar.Symbol, depth: Int) {
    switch symbol {
    case .text(let bytes): text += bytes
    case .random(let kind): write(kind)
    case .rule(let index):
      let isLate = text.count > length || depth > 40
      let alternatives = rules[index]
      for (symbol, repetition) in alternatives[isLate ? 0 : random.below(alternatives.count)] {
        switch repetition {
        case .once: write(symbol, depth: depth + 1)
        case .optional: if !isLate, random.once(in: 2) { write(symbol, depth: depth + 1) }
        case .many:
          while text.count <= length, depth <= 40, !random.once(in: 3) { write(symbol, depth: depth + 1) }
        }
      }
    }
  }

  /// Usually a few, sometimes many.
  private mutating func count() -> Int {
    random.once(in: 12) ? random.below(64) : 1 + random.below(4)
  }

  private mutating func write(_ kind: Grammar.Random) {
    let count = count()
    switch kind {
    case .digits: for _ in 0..<max(1, count) { text.append(UInt8(ascii: "0") + UInt8(random.below(10))) }
    case .hex: for _ in 0..<2 * count { text.append(Array("0123456789abcdefABCDEF".utf8)[random.below(22)]) }
    case .letters:
      for _ in 0..<max(1, count) {
        text.append((random.once(in: 4) ? UInt8(ascii: "A") : UInt8(ascii: "a")) + UInt8(random.below(26)))
      }
    case .bytes: for _ in 0..<count { text.append(UInt8(random.below(256))) }
    case .printable: for _ in 0..<count { text.append(0x20 + UInt8(random.below(95))) }
    case .character:
      let limits: [UInt32] = [0x80, 0x800, 0x3000, 0x1_0000, 0x11_0000]
      let limit = limits[random.below(limits.count)]
      let scalar = Unicode.Scalar(UInt32(random.below(Int(limit)))) ?? "\u{FFFD}"
      text += Array(String(Character(scalar)).utf8)
    }
  }
}
