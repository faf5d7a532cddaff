import CasebookText

/// A directive that includes the text of another file: `[!INCLUDE [title](path)]`, or `[AZURE.INCLUDE …]`,
/// the form until 2016.
struct IncludeDirective {
  /// The range of the directive, brackets included.
  var range: Range<Int>
  /// The path as written.
  var path: String

  private static let openings = ["[!include", "[azure.include"].map { Array($0.utf8) }
  private static let maxTitleBytes = 1_000
  private static let maxPathBytes = 1_000

  /// Whether a text contains the opening of a directive. Most texts do not, and need no further work.
  static func mayStand(in bytes: ArraySlice<UInt8>) -> Bool { nextOpening(in: bytes) != nil }

  /// The index of the first opening, `[!INCLUDE`.
  static func nextOpening(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var rest = bytes
    while let bracket = rest.range(ofBytes: [UInt8(ascii: "[")]) {
      let start = bracket.lowerBound
      if let length = openingLength(in: bytes, at: start) { return start..<(start + length) }
      rest = bytes[bracket.upperBound...]
    }
    return nil
  }

  /// Reads the directive whose first bracket is at `start`; `nil` if there is none, or if it has no path.
  init?(in line: ArraySlice<UInt8>, at start: Int) {
    guard let length = Self.openingLength(in: line, at: start) else { return nil }
    var index = start + length
    Self.skipBlanks(line, &index)
    guard Self.closing(line, &index, UInt8(ascii: "["), UInt8(ascii: "]"), Self.maxTitleBytes) != nil,
      let target = Self.closing(line, &index, UInt8(ascii: "("), UInt8(ascii: ")"), Self.maxPathBytes)
    else { return nil }
    Self.skipBlanks(line, &index)
    guard index < line.endIndex, line[index] == UInt8(ascii: "]") else { return nil }
    path = Self.path(line[target])
    if path.isEmpty { return nil }
    range = start..<(index + 1)
  }

  /// The length of the opening at an index.
  private static func openingLength(in bytes: ArraySlice<UInt8>, at index: Int) -> Int? {
    openings.first { opening in
      bytes.endIndex - index >= opening.count
        && bytes[index..<(index + opening.count)].elementsEqual(opening) { $0.folded == $1 }
    }?.count
  }

  private static func skipBlanks(_ line: ArraySlice<UInt8>, _ index: inout Int) {
    while index < line.endIndex, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
  }

  /// The text between a pair of brackets; moves `index` past them.
  private static func closing(
    _ line: ArraySlice<UInt8>, _ index: inout Int, _ open: UInt8, _ close: UInt8, _ limit: Int
  ) -> Range<Int>? {
    guard index < line.endIndex, line[index] == open else { return nil }
    let start = index + 1
    var depth = 0
    while index < line.endIndex, index - start < limit {
      if line[index] == open { depth += 1 }
      if line[index] == close { depth -= 1 }
      index += 1
      if depth == 0 { return start..<(index - 1) }
    }
    return nil
  }

  /// The path without `<>` around it and without a title after it.
  private static func path(_ target: ArraySlice<UInt8>) -> String {
    var path = String(decoding: target, as: UTF8.self).trimmed
    for quote in ["\"", "'"] where path.hasSuffix(quote) {
      guard let start = path.dropLast().lastIndex(of: Character(quote)) else { continue }
      path = String(path[..<start]).trimmed
    }
    if path.hasPrefix("<"), path.hasSuffix(">") { path = String(path.dropFirst().dropLast()) }
    return path
  }
}

/// Finds directives line by line. Ignores directives in code and comments.
struct IncludeScanner {
  private enum Open: Equatable {
    case nothing
    case fence(UInt8, Int)
    /// A comment that starts a line ends only with `-->`; one inside a paragraph also ends with the
    /// paragraph.
    case comment(isBlock: Bool)
  }

  private var open = Open.nothing

  private static let comment = Array("<!--".utf8)

  /// The directives of the next line.
  mutating func directives(in line: ArraySlice<UInt8>) -> [IncludeDirective] {
    let content = line.dropFirst(MarkdownMargin.length(of: line))
    if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
      if open == .comment(isBlock: false) { open = .nothing }
      return []
    }
    if case .fence(let mark, let count) = open {
      let run = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }.prefix { $0 == mark }
      if run.count >= count, line[run.endIndex...].allSatisfy({ $0 <= 0x20 }) { open = .nothing }
      return []
    }
    if open == .nothing, let first = content.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
      let run = content.prefix { $0 == first }
      let rest = content[run.endIndex...]
      if run.count >= 3, first == UInt8(ascii: "~") || !rest.contains(first) {
        open = .fence(first, run.count)
        return []
      }
    }
    if open == .nothing, IncludeDirective.nextOpening(in: line) == nil, !line.contains(bytes: Self.comment) {
      return []
    }
    return directives(inText: content)
  }

  private mutating func directives(inText line: ArraySlice<UInt8>) -> [IncludeDirective] {
    var found: [IncludeDirective] = []
    var index = line.startIndex
    while index < line.endIndex {
      if case .comment = open {
        guard let end = line[index...].range(ofBytes: Array("-->".utf8)) else { break }
        open = .nothing
        index = end.upperBound
        continue
      }
      switch line[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"): index = Self.endOfSpan(line, from: index)
      case UInt8(ascii: "<"):
        if line[index...].starts(with: Self.comment) { open = .comment(isBlock: index == line.startIndex) }
        index += 1
      case UInt8(ascii: "["):
        if let directive = IncludeDirective(in: line, at: index) {
          found.append(directive)
          index = directive.range.upperBound
        } else {
          index += 1
        }
      default: index += 1
      }
    }
    return found
  }

  /// The end of the code span that the backticks here may open; the end of the backticks if they open none.
  private static func endOfSpan(_ line: ArraySlice<UInt8>, from start: Int) -> Int {
    let count = line[start...].prefix { $0 == UInt8(ascii: "`") }.count
    var index = start + count
    while index < line.endIndex, index - start < 2_000 {
      guard line[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = line[index...].prefix { $0 == UInt8(ascii: "`") }.count
      index += run
      if run == count { return index }
    }
    return start + count
  }
}

/// The margin before the text of a line in quotes and lists: blanks, `>`, and item marks.
enum MarkdownMargin {
  static func length(of line: ArraySlice<UInt8>) -> Int {
    var index = line.startIndex
    while index < line.endIndex {
      switch line[index] {
      case 0x20, 0x09, UInt8(ascii: ">"): index += 1
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
        guard isBlank(line, index + 1) else { return index - line.startIndex }
        index += 2
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digits = line[index...].prefix(10).prefix { $0.isDigit }
        let mark = digits.endIndex
        guard digits.count < 10, mark < line.endIndex,
          line[mark] == UInt8(ascii: ".") || line[mark] == UInt8(ascii: ")"), isBlank(line, mark + 1)
        else { return index - line.startIndex }
        index = mark + 2
      default: return index - line.startIndex
      }
    }
    return index - line.startIndex
  }

  /// The margin of the lines after the first: every byte except blanks and `>` becomes a blank.
  static func continued(_ margin: ArraySlice<UInt8>) -> [UInt8] {
    margin.map { $0 == 0x09 || $0 == UInt8(ascii: ">") ? $0 : 0x20 }
  }

  private static func isBlank(_ line: ArraySlice<UInt8>, _ index: Int) -> Bool {
    index < line.endIndex && (line[index] == 0x20 || line[index] == 0x09)
  }
}
