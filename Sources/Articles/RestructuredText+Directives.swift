import CasebookText

/// Directives, anchors, footnotes and comments: all that begins with two dots.
extension RestructuredText {
  private static let sectionDirectives = ["only", "ifconfig", "container"]
  /// A longer argument is a sentence, not a value.
  private static let leastProse = 4

  mutating func readMarkup(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int {
    let line = lines[index]
    let rest = line.text.dropFirst(2).drop { $0 == 0x20 }
    // Two dots alone end what is above.
    if rest.isEmpty, index + 1 == lines.endIndex || lines[index + 1].isBlank { return index + 1 }
    let end = lines.endOfBlock(from: index + 1)
    if let directive = RestructuredDirective(lines, index, end: end) {
      read(directive)
      output.separate()
      return end
    }
    if rest.first == UInt8(ascii: "_") { return readTarget(lines, index) ?? end }
    if rest.first == UInt8(ascii: "["), let close = rest.prefix(80).firstIndex(of: UInt8(ascii: "]")) {
      // A footnote.
      let text = RestructuredLine(line.number, part: rest[(close + 1)...])
      output.add(inline(rest[...close]) + [0x20] + inline(text.text), at: line.number)
      readInside(lines[(index + 1)..<end].outdented)
      output.separate()
    }
    return end
  }

  /// `.. _name:` is an anchor of what follows; with an address it is only looked up.
  private mutating func readTarget(_ lines: ArraySlice<RestructuredLine>, _ index: Int) -> Int? {
    guard let (name, address) = RestructuredTargets.parts(lines[index].text) else { return nil }
    guard address.isEmpty else { return lines.endOfBlock(from: index + 1) }
    var end = index + 1
    // The address may be on the lines directly below.
    while end < lines.endIndex, lines[end].indent > 0 { end += 1 }
    let anchor = name.filter { $0 > 0x20 && !"\"<>".utf8.contains($0) }
    if end == index + 1, !anchor.isEmpty {
      output.add(
        Array("<a name=\"".utf8) + anchor + Array("\"></a>".utf8), at: lines[index].number, isText: false)
    }
    return end
  }

  // MARK: Directives

  private mutating func read(_ directive: RestructuredDirective) {
    let name = directive.name
    if name.elementsEqual("include".utf8), !directive.title.isEmpty {
      // Else a file that only includes another would be empty.
      output.add(directive.title, at: directive.number)
      return
    }
    if RestructuredWords.isHidden(directive: name) { return }
    if RestructuredWords.isCode(directive: name) { return readCode(directive) }
    if readTable(directive) { return }
    if let alert = Self.alert(of: name) {
      return addAlert(alert, title: [], directive.text, at: directive.number)
    }
    if RestructuredWords.isBox(directive: name) { return readBox(directive) }
    let title = inline(directive.title)
    if name.elementsEqual("rubric".utf8) {
      addBold(title, at: directive.number)
    } else if RestructuredWords.isObject(directive: name) {
      return readObject(directive)
    } else if RestructuredWords.isTab(directive: name) {
      addEmphasis(title, at: directive.number)
    } else if title.split(separator: 0x20).count >= Self.leastProse {
      output.add(title, at: directive.number)
    }
    output.separate()
    let mayHaveTitles = Self.sectionDirectives.contains { $0.utf8.elementsEqual(name) }
    readInside(directive.body, mayHaveTitles: mayHaveTitles)
  }

  /// The alert of Markdown for a kind of advice.
  private static func alert(of name: [UInt8]) -> String? {
    switch String(decoding: name, as: UTF8.self) {
    case "note", "seealso", "todo": "NOTE"
    case "tip", "hint": "TIP"
    case "important": "IMPORTANT"
    case "attention", "warning": "WARNING"
    case "caution", "danger", "error": "CAUTION"
    default: nil
    }
  }

  /// Reads the text below the signature of a function, an option or the like.
  private mutating func readObject(_ directive: RestructuredDirective) {
    let signature = directive.argument
    if signature.count == 1, !signature[0].text.contains(0x20) {
      output.add(signature[0].text.codeSpan, at: directive.number)
    } else {
      // A signature is not a message, whatever its words.
      addCode(signature, language: directive.name.prefix { $0 != UInt8(ascii: ":") })
    }
    output.separate()
    let outer = describesObject
    describesObject = true
    readInside(directive.body)
    describesObject = outer
  }

  private mutating func readCode(_ directive: RestructuredDirective) {
    if directive.name.elementsEqual("parsed-literal".utf8) {
      return addCode(directive.text, language: [])
    }
    let isNamed = ["code", "code-block", "code-tab", "sourcecode", "prompt"].contains {
      directive.name.elementsEqual($0.utf8)
    }
    let language = isNamed ? Array(directive.title.prefix { $0 != 0x20 }) : directive.name
    // Some directives take their code as an argument.
    addCode(isNamed ? directive.body : directive.text, language: language)
  }

  /// Text with its title. A title that states an error folds the text away, as in Markdown.
  private mutating func readBox(_ directive: RestructuredDirective) {
    var (title, body) = (inline(directive.title), directive.body)
    if body.isEmpty, let first = directive.argument.first {
      title = inline(first.text)
      body = Array(directive.argument.dropFirst())[...].outdented
    }
    guard !title.isEmpty else {
      return readInside(body)
    }
    let plain = plainText(ofMarkdown: String(decoding: title, as: UTF8.self))
    let isError = SectionReader.isErrorTitle(plain)
    guard isError else { return readPlainBox(directive.name, title: title, body, at: directive.number) }
    guard output.isOutside, !isInBox else {
      addBold(title, at: directive.number)
      output.separate()
      return readInside(body)
    }
    isInBox = true
    output.add("<details>".utf8, at: directive.number)
    output.add(Self.summary(title), at: directive.number)
    output.separate()
    readInside(body)
    output.separate()
    output.add("</details>".utf8, at: body.last?.number ?? directive.number)
    isInBox = false
  }

  /// Reads a box whose title is not an error. Folded text belongs to the text around it.
  private mutating func readPlainBox(
    _ name: [UInt8], title: [UInt8], _ body: [RestructuredLine], at number: Int
  ) {
    let isAdvice = ["admonition", "sidebar", "topic"].contains { name.elementsEqual($0.utf8) }
    guard !isAdvice else { return addAlert("NOTE", title: title, body, at: number) }
    addEmphasis(title, at: number)
    output.separate()
    readInside(body)
  }

  /// A title between tags, in which a placeholder is not a tag.
  private static func summary(_ title: [UInt8]) -> [UInt8] {
    var bytes = Array("<summary>".utf8)
    for byte in title {
      switch byte {
      case UInt8(ascii: "<"):
        if bytes.last == UInt8(ascii: "\\") { bytes.removeLast() }
        bytes += "&lt;".utf8
      case UInt8(ascii: "*"): break
      default: bytes.append(byte)
      }
    }
    return bytes + Array("</summary>".utf8)
  }

  private mutating func addAlert(_ alert: String, title: [UInt8], _ body: [RestructuredLine], at number: Int)
  {
    guard !body.isEmpty || !title.isEmpty else { return }
    let outer = output.beginQuote()
    output.add("[!\(alert)]".utf8, at: number)
    output.separate()
    if !title.isEmpty { addBold(title, at: number) }
    output.separate()
    readInside(body)
    output.end(outer, at: body.last?.number ?? number)
  }

  private mutating func addBold(_ title: [UInt8], at number: Int) {
    let text = Self.withoutStars(title)
    if !text.isEmpty { output.add(Array("**".utf8) + text + Array("**".utf8), at: number) }
  }

  private mutating func addEmphasis(_ title: [UInt8], at number: Int) {
    let text = Self.withoutStars(title)
    if !text.isEmpty { output.add(Array("*".utf8) + text + Array("*".utf8), at: number) }
  }

  /// A text that can be put between stars.
  static func withoutStars(_ text: [UInt8]) -> [UInt8] {
    var title = Array(text.filter { $0 != UInt8(ascii: "*") }.trimmed)
    // It would escape the star.
    while title.last == UInt8(ascii: "\\") { title.removeLast() }
    return title
  }
}
