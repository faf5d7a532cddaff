import CasebookKnowledge
import CasebookText

/// The inline markup of a paragraph as Markdown: roles, references and literals.
struct RestructuredInline {
  private let text: ArraySlice<UInt8>
  private let targets: RestructuredTargets
  private var index: Int
  private var output: [UInt8] = []
  /// Whether the rest of the text ends no literal.
  private var hasNoLiteral = false

  static func markdown(_ text: ArraySlice<UInt8>, _ targets: RestructuredTargets) -> [UInt8] {
    var inline = RestructuredInline(text, targets)
    inline.read()
    return inline.output
  }

  private init(_ text: ArraySlice<UInt8>, _ targets: RestructuredTargets) {
    self.text = text
    self.targets = targets
    index = text.startIndex
    output.reserveCapacity(text.count + 16)
  }

  private mutating func read() {
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\\"): readEscape()
      case UInt8(ascii: "`"): readBackticks()
      case UInt8(ascii: ":") where !follows(\.isLetterOrDigit): if !readRole() { keep(1) }
      case UInt8(ascii: "["): readFootnote()
      case UInt8(ascii: "<"):
        if opensTag { output.append(UInt8(ascii: "\\")) }
        keep(1)
      case UInt8(ascii: "_") where !follows(\.isWord):
        // An underscore opens a target, or is only a character.
        if byte(at: index + 1) == UInt8(ascii: "`") {
          index += 1
        } else {
          if byte(at: index + 1) > 0x20 { output.append(UInt8(ascii: "\\")) }
          keep(1)
        }
      case let byte where byte.isLetterOrDigit && !follows(\.isWord): readWord()
      default: keep(1)
      }
    }
  }

  private mutating func keep(_ count: Int) {
    output += text[index..<(index + count)]
    index += count
  }

  private func byte(at index: Int) -> UInt8 { index < text.endIndex ? text[index] : 0 }

  /// Whether the byte before is of a kind.
  private func follows(_ isKind: (UInt8) -> Bool) -> Bool {
    index > text.startIndex && isKind(text[index - 1])
  }

  /// Whether Markdown would take what follows for a tag. An address is a link in both.
  private var opensTag: Bool {
    let next = byte(at: index + 1)
    return (next.isLetter || "/!?".utf8.contains(next)) && !text[(index + 1)...].starts(with: "http".utf8)
  }

  /// A backslash keeps a character from being markup; before a blank it only ends a word.
  private mutating func readEscape() {
    let next = byte(at: index + 1)
    if next > 0x20, next < 0x7F, !next.isLetterOrDigit { return keep(2) }
    index += next == 0x20 || next == 0x0A ? 2 : 1
  }

  // MARK: Literals and references

  private mutating func readBackticks() {
    let run = text[index...].prefix { $0 == UInt8(ascii: "`") }.count
    guard run == 1 else { return readLiteral(run) }
    guard let inside = interpreted(from: index + 1) else { return keep(1) }
    index = inside.endIndex + 1
    if byte(at: index) == UInt8(ascii: "_") {
      index += byte(at: index + 1) == UInt8(ascii: "_") ? 2 : 1
      addLink(inside)
    } else if let role = role(from: index) {
      index = role.endIndex + 1
      add(inside, role: role)
    } else {
      addCode(inside)
    }
  }

  private mutating func readLiteral(_ run: Int) {
    guard !hasNoLiteral, run < 4, let end = text[(index + 2)...].range(ofBytes: [0x60, 0x60]) else {
      hasNoLiteral = hasNoLiteral || run < 4
      for _ in 0..<run { output += [UInt8(ascii: "\\"), 0x60] }
      index += run
      return
    }
    // A literal may end in a backtick of its own.
    var last = end.lowerBound
    while byte(at: last + 2) == 0x60 { last += 1 }
    let inside = text[(index + 2)..<last]
    index = last + 2
    addCode(inside)
  }

  /// The text up to the next backtick; `nil` if that does not end anything.
  private func interpreted(from start: Int) -> ArraySlice<UInt8>? {
    guard start < text.endIndex, text[start] > 0x20,
      let end = text[start...].firstIndex(of: UInt8(ascii: "`")), end > start, text[end - 1] > 0x20
    else { return nil }
    return text[start..<end]
  }

  /// The name of a role between two colons.
  private func role(from start: Int) -> ArraySlice<UInt8>? {
    guard byte(at: start) == UInt8(ascii: ":"), byte(at: start + 1).isLetter else { return nil }
    let name = text[(start + 1)...].prefix(60).prefix { $0.isLetterOrDigit || "-_.+:".utf8.contains($0) }
    guard let end = name.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    return text[(start + 1)..<end]
  }

  /// `` :func:`name` ``
  private mutating func readRole() -> Bool {
    guard let role = role(from: index), byte(at: role.endIndex + 1) == UInt8(ascii: "`"),
      let inside = interpreted(from: role.endIndex + 2)
    else { return false }
    index = inside.endIndex + 1
    add(inside, role: role)
    return true
  }

  /// `[1]_` without the mark of the reference.
  private mutating func readFootnote() {
    let label = text[(index + 1)...].prefix(60).prefix { $0.isLetterOrDigit || "#*-_.".utf8.contains($0) }
    guard !label.isEmpty, byte(at: label.endIndex) == UInt8(ascii: "]"),
      byte(at: label.endIndex + 1) == UInt8(ascii: "_"), !byte(at: label.endIndex + 2).isWord
    else { return keep(1) }
    keep(label.count + 2)
    index += 1
  }

  /// A word, or one that refers to a target of the text: `manual_`.
  private mutating func readWord() {
    let word = text[index...].prefix { $0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    let end = word.lastIndex { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") } ?? word.startIndex
    if word[end] == UInt8(ascii: "_"), let address = targets[word[..<end]] {
      addLink(word[..<end], to: address)
      index = end + 1
    } else {
      keep(word.count)
    }
  }

  // MARK: Markdown

  private mutating func add(_ inside: ArraySlice<UInt8>, role: ArraySlice<UInt8>) {
    let titled = Self.titled(inside)
    var title = titled?.title ?? inside
    guard RestructuredWords.isCode(role: role) else {
      if title.first == UInt8(ascii: "!") || title.first == UInt8(ascii: "~") { title = title.dropFirst() }
      return addText(title)
    }
    if titled == nil, title.first == UInt8(ascii: "~") {
      // Only the last part of the name shows.
      let dot = title.dropLast().lastIndex(of: UInt8(ascii: ".")) ?? title.startIndex
      title = title[(dot + 1)...]
    } else if title.first == UInt8(ascii: "!") {
      title = title.dropFirst()
    }
    addCode(title)
  }

  /// `title <target>` in its two parts.
  private static func titled(
    _ inside: ArraySlice<UInt8>
  ) -> (title: ArraySlice<UInt8>, target: ArraySlice<UInt8>)? {
    guard inside.last == UInt8(ascii: ">"), let open = inside.lastIndex(of: UInt8(ascii: "<")) else {
      return nil
    }
    let title = inside[..<open].trimmed
    let target = inside[(open + 1)...].dropLast()
    return title.isEmpty ? (target, target) : (title, target)
  }

  private mutating func addLink(_ inside: ArraySlice<UInt8>) {
    guard let (title, target) = Self.titled(inside) else {
      return targets[inside].map { addLink(inside, to: $0) } ?? addText(inside)
    }
    // `title <name_>` names a target of the text.
    let address = target.last == UInt8(ascii: "_") ? targets[target.dropLast()] : Array(target)
    address.map { addLink(title, to: $0) } ?? addText(title)
  }

  private mutating func addLink(_ title: ArraySlice<UInt8>, to address: [UInt8]) {
    let address = address.filter { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    let isPlain = !address.contains { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
    output.append(UInt8(ascii: "["))
    addText(title)
    output += isPlain ? Array("](".utf8) : Array("](<".utf8)
    output += address
    output += isPlain ? Array(")".utf8) : Array(">)".utf8)
  }

  /// Text without markup, on one line.
  private mutating func addText(_ text: ArraySlice<UInt8>) {
    for byte in text {
      if "[]<*`".utf8.contains(byte), output.last != UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
      output.append(byte == 0x0A ? 0x20 : byte)
    }
  }

  /// Code on one line.
  private mutating func addCode(_ text: ArraySlice<UInt8>) {
    guard text.contains(where: { $0 > 0x20 }) else { return }
    output += text.codeSpan
  }
}

extension ArraySlice<UInt8> {
  /// The text as Markdown code, on one line.
  var codeSpan: [UInt8] {
    let mark = Array(codeFence(around: String(decoding: self, as: UTF8.self), least: 1).utf8)
    let isPadded = first == 0x60 || last == 0x60
    let blank: [UInt8] = isPadded ? [0x20] : []
    return mark + blank + map { $0 == 0x0A ? 0x20 : $0 } + blank + mark
  }
}

/// The addresses that a text names: `.. _manual: https://example.org`.
struct RestructuredTargets {
  private var addresses: [[UInt8]: [UInt8]] = [:]
  private static let longestName = 200
  private static let longestAddress = 2000

  init(_ lines: [RestructuredLine]) {
    for line in lines where line.text.starts(with: ".. _".utf8) {
      guard let (name, address) = Self.parts(line.text), !address.isEmpty,
        address.count <= Self.longestAddress
      else { continue }
      addresses[Self.key(name)] = Array(address)
    }
  }

  subscript(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    addresses.isEmpty || name.count > Self.longestName ? nil : addresses[Self.key(name)]
  }

  /// The name and the address of `.. _name: address`; the address of an anchor is empty.
  static func parts(_ line: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, address: ArraySlice<UInt8>)? {
    let rest = line.dropFirst(4)
    let quoted = rest.first == UInt8(ascii: "`") ? rest.dropFirst().firstIndex(of: UInt8(ascii: "`")) : nil
    var colon = quoted ?? rest.startIndex
    while colon < rest.endIndex {
      if rest[colon] == UInt8(ascii: ":"), colon + 1 == rest.endIndex || rest[colon + 1] == 0x20 { break }
      colon += rest[colon] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard colon < rest.endIndex, colon - rest.startIndex <= longestName else { return nil }
    return (rest[..<colon].filter { $0 != UInt8(ascii: "`") }[...], rest[(colon + 1)...].trimmed)
  }

  /// A name as it is compared: in any case, with any white space.
  private static func key(_ name: ArraySlice<UInt8>) -> [UInt8] {
    Array(name.split { $0 <= 0x20 }.joined(separator: [0x20])).folded
  }
}
