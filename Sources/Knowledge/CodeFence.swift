/// The backticks around a piece of code that has some of its own: more than it has in a row.
///
/// - Parameter least: How many there are at least; 1 for a code span, 3 for a block.
public func codeFence(around text: some StringProtocol, least: Int) -> String {
  let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
  return String(repeating: "`", count: max(least, longest + 1))
}

/// The language that a code block names if it lists further messages of a known error, each on a line. Translations need
/// not repeat it, because a message is looked up in each language of a family.
public let messageListLanguage = "messages"
