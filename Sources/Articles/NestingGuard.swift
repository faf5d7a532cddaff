/// Looks for Markdown that would keep the parser busy for minutes, before it is parsed: nesting that no person wrote, and
/// the combinations for which cmark-gfm 0.29 takes quadratic time (images around links, a table rule on every line).
enum NestingGuard {
  private static let maxContainers = 100
  private static let maxBrackets = 1_000
  private static let maxPipes = 10_000
  /// About a second of the parser.
  private static let maxCost = 100_000_000

  private struct Paragraph {
    var bytes = 0
    var brackets = 0
  }

  /// Throws when the lines from `first` on are nested too deep.
  static func check(_ source: SourceText, from first: Int) throws(ArticleError) {
    var paragraph = Paragraph()
    var cost = 0
    var fence: (byte: UInt8, count: Int)?
    for number in stride(from: first, through: source.lineCount, by: 1) {
      let range = source.line(number)
      let line = source.bytes.withUnsafeBufferPointer { bytes in
        Line(UnsafeBufferPointer(rebasing: bytes[range]), depth: paragraph.brackets)
      }
      if line.isBlank || line.isHeading {
        paragraph = Paragraph()
        if line.isBlank { continue }
      }
      if let open = fence {
        if line.fence?.byte == open.byte, let count = line.fence?.count, count >= open.count { fence = nil }
      } else {
        fence = line.fence
        if line.containers > maxContainers { throw .nestedTooDeep(line: number, what: "quotes or lists") }
        if line.brackets > maxBrackets { throw .nestedTooDeep(line: number, what: "brackets") }
        // The parser counts columns in 16 bits, and takes quadratic time for the cells of a row.
        if line.pipes > maxPipes { throw .nestedTooDeep(line: number, what: "table cells") }
        paragraph.brackets = line.endBrackets
      }
      // Counted inside fences as well: this reading of fences is simpler than the parser's, and could be led astray.
      paragraph.bytes += range.count
      cost += line.linkCost
      if line.isTableRule { cost += paragraph.bytes }
      if cost > maxCost { throw .nestedTooDeep(line: number, what: "links or table rules") }
    }
  }

  private struct Line {
    var isBlank = true
    var containers = 0
    var brackets: Int
    var endBrackets: Int
    var linkCost = 0
    var pipes = 0
    var isTableRule = false
    /// A line that ends any paragraph before it.
    var isHeading = false
    var fence: (byte: UInt8, count: Int)?

    init(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
      brackets = depth
      endBrackets = depth
      isHeading = bytes.first == UInt8(ascii: "#")
      var index = 0
      var onlyRule = true
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: ">") {
          containers += 1
        } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") {
          guard index + 1 < bytes.count, bytes[index + 1] == 0x20 || bytes[index + 1] == 0x09 else { break }
          containers += 1
        } else if byte != 0x20 && byte != 0x09 {
          break
        }
        index += 1
      }
      // A thematic break is no list, however many dashes it has.
      if index == bytes.count, containers > 0, !bytes.contains(UInt8(ascii: ">")) { containers = 0 }
      scanFence(bytes, from: index)
      var depth = depth
      var hasDash = false
      for index in bytes.indices {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "["):
          depth += 1
          if depth > brackets { brackets = depth }
        case UInt8(ascii: "]"):
          if depth > 0 { depth -= 1 }
          if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "(") { linkCost += depth }
        case UInt8(ascii: "-"): hasDash = true
        case UInt8(ascii: "|"): pipes += 1
        default: break
        }
        if byte != 0x20 && byte != 0x09 {
          isBlank = false
          if byte != UInt8(ascii: "-") && byte != UInt8(ascii: "|") && byte != UInt8(ascii: ":") {
            onlyRule = false
          }
        }
      }
      isTableRule = onlyRule && hasDash && pipes > 0
      endBrackets = depth
    }

    private mutating func scanFence(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
      guard start < bytes.count, bytes[start] == UInt8(ascii: "`") || bytes[start] == UInt8(ascii: "~") else {
        return
      }
      var end = start
      while end < bytes.count, bytes[end] == bytes[start] { end += 1 }
      guard end - start >= 3 else { return }
      // A span of code that starts a line has its closing backticks on the same line.
      if bytes[start] == UInt8(ascii: "`"), bytes[end...].contains(UInt8(ascii: "`")) { return }
      fence = (bytes[start], end - start)
    }
  }
}
