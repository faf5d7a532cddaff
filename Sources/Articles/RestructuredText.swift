import CasebookText

/// reStructuredText as Markdown: headings, anchors and blocks of code, line by line. Everything else is text.
enum RestructuredText {
  private static let adornments = Set("=-`:'\"~^_*+#<>.".utf8)
  private static let codeDirectives = [
    "code-block::", "code::", "sourcecode::", "parsed-literal::", "literalinclude::",
  ].map {
    Array($0.utf8)
  }

  /// The text with the same number of lines.
  static func markdown(_ source: SourceText) -> [UInt8] {
    var lines = (1...max(1, source.lineCount)).map { Array(source.bytes[source.line($0)]) }
    var levels: [String] = []
    var index = 0
    while index < lines.count {
      if let code = codeIndent(lines, index) {
        index = fence(&lines, index, code.indent, language: code.language)
        continue
      }
      if lines[index].starts(with: ".. ".utf8) {
        lines[index] = directive(lines[index])
      } else if index + 1 < lines.count, let mark = underline(lines[index + 1], of: lines[index]) {
        let isOverlined = index > 0 && underline(lines[index - 1], of: lines[index]) == mark
        let style = "\(mark)\(isOverlined)"
        if !levels.contains(style) { levels.append(style) }
        let level = min(6, (levels.firstIndex(of: style) ?? 0) + 1)
        if isOverlined { lines[index - 1] = [] }
        lines[index] =
          Array(repeating: UInt8(ascii: "#"), count: level) + [0x20] + lines[index].drop { $0 == 0x20 }
        lines[index + 1] = []
        index += 1
      }
      index += 1
    }
    return Array(lines.joined(separator: [0x0A])) + [0x0A]
  }

  /// The character of a line under a title, or above it.
  private static func underline(_ line: [UInt8], of title: [UInt8]) -> UInt8? {
    guard let first = line.first, adornments.contains(first), line.count >= 3,
      let mark = title.first, title.contains(where: { $0 > 0x20 }),
      !(adornments.contains(mark) && title.allSatisfy { $0 == mark })
    else { return nil }
    let run = line.prefix { $0 == first }.count
    guard line.dropFirst(run).allSatisfy({ $0 <= 0x20 }) else { return nil }
    return run * 2 >= String(decoding: title, as: UTF8.self).trimmed.count ? first : nil
  }

  /// `.. _name:` is an anchor; other comments and directives without content do not show.
  private static func directive(_ line: [UInt8]) -> [UInt8] {
    let text = line.dropFirst(3)
    if text.first == UInt8(ascii: "_"), line.last == UInt8(ascii: ":") {
      let name = text.dropFirst().dropLast().filter { $0 != UInt8(ascii: "`") && $0 > 0x20 }
      return Array("<a name=\"".utf8) + name + Array("\"></a>".utf8)
    }
    if text.range(ofBytes: Array("::".utf8)) == nil, text.range(ofBytes: Array("--".utf8)) == nil {
      return Array("<!-- ".utf8) + text + Array(" -->".utf8)
    }
    return line
  }

  /// Whether a line announces an indented block of code, and the column of the line.
  private static func codeIndent(_ lines: [[UInt8]], _ index: Int) -> (
    indent: Int, language: ArraySlice<UInt8>
  )? {
    let line = lines[index]
    let indent = line.prefix { $0 == 0x20 }.count
    let text = line.dropFirst(indent)
    if text.starts(with: ".. ".utf8) {
      for directive in codeDirectives where text.dropFirst(3).starts(with: directive) {
        return (indent, text.dropFirst(3 + directive.count).drop { $0 == 0x20 })
      }
      return nil
    }
    // `like this::` ends a paragraph before a block of code.
    guard line.count > 2, line.suffix(2).elementsEqual("::".utf8), index + 1 < lines.count,
      lines[index + 1].isEmpty
    else {
      return nil
    }
    return (indent, [])
  }

  /// Puts an indented block between fences, on the blank lines around it; returns the next line to read.
  private static func fence(
    _ lines: inout [[UInt8]], _ index: Int, _ indent: Int, language: ArraySlice<UInt8>
  ) -> Int {
    var end = index + 1
    var last = index
    while end < lines.count {
      let own = lines[end].prefix { $0 == 0x20 || $0 == 0x09 }.count
      if own < lines[end].count {
        guard own > indent else { break }
        last = end
      }
      end += 1
    }
    let isDirective = lines[index].dropFirst(indent).starts(with: ".. ".utf8)
    guard last > index, last + 1 < end, isDirective || last > index + 1 else { return index + 1 }
    let margin = [UInt8](repeating: 0x20, count: indent)
    let isBlankBelow = !lines[index + 1].contains { $0 > 0x20 }
    let opening = isBlankBelow ? index + 1 : index
    if isDirective { lines[index] = [] }
    lines[opening] = margin + Array("```".utf8) + language.filter { $0 > 0x20 && $0 != UInt8(ascii: "`") }
    lines[last + 1] = margin + Array("```".utf8)
    return last + 2
  }
}
