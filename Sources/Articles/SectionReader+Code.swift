import CasebookKnowledge
import CasebookText

/// Code blocks: error bodies, printed output, and code.
extension SectionReader {
  private static let outputLanguages: Set<String> = [
    "output", "console", "text", "txt", "log", "none", "plaintext", "console-output", "error", "stderr",
    "cmd-output", "python-output",
  ]

  mutating func readCode(_ block: MarkdownTree.Block, line: Int) {
    if block.level == 1, !isClosed(block) {
      warnings.append(
        .init(line: line, message: "the code block is never closed; all that follows is part of it"))
    }
    let info = String(decoding: tree.text[block.info], as: UTF8.self)
    let language = info.split(separator: " ").first.map { $0.lowercased() }
    var bytes = tree.text[block.text]
    while bytes.last == 0x0A { bytes.removeLast() }
    guard !bytes.isEmpty else { return }
    let isList = language == messageListLanguage
    if !isList {
      keep(
        Literal(.codeBlock, String(decoding: bytes, as: UTF8.self), language: language, line: line))
    }
    guard bytes.count < 256 * 1024 else { return }
    let first = line + (block.level == 1 ? 1 : 0)
    if isList { return readOutput(bytes, line: first, isMarked: true, isSymptom: true) }
    if language == "json" || bytes.first == UInt8(ascii: "{"), readJSON(bytes, line: first) { return }
    if let language, !Self.outputLanguages.contains(language) { return }
    readOutput(
      bytes, line: first, isMarked: language != nil && language != "console",
      isSymptom: language != nil && isBelowSymptom)
  }

  func isClosed(_ block: MarkdownTree.Block) -> Bool {
    guard block.lastLine > block.firstLine else { return false }
    let last = source.bytes[source.line(block.lastLine + offset)].drop {
      $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">")
    }
    return last.starts(with: Array("```".utf8)) || last.starts(with: Array("~~~".utf8))
  }

  /// Parses an error body; `false` if the block is not one.
  mutating func readJSON(_ bytes: ArraySlice<UInt8>, line: Int) -> Bool {
    guard let json = try? JSON(parsing: bytes, maxDepth: 64), json.members != nil, Self.isErrorBody(json)
    else { return false }
    var found: [String] = []
    Self.collect(json, &found)
    for text in found { add(text, .json, line: line) }
    let flat = bytes.filter { $0 != 0x0A }
    if flat.count <= 2_000 { add(String(decoding: flat, as: UTF8.self), .json, line: line) }
    return true
  }

  private static func isErrorBody(_ json: JSON) -> Bool {
    guard let members = json.members else { return false }
    let names = Set(members.map { $0.name.lowercased() })
    if names.contains("message"),
      !names.isDisjoint(with: ["code", "statuscode", "status", "error", "details", "reason"])
    {
      return true
    }
    if let error = members.first(where: { ["error", "errors", "innererror"].contains($0.name.lowercased()) })?
      .value
    {
      if error.string != nil { return names.count <= 8 }
      return isErrorBody(error) || error.array?.contains(where: isErrorBody) == true
    }
    return false
  }

  private static func collect(_ json: JSON, _ found: inout [String]) {
    for member in json.members ?? [] {
      switch member.name.lowercased() {
      case "message", "code", "error", "error_description", "reason", "errormessage", "errorcode":
        if let text = member.value.string, text.utf8.count >= 4 {
          found.append(text)
        } else {
          collect(member.value, &found)
        }
      default: collect(member.value, &found)
      }
    }
    for element in json.array ?? [] { collect(element, &found) }
  }

  /// The lines of printed output that say failure. Under a label such as *Symptom*, each line of a plain list is a message:
  /// the writer says that it is the failure. An excerpt of a log holds calm lines as well, so there the words decide.
  ///
  /// Ignores the indentation of printed lines. In a block that may be code, only the indentation that all
  /// lines share is ignored.
  mutating func readOutput(
    _ bytes: ArraySlice<UInt8>, line first: Int, isMarked: Bool, isSymptom: Bool = false
  ) {
    let parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let indents = parts.map { $0.prefix { $0 == 0x20 || $0 == 0x09 }.count }
    let shared = zip(parts, indents).filter { $0.0.count > $0.1 }.map(\.1).min() ?? 0
    let isList =
      isSymptom
      && !zip(parts, indents).contains { $1 > 0 && !TextShape($0.dropFirst($1)).isFrame || Self.isRecord($0) }
    for (position, whole) in parts.enumerated() {
      let part = whole.dropFirst(isMarked ? indents[position] : min(indents[position], shared))
      guard part.count >= 8, part.count <= 2_000 else { continue }
      let wording = TextShape(part)
      if isList, !wording.isFrame, wording.words >= 2 {
        add(String(decoding: part, as: UTF8.self), .output, line: first + position)
        continue
      }
      guard wording.hasFailureWord, wording.isMessage, !TextShape.isField(part),
        isMarked || Self.saysError(part)
      else { continue }
      if let whole = Self.unwrapped(parts, indents, from: position) {
        add(whole, .output, line: first + position)
      }
      add(String(decoding: part, as: UTF8.self), .output, line: first + position)
    }
  }

  /// A message that goes on over several lines, each of which ends in a colon and indents the next; `nil` for a message
  /// of one line.
  private static func unwrapped(_ lines: [ArraySlice<UInt8>], _ indents: [Int], from first: Int) -> String? {
    var last = first
    while last + 1 < lines.count, last - first < maxWrapped, indents[last + 1] > indents[last],
      lines[last].last(where: { $0 > 0x20 }) == UInt8(ascii: ":"), lines[last + 1].count > indents[last + 1]
    {
      last += 1
    }
    guard last > first else { return nil }
    return lines[first...last].map { String(decoding: $0, as: UTF8.self).trimmed }.joined(separator: " ")
  }

  private static let maxWrapped = 12

  /// Whether a line belongs to a record of a log: it has a time of day near its start, or opens a traceback.
  private static func isRecord(_ line: ArraySlice<UInt8>) -> Bool {
    if line.starts(with: "Traceback (".utf8) { return true }
    let head = Array(line.prefix(26))
    return head.indices.dropLast(4).contains {
      head[$0].isDigit && head[$0 + 1] == UInt8(ascii: ":") && head[$0 + 2].isDigit && head[$0 + 3].isDigit
        && head[$0 + 4] == UInt8(ascii: ":")
    }
  }

  private static let errorWords = StemMatcher("failure", "part", kind: "output")

  private static func saysError(_ bytes: ArraySlice<UInt8>) -> Bool {
    errorWords.matches(bytes.folded)
  }
}
