import CasebookKnowledge
import CasebookText

extension ReportReader {
  /// Reads the JSON error bodies that start on a line, and the text around them. False if there are none.
  mutating func readJSON(_ line: Int, from start: Int) -> Bool {
    var (line, start) = (line, start)
    var isRead = false
    // A line may hold any number of bodies. They are read in a loop because a call for each would fill the
    // stack.
    while true {
      switch readBody(line, from: start) {
      case .none:
        if isRead { readLine(start..<lines[line].upperBound, at: line) }
        return isRead
      case .whole: return true
      case .rest(let last, let next):
        (line, start) = (last, next)
        isRead = true
      }
    }
  }

  /// What became of a line in which a body was sought.
  private enum AfterBody {
    case none, whole
    /// Text follows the body on its last line.
    case rest(line: Int, start: Int)
  }

  private mutating func readBody(_ line: Int, from start: Int) -> AfterBody {
    let range = lines[line]
    var index = start
    while index < range.upperBound {
      guard json.begins(at: index) else {
        index += 1
        continue
      }
      let (value, end) = readValue(at: index, in: range)
      let body = ErrorBody(value, depth: depth)
      if body.messages.isEmpty {
        if end > range.upperBound, skip(to: end) {
          readLine(start..<index, at: line)
          return .whole
        }
        index = max(index + 1, end)
        continue
      }
      let isQuiet = body.isQuiet
      for message in body.messages {
        if isQuiet {
          add(message.text, line: line, .note, .context, .json, code: message.code)
          continue
        }
        let weight: Weight = message.isRoot ? .root : .link
        add(
          message.text, line: line, weight, message.isRoot ? .root : .consequence, .json, code: message.code)
      }
      readPrefix(start..<index, at: line)
      return finish(line, end: end)
    }
    return .none
  }

  /// The value at `index`. JSON inside a string that starts elsewhere is unescaped first.
  private mutating func readValue(at index: Int, in line: Range<Int>) -> (JSON, Int) {
    if index >= 2, bytes[index - 1].isQuote, bytes[index - 2] == ascii("b"),
      let end = bytes.at(0..<line.upperBound).closingQuote(index - 1)
    {
      return (Self.unescapedValue(bytes.at(index..<end)), end + 1)
    }
    guard index + 1 < bytes.count, bytes[index + 1] == ascii("\\") else {
      return json.read(from: index)
    }
    return (Self.unescapedValue(bytes.at(index..<line.upperBound)), line.upperBound)
  }

  private static func unescapedValue(_ escaped: Bytes) -> JSON {
    Escape.unescaped(escaped).withUnsafeBufferPointer {
      var inner = LenientJSON($0)
      return inner.read(from: 0).value
    }
  }

  /// Continues after JSON of several lines; false if it looks cut off.
  private mutating func skip(to end: Int) -> Bool {
    var line = next
    while line < lines.count, lines[line].upperBound < end { line += 1 }
    guard line < lines.count, end > 0,
      bytes[end - 1] == ascii("}") || bytes[end - 1] == ascii("]")
    else {
      return false
    }
    next = line + 1
    return true
  }

  /// Reads the text before a body on its line, which introduces the body.
  private mutating func readPrefix(_ range: Range<Int>, at line: Int) {
    var end = range.upperBound
    while end > range.lowerBound {
      let byte = bytes[end - 1]
      guard
        byte <= 0x20 || byte.isQuote || byte == ascii(":")
          || byte == ascii("b")
            && end < range.upperBound && bytes[end].isQuote
      else { break }
      end -= 1
    }
    let prefix = text(header(range.lowerBound..<end).body..<end)
    guard prefix.utf8.count > 8, Phrases.field(prefix) == nil else { return }
    let weight: Weight = Phrases.isWrapper(prefix) ? .wrapper : .error
    add(prefix, line: line, min(weight, .error), .consequence, .plain)
  }

  /// Goes on behind a body; what follows on its last line is left to be read.
  private mutating func finish(_ line: Int, end: Int) -> AfterBody {
    var last = line
    while last + 1 < lines.count, lines[last].upperBound < end { last += 1 }
    if last > line, end <= lines[last].upperBound,
      bytes[lines[last].lowerBound..<max(end, lines[last].lowerBound)].allSatisfy({ $0 <= 0x20 })
    {
      // The body was cut off; this line is something else.
      next = max(next, last)
      return .whole
    }
    next = max(next, last + 1)
    var start = max(end, lines[last].lowerBound)
    while start < lines[last].upperBound, !bytes[start].isWord, !json.begins(at: start) { start += 1 }
    return lines[last].upperBound - start > 2 ? .rest(line: last, start: start) : .whole
  }
}

/// The error messages in a JSON value, the innermost first.
struct ErrorBody {
  struct BodyMessage {
    var text: String
    var code: String?
    var isRoot: Bool
  }

  private(set) var messages: [BodyMessage] = []
  /// True for an entry of a structured log whose level is not an error.
  private(set) var isQuiet = false
  private let depth: Int

  init(_ value: JSON, depth: Int) {
    self.depth = depth
    messages = visit(value)
    if case .object = value, let level = (value["level"] ?? value["severity"] ?? value["levelname"])?.string {
      isQuiet = withBytes(of: level) { LogFields.level($0).map { $0 < .warning } ?? false }
    }
  }

  private static let texts = Vocabulary.words("reports", "json-text")
  private static let inner = Vocabulary.words("reports", "json-inner")
  private static let codes = Vocabulary.words("reports", "json-code")

  /// Collects messages from a value, nested to `LenientJSON.maxDepth` at most.
  private func visit(_ value: JSON) -> [BodyMessage] {
    switch value {
    case .array(let elements): return elements.flatMap(visit)
    case .object(let members): return visit(value, members)
    default: return []
    }
  }

  private func visit(_ value: JSON, _ members: [JSON.Member]) -> [BodyMessage] {
    var found: [BodyMessage] = []
    for member in members {
      switch member.value {
      case .object, .array: found += visit(member.value)
      case .string(let text) where Self.inner.contains(member.name) && text.contains(" "):
        found += read(text, code: nil)
      default: break
      }
    }
    let code = Self.code(of: value)
    if let text = Self.texts.lazy.compactMap({ Self.phrase(value[$0]) }).first {
      var own = read(text, code: code)
      if !found.isEmpty { for index in own.indices { own[index].isRoot = false } }
      found += own
    } else if found.isEmpty, let code, code.utf8.first?.isUpper == true, code.utf8.contains(where: \.isLower),
      value["code"] != nil || value["Code"] != nil
    {
      found.append(BodyMessage(text: code, code: code, isRoot: true))
    }
    return found
  }

  /// A meaningful text: not a single lower-case word.
  private static func phrase(_ value: JSON?) -> String? {
    guard let text = value?.string, !text.isEmpty else { return nil }
    return text.contains(" ") || text.utf8.first?.isUpper == true || text.utf8.contains { $0 >= 0x80 }
      ? text : nil
  }

  private static func code(of value: JSON) -> String? {
    for name in codes {
      if let text = value[name]?.string, !text.isEmpty, text.utf8.count <= 80, !text.contains(" ") {
        return text
      }
      if let number = value[name]?.int { return String(number) }
    }
    return nil
  }

  /// The messages of a string, which may hold a report of its own.
  private func read(_ text: String, code: String?) -> [BodyMessage] {
    let isReport = text.utf8.contains { $0 == 0x0A || $0 == ascii("{") } || text.contains(text: "aused by")
    guard isReport || WrappedError(text) != nil, depth < 4 else {
      return [BodyMessage(text: text, code: code, isRoot: true)]
    }
    let messages = withBytes(of: text) { text in
      ReportReader.messages(of: text.at(0..<min(text.count, 65_536)), depth: depth + 1)
    }
    return messages.enumerated().map { index, message in
      BodyMessage(text: message.text, code: message.code ?? code, isRoot: index == 0)
    }
  }
}
