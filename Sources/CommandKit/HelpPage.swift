/// Lays out help: headings, paragraphs, and terms with their explanations in two columns.
struct HelpPage {
  private(set) var text = StyledText("")
  private let width: Int
  private let indent = "  "
  /// Explanations start at this column or before; a longer term gets its own line.
  private static let widestTerm = 28

  init(width: Int) { self.width = min(100, max(40, width)) }

  mutating func gap() { text.append("\n") }

  mutating func section(_ title: String, _ content: (inout HelpPage) -> Void) {
    gap()
    text.append("\(title, .bold)\n")
    content(&self)
  }

  mutating func line(_ line: String, _ style: TextStyle = []) { self.line(StyledText(line, style)) }

  mutating func line(_ line: StyledText) { text.append("\(indent)\(line)\n" as StyledText) }

  /// Wraps prose. A line that starts with two spaces is kept; an empty line separates paragraphs.
  mutating func paragraphs(_ prose: String) {
    var lines: [String] = []
    var paragraph: [Substring] = []
    for line in (prose + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
      let isVerbatim = line.hasPrefix("  ")
      if !line.isEmpty, !isVerbatim {
        paragraph.append(line)
        continue
      }
      lines += wrapped(paragraph.joined(separator: " "), to: width)
      paragraph = []
      lines.append(String(line))
    }
    while lines.last == "" { lines.removeLast() }
    for line in lines { text.append(line + "\n") }
  }

  mutating func terms(_ terms: [(term: String, explanation: String)]) {
    let widest = terms.map(\.term.displayWidth).filter { $0 <= Self.widestTerm }.max() ?? 0
    let start = indent.count + widest + 2
    for (term, explanation) in terms {
      let lines = wrapped(explanation, to: width - start)
      text.append(indent)
      text.append(term, .bold)
      text.append(String(repeating: " ", count: max(0, widest - term.displayWidth)))
      var isOpen = term.displayWidth <= widest
      for line in lines {
        text.append(isOpen ? "  " : "\n" + String(repeating: " ", count: start))
        text.append(line)
        isOpen = false
      }
      text.append("\n")
    }
  }
}
