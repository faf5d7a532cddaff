/// The lines of a piece of Markdown: text, fences, and the lines inside them.
struct MarkdownLines {
  enum LineKind { case text, fence, code }

  struct MarkdownLine {
    var kind: LineKind
    var range: Range<Int>
    var isBlank = false
    /// Whether this fence begins a block.
    var opens = false
    var language = ""
    /// `|---|---|`
    var isDelimiterRow = false
  }

  private let bytes: [UInt8]
  private var index = 0
  private var fence: (mark: UInt8, count: Int)?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> MarkdownLine? {
    guard index < bytes.count else { return nil }
    let start = index
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    index = end + 1
    let content = bytes[start..<end].drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
    let mark = content.first ?? 0x20
    let count = content.prefix { $0 == mark }.count
    if mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~"), count >= 3 {
      let info = content.dropFirst(count).filter { $0 != 0x0D }
      if let open = fence {
        if mark == open.mark, count >= open.count, info.allSatisfy({ $0 <= 0x20 }) {
          fence = nil
          return MarkdownLine(kind: .fence, range: start..<end)
        }
      } else if mark == UInt8(ascii: "~") || !info.contains(mark) {
        fence = (mark, count)
        let language =
          String(decoding: info, as: UTF8.self).split(separator: " ").first.map(String.init) ?? ""
        return MarkdownLine(kind: .fence, range: start..<end, opens: true, language: language)
      }
    }
    if fence != nil { return MarkdownLine(kind: .code, range: start..<end) }
    var line = MarkdownLine(kind: .text, range: start..<end)
    line.isBlank = content.allSatisfy { $0 <= 0x20 }
    line.isDelimiterRow =
      content.count >= 3 && content.contains(UInt8(ascii: "|"))
      && content.contains(UInt8(ascii: "-")) && content.allSatisfy { Self.delimiters.contains($0) }
    return line
  }

  private static let delimiters = Set("|-: \t\r".utf8)
}

/// A code block as compared.
struct CodeBlock {
  let language: String
  let place: Int
  private(set) var lines: [(text: [UInt8], place: Int)] = []

  init(language: String, place: Int) {
    self.language = language
    self.place = place
  }

  mutating func append(_ line: ArraySlice<UInt8>, at place: Int) {
    var line = line
    while let last = line.last, last <= 0x20 { line.removeLast() }
    lines.append((Array(line), place))
  }

  /// Whether one of the lines contains a literal.
  func contains(_ wanted: [UInt8]) -> Bool {
    lines.contains { ComparedText.contains(wanted, in: $0.text) }
  }
}
