import CasebookText

/// The text of an item of a list as written in the source, without what it leads with.
enum ItemSource {
  static func text(_ source: SourceText, _ lines: ClosedRange<Int>) -> String {
    var parts: [ArraySlice<UInt8>] = []
    var margin: Int?
    var isTerm = false
    for number in lines {
      let line = source.bytes[source.line(number)]
      let indent = indentation(of: line)
      if margin == nil {
        let marker = markerLength(line.dropFirst(indent))
        margin = marker > 0 ? indent + marker : leastIndent(source, lines)
        // A term or a summary has a line of its own.
        isTerm = marker == 0 && HTMLDefinition.isTerm(line.dropFirst(indent))
        let rest =
          marker > 0
          ? afterLead(line.dropFirst(indent + marker))
          : isTerm ? HTMLDefinition.afterTerm(line.dropFirst(indent)) : line.suffix(0)
        if rest.contains(where: { $0 > 0x20 }) { parts.append(rest) }
        continue
      }
      var rest = line.dropFirst(min(indent, margin ?? 0))
      // The description of a term: `: It means …`.
      if indent == 0, rest.starts(with: ": ".utf8) { rest = rest.dropFirst().drop { $0 == 0x20 } }
      if isTerm { rest = HTMLDefinition.withoutTags(line.drop { $0 <= 0x20 }) }
      parts.append(rest)
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
  }

  /// All of an item's text, without its marker.
  static func whole(_ source: SourceText, _ lines: ClosedRange<Int>) -> String {
    let line = source.bytes[source.line(lines.lowerBound)]
    let indent = indentation(of: line)
    let margin = indent + markerLength(line.dropFirst(indent))
    return dedented(source, lines, by: margin, first: line.dropFirst(margin))
  }

  /// The lines below the first line of an item, without the indentation of its text.
  static func below(_ source: SourceText, _ lines: ClosedRange<Int>, ofItemAt item: Int) -> String {
    let opening = source.bytes[source.line(item)]
    let indent = indentation(of: opening)
    let margin = indent + markerLength(opening.dropFirst(indent))
    let first = source.bytes[source.line(lines.lowerBound)]
    let blanks = indentation(of: first)
    // A line that is indented further may be code.
    let isCode = blanks >= margin + 4
    let text = dedented(source, lines, by: margin, first: first.dropFirst(min(blanks, margin)))
    return isCode ? "    " + text : text
  }

  /// The lines of an answer without the `A:` that opens them; with `isItem`, its marker is left out too.
  static func answer(_ source: SourceText, _ lines: ClosedRange<Int>, isItem: Bool) -> String {
    let line = source.bytes[source.line(lines.lowerBound)]
    let indent = indentation(of: line)
    let marker = isItem ? markerLength(line.dropFirst(indent)) : 0
    let content = line.dropFirst(indent + marker)
    let text = withoutAnswerLabel(content)
    // Without a label the line may be code, which is indented.
    let isLabelled = text.count < content.count
    if !isLabelled, !isItem { return source.string(source.lines(lines)).trimmed }
    return dedented(source, lines, by: indent + marker, first: text)
  }

  private static func dedented(
    _ source: SourceText, _ lines: ClosedRange<Int>, by margin: Int, first: ArraySlice<UInt8>
  ) -> String {
    var parts = [first]
    for number in lines.dropFirst() {
      let line = source.bytes[source.line(number)]
      let indent = indentation(of: line)
      parts.append(line.dropFirst(min(indent, margin)))
    }
    return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self).trimmed
  }

  /// A line without the `A:` or `**Answer:**` that opens it.
  private static func withoutAnswerLabel(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let stars = line.prefix { $0 == UInt8(ascii: "*") }.count
    guard stars == 0 || stars == 2 else { return line }
    let name = line.dropFirst(stars).prefix(40).prefix { !"*:.".utf8.contains($0) && $0 != 0xEF }
    guard OpeningLabel.kind(of: String(decoding: name, as: UTF8.self)) == .answer else { return line }
    var rest = line[name.endIndex...]
    while let mark = rest.first, "*:.".utf8.contains(mark), line.endIndex - rest.count < name.endIndex + 4 {
      rest = rest.dropFirst()
    }
    if rest.starts(with: "\u{FF1A}".utf8) { rest = rest.dropFirst(3) }
    return rest.endIndex > rest.startIndex && rest.startIndex == name.endIndex
      ? line : rest.drop { $0 == 0x20 || $0 == 0x09 }
  }

  /// The indentation that all lines below a term share.
  private static func leastIndent(_ source: SourceText, _ lines: ClosedRange<Int>) -> Int {
    lines.dropFirst().compactMap { number in
      let line = source.bytes[source.line(number)]
      let indent = indentation(of: line)
      return indent == line.count || line.starts(with: ": ".utf8) ? nil : indent
    }.min() ?? 0
  }

  private static func indentation(of line: ArraySlice<UInt8>) -> Int {
    line.prefix { $0 == 0x20 || $0 == 0x09 }.count
  }

  /// The length of `- `, `* ` or `12. `, with the blanks behind it.
  private static func markerLength(_ line: ArraySlice<UInt8>) -> Int {
    let digits = line.prefix(10).prefix { $0.isDigit }.count
    let mark = line.dropFirst(digits).first ?? 0
    let isMarker =
      digits > 0
      ? mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
      : mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "+")
    guard isMarker else { return 0 }
    let blanks = line.dropFirst(digits + 1).prefix { $0 == 0x20 || $0 == 0x09 }.count
    return blanks == 0 ? 0 : digits + 1 + blanks
  }

  /// The text after the bold words or the code that open a line; nothing if the line is a title or a term.
  static func afterLead(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = line.first else { return line }
    if first == UInt8(ascii: "#") { return line.suffix(0) }
    let run = line.prefix { $0 == first }.count
    let isCode = first == UInt8(ascii: "`") && run < 3
    guard (first == UInt8(ascii: "*") || first == UInt8(ascii: "_")) && run >= 2 || isCode else {
      return line.suffix(0)
    }
    let close = [UInt8](repeating: first, count: first == UInt8(ascii: "`") ? run : 2)
    guard let end = line.dropFirst(close.count).range(ofBytes: close) else { return line }
    var rest = line[end.upperBound...].drop { $0 <= 0x20 }
    while let mark = rest.first, ":-,.".utf8.contains(mark),
      rest.dropFirst().first.map({ $0 <= 0x20 || $0 == mark }) ?? true
    {
      rest = rest.dropFirst().drop { $0 <= 0x20 }
    }
    // An en or em dash.
    return rest.starts(with: [0xE2, 0x80]) ? rest.dropFirst(3).drop { $0 == 0x20 } : rest
  }
}
