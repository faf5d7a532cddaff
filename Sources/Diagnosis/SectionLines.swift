import CasebookText

/// The place of a line in a section, which says how likely it states the error.
package enum SectionLineKind: Sendable {
  case title, message, quote, cell, span, block, prose, command

  /// The share of an agreement with such a line that counts.
  var share: Double {
    switch self {
    case .title, .message: 1
    case .quote, .cell: 0.9
    case .span: 0.8
    case .block: 0.7
    case .prose: 0.6
    case .command: 0.35
    }
  }

  /// How often a word of such a line counts in the ranking by words.
  var frequency: Double {
    switch self {
    case .title: 3
    case .message: 2
    case .span, .cell: 1.5
    case .quote, .block, .prose: 1
    case .command: 0.5
    }
  }

  /// How surely a name in such a line is what the section is about.
  var naming: Double {
    switch self {
    case .title: 1
    case .message: 0.9
    case .cell: 0.8
    case .span: 0.7
    case .quote, .block, .prose, .command: 0.5
    }
  }
}

/// The lines of a section's Markdown that can be compared with a report.
package struct SectionLines {
  package private(set) var lines: [(kind: SectionLineKind, text: String)] = []

  /// The most bytes of a line, and the most lines.
  private static let lineLimit = 600
  private static let mostLines = 400
  /// Languages of code blocks that are typed, not printed.
  private static let typed: Set<String> = [
    "python", "bash", "sh", "shell", "azurecli", "powershell", "yaml", "dockerfile", "sql", "csharp", "go",
  ]
  private static let quotationMarks: [(open: StaticString, close: StaticString)] = [
    ("\"", "\""), ("“", "”"), ("«", "»"), ("「", "」"), ("„", "“"),
  ]

  package init(markdown: String) {
    var markdown = markdown
    markdown.withUTF8 { read($0) }
  }

  private mutating func read(_ markdown: Bytes) {
    var fence: (mark: UInt8, isTyped: Bool)?
    var plain: [UInt8] = []
    var start = 0
    while start < markdown.count, lines.count < Self.mostLines {
      let end = markdown.index(of: ascii("\n"), from: start) ?? markdown.count
      let raw = markdown.at(start..<end)
      start = end + 1
      var indent = 0
      while raw.peek(indent).isSpace || raw.peek(indent) == ascii(">") { indent += 1 }
      let mark = raw.peek(indent)
      if mark == ascii("`") || mark == ascii("~"), raw.peek(indent + 1) == mark, raw.peek(indent + 2) == mark
      {
        if let open = fence {
          if open.mark == mark { fence = nil }
        } else {
          let info = raw.from(indent).drop { $0 == mark }.prefix { $0.isLetter || "-+".utf8.contains($0) }
          fence = (mark, Self.typed.contains(String(decoding: info, as: UTF8.self).lowercased()))
        }
      } else if let fence {
        add(fence.isTyped ? .command : .block, raw)
      } else {
        Self.removeMarkup(from: raw, into: &plain)
        plain.withUnsafeBufferPointer { addText($0) }
      }
    }
  }

  private mutating func add(_ kind: SectionLineKind, _ text: Bytes) {
    let text = Bytes(rebasing: text.trimmed)
    guard text.count > 3 else { return }
    var end = min(text.count, Self.lineLimit)
    while end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    lines.append((kind, text.at(0..<end).text))
  }

  private mutating func addText(_ plain: Bytes) {
    var text = Bytes(rebasing: plain.trimmed)
    if text.contains(ascii("`")) {
      Self.forEachPiece(between: "`", "`", in: text) { if $0.count >= 4 { add(.span, $0) } }
    }
    for (open, close) in Self.quotationMarks {
      Self.forEachPiece(between: open, close, in: text) { if $0.count >= 12 { add(.quote, $0) } }
    }
    if text.first == ascii("|") {
      for cell in text.split(separator: ascii("|"))
      where cell.contains(where: { $0.isLetter || $0 >= 0x80 }) { add(.cell, Bytes(rebasing: cell)) }
      return
    }
    let isQuote = text.first == ascii(">")
    text = Bytes(rebasing: text.drop { "#>-*+ \t".utf8.contains($0) })
    for sentence in Self.sentences(text) { add(isQuote ? .quote : .prose, text.at(sentence)) }
  }

  /// The pieces between two marks on one line, 16 at most.
  private static func forEachPiece(
    between open: StaticString, _ close: StaticString, in text: Bytes, _ take: (Bytes) -> Void
  ) {
    var count = 0
    var start = 0
    while count < 16, let mark = text.index(of: open, from: start) {
      let inside = mark + open.utf8CodeUnitCount
      guard let end = text.index(of: close, from: inside) else { return }
      take(text.at(inside..<end))
      count += 1
      start = end + close.utf8CodeUnitCount
    }
  }

  /// The sentences of a text.
  package static func sentences(of text: String) -> [String] {
    var text = text
    return text.withUTF8 { utf8 in sentences(utf8).map { utf8.at($0).text } }
  }

  /// Sentences end at a full stop before a capital letter, and at an ideographic one. No more than 12 are cut off.
  private static func sentences(_ text: Bytes) -> [Range<Int>] {
    var sentences: [Range<Int>] = []
    var (start, index) = (0, 0)
    func end(_ next: Int, startingAt following: Int) {
      sentences.append(start..<next)
      start = following
    }
    while index < text.count, sentences.count < 12 {
      let byte = text[index]
      if byte == 0xE3 || byte == 0xEF,
        text.has("。", at: index) || text.has("！", at: index) || text.has("？", at: index)
      {
        end(index + 3, startingAt: index + 3)
        index += 3
        continue
      }
      if byte == ascii(".") || byte == ascii("!") || byte == ascii("?"), text.peek(index + 1) == ascii(" ") {
        if text.from(index + 2).beginsSentence { end(index + 1, startingAt: index + 2) }
      }
      index += 1
    }
    if start < text.count { sentences.append(start..<text.count) }
    return sentences
  }

  /// Writes a line without emphasis, escapes and the addresses of links.
  private static func removeMarkup(from line: Bytes, into text: inout [UInt8]) {
    text.removeAll(keepingCapacity: true)
    var index = 0
    while index < line.count {
      let (byte, next) = (line[index], line.peek(index + 1))
      switch byte {
      case ascii("*") where next == ascii("*"): index += 1
      case ascii("\\") where next.isPunctuation:
        text.append(next)
        index += 1
      case ascii("]") where next == ascii("("):
        index = line.index(of: ascii(")"), from: index) ?? index + 1
        text.append(ascii(" "))
      case ascii("["): break
      default: text.append(byte)
      }
      index += 1
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether it starts with a capital letter or a quotation mark.
  fileprivate var beginsSentence: Bool {
    guard let first else { return false }
    if first < 0x80 { return first.isUpper || first.isQuote }
    return prefix(4).withContiguousStorageIfAvailable {
      String(decoding: $0, as: UTF8.self).unicodeScalars.first?.properties.isUppercase
    } == .some(true)
  }
}

extension UInt8 {
  /// Whether it is an ASCII character, but not a letter, a digit, a space or a control character.
  fileprivate var isPunctuation: Bool { self > 0x20 && self < 0x7F && !isLetterOrDigit }
}
