import CasebookText

/// A piece of an article, prepared for comparison with the same piece in another language: its text without
/// parts that translations rightly change (link targets, tags, quotation marks), its code, and the names in
/// its prose.
struct ComparedText {
  /// The text outside of code blocks, with ASCII equivalents as ASCII and white space as one space.
  private(set) var text: [UInt8] = []
  /// The place in the Markdown of each byte of `text`.
  private(set) var origins: [Int] = []
  /// The places in `text` at which removed marks divided words: the beginning and end of code and emphasis.
  private(set) var edges: Set<Int> = []
  /// The code spans in order.
  private(set) var spans: [(text: String, place: Int)] = []
  /// The code blocks in order.
  private(set) var blocks: [CodeBlock] = []
  /// The tables, by the place of their delimiter row.
  private(set) var tables: [Int] = []
  /// The names of linked files, which are the same in all languages.
  private(set) var links: Set<[UInt8]> = []
  /// The ranges of `text` that are prose, outside of code.
  private(set) var prose: [Range<Int>] = []

  /// The size above which the text is not compared.
  static let limit = 200_000

  /// The most code blocks that are compared.
  private static let blockLimit = 200

  let markdown: [UInt8]
  let forms = SearchForms()

  init(_ markdown: String) {
    self.markdown = Array(markdown.utf8.prefix(Self.limit))
    var lines = MarkdownLines(self.markdown)
    var isFull = false
    while let line = lines.next() {
      switch line.kind {
      case .text:
        if line.isDelimiterRow { tables.append(line.range.lowerBound) }
        paragraph.append(line.range)
        if line.isBlank { endParagraph() }
      case .fence:
        endParagraph()
        if line.opens { isFull = blocks.count >= Self.blockLimit }
        if line.opens, !isFull {
          blocks.append(CodeBlock(language: line.language, place: line.range.lowerBound))
        }
      case .code:
        if !isFull { blocks[blocks.count - 1].append(self.markdown[line.range], at: line.range.lowerBound) }
      }
    }
    endParagraph()
  }

  /// The amount of prose, comparable between scripts: a Chinese character says as much as two or three
  /// letters.
  var weight: Int {
    var weight = 0
    for range in prose {
      for byte in text[range] {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: weight += 2
        // The first byte of a two-byte letter, or of a three-byte character.
        case 0xC0...0xDF: weight += 2
        case 0xE3...0xED: weight += 5
        default: break
        }
      }
    }
    return weight / 2
  }

  // MARK: Reading

  private var paragraph: [Range<Int>] = []

  private mutating func endParagraph() {
    guard let first = paragraph.first, let last = paragraph.last else { return }
    paragraph.removeAll(keepingCapacity: true)
    readInlines(first.lowerBound..<last.upperBound)
    space(at: last.upperBound)
  }

  private mutating func readInlines(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound, Self.opensLine.contains(markdown[index]) { index += 1 }
    var start = text.count
    func end() -> Range<Int>? { text.count > start ? start..<text.count : nil }
    while index < range.upperBound {
      let byte = markdown[index]
      switch byte {
      case UInt8(ascii: "`"):
        let count = run(of: byte, from: index, to: range.upperBound)
        if let close = closing(count, from: index + count, to: range.upperBound) {
          if let prose = end() { self.prose.append(prose) }
          readSpan(index + count..<close)
          start = text.count
          index = close + count
        } else {
          index += count
        }
      case UInt8(ascii: "]") where index + 1 < range.upperBound && markdown[index + 1] == UInt8(ascii: "("):
        let target = index + 2
        index = afterTarget(target, to: range.upperBound)
        if index > target { links.insert(Self.fileName(markdown[target..<index - 1])) }
        space(at: index)
      case UInt8(ascii: "<"):
        index = afterTag(index, to: range.upperBound)
      case UInt8(ascii: "\\") where index + 1 < range.upperBound && isMark(markdown[index + 1]):
        append(index + 1..<index + 2)
        index += 2
      case UInt8(ascii: "h") where isAddress(index, to: range.upperBound):
        while index < range.upperBound, markdown[index] > 0x20, markdown[index] < 0x80,
          !UInt8.endsAddress.contains(markdown[index])
        { index += 1 }
        space(at: index)
      case UInt8(ascii: "&"):
        index = afterEntity(index, to: range.upperBound)
      case 0x0A:
        space(at: index)
        index += 1
        while index < range.upperBound, Self.opensLine.contains(markdown[index]) { index += 1 }
      case UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"):
        edges.insert(text.count)
        index += 1
      default:
        let length = UInt8.length(ofScalarStarting: byte)
        append(index..<min(index + length, range.upperBound))
        index += length
      }
    }
    if let prose = end() { self.prose.append(prose) }
  }

  private mutating func readSpan(_ range: Range<Int>) {
    let start = text.count
    edges.insert(start)
    append(range)
    edges.insert(text.count)
    let code = String(decoding: text[start...], as: UTF8.self)
    let words = code.split(separator: " ").joined(separator: " ")
    if !words.isEmpty { spans.append((words, range.lowerBound)) }
  }

  /// Appends bytes of the Markdown in the form used for comparison.
  private mutating func append(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = markdown[index]
      let length = min(UInt8.length(ofScalarStarting: byte), range.upperBound - index)
      if byte <= 0x20 {
        space(at: index)
      } else if length == 1 {
        put(byte == UInt8(ascii: "\"") ? UInt8(ascii: "'") : byte, at: index)
      } else if let plain = PlainForm.ascii(markdown[index..<index + length]) {
        if plain == 0x20 { space(at: index) } else { put(plain, at: index) }
      } else if markdown[index..<index + length].elementsEqual([0xE2, 0x80, 0x8B]) {
        // Drop a zero-width space.
      } else {
        for offset in index..<index + length { put(markdown[offset], at: offset) }
      }
      index += length
    }
  }

  private mutating func put(_ byte: UInt8, at place: Int) {
    text.append(byte)
    origins.append(place)
  }

  private mutating func space(at place: Int) {
    if let last = text.last, last != 0x20 { put(0x20, at: min(place, max(0, markdown.count - 1))) }
  }

  // MARK: Marks

  private func run(of byte: UInt8, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, markdown[index] == byte { index += 1 }
    return index - start
  }

  private func closing(_ count: Int, from start: Int, to end: Int) -> Int? {
    var index = start
    while index < end {
      if markdown[index] == UInt8(ascii: "`") {
        let found = run(of: UInt8(ascii: "`"), from: index, to: end)
        if found == count { return index }
        index += found
      } else {
        index += 1
      }
    }
    return nil
  }

  /// Past the `)` of a link. The target may contain balanced parentheses.
  private func afterTarget(_ start: Int, to end: Int) -> Int {
    var depth = 1
    var index = start
    while index < end, index - start < 2_000 {
      if markdown[index] == UInt8(ascii: "(") { depth += 1 }
      if markdown[index] == UInt8(ascii: ")") { depth -= 1 }
      if markdown[index] == 0x0A { return start }
      index += 1
      if depth == 0 { return index }
    }
    return start
  }

  private static func fileName(_ target: ArraySlice<UInt8>) -> [UInt8] {
    let path = target.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") && $0 > 0x20 }
    let name = path.split(separator: UInt8(ascii: "/")).last ?? path
    return Array(name.split(separator: UInt8(ascii: ".")).first ?? name)
  }

  /// Past a tag or a comment; past only the `<` if it is neither.
  private mutating func afterTag(_ start: Int, to end: Int) -> Int {
    let next = start + 1 < end ? markdown[start + 1] : 0x20
    let isTag = next == UInt8(ascii: "/") || next == UInt8(ascii: "!") || next.isLetter
    if isTag, let close = markdown[start..<min(end, start + 400)].firstIndex(of: UInt8(ascii: ">")) {
      let name = markdown[(start + 1)..<close].prefix { $0.isLetter || $0 == UInt8(ascii: "/") }
      let word = name.filter { $0 != UInt8(ascii: "/") }.map { $0 | 0x20 }
      if next == UInt8(ascii: "!") || Self.tags.contains(word) {
        space(at: start)
        return close + 1
      }
    }
    append(start..<start + 1)
    return start + 1
  }

  /// Names of tags. Anything else in angle brackets is a placeholder, or unmarked code.
  private static let tags = WordList("names", "compared-tag")

  private static let opensLine = Set("> \t".utf8)

  private mutating func afterEntity(_ start: Int, to end: Int) -> Int {
    for (entity, character) in Self.entities where markdown[start..<end].starts(with: entity) {
      if character == 0x20 { space(at: start) } else { put(character, at: start) }
      return start + entity.count
    }
    append(start..<start + 1)
    return start + 1
  }

  private static let entities: [([UInt8], UInt8)] = [
    ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "'"), ("&#39;", "'"), ("&nbsp;", " "),
    ("&#95;", "_"),
  ].map { (Array($0.0.utf8), UInt8(ascii: $0.1)) }

  private func isAddress(_ index: Int, to end: Int) -> Bool {
    markdown[index..<min(end, index + 8)].starts(with: Self.http)
      || markdown[index..<min(end, index + 8)].starts(with: Self.https)
  }
  private static let http = Array("http://".utf8)
  private static let https = Array("https://".utf8)

  private func isMark(_ byte: UInt8) -> Bool {
    (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
      || (0x7B...0x7E).contains(byte)
  }
}

/// Characters equivalent to ASCII: full-width forms, quotation marks, spaces.
enum PlainForm {
  /// The ASCII byte for a character of two or three bytes; `nil` if it has none.
  static func ascii(_ bytes: ArraySlice<UInt8>) -> UInt8? {
    let scalar = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    switch scalar {
    case 0xC2A0, 0xE38080, 0xE280AF, 0xE28089: return 0x20
    case 0xC2AB, 0xC2BB, 0xE28098...0xE2809F, 0xE3808C...0xE3808F, 0xE280B9, 0xE280BA:
      return UInt8(ascii: "'")
    // Full width: U+FF01…U+FF3F and U+FF40…U+FF5E.
    case 0xEFBC81...0xEFBCBF:
      let plain = UInt8(scalar & 0x3F) + 0x20
      return plain == UInt8(ascii: "\"") ? UInt8(ascii: "'") : plain
    case 0xEFBD80...0xEFBD9E: return UInt8(scalar & 0x3F) + 0x60
    default: return nil
    }
  }
}

extension UInt8 {
  /// Whether a name may contain this byte.
  var isNamePart: Bool { isLetterOrDigit || self == UInt8(ascii: "_") }
  static let endsAddress = Set("<>\")]|'`".utf8)

  /// The length in bytes of a UTF-8 sequence that starts with this byte.
  static func length(ofScalarStarting byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}
