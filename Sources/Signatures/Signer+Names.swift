import CasebookKnowledge
import CasebookLogText
import CasebookText

/// An identifier and its items.
struct Name {
  var identifier: Identifier
  var items: Range<Int>
  /// The rule that found it; `nil` if it was recognised by its shape alone.
  var rule: String?
}

extension Identifier.IdentifierKind {
  static let exception = Identifier.IdentifierKind(rawValue: "exception")
  static let function = Identifier.IdentifierKind(rawValue: "function")
  static let symbol = Identifier.IdentifierKind(rawValue: "symbol")
  static let file = Identifier.IdentifierKind(rawValue: "file")
  static let resource = Identifier.IdentifierKind(rawValue: "resource")
  static let option = Identifier.IdentifierKind(rawValue: "option")
  static let packagePin = Identifier.IdentifierKind(rawValue: "package_pin")
}

extension Signer {
  /// All identifiers of a scanned message, from left to right: those found by rules, and those recognised by
  /// their shape.
  func names(in bytes: UnsafeBufferPointer<UInt8>, _ scan: SignatureScan) -> [Name] {
    let items = scan.items
    var reader = NameReader(bytes: bytes, items: items)
    var index = 0
    var next = 0
    while index < items.count, reader.names.count < 4 * Self.mostIdentifiers {
      while next < scan.found.count, scan.found[next].start <= index {
        add(scan.found[next], to: &reader)
        next += 1
      }
      if next > 0, scan.found[next - 1].end > index {
        reader.exceptionOnly(index)
        index += 1
      } else {
        let end = reader.read(index)
        // Do not lose a rule's match inside a dotted name.
        while next < scan.found.count, scan.found[next].start < end {
          add(scan.found[next], to: &reader)
          next += 1
        }
        index = end
      }
    }
    return reader.names
  }

  private func add(_ found: SignatureScan.Found, to reader: inout NameReader) {
    addOne(found, to: &reader)
    // The text matched by a placeholder may be an identifier itself: `code: CrashLoopBackOff`.
    guard found.capture > found.start, reader.items[found.capture].kind == .word,
      rules.values[rules.meanings[found.pattern].rule] == nil
    else { return }
    let known = reader.items.withUnsafeBufferPointer { rules.trie.match($0, reader.bytes, at: found.capture) }
    guard let known, known.end == found.capture + 1 else { return }
    addOne(
      SignatureScan.Found(
        pattern: known.pattern, start: found.capture, end: known.end, capture: known.capture), to: &reader)
  }

  private func addOne(_ found: SignatureScan.Found, to reader: inout NameReader) {
    let meaning = rules.meanings[found.pattern]
    let rule = rules.rules[meaning.rule]
    if rule.kind.isEmpty { return }
    let captured = found.capture >= 0 ? reader.text(found.capture) : ""
    let identifier = Identifier(
      Identifier.IdentifierKind(rawValue: rule.kind), rules.value(of: meaning, captured: captured))
    reader.names.append(Name(identifier: identifier, items: found.start..<found.end, rule: rule.name))
    for alias in rules.aliases[identifier] ?? [] {
      reader.names.append(Name(identifier: alias, items: found.start..<found.end, rule: rule.name))
    }
  }
}

/// Recognises names in code by their shape: classes, functions, dotted names, files, options, pinned
/// packages.
private struct NameReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let items: [ScanToken]
  var names: [Name] = []

  init(bytes: UnsafeBufferPointer<UInt8>, items: [ScanToken]) {
    self.bytes = bytes
    self.items = items
  }

  func text(_ index: Int) -> String {
    let item = items[index]
    let text = String(decoding: bytes[item.range], as: UTF8.self)
    return item.kind == .hexadecimal ? text.lowercased() : text
  }

  private mutating func add(_ kind: Identifier.IdentifierKind, _ value: String, _ range: Range<Int>) {
    names.append(Name(identifier: Identifier(kind, value), items: range))
  }

  private func isMark(_ index: Int, _ byte: Unicode.Scalar) -> Bool {
    index >= 0 && index < items.count && items[index].kind == .mark && items[index].count == 1
      && bytes[Int(items[index].start)] == UInt8(ascii: byte)
  }

  private func isGlued(_ index: Int) -> Bool {
    index > 0 && index < items.count && !items[index].flags.contains(.spaced)
  }

  /// Inside a rule's match, only an exception class is a name of its own.
  mutating func exceptionOnly(_ index: Int) {
    if items[index].kind == .word, items[index].count <= 128, ExceptionName.matches(text(index)) {
      add(.exception, text(index), index..<(index + 1))
    }
  }

  /// Reads the name that starts at `index`. Returns the index to continue from.
  mutating func read(_ index: Int) -> Int {
    switch items[index].kind {
    case .resource:
      add(.resource, text(index), index..<(index + 1))
      return index + 1
    case .option:
      add(.option, text(index), index..<(index + 1))
      return index + 1
    case .word where !items[index].flags.contains(.kept): return readDotted(index)
    default: return index + 1
    }
  }

  /// The items of `a.b.c` or `a::b`.
  private mutating func readDotted(_ first: Int) -> Int {
    if let end = readPin(first) { return end }
    var parts = [first]
    var next = first + 1
    while parts.count < 24 {
      let joint =
        isMark(next, ".") ? 1 : isMark(next, ":") && isMark(next + 1, ":") && isGlued(next + 1) ? 2 : 0
      guard joint > 0, isGlued(next), isGlued(next + joint), items[next + joint].kind == .word else { break }
      parts.append(next + joint)
      next += joint + 1
    }
    judge(parts, end: next)
    return next
  }

  private mutating func judge(_ parts: [Int], end: Int) {
    guard let first = parts.first, let last = parts.last, items[last].count <= 128 else { return }
    let range = first..<end
    let name = text(last)
    if ExceptionName.matches(name) { return add(.exception, name, range) }
    let isCall = isMark(end, "(") && isGlued(end)
    let isCode = isCodeName(last)
    if isCall, isCode || parts.count > 1 || hasPlainArguments(end) {
      if name.utf8.count >= 2 { add(.function, name, range) }
    }
    if parts.count == 1 {
      if isCode { add(.symbol, name, range) }
      return
    }
    let whole = parts.map(text).joined(separator: ".")
    if parts.count == 2, Self.extensions.contains(name) { return add(.file, whole, range) }
    let isLong = parts.count >= 3 && parts.contains { items[$0].count >= 3 }
    if isLong || isCode || isCall || isCodeName(first) { add(.symbol, whole, range) }
    if isCode { add(.symbol, name, range) }
  }

  /// Whether it is `snake_case` or `camelCase`, not a plain word.
  private func isCodeName(_ index: Int) -> Bool {
    let item = items[index]
    guard item.kind == .word, item.count >= 4, !item.flags.contains(.wide), item.count <= 128 else {
      return false
    }
    if item.flags.contains(.hump) { return !isGenerated(item) }
    guard item.flags.contains(.underscore) else { return false }
    // A letter, then `_`, then a letter, somewhere.
    for position in (item.range.lowerBound + 1)..<(item.range.upperBound - 1) where bytes[position] == 95 {
      if bytes[position - 1].isLetter, bytes[position + 1].isLetter { return !isGenerated(item) }
    }
    return item.range.count > 4 && bytes[item.range.lowerBound] == 95
      && bytes[item.range.upperBound - 1] == 95
  }

  /// Whether the name was generated, judged by its number of digits.
  private func isGenerated(_ item: ScanToken) -> Bool {
    guard item.flags.contains(.digit) else { return false }
    var digits = 0
    for byte in bytes[item.range] where byte.isDigit { digits += 1 }
    return digits > 3
  }

  /// `()`, `(name)`, `(name, name)`: a call, unlike the remark in `error(s)`.
  private func hasPlainArguments(_ open: Int) -> Bool {
    if isMark(open + 1, ")"), isGlued(open + 1) { return true }
    guard open + 2 < items.count, isGlued(open + 1), items[open + 1].kind == .word, isCodeName(open + 1)
    else { return false }
    return isMark(open + 2, ")") || isMark(open + 2, ",")
  }

  /// `name==1.2.1`, `some-name[extra]==1.2`.
  private mutating func readPin(_ first: Int) -> Int? {
    var next = first + 1
    var limit = 12
    while limit > 0, isGlued(next), isMark(next, "-") || isMark(next, "."), isGlued(next + 1),
      items[next + 1].kind == .word
    {
      next += 2
      limit -= 1
    }
    let nameEnd = next
    if isMark(next, "["), isGlued(next), next + 2 < items.count, isMark(next + 2, "]") { next += 3 }
    guard next < items.count, items[next].kind == .mark,
      let version = items.withUnsafeBufferPointer({ Signer.pinnedVersion($0, bytes, at: next) })
    else { return nil }
    let name = String(
      decoding: bytes[items[first].range.lowerBound..<items[nameEnd - 1].range.upperBound], as: UTF8.self)
    add(.packagePin, name.lowercased() + "==" + text(version), first..<(version + 1))
    return version + 1
  }

  private static let extensions = Set(Vocabulary.words("names", "file-extension"))
}
