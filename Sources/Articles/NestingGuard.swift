import CasebookText

/// Finds quotes and lists nested deeper than a person would write them, before they are parsed.
enum NestingGuard {
  private static let maxContainers = 100

  /// Throws if the lines from `first` on are nested too deeply.
  static func check(_ source: SourceText, from first: Int) throws(ArticleError) {
    var fence: (byte: UInt8, count: Int)?
    for number in stride(from: first, through: source.lineCount, by: 1) {
      let line = source.bytes[source.line(number)]
      let margin = line.prefix(MarkdownMargin.length(of: line))
      let opening = Self.fence(line[margin.endIndex...])
      if let open = fence {
        if let opening, opening.byte == open.byte, opening.count >= open.count { fence = nil }
        continue
      }
      fence = opening
      // Dashes alone form a thematic break.
      if margin.count == line.count, !margin.contains(UInt8(ascii: ">")) { continue }
      if margin.count(where: isMark) > maxContainers {
        throw .nestedTooDeep(line: number, what: "quotes or lists")
      }
    }
  }

  /// The marks of quotes and items; for a number its dot or bracket.
  private static func isMark(_ byte: UInt8) -> Bool { byte > 0x20 && !byte.isDigit }

  private static func fence(_ content: ArraySlice<UInt8>) -> (byte: UInt8, count: Int)? {
    guard let byte = content.first, byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return nil }
    let count = content.prefix { $0 == byte }.count
    guard count >= 3 else { return nil }
    // A code span that starts a line has its closing backticks on the same line.
    if byte == UInt8(ascii: "`"), content.dropFirst(count).contains(byte) { return nil }
    return (byte, count)
  }
}
