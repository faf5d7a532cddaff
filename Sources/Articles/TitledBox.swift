import CasebookText

/// The opening of a box with a title, in which documentation systems fold an answer away:
///
///     <Accordion title="Copies fail">    {{< details "Copies fail" >}}    {% accordion title="Copies fail" %}
///     ??? failure "Copies fail"          ::: details Copies fail          .. dropdown:: Copies fail
///     <dt>Copies fail</dt>
struct TitledBox {
  /// The title as Markdown.
  let title: String
  /// How many lines the opening has.
  let lines: Int
  /// The text behind the title, where the opening has some.
  private(set) var rest: [UInt8] = []
  /// Whether it is a term in HTML, with its description.
  private(set) var isDefinition = false
  /// How its last line is recognised.
  private let end: BoxEnd

  private enum BoxEnd {
    /// By one of these marks, unless the first mark opened another box inside.
    case mark([[UInt8]], opening: [UInt8])
    /// By a line of one character alone, at least as often as in the opening.
    case run(UInt8, Int)
    /// By a line that is indented no further than the opening.
    case outdent
    /// Before a line that opens with one of these marks.
    case before([[UInt8]])
  }

  /// The most lines and bytes of an opening.
  private static let limit = (lines: 12, bytes: 1_000)
  private static let directives = ["admonition", "collapse", "details", "dropdown"].map { Array($0.utf8) }
  private static let attributes = ["title", "summary", "question", "label", "header", "heading"].map {
    Array($0.utf8)
  }

  /// Reads the opening at a line; `nil` if there is none, or none with the title of an error.
  init?(_ source: [ArraySlice<UInt8>], at index: Int) {
    let line = source[index].trimmed
    guard line.count < Self.limit.bytes, let first = line.first else { return nil }
    var found: (title: [UInt8], isMarkdown: Bool, lines: Int, end: BoxEnd)?
    switch first {
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      found = Self.quoted(line, after: first).map { ($0, true, 1, .outdent) }
    case UInt8(ascii: "."):
      found = Self.directive(line.dropFirst(), ending: "::").map { ($0, true, 1, .outdent) }
    case UInt8(ascii: ":"), UInt8(ascii: "`"), UInt8(ascii: "~"):
      let run = line.prefix { $0 == first }.count
      guard run >= 3 else { return nil }
      found = Self.fenced(line.dropFirst(run), isColons: first == UInt8(ascii: ":"))
        .map { ($0, true, 1, .run(first, run)) }
    case UInt8(ascii: "{"):
      found = Self.shortcode(line).map { ($0.title, false, 1, .mark($0.end, opening: $0.opening)) }
    case UInt8(ascii: "<") where HTMLDefinition.isTerm(line):
      guard let read = HTMLDefinition.read(line) else { return nil }
      isDefinition = true
      rest = Array(HTMLDefinition.withoutTags(line[read.end...]))
      found = (read.term, false, 1, .before(HTMLDefinition.ends))
    case UInt8(ascii: "<"):
      found = Self.component(source, index).map {
        ($0.title, false, $0.lines, .mark([Array("</".utf8) + $0.name], opening: [first] + $0.name))
      }
    default: return nil
    }
    guard let found else { return nil }
    let plain = String(decoding: found.title, as: UTF8.self).trimmed
    // The terms of a list are its items, whatever some of them say.
    guard SectionReader.isErrorTitle(plain) || (isDefinition && !plain.isEmpty) else { return nil }
    title = String(decoding: Self.escaped(plain, isMarkdown: found.isMarkdown), as: UTF8.self)
    (lines, end) = (found.lines, found.end)
  }

  /// The first line after the box's text, and whether it only ends the box; `nil` if the box never ends, or holds a heading or
  /// another such box.
  func end(in source: [ArraySlice<UInt8>], from index: Int) -> (line: Int, isMark: Bool)? {
    let margin = Self.margin(of: source[index])
    var fence: (byte: UInt8, count: Int)?
    var depth = 0
    for number in source.indices.dropFirst(index + lines) {
      let indent = Self.margin(of: source[number])
      let content = source[number].dropFirst(indent)
      guard let first = content.first(where: { $0 > 0x20 }) else { continue }
      if case .outdent = end, indent <= margin { return (number, false) }
      if case .before(let marks) = end, marks.contains(where: { content.starts(with: $0) }) {
        return (number, false)
      }
      let run = content.prefix { $0 == first }.count
      if let open = fence {
        if first == open.byte, run >= open.count, content.dropFirst(run).allSatisfy({ $0 <= 0x20 }) {
          fence = nil
        }
        continue
      }
      switch end {
      case .mark(let marks, let opening):
        if content.starts(with: opening) { depth += 1 }
        if let mark = marks.first(where: { content.range(ofBytes: $0) != nil }) {
          if depth == 0 { return content.starts(with: mark) ? (number, true) : (number + 1, false) }
          depth -= 1
        } else if depth > 0, content.starts(with: opening), content.trimmed.suffix(2).elementsEqual("/>".utf8)
        {
          depth -= 1
        }
      case .run(let byte, let count) where first == byte && run >= count:
        if content.dropFirst(run).contains(where: { $0 > 0x20 }) {
          if TitledBox(source, at: number) != nil { return nil }
          depth += 1
        } else if depth == 0 {
          return (number, true)
        } else {
          depth -= 1
        }
        continue
      default: break
      }
      if run >= 3, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
        fence = (first, run)
      } else if first == UInt8(ascii: "#") || content.starts(with: "<details".utf8)
        || TitledBox(source, at: number) != nil
      {
        return nil
      }
    }
    if case .outdent = end { return (source.count, false) }
    return nil
  }

  private static func margin(of line: ArraySlice<UInt8>) -> Int {
    line.prefix { $0 == 0x20 || $0 == 0x09 }.count
  }

  // MARK: Openings

  /// `??? failure "Title"`
  private static func quoted(_ line: ArraySlice<UInt8>, after mark: UInt8) -> [UInt8]? {
    guard line.prefix(3).allSatisfy({ $0 == mark }), line.last == UInt8(ascii: "\""),
      let open = line.firstIndex(of: UInt8(ascii: "\"")), open < line.endIndex - 1
    else { return nil }
    return Array(line[(open + 1)..<(line.endIndex - 1)])
  }

  /// `. dropdown:: Title`, `{dropdown} Title`
  private static func directive(_ line: ArraySlice<UInt8>, ending mark: StaticString) -> [UInt8]? {
    let rest = line.drop { ".{ ".utf8.contains($0) }
    let name = rest.prefix { $0.isLetter }
    let end = mark.withUTF8Buffer { Array($0) }
    guard directives.contains(Array(name)), rest[name.endIndex...].starts(with: end) else { return nil }
    return Array(rest[(name.endIndex + end.count)...])
  }

  /// `::: details Title`, `:::warning[Title]` and `` ```{dropdown} Title ``, without the marks.
  private static func fenced(_ rest: ArraySlice<UInt8>, isColons: Bool) -> [UInt8]? {
    let rest = rest.drop { $0 == 0x20 }
    if rest.first == UInt8(ascii: "{") { return directive(rest, ending: "}") }
    let name = rest.prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
    let next = rest[name.endIndex...]
    guard isColons, !name.isEmpty else { return nil }
    if next.first == UInt8(ascii: "["), next.last == UInt8(ascii: "]") {
      return Array(next.dropFirst().dropLast())
    }
    return next.first == 0x20 ? Array(next) : nil
  }

  /// `{{< details title="Title" >}}`, `{{% expand "Title" %}}`, `{% accordion title="Title" %}`
  private static func shortcode(
    _ line: ArraySlice<UInt8>
  ) -> (title: [UInt8], end: [[UInt8]], opening: [UInt8])? {
    let isLiquid = line.starts(with: "{%".utf8)
    guard isLiquid || line.starts(with: "{{<".utf8) || line.starts(with: "{{%".utf8) else { return nil }
    let open = line.prefix(isLiquid ? 2 : 3)
    let inside = line.dropFirst(open.count).drop { $0 == 0x20 || $0 == UInt8(ascii: "-") }
    let name = inside.prefix { $0.isLetterOrDigit || "-_/".utf8.contains($0) }
    let rest = inside[name.endIndex...].drop { $0 == 0x20 }
    guard !name.isEmpty, name.first != UInt8(ascii: "/"), line.last == UInt8(ascii: "}") else { return nil }
    let isPositional = rest.first == UInt8(ascii: "\"")
    guard let title = isPositional ? value(rest) : attribute(in: inside[name.endIndex...]) else { return nil }
    let marks = isLiquid ? ["{% end", "{% /", "{%- end"] : ["{{< /", "{{% /", "{{</", "{{%/"]
    return (title, marks.map { Array($0.utf8) + name }, Array(line[..<name.endIndex]))
  }

  /// `<Accordion title="Title" icon="bug">`, on one line or on several.
  private static func component(
    _ source: [ArraySlice<UInt8>], _ index: Int
  ) -> (title: [UInt8], lines: Int, name: [UInt8])? {
    let name = source[index].trimmed.dropFirst().prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: ".") }
    guard name.first?.isUpper == true, name.contains(where: \.isLower) else { return nil }
    var tag: [UInt8] = []
    var quote: UInt8?
    var count = 0
    while quote != nil || tag.last != UInt8(ascii: ">") {
      guard index + count < source.count, count < limit.lines, tag.count < limit.bytes else { return nil }
      if count > 0 { tag.append(0x20) }
      for byte in source[index + count].trimmed {
        if let open = quote {
          if byte == open { quote = nil }
        } else if "\"'`".utf8.contains(byte) {
          quote = byte
        } else if !tag.isEmpty, byte == UInt8(ascii: "<") || tag.last == UInt8(ascii: ">") {
          // Another tag, or text behind this one.
          return nil
        }
        tag.append(byte)
      }
      count += 1
    }
    // What links elsewhere holds no answer.
    guard tag.dropLast().last != UInt8(ascii: "/"), tag[...].range(ofBytes: Array(" href=".utf8)) == nil,
      let title = attribute(in: tag.dropFirst(1 + name.count))
    else { return nil }
    return (title, count, Array(name))
  }

  /// The value of the first attribute that holds a title.
  private static func attribute(in text: ArraySlice<UInt8>) -> [UInt8]? {
    for name in attributes {
      guard let range = text.range(ofBytes: [0x20] + name + [UInt8(ascii: "=")]) else { continue }
      return value(text[range.upperBound...])
    }
    return nil
  }

  /// A value in quotation marks, with the braces of an expression around it or not.
  private static func value(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let text = text.first == UInt8(ascii: "{") ? text.dropFirst() : text
    guard let quote = text.first, "\"'`".utf8.contains(quote) else { return nil }
    return text.dropFirst().firstIndex(of: quote).map { Array(text[(text.startIndex + 1)..<$0]) }
  }

  /// The title as Markdown that can be put between stars.
  private static func escaped(_ title: String, isMarkdown: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    var isCode = false
    for byte in title.utf8 {
      if byte == UInt8(ascii: "*") { continue }
      if byte == UInt8(ascii: "`") { isCode.toggle() }
      if !isMarkdown, !isCode, "\\_<[]".utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    // It would escape the star.
    if isMarkdown { while bytes.last == UInt8(ascii: "\\") { bytes.removeLast() } }
    return bytes
  }
}
