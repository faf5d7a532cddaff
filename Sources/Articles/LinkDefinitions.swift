/// The link definitions of a text, `[label]: address`. They apply to the whole text, so each part that is
/// parsed alone gets the definitions that it uses.
struct LinkDefinitions {
  private var definitions: [String: Range<Int>] = [:]
  private let text: [UInt8]

  private static let maxDefinitions = 20_000
  private static let maxLines = 3

  /// Finds the definitions from a line on. The first definition of a label counts.
  init(_ source: SourceText, from first: Int) {
    text = source.bytes
    var mayBegin = true
    var number = first
    while number <= source.lineCount, definitions.count < Self.maxDefinitions {
      let line = source.line(number)
      let start = line.lowerBound + MarkdownMargin.length(of: text[line])
      let isBlank = start == line.upperBound
      if mayBegin, !isBlank, text[start] == UInt8(ascii: "["),
        let label = MarkupScan.endOfLabel(text, start, source.line(number + 1).upperBound),
        let last = Self.lastLine(source, from: number, start)
      {
        let name = Self.name(text[(start + 1)..<label])
        if definitions[name] == nil { definitions[name] = start..<source.line(last).upperBound }
        number = last
      } else {
        mayBegin = isBlank || start > line.lowerBound || text[start] == UInt8(ascii: "#")
      }
      number += 1
    }
  }

  /// The parser decides whether this is a definition, and where it ends: nothing else of it remains then.
  private static func lastLine(_ source: SourceText, from number: Int, _ start: Int) -> Int? {
    for last in number..<(number + maxLines) where last <= source.lineCount {
      let range = start..<source.line(last).upperBound
      if range.count > 2 * MarkupScan.maxDefinitionBytes { return nil }
      if BoundedMarkdown(Array(source.bytes[range]) + [0x0A]).tree.blocks.count == 1 { return last }
    }
    return nil
  }

  /// The definitions that a part of the text uses, each followed by a blank line.
  func used(in part: [UInt8]) -> [UInt8] {
    guard !definitions.isEmpty else { return [] }
    var found: [UInt8] = []
    var names: Set<String> = []
    var open: Int?
    for index in part.indices {
      if part[index] == UInt8(ascii: "[") {
        open = index
      } else if part[index] == UInt8(ascii: "]"), let start = open {
        open = nil
        guard index - start <= MarkupScan.maxDefinitionBytes else { continue }
        let name = Self.name(part[(start + 1)..<index])
        if let definition = definitions[name], names.insert(name).inserted {
          found += text[definition] + [0x0A, 0x0A]
        }
      }
    }
    return found
  }

  /// Labels are compared without regard to case and white space.
  private static func name(_ label: ArraySlice<UInt8>) -> String {
    String(decoding: label, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }
}
