/// Finds the markup that would slow cmark-gfm 0.29 down. Its time for a paragraph grows with bytes × marks,
/// and it copies a link definition to each use.
struct MarkupScan {
  /// A paragraph, heading or cell with more marks is kept as text. Each mark costs at most about 1 ns per
  /// byte of the paragraph.
  static let maxMarks = 2_000
  /// The same for `<`, which may search for its end in all the following text.
  static let maxTags = 500
  /// The parser takes quadratic time for the cells of a row, and counts columns in 16 bits.
  static let maxPipes = 1_000
  /// Each rule of a table reads the lines above it up to the next blank line.
  static let maxRules = 50
  /// The maximum length of a definition's label, address and title, each.
  static let maxDefinitionBytes = 1_000

  /// Lines that may hold a paragraph with too many marks, as indexes from 0.
  private(set) var crowded: [Range<Int>] = []
  /// Bytes that must not be parsed as markup: pipes of a long row, rules of tables, definitions.
  private(set) var refused: [Int] = []
  /// The reason for each, by line.
  private(set) var remarks: [(line: Int, what: String)] = []

  /// The sum of bytes × marks over the other paragraphs.
  private(set) var work = 0

  private static let kinds: [UInt8] = {
    var kinds = [UInt8](repeating: 0, count: 256)
    for byte in "*_`[]&!\\".utf8 { kinds[Int(byte)] = 1 }
    kinds[Int(UInt8(ascii: "<"))] = 2
    kinds[Int(UInt8(ascii: "|"))] = 3
    return kinds
  }()

  static func isMark(_ byte: UInt8) -> Bool { kinds[Int(byte)] == 1 || kinds[Int(byte)] == 2 }

  /// The approximate number of parser nodes in a line.
  static func weight(_ line: ArraySlice<UInt8>) -> Int {
    var weight = 3
    for byte in line where kinds[Int(byte)] != 0 { weight += 2 }
    for byte in line.prefix(MarkdownMargin.length(of: line)) where byte > 0x20 { weight += 2 }
    return weight
  }

  init(_ text: [UInt8], _ lines: [Range<Int>]) {
    var start = 0
    while start < lines.count {
      var end = start
      var marks = 0
      var tags = 0
      var rules: [Int] = []
      while end < lines.count {
        var pipes = 0
        var isBlank = true
        for index in lines[end] {
          let byte = text[index]
          if byte > 0x20 { isBlank = false }
          switch Self.kinds[Int(byte)] {
          case 1: marks += 1
          case 2: tags += 1
          case 3: pipes += 1
          default: break
          }
        }
        if isBlank { break }
        if pipes > Self.maxPipes {
          refused += lines[end].filter { text[$0] == UInt8(ascii: "|") }
          remarks.append((end, "a row of \(pipes) cells"))
        } else if let rule = Self.rule(text[lines[end]]) {
          rules.append(rule)
        }
        end += 1
      }
      if marks + tags > Self.maxMarks || tags > Self.maxTags {
        crowded.append(start..<end)
      } else if start < end {
        work += (lines[end - 1].upperBound - lines[start].lowerBound) * (marks + tags)
      }
      if rules.count > Self.maxRules {
        refused += rules
        remarks.append((start, "a table with \(rules.count) rules"))
      }
      refuseDefinitions(text, lines[start..<end])
      start = end + 1
    }
    refused.sort()
  }

  /// The first dash of a possible table rule: only dashes, colons and pipes, but not dashes alone, which
  /// underline a heading.
  private static func rule(_ line: ArraySlice<UInt8>) -> Int? {
    let content = line.dropFirst(MarkdownMargin.length(of: line))
    var dash: Int?
    var hasOther = false
    for index in content.indices {
      switch content[index] {
      case UInt8(ascii: "-"): dash = dash ?? index
      case UInt8(ascii: "|"), UInt8(ascii: ":"): hasOther = true
      case 0x20, 0x09: break
      default: return nil
      }
    }
    return hasOther ? dash : nil
  }

  /// Refuses long link definitions, because each use is a copy.
  private mutating func refuseDefinitions(
    _ text: [UInt8], _ lines: ArraySlice<Range<Int>>
  ) {
    guard let end = lines.last?.upperBound else { return }
    for (number, line) in zip(lines.indices, lines) {
      let start = line.lowerBound + MarkdownMargin.length(of: text[line])
      guard start < line.upperBound, text[start] == UInt8(ascii: "["),
        let label = Self.endOfLabel(text, start, end), Self.isLong(text, from: label + 2, end)
      else { continue }
      refused.append(start)
      remarks.append((number, "a definition of a link"))
    }
  }

  /// The offset of the `]` that ends a label, if a colon follows.
  static func endOfLabel(_ text: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var index = start + 1
    while index + 1 < end, index - start <= 1_000 {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "]"): return text[index + 1] == UInt8(ascii: ":") ? index : nil
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether the address or the title that starts here exceeds the maximum.
  private static func isLong(_ text: [UInt8], from start: Int, _ end: Int) -> Bool {
    var index = start
    func skipSpace() {
      while index < end, text[index] <= 0x20 || text[index] == UInt8(ascii: ">") { index += 1 }
    }
    skipSpace()
    let isBracketed = index < end && text[index] == UInt8(ascii: "<")
    let address = index
    while index < end,
      isBracketed ? text[index] != UInt8(ascii: ">") && text[index] != 0x0A : text[index] > 0x20
    {
      index += 1
      if index - address > maxDefinitionBytes { return true }
    }
    skipSpace()
    let closings: [UInt8: UInt8] = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29]
    guard index < end, let close = closings[text[index]] else { return false }
    let title = index
    index += 1
    while index < end, text[index] != close {
      index += 1
      if index - title > maxDefinitionBytes { return true }
    }
    return false
  }
}
