import CasebookText

/// The content of an HTML table cell as the text of a Markdown table cell.
struct HTMLCell {
  private(set) var markdown: [UInt8] = []
  let isHeader: Bool
  let columns: Int
  let rows: Int

  /// The open marks, and where the text that each encloses begins.
  private var open: [(name: [UInt8], address: String?, start: Int)] = []
  private static let maxOpen = 16
  private static let maxSpan = 1_000

  init(_ tag: HTMLTag) {
    func span(_ name: String) -> Int {
      min(max(tag.attribute(name).flatMap { Int($0.trimmed) } ?? 1, 1), Self.maxSpan)
    }
    isHeader = tag.name == Array("th".utf8)
    columns = span("colspan")
    rows = span("rowspan")
  }

  private var isCode: Bool { open.contains { Self.code.contains($0.name) } }

  private static let code = Set(["code", "pre", "kbd", "samp", "tt"].map { Array($0.utf8) })
  private static let strong = Set(["b", "strong"].map { Array($0.utf8) })
  private static let breaks = Set(["br", "p", "div", "tr", "dt", "dd", "hr"].map { Array($0.utf8) })
  private static let link = Array("a".utf8)
  private static let item = Array("li".utf8)

  /// Adds text; collapses white space to one blank, as HTML does.
  mutating func add(text: ArraySlice<UInt8>) {
    for byte in text {
      if byte <= 0x20 {
        if let last = markdown.last, last != 0x20 { markdown.append(0x20) }
      } else {
        // An unescaped pipe would end the cell.
        if byte == UInt8(ascii: "|"), markdown.last != UInt8(ascii: "\\") {
          markdown.append(UInt8(ascii: "\\"))
        }
        markdown.append(byte)
      }
    }
  }

  /// Adds the contents of a block of code.
  mutating func add(code: ArraySlice<UInt8>) {
    let start = markdown.count
    add(text: code)
    enclose(from: start, "`", "`")
  }

  /// Adds a tag. Code, bold, links, items and line breaks become Markdown; of other tags only the text is
  /// kept.
  mutating func add(_ tag: HTMLTag) {
    if Self.breaks.contains(tag.name) {
      if tag.isEnd || isCode { add(text: [0x20]) } else { addBreak() }
    } else if tag.name == Self.item {
      if !tag.isEnd {
        addBreak()
        markdown += Array("- ".utf8)
      }
    } else if Self.code.contains(tag.name) || Self.strong.contains(tag.name) || tag.name == Self.link {
      if tag.isEnd {
        close(tag.name)
      } else if open.count < Self.maxOpen, !isCode {
        open.append((tag.name, tag.attribute("href"), markdown.count))
      }
    }
  }

  private mutating func addBreak() {
    while markdown.last == 0x20 { markdown.removeLast() }
    if !markdown.isEmpty, !markdown.hasSuffix("<br>") { markdown += Array("<br>".utf8) }
  }

  private mutating func close(_ name: [UInt8]) {
    guard let position = open.lastIndex(where: { $0.name == name }) else { return }
    let mark = open[position]
    open.removeSubrange(position...)
    if Self.code.contains(name) {
      decodeEntities(from: mark.start)
      enclose(from: mark.start, "`", "`")
    } else if Self.strong.contains(name) {
      enclose(from: mark.start, "**", "**")
    } else if let address = mark.address {
      let target = address.split { $0 <= " " || $0 == "<" || $0 == ">" || $0 == "|" }.joined(separator: "%20")
      enclose(from: mark.start, "[", "](<\(target)>)")
    }
  }

  /// Puts marks around the text from `start` on, but not around the blanks at its ends.
  private mutating func enclose(from start: Int, _ before: String, _ after: String) {
    var first = min(start, markdown.count)
    while first < markdown.count, markdown[first] == 0x20 { first += 1 }
    var last = markdown.count
    while last > first, markdown[last - 1] == 0x20 { last -= 1 }
    guard last > first else { return }
    if before == "`", markdown[first..<last].contains(UInt8(ascii: "`")) { return }
    markdown.insert(contentsOf: Array(after.utf8), at: last)
    markdown.insert(contentsOf: Array(before.utf8), at: first)
  }

  /// Markdown decodes entities too, except in code.
  private mutating func decodeEntities(from start: Int) {
    guard start < markdown.count, markdown[start...].contains(UInt8(ascii: "&")) else { return }
    var decoded: [UInt8] = []
    var index = start
    while index < markdown.count {
      let name = markdown[(index + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
      let end = index + 1 + name.count
      if markdown[index] == UInt8(ascii: "&"), end < markdown.count, markdown[end] == UInt8(ascii: ";"),
        let text = Self.entity(String(decoding: name, as: UTF8.self))
      {
        decoded += Array(text.utf8)
        index = end + 1
      } else {
        decoded.append(markdown[index])
        index += 1
      }
    }
    markdown.replaceSubrange(start..., with: decoded)
  }

  private static func entity(_ name: String) -> String? {
    switch name.lowercased() {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return " "
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let isHex = digits.first == "x" || digits.first == "X"
      let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let value, value > 0x20, value != 0x7C else { return nil }
      return Unicode.Scalar(value).map { String(Character($0)) }
    }
  }
}
