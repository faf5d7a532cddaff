import CasebookText

/// A directive: `.. name:: argument`, its options, and the block below them.
struct RestructuredDirective {
  let name: [UInt8]
  /// The text after the name, and the lines directly below it.
  private(set) var argument: [RestructuredLine]
  private(set) var options: [[UInt8]: [RestructuredLine]] = [:]
  /// The block below.
  private(set) var body: [RestructuredLine]
  let number: Int

  /// Reads the directive at a line, whose block ends before `end`; `nil` if the line is not a directive.
  init?(_ lines: ArraySlice<RestructuredLine>, _ index: Int, end: Int) {
    let line = lines[index]
    guard let name = Self.name(line.text) else { return nil }
    self.name = Array(name).folded
    number = line.number
    argument = [RestructuredLine(number, part: line.text[(name.endIndex + 2)...].trimmed)]
    if argument[0].isBlank { argument = [] }
    let block = lines[(index + 1)..<end]
    let isDirect = block.first.map { !$0.isBlank } ?? false
    body = block.outdented
    // Code that begins directly below its directive is not an argument.
    if isDirect { readHead(keepsBody: RestructuredWords.isCode(directive: self.name)) }
  }

  /// The name of a directive; `nil` if the line is none.
  static func name(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = line.dropFirst(3).drop { $0 == 0x20 }
    guard line.starts(with: ".. ".utf8), rest.first?.isLetter == true else { return nil }
    let run = rest.prefix(80).prefix { $0.isLetterOrDigit || "-_.+:".utf8.contains($0) }
    guard let end = run.range(ofBytes: [0x3A, 0x3A])?.lowerBound, end > run.startIndex else { return nil }
    // A blank separates the colons from the text after them.
    guard end + 2 == rest.endIndex || rest[end + 2] == 0x20 else { return nil }
    return run[..<end]
  }

  /// Moves the options, and the lines above them that continue the argument, out of the body.
  private mutating func readHead(keepsBody: Bool) {
    let head = body.firstIndex { $0.isBlank } ?? body.count
    let firstOption = body[..<head].firstIndex { RestructuredField($0) != nil }
    var index = keepsBody ? 0 : firstOption ?? head
    argument += body[..<index]
    var name: [UInt8]?
    while index < head {
      if let field = RestructuredField(body[index]) {
        name = Array(field.name).folded
        let line = RestructuredLine(body[index].number, part: field.rest)
        options[Array(field.name).folded] = line.isBlank ? [] : [line]
      } else if let name, body[index].indent > 0 {
        options[name, default: []].append(body[index])
      } else {
        break
      }
      index += 1
    }
    body = body[index...].outdented
  }

  /// The argument on one line.
  var title: [UInt8] { Array(argument.map(\.text).joined(separator: [0x20])) }

  /// The argument and the body of a directive whose text may begin beside its name.
  var text: [RestructuredLine] {
    if argument.isEmpty { return body }
    let gap = RestructuredLine(argument[argument.count - 1].number, part: [])
    return argument + (body.isEmpty ? [] : [gap] + body)
  }

  func option(_ name: StaticString) -> [UInt8] {
    let key = name.withUTF8Buffer { Array($0) }
    return Array((options[key] ?? []).map(\.text).joined(separator: [0x20]))
  }
}

/// The names of directives and roles, by what becomes of them.
enum RestructuredWords {
  private static let codeRoles = WordList("names", "restructured", kind: "code-role")
  private static let textRoles = WordList("names", "restructured", kind: "text-role")
  private static let code = WordList("names", "restructured", kind: "code-directive")
  private static let hidden = WordList("names", "restructured", kind: "hidden-directive")
  private static let objects = WordList("names", "restructured", kind: "object-directive")
  private static let boxes = WordList("names", "restructured", kind: "box-directive")
  private static let tabs = WordList("names", "restructured", kind: "tab-directive")

  /// Whether what a role marks is code. In a domain such as `py:` it is, unless it only refers to a text.
  static func isCode(role: ArraySlice<UInt8>) -> Bool {
    let colon = role.lastIndex(of: UInt8(ascii: ":"))
    let name = Array(role[(colon.map { $0 + 1 } ?? role.startIndex)...]).folded
    return codeRoles.contains(name) || (colon != nil && !textRoles.contains(name))
  }

  static func isCode(directive name: [UInt8]) -> Bool { code.contains(name) }

  /// Whether a directive shows nothing, or what other files hold.
  static func isHidden(directive name: [UInt8]) -> Bool { hidden.contains(name) }

  /// Whether a directive describes a name of a program. Those of a domain do.
  static func isObject(directive name: [UInt8]) -> Bool {
    objects.contains(name) || name.contains(UInt8(ascii: ":"))
  }

  /// Whether a directive is a box with a title.
  static func isBox(directive name: [UInt8]) -> Bool { boxes.contains(name) }

  /// Whether a directive is one of several tabs or cards, with its label.
  static func isTab(directive name: [UInt8]) -> Bool { tabs.contains(name) }
}
