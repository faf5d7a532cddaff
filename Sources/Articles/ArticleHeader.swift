import CasebookKnowledge
import CasebookText

/// The metadata of an article: YAML front matter, or the `<properties …/>` tag used until 2016.
struct ArticleHeader {
  /// The scalars, nested keys joined by `.`, list elements by `, `.
  var fields: [String: String] = [:]
  /// The first line of the text, from 1.
  var bodyLine = 1
  var warnings: [Article.Warning] = []
  /// Whether the front matter is TOML, between lines of `+++`.
  private var isTOML = false

  /// Creates a header from fields that were read elsewhere.
  init(fields: [String: String]) { self.fields = fields }

  init(of source: SourceText) throws(ArticleError) {
    guard let lines = find(source) else { return }
    if isTOML { readTOML(source, lines) } else { try readYAML(source, lines) }
  }

  /// The first line of the text, found without parsing the header above it.
  static func bodyLine(of source: SourceText) -> Int {
    var header = ArticleHeader(fields: [:])
    _ = header.find(source)
    return header.bodyLine
  }

  /// Finds the end of the header and its YAML lines. Parses properties at once.
  private mutating func find(_ source: SourceText) -> ClosedRange<Int>? {
    var first = 1
    while first <= source.lineCount, source.isBlank(first) { first += 1 }
    guard first <= source.lineCount else { return nil }
    if Self.isRule(source, first) { return findYAML(source, opening: first) }
    if Self.isTOMLRule(source, first) { return findTOML(source, opening: first) }
    if source.bytes[source.line(first)].prefix(11).folded == Array("<properties".utf8) {
      readProperties(source, from: first)
    }
    return nil
  }

  // MARK: YAML

  /// Longer front matter is read line by line, because the YAML parser takes many times its size.
  private static let maxYAMLBytes = 1 << 18
  private static let maxFields = 1_000

  /// `---` alone on its line.
  private static func isRule(_ source: SourceText, _ number: Int) -> Bool {
    let line = source.bytes[source.line(number)]
    return line.starts(with: [0x2D, 0x2D, 0x2D]) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static func isEnd(_ source: SourceText, _ number: Int) -> Bool {
    let line = source.bytes[source.line(number)]
    return isRule(source, number)
      || (line.starts(with: [0x2E, 0x2E, 0x2E]) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 })
  }

  private static func isTOMLRule(_ source: SourceText, _ number: Int) -> Bool {
    let line = source.bytes[source.line(number)]
    return line.starts(with: "+++".utf8) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private mutating func findTOML(_ source: SourceText, opening: Int) -> ClosedRange<Int>? {
    guard let closing = ((opening + 1)..<(source.lineCount + 1)).first(where: { Self.isTOMLRule(source, $0) })
    else { return nil }
    isTOML = true
    bodyLine = closing + 1
    return closing > opening + 1 ? (opening + 1)...(closing - 1) : nil
  }

  private mutating func readTOML(_ source: SourceText, _ lines: ClosedRange<Int>) {
    let toml = FrontMatterTOML(source.bytes[source.lines(lines)])
    for scalar in toml.scalars { add(scalar.value.trimmed, at: scalar.key) }
    if let line = toml.badLine {
      warnings.append(
        .init(
          line: lines.lowerBound - 1 + line, message: "a line of the front matter is not TOML; it is left out"
        ))
    }
  }

  private mutating func findYAML(_ source: SourceText, opening: Int) -> ClosedRange<Int>? {
    var closing = opening + 1
    while closing <= source.lineCount, !Self.isEnd(source, closing) { closing += 1 }
    if closing > source.lineCount {
      // An unclosed rule opens front matter only if a key follows immediately.
      guard Self.pair(source, opening + 1) != nil else { return nil }
      closing = opening + 1
      while closing <= source.lineCount, !source.isBlank(closing),
        source.bytes[source.line(closing)].first != UInt8(ascii: "#")
      { closing += 1 }
      warnings.append(
        .init(line: opening, message: "the front matter has no closing ---; read up to line \(closing - 1)"))
      bodyLine = closing
    } else {
      bodyLine = closing + 1
    }
    return closing > opening + 1 ? (opening + 1)...(closing - 1) : nil
  }

  private mutating func readYAML(_ source: SourceText, _ lines: ClosedRange<Int>) throws(ArticleError) {
    let range = source.lines(lines)
    guard range.count <= Self.maxYAMLBytes else {
      return try salvage(
        source, lines, because: .init(line: 1, column: 1, reason: "\(range.count) bytes are too many"))
    }
    do throws(FrontMatterYAML.ParseFailure) {
      let scalars = try source.bytes.withUnsafeBufferPointer { bytes throws(FrontMatterYAML.ParseFailure) in
        try FrontMatterYAML.scalars(UnsafeBufferPointer(rebasing: bytes[range]))
      }
      for scalar in scalars { add(scalar.value.trimmed, at: Self.key(scalar.path)) }
    } catch {
      try salvage(source, lines, because: error)
    }
  }

  private static func key(_ path: [FrontMatterYAML.YAMLStep]) -> String {
    var key = ""
    for case .key(let name) in path {
      if !key.isEmpty { key += "." }
      key += name
    }
    return key
  }

  private mutating func add(_ value: String, at key: String) {
    if let old = fields[key] {
      // Bounded, so that a list of a million elements does not take quadratic time.
      if old.utf8.count < 10_000 { fields[key] = old + ", " + value }
    } else {
      fields[key] = value
    }
  }

  /// Falls back to the lines that read as `key: value` when the whole is not valid YAML; an unquoted colon in
  /// a value is the usual mistake. Without a readable title the result is discarded.
  private mutating func salvage(
    _ source: SourceText, _ lines: ClosedRange<Int>, because failure: FrontMatterYAML.ParseFailure
  ) throws(ArticleError) {
    var found: [String: String] = [:]
    for number in lines where found.count < Self.maxFields {
      guard let (key, value) = Self.pair(source, number), let plain = Self.plain(value), found[key] == nil
      else { continue }
      found[key] = plain
    }
    let line = lines.lowerBound - 1 + failure.line
    guard found["title"]?.isEmpty == false else {
      throw .frontMatter(line: line, column: failure.column, reason: failure.reason)
    }
    fields = found
    warnings.append(
      .init(
        line: line,
        message:
          "the front matter is not YAML (\(failure.reason)); read line by line instead, put the value in quotes"
      ))
  }

  /// `key: value` at the start of a line.
  private static func pair(_ source: SourceText, _ number: Int) -> (key: String, value: String)? {
    let line = source.bytes[source.line(number)]
    guard let colon = line.prefix(100).firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    let key = line[..<colon]
    guard
      key.allSatisfy({ $0.isLetterOrDigit || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }),
      colon + 1 == line.endIndex || line[colon + 1] == 0x20 || line[colon + 1] == 0x09
    else { return nil }
    return (
      String(decoding: key, as: UTF8.self), String(decoding: line[(colon + 1)...], as: UTF8.self).trimmed
    )
  }

  /// A value without its quotes; `nil` for an unclosed quote or bracket.
  private static func plain(_ value: String) -> String? {
    guard let first = value.first else { return "" }
    switch first {
    case "\"", "'":
      guard value.count > 1, value.last == first else { return nil }
      return String(value.dropFirst().dropLast())
    case "[":
      guard value.last == "]" else { return nil }
      return String(value.dropFirst().dropLast())
    case "{", "|", ">", "&", "*", "!", "%", "@", "`": return nil
    default: return value
    }
  }

  // MARK: Properties

  /// Reads `<properties a="b" …/>` and the `<tags …/>` below it.
  private mutating func readProperties(_ source: SourceText, from first: Int) {
    let bytes = source.bytes
    var index = source.line(first).lowerBound
    let opened = first
    while index < bytes.count, bytes[index] == UInt8(ascii: "<"),
      ["<properties", "<tags"].contains(where: {
        bytes[index...].prefix(11).folded.starts(with: Array($0.utf8))
      })
    {
      guard let end = readAttributes(bytes, from: index) else {
        warnings.append(.init(line: opened, message: "the properties are not closed by />; read as text"))
        return
      }
      index = end
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }
    // The text starts on the line that contains `index`.
    var low = 0
    var high = source.lineCount
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(source.lineStarts[middle]) <= index { low = middle } else { high = middle }
    }
    bodyLine = index >= bytes.count ? source.lineCount + 1 : low + 1
  }

  /// Reads the attributes of one tag and returns the offset after its `>`.
  private mutating func readAttributes(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start + 1
    var found: [(String, String)] = []
    while index < bytes.count, bytes[index].isLetterOrDigit { index += 1 }
    while index < bytes.count, found.count < 1_000 {
      while index < bytes.count, bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "/") { index += 1 }
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: ">") {
        for (key, value) in found { add(value.trimmed, at: key) }
        return index + 1
      }
      let name = index
      while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: "="),
        bytes[index] != UInt8(ascii: ">")
      {
        index += 1
      }
      let key = String(decoding: bytes[name..<index].folded, as: UTF8.self)
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count else { return nil }
      guard bytes[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count else { return nil }
      let quote = bytes[index]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let close = bytes[(index + 1)...].firstIndex(of: quote)
      else { return nil }
      found.append((key, String(decoding: bytes[(index + 1)..<close], as: UTF8.self)))
      index = close + 1
    }
    return nil
  }
}

// MARK: Meaning

extension ArticleHeader {
  /// The first of the fields that has a value.
  private func first(_ keys: [String]) -> String? {
    for key in keys {
      if let value = fields[key], !value.isEmpty { return value }
    }
    return nil
  }

  var title: String? {
    first(["title", "pagetitle", "pageTitle", "metadata.title"])?.cut(toBytes: Outline.maxTitleBytes)
  }

  var knownError: KnownErrorID? { fields["known_error"].flatMap { KnownErrorID($0) } }

  var locale: LocaleTag? {
    first(["ms.contentlocale", "ms.locale", "contentlocale", "locale", "lang", "language"]).flatMap {
      LocaleTag($0)
    }
  }

  var sourceRevision: String? { first(["ms.openlocfilehash"]) }

  var updated: String? {
    for key in ["ms.date", "date", "lastmod", "updated", "last_updated", "lastupdated", "metadata.ms.date"] {
      if let value = fields[key], let day = CalendarDay.normalised(value) { return day }
    }
    return nil
  }
}

/// Days as people write them.
enum CalendarDay {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Converts `10/21/2021` (month first, as Microsoft writes, unless only day first is a valid date),
  /// `2021-10-21T08:00:00Z`, `21 October 2021` or `Oct 21, 2021` to `yyyy-MM-dd`; `nil` if the text is not a
  /// date.
  static func normalised(_ text: String) -> String? {
    var numbers: [(value: Int, digits: Int)] = []
    var month: Int?
    for word in text.prefix(40).split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) })
      .prefix(4)
    {
      if let number = Int(word.prefix { $0.isNumber }) {
        numbers.append((number, word.prefix { $0.isNumber }.count))
      } else if month == nil, let named = months.firstIndex(of: word.prefix(3).lowercased()) {
        month = named + 1
      }
    }
    let parts: (year: Int, month: Int, day: Int)
    if let month, numbers.count >= 2 {
      parts =
        numbers[0].digits == 4
        ? (numbers[0].value, month, numbers[1].value) : (numbers[1].value, month, numbers[0].value)
    } else if numbers.count >= 3, numbers[0].digits == 4 {
      parts = (numbers[0].value, numbers[1].value, numbers[2].value)
    } else if numbers.count >= 3, numbers[2].digits == 4 {
      let (a, b) = (numbers[0].value, numbers[1].value)
      parts = a > 12 ? (numbers[2].value, b, a) : (numbers[2].value, a, b)
    } else {
      return nil
    }
    return Timestamp(year: parts.year, month: parts.month, day: parts.day)?.date
  }
}
